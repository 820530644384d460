"""Fixtures of the dashboard's unit tests: the invented corpus, and its turns."""

import pandas as pd
import pytest

from dashboard.filters import Filters
from dashboard.queries import selection
from loaders.corpus.store import Corpus
from tests.fixtures import invented_corpus


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Two invented briefings: one with questions, one whose questions were not captured."""
    return invented_corpus.corpus(tmp_path_factory.mktemp("corpus") / "invented")


@pytest.fixture
def selected(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the dashboard select from the invented corpus."""
    monkeypatch.setattr(selection, "corpus", lambda: corpus)


@pytest.fixture
def turns(request: pytest.FixtureRequest) -> pd.DataFrame:
    """Every turn of the invented corpus."""
    request.getfixturevalue("selected")
    return selection.turns(Filters())
