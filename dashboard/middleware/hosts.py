"""Refuse requests for another host, and WebSockets that another site's page opens.

A page of another site could otherwise read this server through its visitor's browser: under a name
that first leads to that site and then to this server (DNS rebinding), or by a WebSocket, which any
page may open. Streamlit compares the origin too, but asks a public server for its own address when
they differ, which blocks every visitor for two seconds.
"""

import os
import socket
from fnmatch import fnmatchcase
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.middleware.errors import refusal

VARIABLE = "BRIEFING_HOSTS"  # names separated by commas; *.example.org is every name below it


def own_names() -> tuple[str, ...]:
    """Return the names of this server in lower case: those of the machine and of BRIEFING_HOSTS."""
    machine = socket.gethostname()
    named = os.environ.get(VARIABLE, "").split(",")
    names = ("localhost", machine, f"{machine}.local", *named)
    return tuple(name.strip().lower().rstrip(".") for name in names if name.strip())


def is_own(host: str, names: tuple[str, ...]) -> bool:
    """Return whether the header `host` (name or IP address, port) is one of `names` or an address.

    An address is never foreign: it leads here without a name that somebody else could point here.
    """
    try:
        parts = urlsplit(f"//{host}")
        name, _ = parts.hostname, parts.port  # the port raises ValueError if it is none
    except ValueError:
        return False
    if name is None or parts.netloc != host or "@" in host:
        return False
    try:
        ip_address(name)
    except ValueError:
        return any(fnmatchcase(name.rstrip("."), pattern) for pattern in names)
    return True


class Hosts:
    """ASGI middleware that answers for our own hosts alone: 421, or 403 for a foreign origin."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._names = own_names()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the wrapped application if host and origin of `scope` are ours, else refuse."""
        app = self._app
        if scope["type"] in ("http", "websocket"):
            headers = Headers(scope=scope)
            host = headers.get("host")
            # Only HTTP/1.0 may leave the host out: health checks do, browsers never.
            if host is not None and not is_own(host, self._names):
                app = refusal(scope, 421, key="http.foreign_host")
            elif scope["type"] == "websocket" and not _is_same(headers.get("origin"), host):
                app = refusal(scope, 403)
        await app(scope, receive, send)


def _is_same(origin: str | None, host: str | None) -> bool:
    """Return whether the page at `origin` came from `host`. Every browser sends its origin.

    It is Streamlit's own comparison: what passes here, Streamlit accepts without further questions.
    """
    try:
        return origin is not None and urlsplit(origin).netloc == host
    except ValueError:
        return False
