"""A copy's text laid over the paragraphs of a briefing that is here without its text."""

import re
from collections.abc import Sequence
from typing import Any

from loaders.text.measures import characters

_BETWEEN_WORDS = re.compile(r"(?<=[!-~])\n(?=[!-~])")
_OPENING = "“‘《〈（(【[「『"


def align(
    sizes: Sequence[int], paragraphs: Sequence[dict[str, Any]]
) -> list[dict[str, Any]] | None:
    """The text of each of the paragraphs that have `sizes` characters; None where they differ.

    `paragraphs` are rows with text, repaired, published and characters. A copy with the same
    paragraphs gives all three; one that is laid out otherwise has its text cut where ours is.

    >>> rows = [{"text": "湖光灯会。“今年见。”", "characters": 7}]
    >>> [row["text"] for row in aligned([4, 3], rows)]
    ['湖光灯会。', '“今年见。”']
    >>> aligned([9], rows) is None
    True
    """
    if list(sizes) == [row["characters"] for row in paragraphs]:
        return [
            {field: row.get(field) for field in ("text", "repaired", "published")}
            for row in paragraphs
        ]
    if sum(sizes) != sum(row["characters"] for row in paragraphs):
        return None
    texts = _cut("\n".join(row["text"] for row in paragraphs), sizes)
    return [{"text": _joined(text), "repaired": None, "published": None} for text in texts]


def _joined(text: str) -> str:
    """Paragraphs run together: with a space between Latin words, with none in Chinese."""
    return "".join(_BETWEEN_WORDS.sub(" ", text).split("\n")).strip()


def _cut(text: str, sizes: Sequence[int]) -> list[str]:
    """`text` cut after so many characters; a mark joins what is before it, unless it opens."""
    pieces, start = [], 0
    for size in sizes:
        end, left = start, size
        while left:
            left -= characters(text[end])
            end += 1
        while end < len(text) and not characters(text[end]) and text[end] not in _OPENING:
            end += 1
        pieces.append(text[start:end])
        start = end
    return pieces
