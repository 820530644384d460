"""The lines of a PDF's pages, joined to paragraphs where the page shows that they go on.

A line goes on in the next one where it is full (the next word would not have fitted), the next is
not indented, of the same size and close below. Page numbers, and running heads after their first,
are left out: they stand in the middle of sentences.
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
# What PDFium gives for a hyphen that ends a line, and for a glyph that stands for no character.
FULL = 15  # characters of Han; where no line is longer, none shows where lines end
HYPHENS = "\x02\ufffe\xad"


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line on its page, with the box around it in points; y grows upwards."""

    text: str
    page: int
    left: float
    right: float
    bottom: float
    size: float


def paragraphs(pages: list[list[PageLine]]) -> list[str]:
    """The paragraphs of the pages, in their order."""
    return list(_paragraphs(_without_margins(pages)))


def _without_margins(pages: list[list[PageLine]]) -> list[PageLine]:
    """The lines of all pages without page numbers, and running heads where they come again."""
    edges = Counter(line.text for lines in pages for line in {*lines[:1], *lines[-1:]})
    seen: set[str] = set()
    kept: list[PageLine] = []
    for lines in pages:
        for index, line in enumerate(lines):
            at_edge = index in (0, len(lines) - 1)
            runs = at_edge and edges[line.text] > max(2, len(pages) / 2)
            if not (at_edge and PAGE_NUMBER.match(line.text)) and not (runs and line.text in seen):
                kept.append(line)
            seen |= {line.text} if runs else set()
    return kept


def _paragraphs(lines: list[PageLine]) -> Iterator[str]:
    if not lines:
        return
    margin, edge, leading = _measure(lines)
    paragraph = lines[0].text
    for line, below in pairwise(lines):
        if _goes_on(line, below, margin=margin, edge=edge, leading=leading):
            paragraph = _joined(paragraph, below.text)
        else:
            yield paragraph
            paragraph = below.text
    yield paragraph


def _measure(lines: list[PageLine]) -> tuple[float, float, float]:
    """The left margin of the text, the right edge of its full lines, the usual step to the next.

    The margin is where most lines begin, among two ends of one paragraph the left one.
    """
    lefts = Counter(round(line.left) for line in lines)
    often = max(lefts.values())
    margin = min(left for left, times in lefts.items() if times * 4 >= often)
    rights = sorted(line.right for line in lines)
    steps = Counter(
        round(a.bottom - b.bottom)
        for a, b in pairwise(lines)
        if a.page == b.page and a.bottom > b.bottom
    )
    return margin, rights[-1 - len(rights) // 20], steps.most_common(1)[0][0] if steps else 0


def _goes_on(
    line: PageLine, below: PageLine, *, margin: float, edge: float, leading: float
) -> bool:
    word = re.match(r"[!-~]+", below.text)
    width = (below.right - below.left) / len(below.text)
    # Two characters of Han may be pushed down by a mark that must not begin a line.
    needed = len(word[0]) * width if word else 2.5 * line.size
    is_full = line.right + needed >= edge and line.right - line.left >= FULL * line.size
    is_indented = below.left > margin + 0.8 * below.size
    is_alike = abs(line.size - below.size) <= 0.15 * max(line.size, below.size)
    step = line.bottom - below.bottom
    is_close = line.page != below.page or 0 < step <= 1.4 * leading + 1
    return is_full and is_alike and is_close and not is_indented


def _joined(above: str, below: str) -> str:
    if above[-1] in HYPHENS:
        return above[:-1] + below
    space = "" if WIDE.match(above[-1]) or WIDE.match(below[0]) else " "
    return above + space + below
