"""Answers that refuse a request: one sentence in each language, without Streamlit."""

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.types import ASGIApp, Scope
from starlette.websockets import WebSocketClose

from dashboard.i18n import text

_LANGUAGES = ("zh", "en")
_PAGE = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{name}</title>
{paragraphs}
</html>
"""


def accepts_html(scope: Scope) -> bool:
    """Return whether `scope` is a request for a page, as a browser makes it when it navigates."""
    return scope["type"] == "http" and "text/html" in Headers(scope=scope).get("accept", "")


def refusal(
    scope: Scope, status: int, key: str, *, headers: Mapping[str, str] | None = None
) -> ASGIApp:
    """Return the answer of `status` that says the text `key` in each language.

    A request for a page gets a page, any other plain text. A WebSocket handshake gets 403 and no
    text: browsers do not show any, and uvicorn logs an answer that has one as an error of ours. No
    text may hold what a client sent.
    """
    if scope["type"] == "websocket":
        return WebSocketClose()
    sentences = {language: text(language, key) for language in _LANGUAGES}
    if not accepts_html(scope):
        return PlainTextResponse("\n".join([*sentences.values(), ""]), status, headers)
    paragraphs = "\n".join(f'<p lang="{lang}">{words}</p>' for lang, words in sentences.items())
    page = _PAGE.format(
        language=_LANGUAGES[0], name=text(_LANGUAGES[0], "app.name"), paragraphs=paragraphs
    )
    return HTMLResponse(page, status, headers)
