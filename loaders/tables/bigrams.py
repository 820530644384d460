"""Pairs of neighbouring characters, where they do not give a passage away.

The stored corpus holds no text. Counts of character pairs let a page look for a wording that no
vocabulary foresaw, but a short or unrepetitive paragraph could be put together again from them.
Such a paragraph is left out.

Seen as a graph (characters are vertices, pairs are edges) a paragraph is an Eulerian path, and a
run of characters can be recovered for certain when every Eulerian path of that graph holds it. All
these paths come from one another by transpositions, which swap two stretches between the same two
characters: ..x A z..x B z.. becomes ..x B z..x A z.. (E. Ukkonen, "Approximate string-matching with
q-grams and maximal matches", Theoretical Computer Science 92, 1992; P. Pevzner, "DNA physical
mapping and alternating Eulerian cycles in colored graphs", Algorithmica 13, 1995). So a run is safe
when one transposition of the real text is found in which it does not stand: that text has the same
pairs. Where none is found within the bounds below, the run counts as recoverable, be it so or not.

What the reader of the tables could know is taken generously. The characters that begin and end each
stretch between punctuation marks, which no table says, are edges of the graph too; a run counts as
recovered although the punctuation marks in it are not; and where the paragraph's terms and phrases
are stored with their counts, only a text that has the same counts of them is a way out.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import islice, pairwise

import pyarrow as pa

from loaders.schema import from_rows, rows_of
from loaders.text.measures import HAN
from loaders.text.term_finder import Finder

# So many Han characters in a row are not to be recovered.
WIDTH = 24
# A longer paragraph is left out unexamined: the search is quadratic, and speech has none.
LONGEST = 5_000
# How many transpositions are tried for one run before it counts as recoverable.
TRIES = 2_000

_HAN = re.compile(f"[{HAN}]")
_REST = re.compile(f"[^{HAN}]+")
_MARK = "#"


def char_bigrams(paragraphs: pa.Table, *, listed: frozenset[str] = frozenset()) -> pa.Table:
    """How often two Han characters stand side by side: table `char_bigrams`, sorted by its key.

    `listed` are the terms and phrases whose counts are stored for each paragraph. A paragraph of
    which 24 Han characters in a row could be recovered has no row, nor has one without a pair.
    """
    finder = Finder(listed)
    rows = (
        {"briefing_id": briefing_id, "paragraph": paragraph, "bigram": bigram, "n": n}
        for briefing_id, paragraph, text in rows_of(paragraphs, "briefing_id", "paragraph", "text")
        if not is_recoverable(text, listed=finder)
        for bigram, n in _bigrams(text).items()
    )
    return from_rows("char_bigrams", rows)


def is_recoverable(text: str, *, width: int = WIDTH, listed: Finder | None = None) -> bool:
    """Whether `width` Han characters of `text` in a row may be recovered from its counts.

    False is certain: every run of that width is missing from some other text with the same bigrams
    and the same occurrences of what `listed` finds. True is cautious: no such text was found.

    >>> is_recoverable("甲乙丙丁戊", width=5), is_recoverable("甲乙丙甲丁戊甲", width=5)
    (True, False)
    """
    sequence = _MARK + _REST.sub(_MARK, text).strip(_MARK) + _MARK
    if len(_only_han(sequence)) < width:
        return False
    if len(sequence) > LONGEST:
        return True
    runs = list(_runs(sequence, width))
    standing = {run for run, _, _ in runs}
    places = _places(sequence)
    listed = listed or Finder([])
    counts = {word: sequence.count(word) for word in listed.within(sequence)}
    for run, start, end in runs:
        others = islice(_transpositions(sequence, places, start, end), TRIES)
        while run in standing:
            other = next((o for o in others if _has(o, counts, listed)), None)
            if other is None:
                return True
            standing &= _grams(_only_han(other), width)
    return False


def _has(text: str, counts: dict[str, int], listed: Finder) -> bool:
    # The cheap half first: most transpositions break a word that is there.
    if any(text.count(word) != n for word, n in counts.items()):
        return False
    return len(listed.within(text)) == len(counts)


def _runs(sequence: str, width: int) -> Iterator[tuple[str, int, int]]:
    """Every `width` Han characters in a row, marks between them aside, with where they stand."""
    places = [place for place, character in enumerate(sequence) if character != _MARK]
    for first, last in zip(places, places[width - 1 :], strict=False):
        yield _only_han(sequence[first : last + 1]), first, last + 1


def _transpositions(text: str, places: dict[str, list[int]], start: int, end: int) -> Iterator[str]:
    """Texts with the same bigrams in which a character of text[start:end] has another neighbour."""
    for place in range(start, end):
        for other in places[text[place]]:
            if other == place:
                continue
            first, second = sorted((place, other))
            if place + 1 < end:
                yield from _swaps_after(text, places, first, second)
            if place > start:
                yield from _swaps_before(text, places, first, second)


def _swaps_after(text: str, places: dict[str, list[int]], i: int, k: int) -> Iterator[str]:
    """Swap what follows the character at i and at k, up to another that stands after both."""
    if text[i + 1 : i + 2] == text[k + 1 : k + 2]:
        return
    for j in range(k, i, -1):
        later = places[text[j]]
        following = bisect_right(later, k)
        if following < len(later):
            yield _swap(text, i, j, k, later[following])


def _swaps_before(text: str, places: dict[str, list[int]], j: int, m: int) -> Iterator[str]:
    """Swap what precedes the character at j and at m, from another that stands before both."""
    if text[j - 1] == text[m - 1]:
        return
    for k in range(j, m):
        earlier = places[text[k]]
        preceding = bisect_left(earlier, j)
        if preceding > 0:
            yield _swap(text, earlier[preceding - 1], j, k, m)


def _swap(text: str, i: int, j: int, k: int, m: int) -> str:
    """``..x A z..x B z..`` with x at i and k, z at j and m, as ``..x B z..x A z..``."""
    return text[:i] + text[k:m] + text[j:k] + text[i:j] + text[m:]


def _places(sequence: str) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, character in enumerate(sequence):
        places.setdefault(character, []).append(place)
    return places


def _bigrams(text: str) -> Counter[str]:
    """The pairs of neighbouring Han characters, overlapping ones too."""
    return Counter(a + b for a, b in pairwise(text) if _HAN.match(a) and _HAN.match(b))


def _grams(han: str, width: int) -> set[str]:
    return {han[start : start + width] for start in range(len(han) - width + 1)}


def _only_han(sequence: str) -> str:
    return sequence.replace(_MARK, "")
