"""Limits on what comes with a request: its address, its headers, its body."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.middleware.errors import refusal
from dashboard.middleware.paths import is_upload

_ADDRESS = 8 * 1024  # bytes of path and query; a view of every briefing of a decade has some 3 kB
_HEADERS = 32 * 1024  # bytes, names and values
_HEADER_LINES = 100
_BODY = 64 * 1024  # bytes, of a request that uploads no file


class RequestSize:
    """ASGI middleware that refuses long addresses (414), headers (431) and bodies (413).

    Streamlit and uvicorn take up to 64 kB of address and headers. Uploads have limits of their own.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the wrapped application, or refuse the request or handshake with a sentence."""
        status = _excess(scope) if scope["type"] in ("http", "websocket") else None
        if status is None:
            await self._app(scope, receive, send)
        else:
            await refusal(scope, status)(scope, receive, send)


def _excess(scope: Scope) -> HTTPStatus | None:
    lines = scope["headers"]
    address = len(scope.get("raw_path") or scope["path"].encode()) + len(scope["query_string"])
    if address > _ADDRESS:
        return HTTPStatus.REQUEST_URI_TOO_LONG
    if len(lines) > _HEADER_LINES or sum(len(n) + len(v) for n, v in lines) > _HEADERS:
        return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
    if scope["type"] == "http" and not is_upload(scope) and _may_be_long(Headers(scope=scope)):
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return None


def _may_be_long(headers: Headers) -> bool:
    """Return whether the body is too long, or of a length that is not stated."""
    stated = headers.get("content-length", "0")
    return "transfer-encoding" in headers or not stated.isdecimal() or int(stated) > _BODY
