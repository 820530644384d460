"""Cookies that travel over TLS alone, where the visitor came over TLS."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class SecureCookies:
    """ASGI middleware that marks each cookie Secure if the request came over TLS.

    Streamlit does so only where it ends TLS itself, not behind a proxy. The scheme is what uvicorn
    says, which believes X-Forwarded-Proto of trusted proxies alone (FORWARDED_ALLOW_IPS).
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the wrapped application, and mark the cookies of its answer if `scope` is HTTPS."""

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                _mark(MutableHeaders(scope=message))
            await send(message)

        is_secure = scope["type"] == "http" and scope["scheme"] == "https"
        await self._app(scope, receive, marked if is_secure else send)


def _mark(headers: MutableHeaders) -> None:
    cookies = headers.getlist("set-cookie")
    del headers["set-cookie"]
    for cookie in cookies:
        attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
        headers.append("set-cookie", cookie if "secure" in attributes else f"{cookie}; Secure")
