"""The number of requests and connections that one client has in a minute."""

import math
import time
from http import HTTPStatus

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.middleware import settings
from dashboard.middleware.client import client_of, is_this_machine
from dashboard.middleware.errors import refusal
from dashboard.middleware.paths import is_file
from dashboard.middleware.prefix import path_of

# Kind of connection -> its environment variable and default, which are enough for an office behind
# one address: who reads a page makes two requests and one connection. 0 is no limit.
_SETTINGS = {
    "http": ("BRIEFING_REQUESTS_PER_MINUTE", 600),
    "websocket": ("BRIEFING_CONNECTIONS_PER_MINUTE", 60),
}
_HEALTH = ("/_stcore/health", "/health")  # not counted: it watches over the server


class ClientLimits:
    """ASGI middleware that refuses (429) a client's requests and new WebSockets beyond a number.

    A client is an address, of IPv6 its /64 network. Behind a proxy that uvicorn trusts it is the
    forwarded one. This machine's own address has no limit, so a proxy here that forwards none has
    none either. Raises ValueError if an environment variable is no number.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._limits = {
            kind: RateLimitItemPerMinute(most)
            for kind, (variable, default) in _SETTINGS.items()
            if (most := settings.limit(variable, default))
        }
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the wrapped application, or refuse with a sentence and the seconds to wait."""
        wait = await self._wait(scope)
        if not wait:
            await self._app(scope, receive, send)
            return
        headers = {"Retry-After": str(wait)}
        response = refusal(scope, HTTPStatus.TOO_MANY_REQUESTS, headers=headers, n=wait)
        await response(scope, receive, send)

    async def _wait(self, scope: Scope) -> int:
        """Count a request; return 0 if it is let in, else the seconds until the next one is."""
        limit, client = self._limits.get(scope["type"]), client_of(scope)
        if limit is None or is_this_machine(scope):
            return 0
        if path_of(scope) in _HEALTH or is_file(scope):
            return 0
        if await self._limiter.hit(limit, scope["type"], client):
            return 0
        ends, _ = await self._limiter.get_window_stats(limit, scope["type"], client)
        return max(1, math.ceil(ends - time.time()))
