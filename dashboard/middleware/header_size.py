"""Refuse requests whose header is larger than any browser sends."""

from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.middleware.refusal import refusal

MAX_LINES = 100
MAX_BYTES = 32 * 1024  # names and values; a browser sends 1 kB, and cookies of other applications


class HeaderSize:
    """ASGI middleware that refuses over MAX_LINES header lines or MAX_BYTES with status 431."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the wrapped application unless the header of `scope` is too large."""
        headers = scope.get("headers", ())
        size = sum(len(name) + len(value) for name, value in headers)
        is_large = len(headers) > MAX_LINES or size > MAX_BYTES
        app = refusal(scope, 431, "refused.header") if is_large else self._app
        await app(scope, receive, send)
