"""The two invented briefings that are compared."""

import pytest

from dashboard.filters import Filters
from dashboard.labels.pair import Pair, choose_pair
from dashboard.queries import selection, statistics
from loaders.corpus.store import Corpus
from tests.fixtures import invented_corpus
from tests.fixtures.compared_corpus import tables


@pytest.fixture(scope="module")
def shown_corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return invented_corpus.corpus(tmp_path_factory.mktemp("compared") / "invented", tables())


@pytest.fixture
def pair(language: str) -> Pair:
    assert language
    found = choose_pair(selection.briefings(Filters()), statistics.coverage(Filters()))
    assert found
    return found
