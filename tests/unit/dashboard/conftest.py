"""Fixtures of the dashboard's unit tests: the invented corpus, and its turns."""

import pandas as pd
import pytest

from dashboard.filters import Filters
from dashboard.queries import selection
from loaders.corpus.store import Corpus
from tests.fixtures import invented_corpus
from tests.support.run import serve, show


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Two invented briefings: one with questions, one whose questions were not captured."""
    return invented_corpus.corpus(tmp_path_factory.mktemp("corpus") / "invented")


@pytest.fixture
def selected(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the dashboard select from the invented corpus."""
    serve(monkeypatch, corpus)


@pytest.fixture
def turns(request: pytest.FixtureRequest) -> pd.DataFrame:
    """Every turn of the invented corpus."""
    request.getfixturevalue("selected")
    return selection.turns(Filters())


@pytest.fixture
def shown_corpus(corpus: Corpus) -> Corpus:
    """The corpus that the fixture `language` selects; test files override it with their own."""
    return corpus


@pytest.fixture(params=["zh", "en"])
def language(
    request: pytest.FixtureRequest, shown_corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> str:
    """The language of the run: tests run once in each, with the light theme and `shown_corpus`."""
    chosen: str = request.param
    show(monkeypatch, Filters(lang=chosen))
    serve(monkeypatch, shown_corpus)
    return chosen
