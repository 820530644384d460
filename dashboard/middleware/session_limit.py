"""Limits on the sessions that are open at once: of the server, and of one client.

A session holds four file descriptors: its socket and the three of an event loop, which Streamlit
keeps for a while after the visitor left. A server that has none left can accept no connection, so
handshakes and pages are refused before that. Where there are plenty, memory is the limit.
"""

import logging
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from math import inf

import psutil
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.middleware import settings
from dashboard.middleware.client import client_of
from dashboard.middleware.errors import refusal
from dashboard.middleware.prefix import path_of

_LOG = logging.getLogger(__name__)
_PER_SESSION = 4  # descriptors
_RESERVED = 256  # descriptors for pages being loaded, files and parser processes; at most a quarter
# Sessions, each of up to 1 MB: some 200 readers who click every ten seconds keep two cores busy.
_MOST = ("BRIEFING_SESSIONS", 1000)
_MOST_OF_A_CLIENT = 256  # an office behind one address has fewer tabs open at once
_MOST_CONNECTIONS = 1024  # of a client, its sessions among them
_LOG_SECONDS = 60  # between two lines about the same limit
_RETRY = {"Retry-After": "30"}  # seconds
_NO_PAGES = ("/api/", "/health", "/_stcore/")


def descriptor_limit() -> float:
    """Return how many file descriptors this process may hold, infinity if there is no limit."""
    if sys.platform == "win32":
        return inf
    import resource  # noqa: PLC0415 - not on Windows

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return inf if soft == resource.RLIM_INFINITY else soft


def raise_descriptor_limit() -> None:
    """Raise the soft limit of file descriptors to the hard one, as far as the system allows it."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(OSError, ValueError):  # macOS allows fewer than its hard limit says
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


class _Descriptors:
    """The number of open file descriptors, counted again at intervals: it takes 0.6 ms for 900."""

    _SECONDS, _QUESTIONS = 0.05, 16  # between two counts, at most

    def __init__(self) -> None:
        self._open, self._counted, self._asked = 0.0, -inf, 0

    def count(self) -> float:
        """Return the number of open file descriptors, at most 16 questions or 50 ms old."""
        self._asked += 1
        now = time.monotonic()
        if self._asked > self._QUESTIONS or now - self._counted > self._SECONDS:
            self._counted, self._asked = now, 0
            try:
                self._open = psutil.Process().num_fds()
            except OSError:  # none was left to count with
                self._open = inf
        return self._open


_DESCRIPTORS = _Descriptors()


class Sessions:
    """Counts of open WebSockets by client, and the limits on them.

    Raises ValueError if BRIEFING_SESSIONS is no number.
    """

    def __init__(self) -> None:
        self._most = settings.limit(*_MOST) or inf
        self._open: Counter[str] = Counter()
        self._logged: dict[str, float] = {}

    def is_full(self) -> bool:
        """Return whether the server has no room, or no file descriptors, for another session."""
        if self.total >= self._most:
            return True
        limit = descriptor_limit()
        return limit < inf and _DESCRIPTORS.count() + _PER_SESSION > limit - _reserved(limit)

    def is_exhausted(self) -> bool:
        """Return whether the server needs the file descriptors that are left for itself."""
        limit = descriptor_limit()
        return limit < inf and _DESCRIPTORS.count() > limit - _reserved(limit) // 2

    def most_connections(self) -> float:
        """Return how many connections one client may have: a quarter of the file descriptors."""
        return min(_MOST_CONNECTIONS, descriptor_limit() // 4)

    def refused(self, client: str) -> str | None:
        """Return the key of the reason to refuse `client` another session, or None; log it."""
        limit = descriptor_limit()
        room = min(self._most, (limit - _reserved(limit)) / _PER_SESSION)
        share = min(_MOST_OF_A_CLIENT, room / 4)
        if self._open[client] >= share:
            self._log("One client has %d sessions open, the most allowed: %s", share, client)
            return "http.many_sessions"
        if self.is_full():
            self._log("No room for another session: %d are open", self.total)
            return "http.full"
        return None

    @property
    def total(self) -> int:
        """The number of open WebSockets."""
        return self._open.total()

    @contextmanager
    def opened(self, client: str) -> Iterator[None]:
        """Count one more session of `client` until the `with` block ends."""
        self._open[client] += 1
        try:
            yield
        finally:
            self._open[client] -= 1
            if not self._open[client]:
                del self._open[client]

    def _log(self, message: str, *values: object) -> None:
        """Log a warning, but the same message at most once in _LOG_SECONDS."""
        if time.monotonic() - self._logged.get(message, -inf) > _LOG_SECONDS:
            self._logged[message] = time.monotonic()
            _LOG.warning(message, *values)


SESSIONS = Sessions()


class SessionLimit:
    """ASGI middleware that refuses a WebSocket, and a page that would open one, beyond the limits.

    The status is 503 if the server is full, 429 if the client has too many sessions.
    """

    def __init__(self, app: ASGIApp, sessions: Sessions = SESSIONS) -> None:
        self._app = app
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the wrapped application and count its WebSocket in `scope`, or refuse."""
        is_socket = scope["type"] == "websocket"
        client = client_of(scope)
        if (is_socket or _is_page(scope)) and (reason := self._sessions.refused(client)):
            status = 503 if reason == "http.full" else 429
            await refusal(scope, status, key=reason, headers=_RETRY)(scope, receive, send)
        elif is_socket:
            with self._sessions.opened(client):
                await self._app(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _is_page(scope: Scope) -> bool:
    if scope["type"] != "http" or path_of(scope).startswith(_NO_PAGES):
        return False
    return "text/html" in Headers(scope=scope).get("accept", "")


def _reserved(limit: float) -> float:
    return min(_RESERVED, limit // 4)
