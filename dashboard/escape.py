"""Text from a document or a link, made to show as itself where a page reads Markdown."""

import re
import unicodedata

_SIGNIFICANT = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&=^@/\"'])")


def escape_markdown(text: str) -> str:
    r"""`text` with every sign that Markdown gives a meaning escaped.

    >>> markdown("*天津*")
    '\\*天津\\*'
    """
    return _SIGNIFICANT.sub(r"\\\1", text)


def printable(text: str, *, limit: int = 24) -> str:
    """`text` cut to `limit` characters; what is invisible, or turns the line round, as U+FFFD.

    >>> shown("廈門" + chr(0))
    '廈門\ufffd'
    """
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return "".join("\ufffd" if unicodedata.category(c)[0] == "C" else c for c in cut)
