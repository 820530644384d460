"""Set phrases (提法): listed in the lexicon, in 《》, quoted, or found by their statistics."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import compress

import numpy as np
import pyarrow as pa

from loaders.contract import MAX_STORED_HAN
from loaders.lexicon.phrases import listed_phrases, quoted_phrases
from loaders.schema import from_columns
from loaders.tables.terms import is_fragment, is_stopword
from loaders.text.measures import HAN, han_characters
from loaders.text.segmenter import get_segmenter
from loaders.text.set_phrases import family, listed_finder, title_family
from loaders.text.term_finder import Finder, Integers, Texts
from loaders.text.tokens import Tokens
from loaders.text.word_breaks import Mask, find

MIN_LENGTH, MAX_LENGTH = 4, 12
# In bits. 0.9 allows two of three neighbours to be the same but not three of four; at 3 the
# characters occur together eight times as often as by chance.
MIN_ENTROPY, MIN_INFORMATION = 0.9, 3.0
DECIMALS = 4

# In jieba's tag set: adverbs, and adjectives and verbs used as adverbs; words that need a noun.
_ADVERBIAL_TAGS = frozenset({"d", "ad", "vd", "f", "t", "c", "p"})
_MODIFIER_TAGS = frozenset({"d", "ad", "vd", "b", "f", "c", "p"})

_FAMILY_OF = {"quoted": title_family, "document": title_family}  # by source; else `family`

_HAN_RUN = re.compile(f"[{HAN}]+")
_DOCUMENT = re.compile(r"《([^《》\n]{2,60})》")
_QUOTED = re.compile(r"“([^“”《》。！？!?\n]{2,40})”")


def phrases(paragraphs: pa.Table, tokens: Tokens) -> pa.Table:
    """Build table `phrases`, the set phrases of `paragraphs`, sorted by phrase.

    `tokens` are those of the paragraphs under the scheme `lexicon`.

    `source` is the first that applies: `lexicon` (every entry, also one that does not occur),
    `document` (in 《》), `quoted` (in “”, without a full stop), `statistics`. A phrase found by
    statistics is two or more adjacent words of the `lexicon` scheme, of 4 to 12 Han characters, and
    occurs at least twice. Each of its words has two or more characters, is in the dictionary or the
    lexicon, and is no stopword; by their part of speech the first is in no _ADVERBIAL_TAGS, the
    last in no _MODIFIER_TAGS. At least once nothing but a function word or a mark precedes it, and
    at least once a mark follows it, as 天津特色 and not 具有天津. A name and a verb are a clause,
    no phrase. Both boundary entropies are 0.9 bits or more, and the mutual information is 3 bits or
    more. It is dropped if it occurs only inside one and the same longer listed phrase. No phrase
    has more than 23 Han characters.

    Boundary entropy: Shannon's entropy, in bits, of the characters next to a phrase (Jin and
    Tanaka-Ishii, "Unsupervised segmentation of Chinese text by use of branching entropy", ACL
    2006); each occurrence at the start or end of a run of Han characters counts as a distinct
    neighbour. Mutual information: log2 of the phrase's frequency over what its two parts would
    give by chance (Church and Hanks, "Word association norms, mutual information, and
    lexicography", Computational Linguistics 16, 1990), the smallest over all places to split it.
    Both measures are null for a phrase with anything but Han characters or one that does not occur.

    `family` is the head of the lexicon entry that lists the phrase; of a phrase found by statistics
    that of an entry of which it contains a wording; of a title with a year that of the title. It is
    null if there is none (loaders.text.set_phrases). `kind` is the kind in the lexicon, `english`
    the gloss there and `english_source` where that is from; all are null for a phrase that is not
    listed there.
    """
    texts = paragraphs["text"].to_pylist()
    repeated = _repeated_spans(tokens)
    found = dict.fromkeys(_find_marked(_QUOTED, texts), "quoted")
    found |= dict.fromkeys(_find_marked(_DOCUMENT, texts), "document")
    found |= dict.fromkeys(listed_finder().words_in(tokens.texts.joined), "lexicon")
    statistics = _Statistics(tokens.texts, repeated.union(found))
    found = {
        phrase: "statistics" for phrase in repeated if statistics.is_set_phrase(phrase)
    } | found
    entries = {row.phrase: row for row in listed_phrases()}
    sources = dict.fromkeys(entries, "lexicon") | found
    finder = Finder(found)
    occurrences, free = _occurrences(paragraphs["segmented"].to_pylist(), finder)
    redundant = _redundant(occurrences, finder)
    listed = [
        phrase
        for phrase, source in sources.items()
        if source != "statistics" or phrase not in redundant
    ]
    left, right, information = zip(*map(statistics.measures_of, listed), strict=True)
    known = [entries.get(phrase) or quoted_phrases().get(phrase) for phrase in listed]
    columns = {
        "phrase": listed,
        "source": [sources[phrase] for phrase in listed],
        "occurrences": [occurrences[phrase] for phrase in listed],
        "free_occurrences": [free[phrase] for phrase in listed],
        "left_entropy": left,
        "right_entropy": right,
        "mutual_information": information,
        "family": [_FAMILY_OF.get(sources[phrase], family)(phrase) for phrase in listed],
        "kind": [row.kind if row else None for row in known],
        "english": [row.english if row else None for row in known],
        "english_source": [row.english_source if row else None for row in known],
        "partly_counted": [None] * len(listed),
    }
    return from_columns("phrases", columns)


def phrase_counts(paragraphs: pa.Table, finder: Finder) -> pa.Table:
    """Count each phrase of `finder` in each paragraph: table `phrase_counts`, sorted by its key.

    Occurrences of one phrase do not overlap. `free_occurrences` and `inside` are those of table
    `term_counts`: 网络强国 in 网络强国建设 is free, 文明办 in 文明办网 is not.
    """
    text, phrase, n, free, inside = find(paragraphs["segmented"].to_pylist(), finder)
    columns = {
        "briefing_id": paragraphs["briefing_id"].take(text),
        "paragraph": paragraphs["paragraph"].take(text),
        "phrase": finder.words_at(phrase),
        "occurrences": n,
        "free_occurrences": free,
        "inside": inside,
    }
    return from_columns("phrase_counts", columns)


class _Statistics:
    """Counts of some phrases and of their parts in the texts, and the characters next to each."""

    def __init__(self, texts: Texts, phrases: Iterable[str]) -> None:
        known = [p for p in phrases if len(p) >= 2 and _HAN_RUN.fullmatch(p)]
        finder = Finder(part for p in known for k in range(1, len(p)) for part in (p, p[:k], p[k:]))
        text = f"\n{texts.joined}"
        word, start = finder.matches(text)
        self._index = {each: number for number, each in enumerate(finder.words)}
        self._known = frozenset(known)
        self._counts = np.bincount(word, minlength=len(finder.words))
        # A neighbour that is not Han is 0: the phrase starts or ends a run of Han characters there.
        codes = np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.int64)
        is_han = _is_han(codes)
        self._total = int(is_han.sum())
        neighbours = np.where(is_han, codes, 0)
        order = np.argsort(word, kind="stable")
        start, end = start[order], (start + finder.lengths[word])[order]
        self._left, self._right = neighbours[start - 1], neighbours[end]
        self._ends = np.cumsum(self._counts)

    def is_set_phrase(self, phrase: str) -> bool:
        """Return whether `phrase` reaches MIN_INFORMATION, and MIN_ENTROPY on both sides."""
        information = self._information(phrase)
        if information is None or information < MIN_INFORMATION:
            return False
        return min(self._entropies(phrase)) >= MIN_ENTROPY

    def measures_of(self, phrase: str) -> tuple[float | None, float | None, float | None]:
        """Return left entropy, right entropy and mutual information, in bits, to DECIMALS places.

        All are None for a phrase with anything but Han characters or one that does not occur.
        """
        information = self._information(phrase)
        if information is None:
            return None, None, None
        return *self._entropies(phrase), information

    def _information(self, phrase: str) -> float | None:
        if phrase not in self._known or not (n := self._count(phrase)):
            return None
        chance = max(
            self._count(phrase[:split]) * self._count(phrase[split:])
            for split in range(1, len(phrase))
        )
        return round(math.log2(n * self._total / chance), DECIMALS)

    def _count(self, part: str) -> int:
        return int(self._counts[self._index[part]])

    def _entropies(self, phrase: str) -> tuple[float, float]:
        end = int(self._ends[self._index[phrase]])
        occurrences = slice(end - self._count(phrase), end)
        return _entropy(self._left[occurrences]), _entropy(self._right[occurrences])


def _entropy(neighbours: Integers) -> float:
    """Return Shannon's entropy in bits; each 0 in `neighbours` counts as a distinct neighbour."""
    by_neighbour = Counter(neighbours.tolist())
    free = by_neighbour.pop(0, 0)
    counts = [*(n for _, n in sorted(by_neighbour.items())), *[1] * free]
    total = len(neighbours)
    bits = -sum(n / total * math.log2(n / total) for n in counts)
    return abs(round(float(bits), DECIMALS))


def _is_han(codes: Integers) -> Mask:
    """Return a mask of the code points that are Han characters."""
    distinct, indices = np.unique(codes, return_inverse=True)
    return np.array([_HAN_RUN.match(chr(code)) is not None for code in distinct], bool)[indices]


def _repeated_spans(found: Tokens) -> set[str]:
    """Return the sequences of two or more adjacent words, joined, that occur twice or more.

    A sequence has MIN_LENGTH to MAX_LENGTH Han characters, all its words are _is_part, the first
    and the last are _can_begin and _can_end, and at least once it is free on either side.
    """
    words = found.map_tokens(_is_part).astype(bool)
    begins, ends, is_name, is_verbal = (
        found.map_tokens(each).astype(bool) for each in (_can_begin, _can_end, _is_name, _is_verbal)
    )
    text, end = found.texts.joined, found.end
    is_open, is_closed = _free_edges(found)
    first = np.flatnonzero(words & begins)
    last = first
    spans: Counter[str] = Counter()
    alone: tuple[set[str], set[str]] = (set(), set())
    while len(first):
        has_next = last + 1 < len(words)
        first, last = first[has_next], last[has_next] + 1
        is_adjacent = (found.start[last] == end[last - 1]) & words[last]
        is_adjacent &= end[last] - found.start[first] <= MAX_LENGTH
        first, last = first[is_adjacent], last[is_adjacent]
        whole = ends[last] & (end[last] - found.start[first] >= MIN_LENGTH)
        whole &= ~(is_name[first] & is_verbal[last])
        places = zip(found.start[first[whole]].tolist(), end[last[whole]].tolist(), strict=True)
        each = [text[start:stop] for start, stop in places]
        spans.update(each)
        for known, mask in zip(alone, (is_open[first[whole]], is_closed[last[whole]]), strict=True):
            known.update(compress(each, mask.tolist()))
    return {span for span, n in spans.items() if n >= 2} & alone[0] & alone[1]


def _free_edges(found: Tokens) -> tuple[Mask, Mask]:
    """Return masks of the tokens that may begin a free phrase, and that may end one.

    No Han character precedes the first kind, or only a function word; none follows the second.
    """
    codes = np.frombuffer(f"\n{found.texts.joined}\n".encode("utf-32-le"), np.uint32)
    is_han = _is_han(codes.astype(np.int64))
    is_function = found.map_tokens(is_stopword).astype(bool)
    follows = np.concatenate([[False], is_function[:-1]])[: len(is_function)]
    return ~is_han[found.start] | follows, ~is_han[found.end + 1]


def _is_part(word: str) -> bool:
    """Return whether `word` may be a part of a phrase found by statistics."""
    is_word = len(word) > 1 and _HAN_RUN.fullmatch(word) is not None
    return is_word and not is_stopword(word) and not is_fragment(word)


def _can_begin(word: str) -> bool:
    return get_segmenter().part_of_speech(word) not in _ADVERBIAL_TAGS


def _can_end(word: str) -> bool:
    return get_segmenter().part_of_speech(word) not in _MODIFIER_TAGS


def _is_name(word: str) -> bool:
    return get_segmenter().part_of_speech(word) in {"nr", "nt", "nz"}


def _is_verbal(word: str) -> bool:
    return get_segmenter().part_of_speech(word) in {"v", "l", "i"}


def _find_marked(marks: re.Pattern[str], texts: Iterable[str]) -> set[str]:
    phrases = {match.strip() for text in texts for match in marks.findall(text)}
    return {phrase for phrase in phrases if 2 <= han_characters(phrase) <= MAX_STORED_HAN}


def _occurrences(segmented: Sequence[str], finder: Finder) -> tuple[Counter[str], Counter[str]]:
    """Return the occurrences and the free occurrences of each phrase in all texts."""
    found = find(segmented, finder)
    return _sum_counts(found.word, found.n, finder), _sum_counts(found.word, found.free, finder)


def _sum_counts(word: Integers, n: Integers, finder: Finder) -> Counter[str]:
    totals = np.bincount(word, weights=n, minlength=len(finder.words))
    return Counter({finder.words[place]: int(totals[place]) for place in np.flatnonzero(totals)})


def _redundant(occurrences: Counter[str], finder: Finder) -> set[str]:
    """Return the phrases that occur only inside one and the same longer phrase."""
    return {
        phrase
        for longer, n in occurrences.items()
        for phrase in finder.words_in(longer)
        if phrase != longer and n * longer.count(phrase) == occurrences[phrase]
    }
