"""Find and count many words in many texts at once.

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

# The automaton returns Python objects, so a longer text is searched in pieces to save memory.
PIECE_LENGTH = 100_000


class Texts:
    """Several texts joined, with a line break after each so that no match spans two texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        parts = list(texts)
        self.joined = "".join(f"{part}\n" for part in parts)
        self._starts = np.fromiter(
            accumulate((len(part) + 1 for part in parts), initial=0), np.int64, len(parts) + 1
        )

    def text_index(self, positions: Integers) -> Integers:
        """Return the index of the text that each position of `joined` is in, from 0."""
        return np.searchsorted(self._starts, positions, side="right") - 1


class Matches(NamedTuple):
    """Matches as arrays: the index of each word in Finder.words, and its start in the text."""

    word: Integers
    start: Integers


class Finder:
    """Finder of the words of one vocabulary; `words` is the vocabulary, sorted, without "".

    >>> Finder(["未成年", "未成年人", "成人"]).words_in("未成年人模式")
    ['未成年', '未成年人']
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted({*words} - {""})
        self.lengths = np.fromiter(map(len, self.words), np.int64, len(self.words))
        self._automaton = ahocorasick_rs.AhoCorasick(self.words, store_patterns=False)

    def words_at(self, indexes: Integers) -> pa.Array:
        """Return the words at `indexes` of the vocabulary."""
        return pa.array(self.words, pa.string()).take(indexes)

    def words_in(self, text: str) -> list[str]:
        """Return the words that occur in `text`, sorted."""
        indexes = {word for _, triples in self._pieces(text) for word, _, _ in triples}
        return [self.words[index] for index in sorted(indexes)]

    def matches(self, text: str) -> Matches:
        """Return all matches in `text`, overlapping ones too, in the order of their ends."""
        pieces = (
            np.fromiter(chain.from_iterable(triples), np.int64).reshape(-1, 3)
            + np.array([0, offset, 0])
            for offset, triples in self._pieces(text)
        )
        rows = np.concatenate([np.empty((0, 3), np.int64), *pieces])
        return Matches(rows[:, 0], rows[:, 1])

    def non_overlapping(self, text: str) -> Matches:
        """Return the matches that overlap no earlier one of the same word, by word and start.

        This counts as str.count does: 人人人 holds 人人 once.
        """
        word, start = self.matches(text)
        order = np.lexsort((start, word))
        word, start = word[order], start[order]
        overlaps = (word[1:] == word[:-1]) & (start[1:] < start[:-1] + self.lengths[word[1:]])
        kept = np.ones(len(word), bool)
        for each in np.unique(word[1:][overlaps]):
            first, last = np.searchsorted(word, [each, each + 1])
            kept[first:last] = list(
                _keep_non_overlapping(start[first:last], int(self.lengths[each]))
            )
        return Matches(word[kept], start[kept])

    def occurrences(self, texts: Sequence[str]) -> tuple[Integers, Integers, Integers]:
        """Count each word in each text; return text, word and n, sorted, without counts of 0.

        text and word are indexes of `texts` and `words`, from 0.
        """
        combined = Texts(texts)
        word, start = self.non_overlapping(combined.joined)
        size = max(1, len(self.words))
        pairs, n = np.unique(combined.text_index(start) * size + word, return_counts=True)
        return pairs // size, pairs % size, n

    def _pieces(self, text: str) -> Iterator[tuple[int, list[tuple[int, int, int]]]]:
        """Yield each piece's offset, and word, start and end of the matches that start in it."""
        longest = int(self.lengths.max(initial=1))
        for offset in range(0, len(text), PIECE_LENGTH):
            piece = text[offset : offset + PIECE_LENGTH + longest - 1]
            rows = self._automaton.find_matches_as_indexes(piece, overlapping=True)
            if len(piece) > PIECE_LENGTH:
                rows = [row for row in rows if row[1] < PIECE_LENGTH]
            yield offset, rows


def _keep_non_overlapping(starts: Iterable[int], length: int) -> Iterator[bool]:
    end = 0
    for start in starts:
        yield start >= end
        end = start + length if start >= end else end
