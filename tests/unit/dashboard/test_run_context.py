"""The context of a run: what it shows, and the corpus that it reads to its end."""

import gc
import subprocess
import sys

import pytest

from dashboard import run_context, session_corpus
from dashboard.charts.palette import DARK, LIGHT
from dashboard.components.cache import cached_for_run
from dashboard.filters import Filters
from dashboard.run_context import current_run
from loaders.corpus import store
from loaders.corpus.store import Corpus
from tests.support.run import serve, show
from tests.support.server import ROOT


def test_a_page_is_narrowed_and_its_links_are_not(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, corpus)
    show(monkeypatch, Filters(kind=("answer",), term="风筝", within="year:2031", at="topics"))
    run_context.narrow(["kite-2032"])
    run = current_run()
    assert (run.filters.briefing, run.selected.briefing) == (("kite-2032",), ())
    assert run.filters.kind == ("answer",)
    assert run_context.link_query() == {"kind": "answer", "term": "风筝"}


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        (Filters(lang="en", year=("2031",)), True),
        (Filters(lang="en"), False),
        (Filters(lang="zh", year=("2031",)), False),
    ],
)
def test_a_panel_is_cached_for_what_its_run_shows(
    other: Filters, is_same: bool, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, corpus)
    show(monkeypatch, Filters(lang="en", year=("2031",)))
    first = cached_for_run("a panel of this test", object)
    show(monkeypatch, other)
    assert (cached_for_run("a panel of this test", object) is first) == is_same


def test_theme_page_and_corpus_are_part_of_the_key(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, corpus)
    built = []
    for palette, page, opened in [
        (LIGHT, "topics", corpus),
        (DARK, "topics", corpus),
        (LIGHT, "search", corpus),
        (LIGHT, "topics", store.open_corpus(corpus.folder)),
    ]:
        serve(monkeypatch, opened)
        show(monkeypatch, Filters(), palette=palette)
        run_context.open_page(page)
        built.append(cached_for_run("another panel of this test", object))
    assert len(set(map(id, built))) == 4


def test_a_panel_is_built_from_one_corpus_whatever_is_opened(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = [store.open_corpus(corpus.folder)]
    first = opened[0].version
    monkeypatch.setattr(session_corpus, "server_corpus", lambda: opened[0])
    show(monkeypatch, Filters())

    def versions() -> tuple[str, str]:
        before = current_run().corpus.version
        opened[0] = store.open_corpus(store.BUNDLED)
        gc.collect()
        return before, current_run().corpus.version

    assert cached_for_run("a third panel of this test", versions) == (first, first)


def test_outside_a_session_nothing_is_logged() -> None:
    """The data API asks for the context with every request."""
    code = "from dashboard.run_context import current_run; print(current_run().language)"
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert (found.stdout, found.stderr) == ("en\n", "")
