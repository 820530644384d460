"""The words of some texts under one scheme, as arrays: each text is cut once, for every table."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, compress

import numpy as np

from loaders.text.segmenter import Scheme, get_segmenter
from loaders.text.term_finder import Integers, Texts


@dataclass(frozen=True, eq=False)
class Words:
    """The words that hold a Han character, a letter or a digit, in the order of the texts.

    `vocabulary` has the different ones, sorted. The arrays have an element for each that stands
    there: `word`, its place in the vocabulary, `start` in `texts.joined`, and `text`, from 0.
    """

    texts: Texts
    vocabulary: tuple[str, ...]
    word: Integers
    start: Integers
    text: Integers

    @property
    def end(self) -> Integers:
        """Where each ends."""
        return self.start + self.of_each(len)

    def of_each(self, measure: Callable[[str], int]) -> Integers:
        """`measure` of each, worked out once for each of the vocabulary."""
        found = np.fromiter(map(measure, self.vocabulary), np.int64, len(self.vocabulary))
        return found[self.word]


@lru_cache(maxsize=4)
def words(texts: tuple[str, ...], scheme: Scheme) -> Words:
    """The words of `texts` as `scheme` cuts them."""
    whole = Texts(texts)
    cut = get_segmenter().words
    tokens = [*chain.from_iterable((*cut(text, scheme), "\n") for text in texts)]
    found = sorted({*tokens})
    place = {token: number for number, token in enumerate(found)}
    token = np.fromiter(map(place.__getitem__, tokens), np.int64, len(tokens))
    length = np.fromiter(map(len, found), np.int64, len(found))[token]
    start = np.cumsum(length) - length
    is_word = np.fromiter((any(map(str.isalnum, each)) for each in found), bool, len(found))
    kept = is_word[token]
    return Words(
        whole,
        tuple(compress(found, is_word)),
        (np.cumsum(is_word) - 1)[token[kept]],
        start[kept],
        whole.which(start[kept]),
    )
