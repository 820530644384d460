"""Tokenize texts under each scheme into arrays."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress, count

import numpy as np

from loaders.text.segmenter import SCHEMES, Scheme, get_segmenter
from loaders.text.term_finder import Integers, Texts


@dataclass(frozen=True, eq=False)
class Tokens:
    """The tokens of several texts, in reading order, without punctuation and white space.

    A token has at least one Han character, letter or digit. `vocabulary` has the distinct tokens,
    sorted. The arrays have an element for each token: `word` is the token's index in `vocabulary`,
    `start` its offset in `texts.joined` in characters, and `text` the index of its text. All three
    count from 0.
    """

    texts: Texts
    vocabulary: tuple[str, ...]
    word: Integers
    start: Integers
    text: Integers

    @property
    def end(self) -> Integers:
        """The offset in `texts.joined` after the last character of each token."""
        return self.start + self.map_tokens(len)

    def count(self) -> Integers:
        """Return the number of tokens of each text."""
        return np.bincount(self.text, minlength=len(self.texts))

    def map_tokens(self, measure: Callable[[str], int]) -> Integers:
        """Return `measure` of each token, calling it once for each word of the vocabulary."""
        values = np.fromiter(map(measure, self.vocabulary), np.int64, len(self.vocabulary))
        return values[self.word]


TokensByScheme = Mapping[Scheme, Tokens]


def tokenize(texts: Sequence[str]) -> TokensByScheme:
    """Segment `texts` and return the words of each scheme as arrays."""
    return {scheme: _tokenize(texts, scheme) for scheme in SCHEMES}


def _tokenize(texts: Sequence[str], scheme: Scheme) -> Tokens:
    combined = Texts(texts)
    segment = get_segmenter().words
    tokens = chain.from_iterable((*segment(text, scheme), "\n") for text in texts)
    number_of = defaultdict[str, int](count().__next__)  # in the order of their first places
    number = np.fromiter(map(number_of.__getitem__, tokens), np.int64)
    vocabulary = sorted(number_of)
    index_of_number = np.empty(len(vocabulary), np.int64)
    index_of_number[[number_of[token] for token in vocabulary]] = np.arange(len(vocabulary))
    token = index_of_number[number]
    length = np.fromiter(map(len, vocabulary), np.int64, len(vocabulary))[token]
    start = np.cumsum(length) - length
    is_word = np.fromiter(
        (any(map(str.isalnum, each)) for each in vocabulary), bool, len(vocabulary)
    )
    is_kept = is_word[token]
    return Tokens(
        combined,
        tuple(compress(vocabulary, is_word)),
        (np.cumsum(is_word) - 1)[token[is_kept]],
        start[is_kept],
        combined.text_index(start[is_kept]),
    )
