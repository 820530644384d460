"""The addresses of this server and the methods that each takes; anything else is refused."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from http import HTTPStatus
from pathlib import Path

import streamlit
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.middleware.errors import refusal
from dashboard.middleware.prefix import path_of
from dashboard.registry import PAGES

_READ = frozenset({"GET", "HEAD"})
_FILE = r"(?:[\w@~-][\w.@~-]*/)*[\w@~-][\w.@~-]*"  # a path without empty, hidden or parent folders
_UPLOADS = re.compile(r"/_stcore/upload_file/[^/]+/[^/]+")
_HOST_CONFIG = "/_stcore/host-config"
_SOCKET = "/_stcore/stream"
# Streamlit's own: what its page asks for in a browser. Its metrics, agent, components of the first
# kind, sign-in and script check are not among them.
_READABLE = re.compile(
    "|".join(
        (
            "/",
            f"/(?:{'|'.join(re.escape(page.slug) for page in PAGES)})/?",
            "/health",
            r"/robots\.txt",
            r"/favicon\.png",
            "/api/.*",
            "/_stcore/health",
            _HOST_CONFIG,
            rf"/_stcore/bidi-components/[\w.-]+/{_FILE}\.js",
            f"/(?:media|app/static)/{_FILE}",
        )
    ),
    flags=re.DOTALL,
)
# Streamlit answers an address that is no file of its own with its page.
_STREAMLIT = Path(streamlit.__file__).parent / "static"
_STATIC_FILES = frozenset(
    f"/{path.relative_to(_STREAMLIT).as_posix()}" for path in (_STREAMLIT / "static").rglob("*.*")
)
_OURS = Path(__file__).parents[1]
# Streamlit's page asks for it when it connects. Nobody may send it messages from a frame around it,
# since nobody may frame it.
_HOST = {
    "allowedOrigins": [],
    "useExternalAuthToken": False,
    "enableCustomParentMessages": False,
    "enforceDownloadInNewTab": False,
    "metricsUrl": "",
    "blockErrorDialogs": False,
}


def is_file(scope: Scope) -> bool:
    """Return whether a request is for a file of the pages, such as a script, that is there."""
    path = path_of(scope)
    return path in _STATIC_FILES or path in _our_files()


@cache
def _our_files() -> frozenset[str]:
    """Return the addresses of our own files, and of the scripts of our components."""
    folder = _OURS / "components"
    stated = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
    package = stated["project"]["name"]
    components = stated["tool"]["streamlit"]["component"]["components"]
    scripts = {
        f"/_stcore/bidi-components/{package}.{each['name']}/{script.name}"
        for each in components
        for script in (folder / each["asset_dir"]).glob("*.js")
    }
    return frozenset(
        scripts | {f"/app/static/{path.name}" for path in (_OURS / "static").iterdir()}
    )


def is_upload(scope: Scope) -> bool:
    """Return whether a request is for the address of an uploaded file."""
    return scope["type"] == "http" and _UPLOADS.fullmatch(path_of(scope)) is not None


class KnownPaths:
    """ASGI middleware that lets only known paths and methods pass: others get 404 and 405."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the wrapped application, or refuse; a WebSocket elsewhere is closed (403)."""
        if scope["type"] == "websocket" and path_of(scope) != _SOCKET:
            await refusal(scope, HTTPStatus.FORBIDDEN)(scope, receive, send)
        elif scope["type"] != "http":
            await self._app(scope, receive, send)
        elif not (methods := _methods(scope)):
            await refusal(scope, HTTPStatus.NOT_FOUND)(scope, receive, send)
        elif scope["method"] not in methods:
            allow = {"Allow": ", ".join(sorted(methods))}
            response = refusal(scope, HTTPStatus.METHOD_NOT_ALLOWED, headers=allow)
            await response(scope, receive, send)
        elif path_of(scope) == _HOST_CONFIG:
            response = JSONResponse(_HOST, headers={"Cache-Control": "no-cache"})
            await response(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _methods(scope: Scope) -> Iterable[str]:
    """Return the methods that the address takes, none if it is unknown."""
    path = path_of(scope)
    if is_upload(scope):
        return ("DELETE", "PUT")
    return _READ if path in _STATIC_FILES or _READABLE.fullmatch(path) else ()
