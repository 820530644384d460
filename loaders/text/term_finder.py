"""Many words looked for in many texts at once: every place, and how often each stands in each.

The automaton of A. Aho and M. Corasick, "Efficient string matching: an aid to bibliographic
search", Communications of the ACM 18, 1975, in Rust (ahocorasick_rs): one pass over the texts,
however many words there are.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain
from typing import NamedTuple

import ahocorasick_rs
import numpy as np
import pyarrow as pa

Integers = np.ndarray[tuple[int], np.dtype[np.int64]]

# The automaton answers with Python objects: a longer text is looked through in pieces.
PIECE = 100_000


class Texts:
    """Several texts as one, a line break after each, so that nothing is found across two."""

    def __init__(self, texts: Iterable[str]) -> None:
        parts = list(texts)
        self.joined = "".join(f"{part}\n" for part in parts)
        self._starts = np.fromiter(
            accumulate((len(part) + 1 for part in parts), initial=0), np.int64, len(parts) + 1
        )

    def which(self, places: Integers) -> Integers:
        """Which text each place of `joined` belongs to, from 0."""
        return np.searchsorted(self._starts, places, side="right") - 1


class Matches(NamedTuple):
    """Finds as arrays, an element each: the word's place in Finder.words, and where it begins."""

    word: Integers
    start: Integers


class Finder:
    """Finds the words of one vocabulary; `words` is the vocabulary, sorted, without "".

    >>> Finder(["未成年", "未成年人", "成人"]).within("未成年人模式")
    ['未成年', '未成年人']
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted({*words} - {""})
        self.lengths = np.fromiter(map(len, self.words), np.int64, len(self.words))
        self._automaton = ahocorasick_rs.AhoCorasick(self.words, store_patterns=False)

    def named(self, places: Integers) -> pa.Array:
        """The words at `places`."""
        return pa.array(self.words, pa.string()).take(places)

    def within(self, text: str) -> list[str]:
        """The words that occur in `text`, sorted."""
        found = {word for _, triples in self._pieces(text) for word, _, _ in triples}
        return [self.words[place] for place in sorted(found)]

    def finds(self, text: str) -> Matches:
        """Every place of every word, those that overlap too, in the order of their ends."""
        flat = (
            np.fromiter(chain.from_iterable(triples), np.int64).reshape(-1, 3)
            + np.array([0, offset, 0])
            for offset, triples in self._pieces(text)
        )
        found = np.concatenate([np.empty((0, 3), np.int64), *flat])
        return Matches(found[:, 0], found[:, 1])

    def apart(self, text: str) -> Matches:
        """The places of each word that overlap no earlier one of the same word; sorted by both.

        As str.count counts them: 人人人 holds 人人 once.
        """
        word, start = self.finds(text)
        order = np.lexsort((start, word))
        word, start = word[order], start[order]
        close = (word[1:] == word[:-1]) & (start[1:] < start[:-1] + self.lengths[word[1:]])
        kept = np.ones(len(word), bool)
        for group in np.unique(word[1:][close]):
            first, last = np.searchsorted(word, [group, group + 1])
            kept[first:last] = list(_apart(start[first:last], int(self.lengths[group])))
        return Matches(word[kept], start[kept])

    def occurrences(self, texts: Sequence[str]) -> tuple[Integers, Integers, Integers]:
        """How often each word stands in each text: text, word and n, sorted; no row where never.

        text and word are places in `texts` and in `words`, from 0.
        """
        whole = Texts(texts)
        word, start = self.apart(whole.joined)
        size = max(1, len(self.words))
        found, n = np.unique(whole.which(start) * size + word, return_counts=True)
        return found // size, found % size, n

    def _pieces(self, text: str) -> Iterator[tuple[int, list[tuple[int, int, int]]]]:
        """Where each piece of `text` begins, and word, start and end of what begins within it."""
        longest = int(self.lengths.max(initial=1))
        for offset in range(0, len(text), PIECE):
            piece = text[offset : offset + PIECE + longest - 1]
            found = self._automaton.find_matches_as_indexes(piece, overlapping=True)
            yield offset, [row for row in found if row[1] < PIECE] if len(piece) > PIECE else found


def _apart(starts: Iterable[int], length: int) -> Iterator[bool]:
    end = 0
    for start in starts:
        yield start >= end
        end = start + length if start >= end else end
