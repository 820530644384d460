"""Align the text of an uploaded copy with the paragraphs of a briefing stored without text."""

import re
from collections.abc import Sequence
from typing import Any

from loaders.contract import BREAK
from loaders.schema import TEXT_COLUMNS
from loaders.text.measures import characters

_BETWEEN_WORDS = re.compile(r"(?<=[!-~])\n(?=[!-~])")
_OPENING_MARKS = "“‘《〈（(【[「『"


def align(
    sizes: Sequence[int], paragraphs: Sequence[dict[str, Any]]
) -> list[dict[str, Any]] | None:
    """Return the texts of each stored paragraph (TEXT_COLUMNS), taken from a copy's paragraphs.

    `sizes` are the character counts of the stored paragraphs; `paragraphs` are the copy's rows
    with the texts and characters. If the copy's paragraphs have the stored sizes, all texts are
    copied. If only the totals agree, the copy's text is split at the stored sizes, and repaired and
    published are None. Returns None if the totals differ.

    >>> rows = [{"segmented": "湖光灯会。“今年见。”", "characters": 7}]
    >>> [row["text"] for row in align([4, 3], rows)]
    ['湖光灯会。', '“今年见。”']
    >>> align([9], rows) is None
    True
    """
    if list(sizes) == [row["characters"] for row in paragraphs]:
        return [{field: row.get(field) for field in TEXT_COLUMNS} for row in paragraphs]
    if sum(sizes) != sum(row["characters"] for row in paragraphs):
        return None
    segmented = "\n".join(row["segmented"] for row in paragraphs)
    texts = map(_unwrap_lines, _split_by_sizes(segmented, sizes))
    empty = dict.fromkeys(TEXT_COLUMNS)
    return [{**empty, "text": text.replace(BREAK, ""), "segmented": text} for text in texts]


def _unwrap_lines(text: str) -> str:
    """Join the lines of `text`, with a space between ASCII characters and with none in Chinese."""
    return "".join(_BETWEEN_WORDS.sub(" ", text).split("\n")).strip(f" {BREAK}")


def _split_by_sizes(text: str, sizes: Sequence[int]) -> list[str]:
    """Split `text` into pieces with `sizes` characters each, punctuation not counted.

    Punctuation between two pieces goes to the first piece; from an opening mark on, to the second.
    """
    pieces, start = [], 0
    for size in sizes:
        end, remaining = start, size
        while remaining:
            remaining -= characters(text[end])
            end += 1
        while end < len(text) and not characters(text[end]) and text[end] not in _OPENING_MARKS:
            end += 1
        pieces.append(text[start:end])
        start = end
    return pieces
