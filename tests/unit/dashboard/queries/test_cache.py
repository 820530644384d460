"""Answers that are kept for a corpus, and do not keep it."""

import gc
from weakref import ref

from dashboard.queries.cache import cached_per_corpus


class Corpus:
    """Something to ask."""


def test_an_answer_is_worked_out_once_for_each_corpus_and_question() -> None:
    asked: list[tuple[Corpus, str]] = []

    @cached_per_corpus(maxsize=4)
    def answer(corpus: Corpus, question: str) -> str:
        asked.append((corpus, question))
        return f"{question}!"

    one, other = Corpus(), Corpus()
    assert [answer(one, "a"), answer(one, "a"), answer(other, "a"), answer(one, "b")] == [
        "a!", "a!", "a!", "b!",
    ]  # fmt: skip
    assert asked == [(one, "a"), (other, "a"), (one, "b")]


def test_all_corpora_share_the_room_and_the_oldest_answer_goes() -> None:
    asked = []

    @cached_per_corpus(maxsize=2)
    def answer(corpus: Corpus) -> int:
        asked.append(corpus)
        return len(asked)

    corpora = [Corpus() for _ in range(3)]
    for corpus in [*corpora, corpora[0]]:
        answer(corpus)
    assert asked == [*corpora, corpora[0]]


def test_a_corpus_goes_when_nobody_else_holds_it() -> None:
    @cached_per_corpus(maxsize=4)
    def answer(_corpus: Corpus) -> int:
        return 1

    corpus = Corpus()
    answer(corpus)
    held = ref(corpus)
    del corpus
    gc.collect()
    assert held() is None
    assert answer(Corpus()) == 1  # a new one in its place is not taken for it
