"""Set phrases (提法): listed in the lexicon, in 《》, quoted, or found by their statistics."""

import math
import re
from collections import Counter
from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from loaders.schema import from_columns
from loaders.tables.terms import stopwords
from loaders.text.measures import HAN, han_characters
from loaders.text.segmenter import get_segmenter
from loaders.text.set_phrases import LIMIT, family, listed, set_phrases
from loaders.text.term_finder import Finder, Integers, Texts
from loaders.text.tokens import Words, words

SHORTEST, LONGEST = 4, 12
# In bits. 0.9 lets two of three neighbours be the same and not three of four; at 3 the characters
# stand together eight times as often as by chance.
LEAST_ENTROPY, LEAST_INFORMATION = 0.9, 3.0
DECIMALS = 4

_RUN = re.compile(f"[{HAN}]+")
_DOCUMENT = re.compile(r"《([^《》\n]{2,60})》")
_QUOTED = re.compile(r"“([^“”《》。！？!?\n]{2,40})”")


def phrases(paragraphs: pa.Table) -> pa.Table:
    """The set phrases of `paragraphs`: table `phrases`, sorted by phrase.

    `source` is the first that applies: `lexicon` (every entry, also one that does not occur),
    `document` (in 《》), `quoted` (in “”, without a full stop), `statistics`. The last is two words
    or more of jieba's, 4 to 12 Han characters together, seen twice or more, with no stopword at
    either end, both boundary entropies of 0.9 bits or more and a mutual information of 3 or more;
    one that always stands in the same longer listed phrase is dropped. No phrase has more than 23
    Han characters.

    Boundary entropy: Shannon's entropy, in bits, of the characters beside a phrase (Jin and
    Tanaka-Ishii, "Unsupervised segmentation of Chinese text by use of branching entropy", ACL
    2006); where it begins or ends a stretch of Han characters it stands free, which counts as a
    neighbour of its own. Mutual information: log2 of the phrase's frequency over what its two
    parts would give by chance (Church and Hanks, "Word association norms, mutual information, and
    lexicography", Computational Linguistics 16, 1990), the smallest over all places to part it.
    Both are null for a phrase with anything but Han characters and for one that does not occur.
    `family` names the formula of which the phrase is or holds a form (loaders.wordings); `kind` is
    the lexicon's, null for what it does not list.
    """
    texts = tuple(paragraphs["text"].to_pylist())
    repeated = _repeated_spans(words(texts, "jieba"))
    here = dict.fromkeys(_marked(_QUOTED, texts), "quoted")
    here |= dict.fromkeys(_marked(_DOCUMENT, texts), "document")
    here |= dict.fromkeys(listed().within(Texts(texts).joined), "lexicon")
    statistics = _Statistics(texts, repeated.union(here))
    here = {phrase: "statistics" for phrase in repeated if statistics.is_set(phrase)} | here
    kinds = {row.phrase: row.kind for row in set_phrases()}
    sources = dict.fromkeys(kinds, "lexicon") | here
    finder = Finder(here)
    occurrences = _occurrences(texts, finder)
    redundant = _redundant(occurrences, finder)
    kept = [
        phrase
        for phrase, source in sources.items()
        if source != "statistics" or phrase not in redundant
    ]
    left, right, information = zip(*map(statistics.of, kept), strict=True)
    columns = {
        "phrase": kept,
        "source": [sources[phrase] for phrase in kept],
        "occurrences": [occurrences[phrase] for phrase in kept],
        "left_entropy": left,
        "right_entropy": right,
        "mutual_information": information,
        "family": list(map(family, kept)),
        "kind": list(map(kinds.get, kept)),
    }
    return from_columns("phrases", columns)


def phrase_counts(paragraphs: pa.Table, finder: Finder) -> pa.Table:
    """How often each phrase of `finder` stands in each paragraph: table `phrase_counts`, sorted.

    Occurrences do not overlap each other; free ones do not lie inside a longer listed phrase: of
    未成年人 in 未成年人模式 there is one occurrence and no free one.
    """
    texts = Texts(paragraphs["text"].to_pylist())
    phrase, start = finder.apart(texts.joined)
    key = texts.which(start) * max(1, len(finder.words)) + phrase
    found, occurrences = np.unique(key, return_counts=True)
    free, times = np.unique(key[_free(start, finder.lengths[phrase])], return_counts=True)
    text, place = np.divmod(found, max(1, len(finder.words)))
    free_occurrences = np.zeros(len(found), np.int64)
    free_occurrences[np.searchsorted(found, free)] = times
    columns = {
        "briefing_id": paragraphs["briefing_id"].take(text),
        "paragraph": paragraphs["paragraph"].take(text),
        "phrase": finder.named(place),
        "occurrences": occurrences,
        "free_occurrences": free_occurrences,
    }
    return from_columns("phrase_counts", columns)


class _Statistics:
    """How often each of some phrases and its parts stands in the texts, and beside what."""

    def __init__(self, texts: Iterable[str], phrases: Iterable[str]) -> None:
        known = [p for p in phrases if len(p) >= 2 and _RUN.fullmatch(p)]
        finder = Finder(part for p in known for k in range(1, len(p)) for part in (p, p[:k], p[k:]))
        text = f"\n{Texts(texts).joined}"
        word, start = finder.finds(text)
        self._places = {each: place for place, each in enumerate(finder.words)}
        self._known = frozenset(known)
        self._counts = np.bincount(word, minlength=len(finder.words))
        # What stands beside a Han character of another stretch is 0: there it stands free.
        codes = np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.int64)
        is_han = _is_han(codes)
        self._total = int(is_han.sum())
        beside = np.where(is_han, codes, 0)
        order = np.argsort(word, kind="stable")
        start, end = start[order], (start + finder.lengths[word])[order]
        self._left, self._right = beside[start - 1], beside[end]
        self._ends = np.cumsum(self._counts)

    def is_set(self, phrase: str) -> bool:
        """Whether the phrase is free on both sides and firm inside."""
        information = self._information(phrase)
        if information is None or information < LEAST_INFORMATION:
            return False
        return min(self._entropies(phrase)) >= LEAST_ENTROPY

    def of(self, phrase: str) -> tuple[float | None, float | None, float | None]:
        """Left entropy, right entropy and mutual information, in bits, rounded."""
        information = self._information(phrase)
        if information is None:
            return None, None, None
        return *self._entropies(phrase), information

    def _information(self, phrase: str) -> float | None:
        if phrase not in self._known or not (n := self._count(phrase)):
            return None
        chance = max(
            self._count(phrase[:place]) * self._count(phrase[place:])
            for place in range(1, len(phrase))
        )
        return round(math.log2(n * self._total / chance), DECIMALS)

    def _count(self, part: str) -> int:
        return int(self._counts[self._places[part]])

    def _entropies(self, phrase: str) -> tuple[float, float]:
        place = self._places[phrase]
        last = int(self._ends[place])
        there = slice(last - self._count(phrase), last)
        return _entropy(self._left[there]), _entropy(self._right[there])


def _entropy(neighbours: Integers) -> float:
    """Shannon's entropy in bits; each 0 is an occurrence that is free, a neighbour of its own."""
    found = Counter(neighbours.tolist())
    free = found.pop(0, 0)
    counts = [*(n for _, n in sorted(found.items())), *[1] * free]
    total = len(neighbours)
    bits = -sum(n / total * math.log2(n / total) for n in counts)
    return abs(round(float(bits), DECIMALS))


def _is_han(codes: Integers) -> np.ndarray[tuple[int], np.dtype[np.bool]]:
    """Which code points are Han characters."""
    found, places = np.unique(codes, return_inverse=True)
    return np.array([_RUN.match(chr(code)) is not None for code in found], bool)[places]


def _repeated_spans(found: Words) -> set[str]:
    """What stands twice or more: neighbouring words, 4 to 12 Han characters, firm at either end."""
    is_han = found.of_each(lambda word: _RUN.fullmatch(word) is not None).astype(bool)
    is_edge = found.of_each(_is_edge).astype(bool)
    text = found.texts.joined
    end, first = found.end, np.flatnonzero(is_edge)
    last = first
    spans: Counter[str] = Counter()
    while len(first):
        there = last + 1 < len(is_han)
        first, last = first[there], last[there] + 1
        runs_on = (found.start[last] == end[last - 1]) & is_han[last]
        runs_on &= end[last] - found.start[first] <= LONGEST
        first, last = first[runs_on], last[runs_on]
        whole = is_edge[last] & (end[last] - found.start[first] >= SHORTEST)
        places = zip(found.start[first[whole]].tolist(), end[last[whole]].tolist(), strict=True)
        spans.update(text[start:stop] for start, stop in places)
    return {span for span, n in spans.items() if n >= 2}


def _is_edge(word: str) -> bool:
    """A word that the dictionary knows (a guessed one may be cut wrongly) and no stopword."""
    return (
        word not in stopwords()
        and _RUN.fullmatch(word) is not None
        and get_segmenter().part_of_speech(word) is not None
    )


def _marked(marks: re.Pattern[str], texts: Iterable[str]) -> set[str]:
    found = {match.strip() for text in texts for match in marks.findall(text)}
    return {phrase for phrase in found if 2 <= han_characters(phrase) <= LIMIT}


def _occurrences(texts: tuple[str, ...], finder: Finder) -> Counter[str]:
    _, phrase, n = finder.occurrences(texts)
    totals = np.bincount(phrase, weights=n, minlength=len(finder.words))
    return Counter({finder.words[place]: int(totals[place]) for place in np.flatnonzero(totals)})


def _redundant(occurrences: Counter[str], finder: Finder) -> set[str]:
    """The phrases that always stand in one and the same longer phrase."""
    return {
        phrase
        for longer, n in occurrences.items()
        for phrase in finder.within(longer)
        if phrase != longer and n * longer.count(phrase) == occurrences[phrase]
    }


def _free(start: Integers, length: Integers) -> Integers:
    """The finds that lie in no other that begins before them or is longer; in their order."""
    order = np.lexsort((-length, start))
    end = (start + length)[order]
    reached = np.maximum.accumulate(np.concatenate([[0], end[:-1]])) if len(end) else end
    return np.sort(order[end > reached])
