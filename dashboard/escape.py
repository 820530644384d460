"""Escape untrusted text, from a document or a link, for Markdown and for display."""

import re
import unicodedata

_SIGNIFICANT = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&=^@/\"'])")


def escape_markdown(text: str) -> str:
    r"""Return `text` with a backslash before every character that has a meaning in Markdown.

    >>> escape_markdown("*天津*")
    '\\*天津\\*'
    """
    return _SIGNIFICANT.sub(r"\\\1", text)


def printable(text: str, *, limit: int = 24) -> str:
    """Return at most `limit` characters of `text`, controls and direction marks as U+FFFD.

    >>> printable("廈門" + chr(0))
    '廈門\ufffd'
    """
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return "".join("\ufffd" if unicodedata.category(c)[0] == "C" else c for c in cut)
