"""The ASGI application: the dashboard, the data API, headers and health.

Start it with `streamlit run dashboard/server.py`, from any folder, or
`uvicorn dashboard.server:app`.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Streamlit puts this folder on sys.path; the packages are one level up.
sys.path[:] = [str(HERE.parent), *(p for p in sys.path if p not in (str(HERE), str(HERE.parent)))]

from loaders.sandbox.memory import return_freed_memory  # noqa: E402 - the path above comes first

return_freed_memory()  # before Arrow is loaded

import pandas as pd  # noqa: E402 - the path and the memory above come first
import streamlit as st  # noqa: E402 - as above
from starlette.exceptions import HTTPException  # noqa: E402 - as above
from starlette.requests import Request  # noqa: E402 - as above
from starlette.responses import (  # noqa: E402 - as above
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Route  # noqa: E402 - as above

from dashboard import entry_page, shell  # noqa: E402 - as above
from dashboard.api import tables  # noqa: E402 - as above
from dashboard.components import component  # noqa: E402 - as above
from dashboard.health import health  # noqa: E402 - as above
from dashboard.middleware import errors  # noqa: E402 - as above
from dashboard.middleware.stack import STACK  # noqa: E402 - as above
from dashboard.registry import PAGES  # noqa: E402 - as above
from dashboard.upkeep import lifespan  # noqa: E402 - as above

# Pages and tables may be listed by search engines; what belongs to one visit may not.
_ROBOTS = """User-agent: *
Disallow: /_stcore/
Disallow: /add-a-briefing
Disallow: /media/
"""

# Text as Python strings, not Arrow's: with frames of some dozen rows a page takes 77 ms, not 101.
pd.set_option("mode.string_storage", "python")


def _home(request: Request) -> Response:
    """Redirect the slug of the first page to the root, where it is served; keep the query."""
    return RedirectResponse(f"./?{request.url.query}" if request.url.query else "./")


def _robots(_request: Request) -> Response:
    return PlainTextResponse(_ROBOTS)


component.install()
app = st.App(
    HERE / "app.py",
    routes=[
        Route("/health", health),
        Route("/robots.txt", _robots),
        Route(f"/{PAGES[0].slug}", _home),
        *entry_page.ROUTES,
        *tables.ROUTES,
    ],
    middleware=STACK,
    exception_handlers={HTTPException: errors.answer},
    lifespan=lifespan,
    on_script_error=shell.show_error,
)
