"""Corpora with the text of all, one or none of two invented pages."""

from typing import Any

import pytest

from dashboard.filters import Filters
from loaders.corpus.store import Corpus
from tests.fixtures import corpus_with_text
from tests.support.run import serve, show


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return corpus_with_text.corpus(tmp_path_factory.mktemp("corpus") / "held")


@pytest.fixture(scope="module")
def half(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """A corpus of both invented pages in which the text of 2030 is not stored."""
    return corpus_with_text.corpus(tmp_path_factory.mktemp("corpus") / "half", "lantern-2030")


@pytest.fixture(scope="module")
def none(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("corpus") / "none"
    return corpus_with_text.corpus(folder, "lantern-2030", "lantern-2031")


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function that has the dashboard select from a given corpus, in English."""

    def chosen(corpus: Corpus) -> None:
        serve(monkeypatch, corpus)
        show(monkeypatch, Filters(lang="en"))

    return chosen
