"""What the unit tests of the dashboard share: the invented corpus, and its turns."""

import pandas as pd
import pytest

from dashboard import selection
from dashboard.filters import Filters
from loaders.store import Corpus
from tests import invented


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Two invented briefings: one with questions, one whose questions were not captured."""
    return invented.corpus(tmp_path_factory.mktemp("corpus") / "invented")


@pytest.fixture
def selected(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the dashboard select from the invented corpus."""
    monkeypatch.setattr(selection, "corpus", lambda: corpus)


@pytest.fixture
def turns(request: pytest.FixtureRequest) -> pd.DataFrame:
    """Every turn of the invented corpus."""
    request.getfixturevalue("selected")
    return selection.turns(Filters())
