"""Limits of a client: for whom a request counts, and what the operator may set."""

import pytest
from starlette.types import Receive, Scope, Send

from dashboard.middleware import client_limits
from dashboard.middleware.client_limits import ClientLimits


async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
    """Answer nothing."""


@pytest.mark.parametrize(
    ("host", "client"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),  # how a socket of both kinds sees it
        ("2001:db8:0:1:2:3:4:5", "2001:db8:0:1::/64"),
        ("127.0.0.1", ""),
        ("::ffff:127.0.0.1", ""),
        ("::1", ""),
        ("", ""),
        ("unix", ""),
    ],
)
def test_a_client_is_an_address_and_this_machine_none(host: str, client: str) -> None:
    assert client_limits._client({"type": "http", "client": (host, 5)}) == client
    assert client_limits._client({"type": "http", "client": None}) == ""


def test_an_operator_sets_the_limits_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {kind: item.amount for kind, item in ClientLimits(app)._limits.items()} == {
        "http": 600, "websocket": 60,
    }  # fmt: skip
    monkeypatch.setenv("BRIEFING_REQUESTS_PER_MINUTE", "0")
    assert set(ClientLimits(app)._limits) == {"websocket"}
    monkeypatch.setenv("BRIEFING_REQUESTS_PER_MINUTE", "many")
    with pytest.raises(ValueError, match="BRIEFING_REQUESTS_PER_MINUTE is 'many'"):
        ClientLimits(app)
