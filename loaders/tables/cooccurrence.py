"""Count pairs of words that occur together in a sentence or within a window of five words."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, combinations
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from loaders.schema import from_columns, rows_of
from loaders.tables.terms import is_fragment, is_stopword
from loaders.text.measures import split_sentences
from loaders.text.term_finder import Integers
from loaders.text.tokens import Tokens

WINDOW = 5
MAX_SENTENCE_WORDS = 200
_GROUP = ("briefing_id", "section", "slot")
_UNITS = ("sentence", "window_5")


def cooccurrence(paragraphs: pa.Table, tokens: Tokens) -> pa.Table:
    """Build table `cooccurrence`: counts of pairs of terms in each section and slot of a briefing.

    `tokens` are those of `paragraphs` under the scheme `lexicon`. Terms are the words with two
    characters or more that are neither stopwords nor fragments (columns of table `terms`).
    A pair is unordered (term_a < term_b). A unit is a sentence, or a window of five words that
    slides through a sentence word by word (a sentence of five words or fewer is one window): the
    boolean sliding window of Röder, Both and Hinneburg, "Exploring the space of topic coherence
    measures", WSDM 2015. Column n counts the units that contain both terms, n_a those that contain
    term_a, n_b those that contain term_b, and units all units of the section and slot. For
    sentences as for windows, n * units / (n_a * n_b) is the observed number over the expected one.
    Only pairs that occur together in two places or more have a row. Up to four overlapping windows
    show the same place, which counts as one place.
    """
    group_of_text = list(rows_of(paragraphs, *_GROUP))
    groups = {group: number for number, group in enumerate(sorted(set(group_of_text)))}
    group_numbers = np.array([groups[group] for group in group_of_text], np.int64)
    words = _WordPositions(paragraphs["text"].to_pylist(), tokens, group_numbers)
    in_sentences = _count_pairs(words, _sentence_units(words))
    in_windows = _count_pairs(words, _window_units(words), _nearby_pairs(words))
    pairs = _Pairs(*map(np.concatenate, zip(in_sentences, in_windows, strict=True)))
    units = np.repeat(np.arange(len(_UNITS)), [len(in_sentences.n), len(in_windows.n)])
    order = np.lexsort((pairs.b, pairs.a, units, pairs.group))
    pairs, units = _Pairs(*(each[order] for each in pairs)), units[order]
    names = zip(*groups, strict=True) if groups else ([] for _ in _GROUP)
    columns = {name: _take(of, pairs.group) for name, of in zip(_GROUP, names, strict=True)}
    columns["unit"] = _take(_UNITS, units)
    columns["term_a"] = _take(words.tokens.vocabulary, pairs.a)
    columns["term_b"] = _take(words.tokens.vocabulary, pairs.b)
    counts = {name: getattr(pairs, name) for name in ("n", "n_a", "n_b", "units")}
    return from_columns("cooccurrence", columns | counts, is_sorted=True)


class _WordPositions:
    """Arrays with an element for each word: where it is in its sentence, and its group.

    `sentence` is the number of the sentence, `position` the word's position in the sentence (both
    from 0), `length` the sentence's number of words, `group` the number of its briefing, section
    and slot. `content` is the word's index in the vocabulary, -1 for a stopword, a fragment
    or a single character. `size` is the number of words of the vocabulary, at least 1.

    A sentence is cut after MAX_SENTENCE_WORDS words: pairs grow with the square of the words, and a
    page without full stops would fill the memory.
    """

    def __init__(self, texts: Sequence[str], tokens: Tokens, group_of_text: Integers) -> None:
        self.tokens = tokens
        self.size = max(1, len(tokens.vocabulary))
        number = np.arange(len(tokens.word))
        sentence = np.searchsorted(_sentence_starts(texts), tokens.start, side="right")
        position = number - np.searchsorted(sentence, sentence)
        begins = position % MAX_SENTENCE_WORDS == 0
        self.sentence = np.cumsum(begins) - 1
        self.position = position % MAX_SENTENCE_WORDS
        self.length = np.bincount(self.sentence)[self.sentence] if len(number) else number
        self.group = group_of_text[tokens.text]
        is_content = tokens.map_tokens(_is_content)
        self.content = np.where(is_content, tokens.word, -1)

    def units(self, first: Integers) -> Integers:
        """Count the units of each group; `first` has the index of the first word of each unit."""
        return np.bincount(self.group[first])


class _Units(NamedTuple):
    """The terms and the pairs of all units, each encoded with its group as one integer."""

    terms: Integers  # group * size + term, for every term of every unit
    pairs: Integers  # (group * size + a) * size + b, for every pair of every unit
    units: Integers  # number of units of each group


def _sentence_units(words: _WordPositions) -> _Units:
    size, content = words.size, words.content
    distinct = np.unique((words.sentence * size + content)[content >= 0])
    sentence, term = distinct // size, distinct % size
    first = np.flatnonzero(words.position == 0)
    group = words.group[first][sentence]
    terms = group * size + term
    pairs = [
        terms[:-distance][same] * size + term[distance:][same]
        for distance in range(1, int(words.length.max(initial=0)))
        if (same := sentence[distance:] == sentence[:-distance]).any()
    ]
    return _Units(terms, _concatenate(pairs), words.units(first))


def _window_units(words: _WordPositions) -> _Units:
    size = words.size
    first = np.flatnonzero(words.position <= np.maximum(0, words.length - WINDOW))
    rows = np.sort(np.column_stack([*_window_columns(words, first)]), axis=1)
    rows[:, 1:][rows[:, 1:] == rows[:, :-1]] = -1
    group = words.group[first]
    terms = [(group * size + column)[column >= 0] for column in rows.T]
    pairs = [
        ((group * size + rows[:, a]) * size + rows[:, b])[(rows[:, a] >= 0) & (rows[:, b] >= 0)]
        for a, b in combinations(range(WINDOW), 2)
    ]
    return _Units(_concatenate(terms), _concatenate(pairs), words.units(first))


def _window_columns(words: _WordPositions, first: Integers) -> Iterator[Integers]:
    """Yield for each of the WINDOW positions the term there in every window, -1 for no term."""
    for offset in range(WINDOW):
        in_sentence = words.position[first] + offset < words.length[first]
        term = words.content[np.minimum(first + offset, len(words.content) - 1)]
        yield np.where(in_sentence, term, -1)


def _nearby_pairs(words: _WordPositions) -> Integers:
    """Return the pairs of terms near enough to share a window, encoded as _Units.pairs are."""
    size, content = words.size, words.content
    pairs = []
    for distance in range(1, WINDOW):
        one, other = content[:-distance], content[distance:]
        near = words.sentence[distance:] == words.sentence[:-distance]
        near &= (one >= 0) & (other >= 0)
        a, b = np.minimum(one, other)[near], np.maximum(one, other)[near]
        pairs.append((words.group[distance:][near] * size + a) * size + b)
    return _concatenate(pairs)


class _Pairs(NamedTuple):
    """Columns of pairs of terms (`a`, `b`) with their counts, sorted by group, a and b."""

    group: Integers
    a: Integers
    b: Integers
    n: Integers
    n_a: Integers
    n_b: Integers
    units: Integers


def _count_pairs(words: _WordPositions, units: _Units, places: Integers | None = None) -> _Pairs:
    """Return the pairs that are in two units or more, and twice or more in `places` if given."""
    size = words.size
    pair, n = np.unique(units.pairs, return_counts=True)
    is_repeated = n >= 2
    if places is not None:
        is_repeated &= np.isin(pair, _repeated(places))
    pair, n = pair[is_repeated], n[is_repeated]
    group, a, b = pair // size // size, pair // size % size, pair % size
    term, units_of_term = np.unique(units.terms, return_counts=True)
    n_a, n_b = (units_of_term[np.searchsorted(term, group * size + each)] for each in (a, b))
    return _Pairs(group, a, b, n, n_a, n_b, units.units[group])


def _repeated(values: Integers) -> Integers:
    distinct, n = np.unique(values, return_counts=True)
    return distinct[n >= 2]


def _concatenate(arrays: list[Integers]) -> Integers:
    return np.concatenate([np.empty(0, np.int64), *arrays])


def _take(names: Sequence[str], indices: Integers) -> pa.Array:
    return pa.array(names, pa.string()).take(indices)


def _sentence_starts(texts: Sequence[str]) -> Integers:
    """Return the offsets of each sentence and each text's end in `texts` joined by line breaks."""
    starts, offset = list[int](), 0
    for text in texts:
        lengths = map(len, split_sentences(text))
        starts += accumulate(lengths, initial=offset)
        offset += len(text) + 1
    return np.array(starts, np.int64)


def _is_content(word: str) -> bool:
    return len(word) >= 2 and not is_stopword(word) and not is_fragment(word)
