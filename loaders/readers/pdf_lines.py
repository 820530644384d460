"""Join the lines of a PDF's pages into paragraphs.

Two successive lines are joined if the first is full (the next word would not have fitted) and the
second is not indented, has the same size, and is close below. Page numbers are left out, and so are
running heads after their first occurrence, since both would interrupt sentences.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from loaders.readers.blocks import WIDE

PAGE_NUMBER = re.compile(
    r"^[-—–\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[,，/]?\s*共?\s*\d{1,4}\s*页?)?[-—–\s]*$"
)
MIN_FULL_LINE_HAN = 15  # Han characters; shorter lines are never taken as full
# PDFium's characters for a hyphen at the end of a line and for a glyph without a character, and the
# soft hyphen.
HYPHENS = "\x02\ufffe\xad"


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page, with the box around it in points; y grows upwards.

    `page` counts from 0. `size` is the height of the box of the first character.
    """

    text: str
    page: int
    left: float
    right: float
    bottom: float
    size: float


def paragraphs(pages: list[list[PageLine]]) -> list[str]:
    """Join the lines of `pages` into paragraphs, in order, without page numbers and running heads.

    Each item of `pages` holds the lines of one page. The first occurrence of a running head is
    kept.
    """
    return list(_join_lines(_strip_margins(pages)))


def _strip_margins(pages: list[list[PageLine]]) -> list[PageLine]:
    """Return the lines of all pages as one list, without page numbers and repeated heads."""
    edges = Counter(line.text for lines in pages for line in {*lines[:1], *lines[-1:]})
    seen: set[str] = set()
    kept: list[PageLine] = []
    for lines in pages:
        for index, line in enumerate(lines):
            at_edge = index in (0, len(lines) - 1)
            is_repeated = at_edge and edges[line.text] > max(2, len(pages) / 2)
            if not (at_edge and PAGE_NUMBER.match(line.text)) and not (
                is_repeated and line.text in seen
            ):
                kept.append(line)
            seen |= {line.text} if is_repeated else set()
    return kept


def _join_lines(lines: list[PageLine]) -> Iterator[str]:
    if not lines:
        return
    margin, edge, leading = _measure_layout(lines)
    paragraph = lines[0].text
    for line, below in pairwise(lines):
        if _continues(line, below, margin=margin, edge=edge, leading=leading):
            paragraph = _join_text(paragraph, below.text)
        else:
            yield paragraph
            paragraph = below.text
    yield paragraph


def _measure_layout(lines: list[PageLine]) -> tuple[float, float, float]:
    """Return the left margin, the right edge of full lines, and the usual distance between lines.

    All are in points. The margin is the leftmost start of a line that is at least a quarter as
    common as the most common start. The edge ignores the rightmost twentieth of the lines. The
    distance is 0 if no line is below another.
    """
    lefts = Counter(round(line.left) for line in lines)
    most = max(lefts.values())
    margin = min(left for left, times in lefts.items() if times * 4 >= most)
    rights = sorted(line.right for line in lines)
    steps = Counter(
        round(a.bottom - b.bottom)
        for a, b in pairwise(lines)
        if a.page == b.page and a.bottom > b.bottom
    )
    return margin, rights[-1 - len(rights) // 20], steps.most_common(1)[0][0] if steps else 0


def _continues(
    line: PageLine, below: PageLine, *, margin: float, edge: float, leading: float
) -> bool:
    word = re.match(r"[!-~]+", below.text)
    width = (below.right - below.left) / len(below.text)
    # Two Han characters may move to the next line together with a mark that must not begin a line.
    next_width = len(word[0]) * width if word else 2.5 * line.size
    is_full = (
        line.right + next_width >= edge and line.right - line.left >= MIN_FULL_LINE_HAN * line.size
    )
    is_indented = below.left > margin + 0.8 * below.size
    is_same_size = abs(line.size - below.size) <= 0.15 * max(line.size, below.size)
    step = line.bottom - below.bottom
    is_close = line.page != below.page or 0 < step <= 1.4 * leading + 1
    return is_full and is_same_size and is_close and not is_indented


def _join_text(above: str, below: str) -> str:
    if above[-1] in HYPHENS:
        return above[:-1] + below
    space = "" if WIDE.match(above[-1]) or WIDE.match(below[0]) else " "
    return above + space + below
