"""The HTML page in which the dashboard runs, at the address of each page: Streamlit's, made ours.

It says where the server is: else Streamlit's script, opened behind the root, first asks two
addresses that do not exist. It names neither Streamlit nor its agent's endpoints.
"""

import re
from html import escape
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from dashboard.filters import LANGUAGES
from dashboard.i18n import text
from dashboard.registry import PAGES

_STREAMLIT = Path(streamlit.__file__).parent / "static" / "index.html"
# The address is relative, so that it holds behind a proxy that serves the dashboard below a prefix.
# The content policy forbids WebAssembly, and Streamlit's script does without where there is none.
_SCRIPT = """
      window.__streamlit = { BACKEND_BASE_URL: new URL(".", location.href).href };
      delete window.WebAssembly;
    """


def _in_both(key: str, *, tag: str) -> str:
    return "".join(f'<{tag} lang="{each}">{escape(text(each, key))}</{tag}>' for each in LANGUAGES)


def _page() -> str:
    name = " · ".join(text(language, "app.name") for language in LANGUAGES)
    html = _STREAMLIT.read_text(encoding="utf-8")
    for pattern, ours in (
        (r"<!--.*?-->", ""),
        (r"<title>.*?</title>", f"<title>{escape(name)}</title>"),
        (r'href="\./favicon\.png"', 'href="./app/static/favicon.svg"'),
        (r'<link rel="service-desc"[^>]*>', ""),
        (
            r"<noscript>.*?</noscript>",
            f"<noscript>{_in_both('http.no_script', tag='p')}</noscript>",
        ),
        (r"<script>", f"<script>{_SCRIPT}</script>\n    <script>"),
    ):
        html, found = re.subn(pattern, ours, html, flags=re.DOTALL)
        if not found:
            raise RuntimeError(f"{_STREAMLIT} has no {pattern}: another release of Streamlit?")
    return html.strip()


HTML = _page()


def inline_scripts() -> list[str]:
    """Return the texts of the scripts in the page, of which the content policy names the hashes."""
    return re.findall(r"<script>(.*?)</script>", HTML, flags=re.DOTALL)


def _show(_request: Request) -> Response:
    return HTMLResponse(HTML, headers={"Cache-Control": "no-cache"})


ROUTES = [Route("/", _show), *(Route(f"/{page.slug}", _show) for page in PAGES[1:])]
