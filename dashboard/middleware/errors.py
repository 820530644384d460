"""The answer to a refused or failed request: a sentence, in both languages on a page of its own."""

import logging
from collections.abc import Mapping
from html import escape
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from dashboard.filters import LANGUAGES
from dashboard.i18n import text
from dashboard.middleware.prefix import home_of, path_of

_LOG = logging.getLogger(__name__)
# Status -> key of its sentence; any other is http.no_answer.
_SENTENCES = {
    HTTPStatus.BAD_REQUEST: "http.bad_request",
    HTTPStatus.FORBIDDEN: "http.forbidden",
    HTTPStatus.NOT_FOUND: "http.not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "http.no_method",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "http.body_too_long",
    HTTPStatus.REQUEST_URI_TOO_LONG: "http.address_too_long",
    HTTPStatus.TOO_MANY_REQUESTS: "http.too_many",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "http.headers_too_long",
    HTTPStatus.INTERNAL_SERVER_ERROR: "error.unexpected",
}
_PAGE = """<!DOCTYPE html>
<html lang="{first}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
@font-face {{ font-family: "BW Sans"; src: url("{home}app/static/bw-sans.woff2"); }}
:root {{ color-scheme: light dark; font: 1.0625rem/1.6 "BW Sans", sans-serif; }}
body {{ max-width: 36rem; margin: 15vh auto 0; padding: 0 1rem; }}
</style>
{parts}
</html>
"""
_PART = '<p lang="{language}">{sentence} <a href="{home}">{link}</a></p>'


def refusal(
    scope: Scope,
    status: int,
    *,
    key: str = "",
    headers: Mapping[str, str] | None = None,
    **values: object,
) -> ASGIApp:
    """Return the answer that refuses the request or the WebSocket of `scope` with `status`.

    A WebSocket gets 403 and no text: browsers show none, and uvicorn logs an answer that has one as
    an error. key: of the sentence in the locales, by default that of the status. values: for the
    sentence. Otherwise as `_response`.
    """
    if scope["type"] == "websocket":
        return WebSocketClose()
    return _response(scope, status, key or _key(status), headers=headers, **values)


def _key(status: int) -> str:
    return _SENTENCES.get(HTTPStatus(status), "http.no_answer")


def _response(
    scope: Scope, status: int, key: str, *, headers: Mapping[str, str] | None, **values: object
) -> Response:
    """Return the sentence `key`: for programs JSON, in the language of the query or English.

    All others get a page in both languages with a link to the front page.
    """
    sentences = {language: text(language, key, **values) for language in LANGUAGES}
    if is_for_programs(path_of(scope)):
        lang = HTTPConnection({**scope, "type": "http"}).query_params.get("lang", "")
        return JSONResponse({"error": sentences.get(lang, sentences["en"])}, status, headers)
    home = home_of(scope)
    parts = (
        _PART.format(
            language=language,
            sentence=escape(sentence),
            home=f"{home}?lang={language}",
            link=escape(text(language, "http.home")),
        )
        for language, sentence in sentences.items()
    )
    title = " · ".join(text(language, "app.name") for language in LANGUAGES)
    html = _PAGE.format(first=LANGUAGES[0], title=escape(title), home=home, parts="\n".join(parts))
    return HTMLResponse(html, status, {"Cache-Control": "no-store", **(headers or {})})


def is_for_programs(path: str) -> bool:
    """Return whether programs ask for `path`, which get JSON: the data API and the health."""
    return path == "/health" or path.startswith("/api/")


def answer(request: HTTPConnection, error: HTTPException) -> Response:
    """Return the response to an HTTPException, which Streamlit raises where a file is missing."""
    key = _key(error.status_code)
    return _response(request.scope, error.status_code, key, headers=error.headers)


class Failures:
    """ASGI middleware that answers a request whose application raised, and logs the traceback.

    Starlette's own answer would pass by the other middleware, and so have no security headers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the wrapped application; send a page with status 500 if it raises before it answers.

        An exception after the start of an answer, or of a WebSocket, is raised again.
        """
        started = scope["type"] != "http"

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except ClientDisconnect:  # in the midst of an upload: nobody waits for an answer
            return
        except Exception:
            if started:
                raise
            _LOG.exception("%s failed", scope["path"])
            await refusal(scope, HTTPStatus.INTERNAL_SERVER_ERROR)(scope, receive, send)
