"""The security headers of every answer: what a page may load, frame and tell other sites."""

import hashlib
import re
from base64 import b64encode
from pathlib import Path

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_INDEX = Path(streamlit.__file__).parent / "static" / "index.html"


def _inline_scripts(html: str) -> str:
    """The hashes of Streamlit's own inline scripts: they may run, and no other one."""
    scripts = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    digests = (b64encode(hashlib.sha256(script.encode()).digest()) for script in scripts)
    return " ".join(f"'sha256-{digest.decode()}'" for digest in digests)


# Everything comes from this server. Streamlit's components write their styles inline. The script of
# a component of ours (picture, browser) Streamlit imports from a blob: URL that it makes of it,
# since only an installed package may name a file. A script has to run already to make such a URL.
_CONTENT = {
    "default-src": "'self'",
    "script-src": f"'self' blob: {_inline_scripts(_INDEX.read_text(encoding='utf-8'))}",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self' ws: wss:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}
_HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {of}" for name, of in _CONTENT.items()),
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}


class SecurityHeaders:
    """ASGI middleware that adds the headers to every HTTP answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; add the headers to what comes back."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)
