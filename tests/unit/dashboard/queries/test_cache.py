"""Results that are cached for a corpus, and do not keep it alive."""

import gc
from weakref import ref

from dashboard.queries.cache import cached_per_corpus


class Corpus:
    """A stand-in for a corpus: any object that can be referenced weakly."""


def test_each_corpus_and_question_is_computed_once() -> None:
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


def test_all_corpora_share_one_cache() -> None:
    asked = []

    @cached_per_corpus(maxsize=2)
    def answer(corpus: Corpus) -> int:
        asked.append(corpus)
        return len(asked)

    corpora = [Corpus() for _ in range(3)]
    for corpus in [*corpora, corpora[0]]:
        answer(corpus)
    assert asked == [*corpora, corpora[0]]


def test_the_cache_does_not_keep_a_corpus_alive() -> None:
    @cached_per_corpus(maxsize=4)
    def answer(_corpus: Corpus) -> int:
        return 1

    corpus = Corpus()
    answer(corpus)
    held = ref(corpus)
    del corpus
    gc.collect()
    assert held() is None
    assert answer(Corpus()) == 1  # a new corpus at the same address has no cached result
