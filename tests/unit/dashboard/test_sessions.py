"""The client of a run, by which visitors share the parser."""

import pytest
from starlette.websockets import WebSocket
from streamlit.runtime import Runtime, context
from streamlit.web.server.starlette.starlette_websocket import StarletteClientContext

from dashboard import sessions


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("127.0.0.1", ""),
    ],
)
def test_the_client_of_a_run_is_that_of_its_connection(
    address: str, client: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unused(*_: object) -> None: ...

    scope = {"type": "websocket", "headers": [], "client": (address, 50_000)}
    of_connection = StarletteClientContext(WebSocket(scope, unused, unused))  # type: ignore[arg-type]  # never called
    monkeypatch.setattr(context, "_get_client_context", lambda: of_connection)
    monkeypatch.setattr(Runtime, "exists", lambda: True)
    assert sessions.current_client() == ""  # outside of a run
    monkeypatch.setattr(sessions, "current_id", lambda: "a session")
    assert sessions.current_client() == client
