"""Limit what a browser sends over its WebSocket: to few kinds of message, in size and number.

Streamlit would take more: a message that empties the caches of all visitors, 1,000 runs a second,
text that ends in a traceback.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

import streamlit as st
from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard import address
from dashboard.middleware.client import client_of
from dashboard.middleware.fields import has_too_many_fields
from dashboard.middleware.uploads import uploads_open

MAX_BYTES = 6_000_000  # of a message; a pasted page is the largest (5 MB)
LARGE_BYTES = 256 * 1024
MAX_LARGE_BYTES = 64_000_000  # of all large messages; a session keeps its last one
MAX_LARGE_BYTES_OF_A_CLIENT = MAX_LARGE_BYTES // 4
MAX_QUERY = 8 * 1024  # characters of the address, behind the question mark
MAX_PARAMETERS = 1000  # of the address
MAX_FILE_NAMES = 1000  # of which the page reads the first few, and names the others
PER_SECOND = 5  # messages that a connection may send for long
BURST = 20  # messages that it may send at once
PATIENCE_SECONDS = 10  # how long it may send faster than that
IDLE_SECONDS = 30  # until a new session has asked for its first page

# Close codes of RFC 6455.
_UNSUPPORTED, _MALFORMED, _POLICY, _TOO_BIG, _LATER = 1003, 1007, 1008, 1009, 1013

# Kind of message -> whether this one passes. All others are dropped: the page sends none of them.
_PASSES: dict[str | None, Callable[[BackMsg], bool]] = {
    "rerun_script": lambda _: True,
    "stop_script": lambda _: True,
    "app_heartbeat": lambda _: True,
    "file_urls_request": lambda message: (
        uploads_open(message.file_urls_request.session_id)
        and len(message.file_urls_request.file_names) <= MAX_FILE_NAMES
    ),
    "backend_operation_request": lambda message: (
        message.backend_operation_request.WhichOneof("payload") == "deferred_file"
    ),
}


class _RuleBrokenError(Exception):
    """A message, or the lack of one, that ends the connection with the close code `code`."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class LargeMessages:
    """The bytes that the large messages of all sessions take, of which each keeps its last."""

    def __init__(self) -> None:
        self._bytes: Counter[str] = Counter()  # by client

    def hold(self, client: str, size: int) -> bool:
        """Return whether `size` more bytes of `client` may be held, and count them if so."""
        if (
            self._bytes[client] + size > MAX_LARGE_BYTES_OF_A_CLIENT
            or self._bytes.total() + size > MAX_LARGE_BYTES
        ):
            return False
        self._bytes[client] += size
        return True

    def release(self, client: str, size: int) -> None:
        """Stop counting `size` bytes, once Streamlit has forgotten the session that ended now."""
        kept = st.get_option("server.disconnectedSessionTTL")
        asyncio.get_running_loop().call_later(kept, self._forget, client, size)

    def _forget(self, client: str, size: int) -> None:
        self._bytes[client] -= size
        if not self._bytes[client]:
            del self._bytes[client]


class Pace:
    """A budget of messages: BURST at once, PER_SECOND for long."""

    def __init__(self) -> None:
        self._budget = float(BURST)
        self._filled = self._in_time = time.monotonic()

    async def wait(self) -> bool:
        """Wait until the budget has a message more, and take it.

        Returns False, at once, if it was exhausted at every message of PATIENCE_SECONDS.
        """
        now = time.monotonic()
        self._budget = min(BURST, self._budget + (now - self._filled) * PER_SECOND) - 1
        self._filled = now
        if self._budget >= 0:
            self._in_time = now
        elif now - self._in_time > PATIENCE_SECONDS:
            return False
        else:
            await asyncio.sleep(-self._budget / PER_SECOND)
        return True


class _Connection:
    """One WebSocket: what of its messages reaches the application, and when it is closed."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, large: LargeMessages) -> None:
        self._receive, self._send, self._large = receive, send, large
        self._client = client_of(scope)
        self._is_closed = False
        self._held = 0  # bytes of its largest message, if that is large
        self._pace = Pace()
        # A tab that connects again names its session, and runs nothing until it is used; also where
        # that session is over by now. Closed, it would connect again, without end.
        is_new = len(scope.get("subprotocols", ())) < 3  # streamlit, token, session to resume
        self._deadline = time.monotonic() + IDLE_SECONDS if is_new else None

    async def receive(self) -> Message:
        """Return the next message that passes; close the connection if it breaks a rule.

        The application is not asked to close it, but receives a disconnection.
        """
        try:
            message = await self._next()
            while message["type"] == "websocket.receive" and not await self._passes(message):
                message = await self._next()
        except _RuleBrokenError as error:
            self._is_closed = True
            with suppress(OSError):  # the client has left
                await self._send({"type": "websocket.close", "code": error.code})
            return {"type": "websocket.disconnect", "code": error.code}
        return message

    async def send(self, message: Message) -> None:
        """Send `message` of the application, unless the connection is closed or lost.

        After an error here Streamlit would take the end of the connection for a text frame, and log
        a traceback. It receives a disconnection instead.
        """
        if not self._is_closed:
            with suppress(OSError):
                await self._send(message)

    def end(self) -> None:
        """Release what the connection holds."""
        if self._held:
            self._large.release(self._client, self._held)

    async def _next(self) -> Message:
        if self._deadline is None:
            return await self._receive()
        left = self._deadline - time.monotonic()
        if left > 0:  # else asyncio.timeout would still return a message that waits already
            with suppress(TimeoutError):
                async with asyncio.timeout(left):
                    return await self._receive()
        raise _RuleBrokenError(_POLICY)

    async def _passes(self, message: Message) -> bool:
        data = message.get("bytes")
        if data is None:
            raise _RuleBrokenError(_UNSUPPORTED)
        if len(data) > MAX_BYTES:
            raise _RuleBrokenError(_TOO_BIG)
        if has_too_many_fields(data):
            raise _RuleBrokenError(_POLICY)
        self._hold(len(data))
        if not await self._pace.wait():
            raise _RuleBrokenError(_POLICY)
        try:
            parsed = BackMsg.FromString(data)
        except DecodeError:
            raise _RuleBrokenError(_MALFORMED) from None
        kind = parsed.WhichOneof("type")
        if kind == "rerun_script":
            self._deadline = None
            if is_too_long(parsed.rerun_script.query_string):
                parsed.rerun_script.query_string = f"{address.TOO_LONG}=1"
                message["bytes"] = parsed.SerializeToString()
        return kind in _PASSES and _PASSES[kind](parsed)

    def _hold(self, size: int) -> None:
        if size > max(LARGE_BYTES, self._held):
            if not self._large.hold(self._client, size - self._held):
                raise _RuleBrokenError(_LATER)
            self._held = size


def is_too_long(query: str) -> bool:
    """Return whether a request with `query` would be refused, or Streamlit would drop it."""
    return len(query) > MAX_QUERY or query.count("&") >= MAX_PARAMETERS


class Messages:
    """ASGI middleware that passes on what a browser may send over its WebSocket."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._large = LargeMessages()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the wrapped application, with the messages that pass if `scope` is a WebSocket."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        connection = _Connection(scope, receive, send, self._large)
        try:
            await self._app(scope, connection.receive, connection.send)
        finally:
            connection.end()
