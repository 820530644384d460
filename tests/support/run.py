"""The run of a test: the corpus of its server, the selection and theme of its reader."""

from contextvars import ContextVar
from dataclasses import replace

import pytest

from dashboard import run_context, session_corpus
from dashboard.charts.palette import LIGHT, Palette
from dashboard.filters import Filters
from loaders.corpus.store import Corpus


def serve(monkeypatch: pytest.MonkeyPatch, corpus: Corpus) -> None:
    """Make `corpus` the one of the server."""
    monkeypatch.setattr(session_corpus, "server_corpus", lambda: corpus)


def show(
    monkeypatch: pytest.MonkeyPatch, filters: Filters | None = None, *, palette: Palette = LIGHT
) -> None:
    """Make `filters` (by default those that are shown) and `palette` what the run shows."""
    run = run_context.current_run()
    chosen = run.filters if filters is None else filters
    shown = replace(
        run, selected=chosen, filters=chosen, language=chosen.lang or "en", palette=palette
    )
    monkeypatch.setattr(run_context, "_RUN", ContextVar("run", default=shown))
