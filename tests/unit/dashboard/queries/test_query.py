"""Queries of the corpus that a run reads, and results cached for it that do not keep it alive."""

import gc
from weakref import ref

import pytest

from dashboard import run_context, session_corpus
from dashboard.filters import Filters
from dashboard.queries.query import Query, cached_per_corpus, corpus_query
from dashboard.run_context import current_run
from loaders.corpus import store
from loaders.corpus.store import Corpus
from tests.support.run import serve


@pytest.fixture
def corpora(corpus: Corpus) -> list[Corpus]:
    return [store.open_corpus(corpus.folder) for _ in range(3)]


def test_each_corpus_and_question_is_computed_once(corpora: list[Corpus]) -> None:
    asked: list[tuple[Corpus, str]] = []

    @cached_per_corpus(maxsize=4)
    def answer(question: str) -> str:
        asked.append((current_run().corpus, question))
        return f"{question}!"

    one, other, _ = corpora
    answers = []
    for corpus, question in [(one, "a"), (one, "a"), (other, "a"), (one, "b")]:
        with run_context.with_corpus(corpus):
            answers.append(answer(question))
    assert answers == ["a!", "a!", "a!", "b!"]
    assert asked == [(one, "a"), (other, "a"), (one, "b")]


def test_all_corpora_share_one_cache(corpora: list[Corpus]) -> None:
    asked = []

    @cached_per_corpus(maxsize=2)
    def answer() -> int:
        asked.append(current_run().corpus)
        return len(asked)

    for corpus in [*corpora, corpora[0]]:
        with run_context.with_corpus(corpus):
            answer()
    assert asked == [*corpora, corpora[0]]


def test_the_cache_does_not_keep_a_corpus_alive(corpus: Corpus) -> None:
    @cached_per_corpus(maxsize=4)
    def answer() -> int:
        return 1

    opened = store.open_corpus(corpus.folder)
    with run_context.with_corpus(opened):
        answer()
    held = ref(opened)
    del opened
    gc.collect()
    assert held() is None
    with run_context.with_corpus(store.open_corpus(corpus.folder)):
        assert answer() == 1  # a new corpus at the same address has no cached result


def test_a_corpus_is_held_while_its_result_is_computed(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server may drop its corpus, or open the next, at any moment of a computation."""
    opened = [store.open_corpus(corpus.folder)]
    first = opened[0].version
    monkeypatch.setattr(session_corpus, "server_corpus", lambda: opened[0])

    @cached_per_corpus()
    def versions() -> tuple[str, str]:
        before = current_run().corpus.version
        opened[0] = store.open_corpus(store.BUNDLED)
        gc.collect()
        return before, current_run().corpus.version

    assert versions() == (first, first)
    assert current_run().corpus.version != first


def test_a_result_depends_on_the_named_parameters_alone(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, corpus)
    seen: list[Filters] = []

    @cached_per_corpus(parameters=("year", "rate"))
    def answer(chosen: Filters) -> int:
        seen.append(chosen)
        return chosen.rate

    chosen = Filters(year=("2031",), kind=("answer",), rate=180, lang="en")
    assert [answer(chosen), answer(chosen.replace(kind=(), lang="zh"))] == [180, 180]
    assert seen == [Filters(year=("2031",), rate=180)]


def test_a_function_of_a_query_returns_its_rows(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, corpus)

    @corpus_query()
    def held(years: list[int]) -> Query:
        text = "SELECT briefing_id, NULL::VARCHAR AS city FROM briefings WHERE year IN $years"
        return Query(text, {"years": list(years)})

    frame = held([2032])
    assert frame["briefing_id"].tolist() == ["kite-2032"]
    assert frame["city"].tolist() == [None]
    assert held([2032]) is frame
