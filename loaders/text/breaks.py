"""Read the breaks of a segmented text (column paragraphs.segmented), without a segmenter.

loaders.text.word_breaks marks them. The server reads them, which loads no segmenter.
"""

import re
from collections.abc import Iterator
from itertools import accumulate

from loaders.contract import BREAK


def break_offsets(segmented: str) -> frozenset[int]:
    """Return the offsets in the text of `segmented` where a word may begin or end, in characters.

    >>> sorted(break_offsets(f"文明{BREAK}办网"))
    [0, 2, 4]
    """
    return frozenset(accumulate(map(len, segmented.split(BREAK)), initial=0))


def free_matches(pattern: re.Pattern[str], segmented: str) -> Iterator[re.Match[str]]:
    """Yield the matches of `pattern` in the text of `segmented` that begin and end at a break.

    Matches do not overlap; after a match inside a longer word the search goes on at its second
    character. `pattern` must not match the empty string.

    >>> text = f"网上{BREAK}网下{BREAK},{BREAK}上网"
    >>> [match.start() for match in free_matches(re.compile("上网"), text)]
    [5]
    """
    text, breaks = segmented.replace(BREAK, ""), break_offsets(segmented)
    match = pattern.search(text)
    while match:
        is_free = match.start() in breaks and match.end() in breaks
        if is_free:
            yield match
        match = pattern.search(text, match.end() if is_free else match.start() + 1)
