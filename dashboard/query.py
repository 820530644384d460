"""What a reader types into the search box: plain text, from which the terms to find are read."""

import re
import unicodedata

LONGEST = 64  # characters of a query
# A phrase between quotation marks, where they stand apart from what is beside them; else all up to
# the next separator.
_TERM = re.compile(r"(?:(?<=[\s、])|^)[“\"「]([^“”\"「」]+)[”\"」](?=[\s、]|$)|[^\s、]+")
_SEPARATED = re.compile(r"[\s、]")
# Unicode's categories of what is not to be seen: controls, marks of direction, surrogates.
_UNSEEN = ("Cc", "Cf", "Cs")


def tidy(text: str) -> str:
    """`text` as the texts are kept: composed, nothing invisible, one space where several stand.

    No more than LONGEST characters come back.

    >>> tidy(" 湖光  灯会" + chr(0x200B))
    '湖光 灯会'
    """
    # Most of what is far too long would be cut away anyway; four times keeps what is to be removed.
    spaced = " ".join(text[: 4 * LONGEST].split())
    seen = "".join(c for c in spaced if unicodedata.category(c) not in _UNSEEN)
    composed = unicodedata.normalize("NFC", seen)
    return " ".join(" ".join(composed.split())[:LONGEST].split())


def terms(text: str) -> list[str]:
    """The terms that a query asks for, each once and in its order.

    A space or 、 parts two terms, quotation marks hold one together. A term holds at least one
    letter, digit or Han character; all of its signs are meant as they stand.

    >>> terms("灯会、工匠 “点亮湖光 照见家乡” ，")
    ['灯会', '工匠', '点亮湖光 照见家乡']
    """
    found = (match[1] or match[0] for match in _TERM.finditer(text))
    return list(dict.fromkeys(term.strip() for term in found if any(map(str.isalnum, term))))


def quoted(term: str) -> str:
    """The query that asks for `term` alone.

    >>> quoted("灯会"), quoted("点亮湖光 照见家乡")
    ('灯会', '“点亮湖光 照见家乡”')
    """
    return f"“{term}”" if _SEPARATED.search(term) else term
