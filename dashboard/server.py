"""The ASGI application: the dashboard, the data API, headers and health.

Start it with `streamlit run dashboard/server.py`, from any folder, or
`uvicorn dashboard.server:app`.
"""

import asyncio
import gc
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Streamlit puts this folder on sys.path; the packages are one level up.
sys.path[:] = [str(HERE.parent), *(p for p in sys.path if p not in (str(HERE), str(HERE.parent)))]

# Set before Arrow is loaded: Arrow's own allocator keeps freed memory, the system's returns it
# (11 MB of 264 after the first visits).
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")

import pandas as pd  # noqa: E402 - the path and the environment above come first
import streamlit as st  # noqa: E402 - the path and the environment above come first
from starlette.middleware import Middleware  # noqa: E402 - as above
from starlette.requests import Request  # noqa: E402 - as above
from starlette.responses import JSONResponse, RedirectResponse, Response  # noqa: E402 - as above
from starlette.routing import Route  # noqa: E402 - as above

from dashboard import session_corpus, shell  # noqa: E402 - as above
from dashboard.api import tables  # noqa: E402 - as above
from dashboard.middleware.headers import SecurityHeaders  # noqa: E402 - as above
from dashboard.registry import PAGES  # noqa: E402 - as above
from loaders.errors import BriefingsError  # noqa: E402 - as above
from loaders.sandbox.own_folder import remove_leftovers  # noqa: E402 - as above

_SWEEP_SECONDS = 60

# Text as Python strings, not Arrow's: with frames of some dozen rows a page takes 77 ms, not 101.
pd.set_option("mode.string_storage", "python")


def _health(_request: Request) -> Response:
    try:
        return JSONResponse(
            {"status": "ok", "corpus_version": session_corpus.server_corpus().version}
        )
    except BriefingsError as error:
        return JSONResponse({"status": "no corpus", "error": str(error)}, 503)


def _home(request: Request) -> Response:
    """Redirect the slug of the first page to the root, where it is served; keep the query."""
    return RedirectResponse(f"/?{request.url.query}" if request.url.query else "/")


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[None]:
    """Remove old folders, open the corpus before any visit, collect garbage on a timer.

    The folders are those that killed servers left, of sessions and of workers. Streamlit would
    collect after every run of a page (postScriptGC, off in config.toml). Objects loaded so far live
    as long as the server, so gc.freeze() exempts them.
    """
    remove_leftovers()
    with suppress(BriefingsError):  # the pages and /health report it
        session_corpus.server_corpus()
    gc.collect()
    gc.freeze()
    sweeper = asyncio.create_task(_sweep())
    try:
        yield
    finally:
        sweeper.cancel()


async def _sweep() -> None:
    while True:
        await asyncio.sleep(_SWEEP_SECONDS)
        gc.collect()


app = st.App(
    HERE / "app.py",
    routes=[Route("/health", _health), Route(f"/{PAGES[0].slug}", _home), *tables.ROUTES],
    middleware=[Middleware(SecurityHeaders)],
    lifespan=_lifespan,
    on_script_error=shell.show_error,
)
