"""Limits of a client: for whom a request counts, and what the operator may set."""

import pytest
from starlette.types import Receive, Scope, Send

from dashboard.middleware.client_limits import ClientLimits


async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
    """Answer nothing."""


def test_an_operator_sets_the_limits_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {kind: item.amount for kind, item in ClientLimits(app)._limits.items()} == {
        "http": 600, "websocket": 60,
    }  # fmt: skip
    monkeypatch.setenv("BRIEFING_REQUESTS_PER_MINUTE", "0")
    assert set(ClientLimits(app)._limits) == {"websocket"}
    monkeypatch.setenv("BRIEFING_REQUESTS_PER_MINUTE", "many")
    with pytest.raises(ValueError, match="BRIEFING_REQUESTS_PER_MINUTE is 'many'"):
        ClientLimits(app)
