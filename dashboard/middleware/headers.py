"""Security headers of every HTTP response: what a page may load, and who may frame it."""

import hashlib
from base64 import b64encode

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import entry_page


def _hashes() -> str:
    """Return CSP sources of the entry page's inline scripts, separated by spaces."""
    digests = (hashlib.sha256(each.encode()).digest() for each in entry_page.inline_scripts())
    return " ".join(f"'sha256-{b64encode(digest).decode()}'" for digest in digests)


# Everything comes from this server; the only inline scripts that run are those of the entry page.
# Streamlit's components write their styles inline, and hold images and a font as data:. 'self' in
# connect-src covers the WebSocket of the same host (CSP 3; in Safari from 15.4 on).
_CONTENT = {
    "default-src": "'none'",
    "script-src": f"'self' {_hashes()}",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
# Features of browsers that no page of ours uses.
_FEATURES = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
_HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {of}" for name, of in _CONTENT.items()),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _FEATURES),
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# Streamlit lets every other site read static files.
_DROPPED = (
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Headers",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Origin",
)


class SecurityHeaders:
    """ASGI middleware that adds the security headers to every HTTP response."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the wrapped application, and add the headers to its response over HTTP."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name in _DROPPED:
                    del headers[name]
                headers.update(_HEADERS)
            await send(message)

        await self._app(scope, receive, with_headers)
