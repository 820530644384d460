"""Mark where words may begin and end, to distinguish finds inside a longer word.

A find of 文明办 in 文明办网 is no mention of that office. An occurrence of a term is *free* if it
begins and ends at a break: at a boundary of a word under either scheme of loaders.text.segmenter,
or between two parts of a compound. A compound is a word that divides into words of two or more
characters: 美好生活 into 美好 and 生活. All other occurrences are inside a longer word.

Both schemes are used because the model of either guesses words across a boundary now and then,
and seldom at the same place. In the two briefings every find on which the definitions differ was
read. With the boundaries of the plain scheme alone, 898 of 7,906 finds of words of two or more
characters would be inside a longer word, most of them wrongly (生活 in 美好生活); by this rule some
400 are.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np

from loaders.contract import BREAK
from loaders.text.measures import HAN
from loaders.text.segmenter import get_segmenter
from loaders.text.set_phrases import phrase_finder
from loaders.text.term_finder import Finder, Integers, Texts
from loaders.text.tokens import Tokens, TokensByScheme

Mask = np.ndarray[tuple[int], np.dtype[np.bool]]

GROUP_LENGTH = 20_000  # characters of texts that are searched together
# In characters. A longer word is a run without a break, not a compound.
MAX_COMPOUND_LENGTH = 30
# A suffix makes another word of the one before it: 社会主义 is no mention of 社会.
_SUFFIX = "主义"
# Characters that are words of their own within a phrase: 的 in 党的二十大, 好 in 中国好网民.
_SINGLE_WORDS = frozenset("的之以于为和与及在好")
# 福建 in 福建省 is the same place.
_PLACE_SUFFIXES = "省市区县州"
_PLACE_TAG = "ns"
# What jieba's dictionary gives to words that its authors added without a count.
_UNCOUNTED_FREQUENCY = 3
_HAN_WORD = re.compile(f"[{HAN}]{{3,{MAX_COMPOUND_LENGTH}}}")


class Occurrences(NamedTuple):
    """Occurrences of words in texts, as columns with an element for each text and word.

    Rows are sorted by `text` (index of the text) and `word` (index in Finder.words), both from 0.
    `n` counts all occurrences, `free` those that are not inside a longer word. `inside` names the
    longer words, sorted and joined by 、; it is None where there are none, and for a word of one
    character.
    """

    text: Integers
    word: Integers
    n: Integers
    free: Integers
    inside: list[str | None]


def segment(texts: Sequence[str], by_scheme: TokensByScheme) -> list[str]:
    """Return `texts` with the character BREAK at each break inside a text.

    >>> from loaders.text.tokens import tokenize
    >>> texts = ["文明办网和美好生活"]
    >>> [text.split(BREAK) for text in segment(texts, tokenize(texts))]
    [['文明', '办网', '和', '美好', '生活']]
    """
    plain, listed = by_scheme["jieba"], by_scheme["lexicon"]
    joined = plain.texts.joined
    mask = np.zeros(len(joined) + 1, bool)
    for tokens in (plain, listed):
        mask[tokens.start] = mask[tokens.end] = True
    phrases = phrase_finder().matches(joined)
    ends = phrases.start + phrase_finder().lengths[phrases.word]
    is_remainder = _remainders(joined, mask, listed)
    # A phrase within a longer one, unless the character beside it is left over.
    apart = mask[phrases.start] & mask[ends]
    apart &= ~is_remainder[phrases.start - 1] & ~is_remainder[ends]
    places = np.flatnonzero(is_remainder)
    mask[places] = mask[places + 1] = False
    mask[listed.start] = mask[listed.end] = True
    mask[phrases.start[apart]] = mask[ends[apart]] = True
    for tokens in (plain, listed):
        mask[_compound_positions(tokens)] = True
    return _insert(texts, mask)


def _remainders(text: str, mask: Mask, listed: Tokens) -> Mask:
    """Return a mask of single characters between breaks that are left over in a listed token.

    办 is no word in 网信办, nor 正 in 正能量: the phrase is one word there.
    """
    places = np.flatnonzero(mask)
    start = places[:-1][np.diff(places) == 1]
    start = start[np.array([text[each] not in _SINGLE_WORDS for each in start.tolist()], bool)]
    is_remainder = np.zeros(len(mask), bool)
    if len(listed.start):
        token = np.searchsorted(listed.start, start, side="right") - 1
        is_remainder[start] = (
            (token >= 0)
            & (start < listed.end[token])
            & (listed.end[token] - listed.start[token] > 1)
        )
    return is_remainder


def _compound_positions(tokens: Tokens) -> Integers:
    breaks = [compound_breaks(word) for word in tokens.vocabulary]
    compounds = np.flatnonzero(tokens.map_tokens(lambda word: len(compound_breaks(word))))
    words = zip(tokens.start[compounds].tolist(), tokens.word[compounds].tolist(), strict=True)
    return np.array([start + each for start, word in words for each in breaks[word]], np.int64)


def find(segmented: Sequence[str], finder: Finder) -> Occurrences:
    """Count the words of `finder` in texts that `segment` returned.

    Occurrences of one word do not overlap: of two that overlap the earlier one counts, and of two
    free ones the earlier free one.
    """
    # Some texts at a time: the matches in a text take a hundred times its memory.
    groups = np.cumsum([0, *map(len, segmented)]) // GROUP_LENGTH
    places = [0, *(np.flatnonzero(np.diff(groups)) + 1).tolist(), len(segmented)]
    parts = [(start, _find(segmented[start:end], finder)) for start, end in pairwise(places)]
    text = np.concatenate([start + part.text for start, part in parts])
    word, n, free = (np.concatenate([part[column] for _, part in parts]) for column in (1, 2, 3))
    return Occurrences(
        text, word, n, free, [*chain.from_iterable(part.inside for _, part in parts)]
    )


def _find(segmented: Sequence[str], finder: Finder) -> Occurrences:
    """Return what `find` does, for texts that are searched together."""
    texts = Texts(text.replace(BREAK, "") for text in segmented)
    mask, size = is_break(segmented), max(1, len(finder.words))
    found = finder.matches(texts.joined)
    is_free = mask[found.start] & mask[found.start + finder.lengths[found.word]]
    every, free = (finder.without_overlaps(found, kept) for kept in (None, is_free))
    keys = texts.text_index(every.start) * size + every.word
    pairs, n = np.unique(keys, return_counts=True)
    free_keys = texts.text_index(free.start) * size + free.word
    free_pairs, free_n = np.unique(free_keys, return_counts=True)
    counts = np.zeros(len(pairs), np.int64)
    counts[np.searchsorted(pairs, free_pairs)] = free_n
    lengths = finder.lengths[every.word]
    bound = ~(mask[every.start] & mask[every.start + lengths]) & (lengths > 1)
    longer = _longer_words(texts.joined, mask, every.start[bound], lengths[bound])
    names = dict[int, set[str]]()
    for key, name in zip(keys[bound].tolist(), longer, strict=True):
        names.setdefault(key, set()).add(name)
    inside = ["、".join(sorted(names[key])) if key in names else None for key in pairs.tolist()]
    return Occurrences(*np.divmod(pairs, size), n, counts, inside)


def is_break(segmented: Iterable[str]) -> Mask:
    """Return a mask of the breaks of all texts, which `segment` returned, joined as in Texts.

    The first element and the elements before and after each text are True.
    """
    joined = "".join(f"{BREAK}{text}{BREAK}\n" for text in segmented) + BREAK
    codes = np.frombuffer(joined.encode("utf-32-le"), np.uint32)
    is_mark = codes == ord(BREAK)
    before = np.concatenate([[True], is_mark[:-1]])
    return np.append(before[~is_mark], True)


@lru_cache(maxsize=50_000)
def compound_breaks(word: str) -> tuple[int, ...]:
    """Return the offsets in `word`, in characters, between its parts; () if it is no compound.

    Each part has two or more characters. One part may be a single character in two cases: after a
    place (福建省), and in a word that is no certain one (进校园): the model guessed it, or jieba's
    dictionary has it with the frequency of words that were never counted.

    >>> compound_breaks("美好生活"), compound_breaks("社会主义"), compound_breaks("进一步")
    ((2,), (), ())
    """
    if not _HAN_WORD.fullmatch(word):
        return ()
    size = len(word)
    begins = [True] + [False] * size  # word[:k] divides into parts
    ends = [False] * size + [True]  # word[k:] divides into parts
    for k in range(2, size):
        begins[k] = any(begins[j] and _is_part(word[j:k]) for j in range(k - 1))
    for k in range(size - 2, 0, -1):
        ends[k] = any(ends[j] and _is_part(word[k:j]) for j in range(k + 2, size + 1))
    between = {k for k in range(1, size) if begins[k] and ends[k]}
    places = {
        j
        for j in range(2, size)
        if word[j] in _PLACE_SUFFIXES and ends[j + 1]
        for i in range(j - 1)
        if begins[i] and get_segmenter().part_of_speech(word[i:j]) == _PLACE_TAG
    }
    return tuple(sorted(between | places | _single_parts(word)))


def _single_parts(word: str) -> set[int]:
    """Return the offsets in an uncertain `word` between a single character and a word."""
    segmenter = get_segmenter()
    is_rare = 0 < segmenter.frequency(word) <= _UNCOUNTED_FREQUENCY
    if word in _listed() or (segmenter.part_of_speech(word) is not None and not is_rare):
        return set()
    parts = {1: word[1:], len(word) - 1: word[:-1]}
    return {k for k, part in parts.items() if _is_part(part)}


@cache
def _listed() -> frozenset[str]:
    return frozenset(phrase_finder().words)


def _is_part(part: str) -> bool:
    is_word = len(part) > 1 and get_segmenter().part_of_speech(part) is not None
    return is_word and not part.startswith(_SUFFIX)


def _longer_words(text: str, mask: Mask, start: Integers, length: Integers) -> list[str]:
    """Return for each find the text from the last break before it to the first break after it."""
    places = np.flatnonzero(mask)
    begin = places[np.searchsorted(places, start, side="right") - 1]
    end = places[np.searchsorted(places, start + length)]
    return [text[i:j] for i, j in zip(begin.tolist(), end.tolist(), strict=True)]


def _insert(texts: Sequence[str], mask: Mask) -> list[str]:
    segmented, offset = [], 0
    for text in texts:
        places = [
            0,
            *(np.flatnonzero(mask[offset + 1 : offset + len(text)]) + 1).tolist(),
            len(text),
        ]
        pairs = pairwise(places)
        segmented.append(BREAK.join(text[i:j] for i, j in pairs))
        offset += len(text) + 1
    return segmented
