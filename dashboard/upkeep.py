"""The work of a server besides answering: at its start, and on a timer."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

import streamlit as st

from dashboard import served_corpus, sessions
from dashboard.middleware import uploads
from dashboard.middleware.connections import limit_connections
from dashboard.middleware.log_limit import limit_log
from dashboard.middleware.session_limit import raise_descriptor_limit
from loaders.sandbox.memory import trim
from loaders.sandbox.own_folder import remove_leftovers

_LOG = logging.getLogger(__name__)
_CORPUS_SECONDS = 2  # until a new version of the corpus is looked for again
_SWEEP_SECONDS = 10
_SWEEPS_TO_COLLECTION = 6


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Set limits, remove old folders, open the corpus before any visit, and work on timers.

    The folders are those that killed servers left, of sessions and of workers. Streamlit would
    collect garbage after every run of a page (postScriptGC, off in config.toml). Objects loaded so
    far live as long as the server, so gc.freeze() exempts them.
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
    """End sessions whose visitors have left; collect garbage after that, and now and then."""
    for number in count(1):
        await asyncio.sleep(_SWEEP_SECONDS)
        try:
            uploads.sweep()
            if sessions.end_expired() or number % _SWEEPS_TO_COLLECTION == 0:
                gc.collect()
                trim()
                remove_leftovers()  # what a child of a killed server may have written since then
        except Exception:  # noqa: BLE001 - one failure must not end the timer
            _LOG.exception("What visitors left behind could not be cleared")


async def _follow_corpus() -> None:
    while True:
        await asyncio.sleep(_CORPUS_SECONDS)
        await asyncio.to_thread(served_corpus.of_server().refresh)
