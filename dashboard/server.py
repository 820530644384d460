"""The ASGI application: the dashboard, the data API, headers and health.

Start it with `streamlit run dashboard/server.py`, from any folder, or
`uvicorn dashboard.server:app`.
"""

import asyncio
import gc
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Streamlit puts this folder on sys.path; the packages are one level up.
sys.path[:] = [str(HERE.parent), *(p for p in sys.path if p not in (str(HERE), str(HERE.parent)))]

# Set before Arrow is loaded: Arrow's own allocator keeps freed memory, the system's returns it
# (11 MB of 264 after the first visits).
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")

import pandas as pd  # noqa: E402 - the path and the environment above come first
import streamlit as st  # noqa: E402 - the path and the environment above come first
from starlette.exceptions import HTTPException  # noqa: E402 - as above
from starlette.middleware import Middleware  # noqa: E402 - as above
from starlette.requests import Request  # noqa: E402 - as above
from starlette.responses import (  # noqa: E402 - as above
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Route  # noqa: E402 - as above
from uvicorn.middleware.proxy_headers import (  # noqa: E402 - as above
    ProxyHeadersMiddleware,
)

from dashboard import entry_page, served_corpus, shell  # noqa: E402 - as above
from dashboard.api import tables  # noqa: E402 - as above
from dashboard.components import component  # noqa: E402 - as above
from dashboard.middleware import errors  # noqa: E402 - as above
from dashboard.middleware.client_limits import ClientLimits  # noqa: E402 - as above
from dashboard.middleware.connections import (  # noqa: E402 - as above
    PROXIES,
    limit_connections,
)
from dashboard.middleware.cookies import SecureCookies  # noqa: E402 - as above
from dashboard.middleware.headers import SecurityHeaders  # noqa: E402 - as above
from dashboard.middleware.hosts import Hosts  # noqa: E402 - as above
from dashboard.middleware.log_limit import limit_log  # noqa: E402 - as above
from dashboard.middleware.messages import Messages  # noqa: E402 - as above
from dashboard.middleware.paths import KnownPaths  # noqa: E402 - as above
from dashboard.middleware.request_size import RequestSize  # noqa: E402 - as above
from dashboard.middleware.sessions import (  # noqa: E402 - as above
    SESSIONS,
    SessionLimit,
    raise_descriptor_limit,
)
from dashboard.registry import PAGES  # noqa: E402 - as above
from loaders.errors import CorpusError  # noqa: E402 - as above
from loaders.sandbox.own_folder import remove_leftovers  # noqa: E402 - as above

_SWEEP_SECONDS = 60
_CORPUS_SECONDS = 2  # until a new version of the corpus is looked for again
# A proxy on this machine says who its visitors are, by whichever address it comes: uvicorn believes
# 127.0.0.1 and what FORWARDED_ALLOW_IPS names, and Streamlit listens on a socket of both kinds.
_OWN_ADDRESSES = ["127.0.0.1", "::1", "::ffff:127.0.0.1"]
# Pages and tables may be listed by search engines; what belongs to one visit may not.
_ROBOTS = """User-agent: *
Disallow: /_stcore/
Disallow: /add-a-briefing
Disallow: /media/
"""

# Text as Python strings, not Arrow's: with frames of some dozen rows a page takes 77 ms, not 101.
pd.set_option("mode.string_storage", "python")


def _health(_request: Request) -> Response:
    """Answer 200 while a corpus is served, and name what keeps a newer one from being served."""
    if SESSIONS.is_full():
        return JSONResponse({"status": "full"}, 503)
    served = served_corpus.of_server()
    try:
        version = served.current().version
    except CorpusError as error:
        return JSONResponse({"status": "no corpus", "error": _without_folder(error)}, 503)
    if served.problem:
        problem = _without_folder(served.problem)
        return JSONResponse({"status": "not newest", "corpus_version": version, "error": problem})
    return JSONResponse({"status": "ok", "corpus_version": version})


def _without_folder(error: CorpusError) -> str:
    """Return the message of `error`, with the files in the corpus named from its folder on."""
    folder = str(served_corpus.of_server().folder)
    return str(error).replace(f"{folder}{os.sep}", "").replace(folder, "the folder")


def _home(request: Request) -> Response:
    """Redirect the slug of the first page to the root, where it is served; keep the query."""
    return RedirectResponse(f"/?{request.url.query}" if request.url.query else "/")


def _robots(_request: Request) -> Response:
    return PlainTextResponse(_ROBOTS)


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[None]:
    """Set limits, remove old folders, open the corpus before any visit, collect garbage on a timer.

    The folders are those that killed servers left, of sessions and of workers. Streamlit would
    collect after every run of a page (postScriptGC, off in config.toml). Objects loaded so far live
    as long as the server, so gc.freeze() exempts them.
    """
    raise_descriptor_limit()
    limit_connections()
    limit_log()
    remove_leftovers()
    served_corpus.of_server().refresh()
    gc.collect()
    gc.freeze()
    timers = [asyncio.create_task(_sweep()), asyncio.create_task(_follow_corpus())]
    try:
        yield
    finally:
        for timer in timers:
            timer.cancel()


async def _sweep() -> None:
    while True:
        await asyncio.sleep(_SWEEP_SECONDS)
        gc.collect()


async def _follow_corpus() -> None:
    while True:
        await asyncio.sleep(_CORPUS_SECONDS)
        await asyncio.to_thread(served_corpus.of_server().refresh)


component.install()
app = st.App(
    HERE / "app.py",
    routes=[
        Route("/health", _health),
        Route("/robots.txt", _robots),
        Route(f"/{PAGES[0].slug}", _home),
        *entry_page.ROUTES,
        *tables.ROUTES,
    ],
    # From the outside in: the first sees every answer, the last only requests that are let in.
    middleware=[
        Middleware(ProxyHeadersMiddleware, trusted_hosts=PROXIES),
        Middleware(SecurityHeaders),
        Middleware(errors.Failures),
        Middleware(SecureCookies),
        Middleware(RequestSize),
        Middleware(Hosts),
        Middleware(ClientLimits),
        Middleware(KnownPaths),
        Middleware(SessionLimit),
        Middleware(Messages),
    ],
    exception_handlers={HTTPException: errors.answer},
    lifespan=_lifespan,
    on_script_error=shell.show_error,
)
