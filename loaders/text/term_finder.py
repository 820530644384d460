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

# In characters. The automaton returns Python objects, so a longer text is searched in pieces to
# save memory.
PIECE_LENGTH = 20_000


class Texts:
    """Several texts, `joined` with a line break after each so that no match spans two texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        parts = list(texts)
        self.joined = "".join(f"{part}\n" for part in parts)
        self._starts = np.fromiter(
            accumulate((len(part) + 1 for part in parts), initial=0), np.int64, len(parts) + 1
        )

    def __len__(self) -> int:
        return len(self._starts) - 1

    def text_index(self, positions: Integers) -> Integers:
        """Return for each position in `joined` the index, from 0, of the text that contains it."""
        return np.searchsorted(self._starts, positions, side="right") - 1


class Matches(NamedTuple):
    """Matches in a text, as two arrays with an element for each match.

    `word` is the index of the matched word in Finder.words, `start` the offset of the match in
    characters, from 0.
    """

    word: Integers
    start: Integers


class Finder:
    """Automaton that finds the words of one vocabulary in a text.

    `words` is the vocabulary, sorted and without the empty string; `lengths` are the numbers of
    characters of `words`.

    >>> Finder(["未成年", "未成年人", "成人"]).words_in("未成年人模式")
    ['未成年', '未成年人']
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted({*words} - {""})
        self.lengths = np.fromiter(map(len, self.words), np.int64, len(self.words))
        self._automaton = ahocorasick_rs.AhoCorasick(self.words, store_patterns=False)

    def words_at(self, indexes: Integers) -> pa.Array:
        """Return the words at `indexes` of `words`, as an Arrow array."""
        return pa.array(self.words, pa.string()).take(indexes)

    def words_in(self, text: str) -> list[str]:
        """Return the words that occur in `text`, sorted."""
        indexes = {word for _, triples in self._pieces(text) for word, _, _ in triples}
        return [self.words[index] for index in sorted(indexes)]

    def matches(self, text: str) -> Matches:
        """Return all matches in `text`, overlapping ones too.

        Matches are in the order of their ends within each piece of PIECE_LENGTH characters.
        """
        pieces = (
            np.fromiter(chain.from_iterable(triples), np.int64).reshape(-1, 3)
            + np.array([0, offset, 0])
            for offset, triples in self._pieces(text)
        )
        rows = np.concatenate([np.empty((0, 3), np.int64), *pieces])
        return Matches(rows[:, 0], rows[:, 1])

    def non_overlapping(self, text: str) -> Matches:
        """Return the matches without overlaps of a word with itself, sorted by word and start.

        Of two overlapping matches of one word the earlier is kept, as in str.count: 人人人 contains
        人人 once. Matches of different words may overlap.
        """
        return self.without_overlaps(self.matches(text))

    def without_overlaps(
        self, found: Matches, kept: np.ndarray[tuple[int], np.dtype[np.bool]] | None = None
    ) -> Matches:
        """Return `found` (of those with `kept` true) as `non_overlapping` returns matches."""
        word, start = found if kept is None else (found.word[kept], found.start[kept])
        order = np.lexsort((start, word))
        word, start = word[order], start[order]
        overlaps = (word[1:] == word[:-1]) & (start[1:] < start[:-1] + self.lengths[word[1:]])
        apart = np.ones(len(word), bool)
        for each in np.unique(word[1:][overlaps]):
            first, last = np.searchsorted(word, [each, each + 1])
            apart[first:last] = list(
                _keep_non_overlapping(start[first:last], int(self.lengths[each]))
            )
        return Matches(word[apart], start[apart])

    def occurrences(self, texts: Sequence[str]) -> tuple[Integers, Integers, Integers]:
        """Count the non-overlapping occurrences of each word in each text.

        Returns three arrays with an element for each pair of a text and a word that occurs in it,
        sorted by both: the index in `texts`, the index in `words` (both from 0), and the count.
        """
        combined = Texts(texts)
        word, start = self.non_overlapping(combined.joined)
        size = max(1, len(self.words))
        pairs, n = np.unique(combined.text_index(start) * size + word, return_counts=True)
        return pairs // size, pairs % size, n

    def _pieces(self, text: str) -> Iterator[tuple[int, list[tuple[int, int, int]]]]:
        """Yield the offset of each piece of `text`, and the matches that start in that piece.

        A match is (index in `words`, start, end); start and end count from the piece's offset.
        """
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
