"""The text of the search box: plain text, parsed into terms."""

import re
import unicodedata

MAX_CHARACTERS = 64  # of a query; a longer one is truncated
# A phrase in quotation marks between separators; else everything up to the next separator.
_TERM_PATTERN = re.compile(r"(?:(?<=[\s、])|^)[“\"「]([^“”\"「」]+)[”\"」](?=[\s、]|$)|[^\s、]+")
_SEPARATOR_PATTERN = re.compile(r"[\s、]")
# Unicode categories of controls, direction marks and surrogates.
_INVISIBLE_CATEGORIES = ("Cc", "Cf", "Cs")


def normalise(text: str) -> str:
    """Return `text` in NFC, without invisible characters and with single spaces.

    The result is truncated to MAX_CHARACTERS.

    >>> normalise(" 湖光  灯会" + chr(0x200B))
    '湖光 灯会'
    """
    # Bounds the work on a long text; the factor 4 leaves room for characters that are removed.
    spaced = " ".join(text[: 4 * MAX_CHARACTERS].split())
    visible = "".join(c for c in spaced if unicodedata.category(c) not in _INVISIBLE_CATEGORIES)
    composed = unicodedata.normalize("NFC", visible)
    return " ".join(" ".join(composed.split())[:MAX_CHARACTERS].split())


def terms(text: str) -> list[str]:
    """Return the distinct terms of the query `text`, in their order.

    Spaces and 、 separate terms; quotation marks keep a phrase together. A term has at least one
    letter, digit or Han character. All characters of a term are literal: there are no wildcards.

    >>> terms("灯会、工匠 “点亮湖光 照见家乡” ，")
    ['灯会', '工匠', '点亮湖光 照见家乡']
    """
    matches = (match[1] or match[0] for match in _TERM_PATTERN.finditer(text))
    return list(dict.fromkeys(term.strip() for term in matches if any(map(str.isalnum, term))))


def quote(term: str) -> str:
    """Return the query whose only term is `term`.

    >>> quote("灯会"), quote("点亮湖光 照见家乡")
    ('灯会', '“点亮湖光 照见家乡”')
    """
    return f"“{term}”" if _SEPARATOR_PATTERN.search(term) else term
