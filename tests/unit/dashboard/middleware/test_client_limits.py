"""Limits of a client: for whom a request counts, and what the operator may set."""

import asyncio
from typing import Any, cast

import pytest
from starlette.types import Receive, Scope, Send

from dashboard.middleware.client_limits import ClientLimits
from dashboard.middleware.stack import STACK


async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
    """Answer nothing."""


def test_the_start_of_the_server_passes_all_middleware() -> None:
    """Or Streamlit starts without it, and the server without the limits that are set there."""
    passed = []

    async def last(scope: Scope, _receive: Receive, _send: Send) -> None:
        passed.append(scope)

    stack: Any = last
    for each in reversed(STACK):
        stack = cast("Any", each.cls)(stack, *each.args, **each.kwargs)
    asyncio.run(stack({"type": "lifespan"}, None, None))
    assert passed == [{"type": "lifespan"}]


def test_an_operator_sets_the_limits_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {kind: item.amount for kind, item in ClientLimits(app)._limits.items()} == {
        "http": 600, "websocket": 60,
    }  # fmt: skip
    monkeypatch.setenv("BRIEFING_REQUESTS_PER_MINUTE", "0")
    assert set(ClientLimits(app)._limits) == {"websocket"}
    monkeypatch.setenv("BRIEFING_REQUESTS_PER_MINUTE", "many")
    with pytest.raises(ValueError, match="BRIEFING_REQUESTS_PER_MINUTE is 'many'"):
        ClientLimits(app)
