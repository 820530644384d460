"""Words that stand together: in a sentence, and within a window of five words."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, combinations
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from loaders.schema import from_columns, rows_of
from loaders.tables.terms import stopwords
from loaders.text.measures import split_sentences
from loaders.text.term_finder import Integers
from loaders.text.tokens import Words, words

WINDOW = 5
LONGEST_SENTENCE = 200
_GROUP = ("briefing_id", "section", "slot")
_UNITS = ("sentence", "window_5")


def cooccurrence(paragraphs: pa.Table) -> pa.Table:
    """Which terms stand together in each section and slot: table `cooccurrence`, sorted by its key.

    Terms are the words of the `lexicon` scheme with two characters or more that are no stopwords;
    a pair is unordered (term_a < term_b). A unit is a sentence, or a window of five words that
    slides through a sentence word by word (a sentence of five words or fewer is one window): the
    boolean sliding window of Röder, Both and Hinneburg, "Exploring the space of topic coherence
    measures", WSDM 2015. n counts the units that hold both terms, n_a and n_b those that hold each,
    units all of them, so that n * units / (n_a * n_b) is observed over expected for either unit.
    Only pairs seen together in two places or more: overlapping windows show one place up to four
    times, which does not make it two.
    """
    group_of_text = list(rows_of(paragraphs, *_GROUP))
    groups = {group: number for number, group in enumerate(sorted(set(group_of_text)))}
    texts = tuple(paragraphs["text"].to_pylist())
    numbers = np.array([groups[group] for group in group_of_text], np.int64)
    speech = _Speech(texts, words(texts, "lexicon"), numbers)
    found = [_pairs(speech, _sentences(speech)), _pairs(speech, _windows(speech), _places(speech))]
    pairs = _Pairs(*map(np.concatenate, zip(*found, strict=True)))
    units = np.repeat(np.arange(len(_UNITS)), [len(each.n) for each in found])
    order = np.lexsort((pairs.b, pairs.a, units, pairs.group))
    pairs, units = _Pairs(*(each[order] for each in pairs)), units[order]
    names = zip(*groups, strict=True) if groups else ([] for _ in _GROUP)
    columns = {name: _taken(of, pairs.group) for name, of in zip(_GROUP, names, strict=True)}
    columns["unit"] = _taken(_UNITS, units)
    columns["term_a"] = _taken(speech.found.vocabulary, pairs.a)
    columns["term_b"] = _taken(speech.found.vocabulary, pairs.b)
    counts = {name: getattr(pairs, name) for name in ("n", "n_a", "n_b", "units")}
    return from_columns("cooccurrence", columns | counts, in_order=True)


class _Speech:
    """Words in their sentences: of each its sentence, its place in it, and the sentence's length.

    What runs on past 200 words is no sentence and is cut there: pairs grow with the square of the
    words, and a page without full stops would fill the memory.
    """

    def __init__(self, texts: Sequence[str], found: Words, group_of_text: Integers) -> None:
        self.found = found
        self.size = max(1, len(found.vocabulary))
        place = np.arange(len(found.word))
        sentence = np.searchsorted(_sentence_starts(texts), found.start, side="right")
        within = place - np.searchsorted(sentence, sentence)
        begins = within % LONGEST_SENTENCE == 0
        self.sentence = np.cumsum(begins) - 1
        self.place = within % LONGEST_SENTENCE
        self.length = np.bincount(self.sentence)[self.sentence] if len(place) else place
        self.group = group_of_text[found.text]
        content = found.of_each(lambda word: len(word) >= 2 and word not in stopwords())
        self.content = np.where(content, found.word, -1)

    def units(self, begins: Integers) -> Integers:
        """How many units each group has; `begins`: the words that each begins with."""
        return np.bincount(self.group[begins])


class _Units(NamedTuple):
    """What stands in which unit, of one group each: the terms, the pairs, and how many units."""

    terms: Integers  # group * size + term, of every term of every unit
    pairs: Integers  # (group * size + a) * size + b
    units: Integers  # of each group


def _sentences(speech: _Speech) -> _Units:
    size, content = speech.size, speech.content
    kept = np.unique((speech.sentence * size + content)[content >= 0])
    sentence, term = kept // size, kept % size
    first = np.flatnonzero(speech.place == 0)
    group = speech.group[first][sentence]
    alone = group * size + term
    pairs = [
        alone[:-apart][same] * size + term[apart:][same]
        for apart in range(1, int(speech.length.max(initial=0)))
        if (same := sentence[apart:] == sentence[:-apart]).any()
    ]
    return _Units(alone, _together(pairs), speech.units(first))


def _windows(speech: _Speech) -> _Units:
    size = speech.size
    first = np.flatnonzero(speech.place <= np.maximum(0, speech.length - WINDOW))
    rows = np.sort(np.column_stack([*_columns(speech, first)]), axis=1)
    rows[:, 1:][rows[:, 1:] == rows[:, :-1]] = -1
    group = speech.group[first]
    terms = [(group * size + column)[column >= 0] for column in rows.T]
    pairs = [
        ((group * size + rows[:, a]) * size + rows[:, b])[(rows[:, a] >= 0) & (rows[:, b] >= 0)]
        for a, b in combinations(range(WINDOW), 2)
    ]
    return _Units(_together(terms), _together(pairs), speech.units(first))


def _columns(speech: _Speech, first: Integers) -> Iterator[Integers]:
    """The terms of each window, one column a place; -1 where there is none."""
    for apart in range(WINDOW):
        there = speech.place[first] + apart < speech.length[first]
        yield np.where(
            there, speech.content[np.minimum(first + apart, len(speech.content) - 1)], -1
        )


def _places(speech: _Speech) -> Integers:
    """Every two places of a sentence near enough to share a window, as the pair of their terms."""
    size, content = speech.size, speech.content
    found = []
    for apart in range(1, WINDOW):
        one, other = content[:-apart], content[apart:]
        near = (speech.sentence[apart:] == speech.sentence[:-apart]) & (one >= 0) & (other >= 0)
        a, b = np.minimum(one, other)[near], np.maximum(one, other)[near]
        found.append((speech.group[apart:][near] * size + a) * size + b)
    return _together(found)


class _Pairs(NamedTuple):
    """Pairs with their counts, sorted by group, a and b."""

    group: Integers
    a: Integers
    b: Integers
    n: Integers
    n_a: Integers
    n_b: Integers
    units: Integers


def _pairs(speech: _Speech, found: _Units, places: Integers | None = None) -> _Pairs:
    """The pairs that stand in two units or more, and in two places where these are given."""
    size = speech.size
    pair, n = np.unique(found.pairs, return_counts=True)
    often = n >= 2
    if places is not None:
        often &= np.isin(pair, _twice(places))
    pair, n = pair[often], n[often]
    group, a, b = pair // size // size, pair // size % size, pair % size
    term, alone = np.unique(found.terms, return_counts=True)
    n_a, n_b = (alone[np.searchsorted(term, group * size + each)] for each in (a, b))
    return _Pairs(group, a, b, n, n_a, n_b, found.units[group])


def _twice(values: Integers) -> Integers:
    found, n = np.unique(values, return_counts=True)
    return found[n >= 2]


def _together(arrays: list[Integers]) -> Integers:
    return np.concatenate([np.empty(0, np.int64), *arrays])


def _taken(names: Sequence[str], places: Integers) -> pa.Array:
    return pa.array(names, pa.string()).take(places)


def _sentence_starts(texts: Sequence[str]) -> Integers:
    """Where each sentence begins in the texts joined by line breaks."""
    starts, begin = list[int](), 0
    for text in texts:
        lengths = map(len, split_sentences(text))
        starts += accumulate(lengths, initial=begin)
        begin += len(text) + 1
    return np.array(starts, np.int64)
