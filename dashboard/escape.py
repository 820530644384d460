"""Escape untrusted text, from a document or a link, for Markdown and for display."""

import re
import unicodedata

_SIGNIFICANT = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&=^@/\"'])")
# Places in what Streamlit replaces after Markdown was read, when no backslash is left: addresses,
# which become links; :names:, which become icons, emoji or Streamlit's logo.
_REPLACED_NAMES = re.compile(
    r"(?<=http)(?=://)|(?<=https)(?=://)|(?<=www)(?=\.)|(?=@)|(?<=:)(?=[\w+-]+:)", re.IGNORECASE
)
# Signs that it replaces, such as ->, which becomes an arrow.
_REPLACED_SIGNS = re.compile(r"(?<![-<>=~])[-<>=~]{2,3}(?![-<>=~])")
# An element without content divides what is replaced. It shows, and is copied, as nothing.
_DIVIDER = ":red[]"
_PLACE = "\0"  # of a divider, until the text is escaped


def escape_markdown(text: str) -> str:
    r"""Return Markdown that Streamlit shows as `text`: without markup, links, icons or formulas.

    A backslash precedes every character that has a meaning in Markdown. NUL, which Markdown cannot
    show, becomes U+FFFD.

    >>> escape_markdown("*天津*"), escape_markdown("www.example.com")
    ('\\*天津\\*', 'www:red[]\\.example\\.com')
    """
    divided = _REPLACED_NAMES.sub(_PLACE, text.replace(_PLACE, "\ufffd"))
    divided = _REPLACED_SIGNS.sub(lambda signs: _PLACE.join(signs[0]), divided)
    return _SIGNIFICANT.sub(r"\\\1", divided).replace(_PLACE, _DIVIDER)


def printable(text: str, *, limit: int = 24) -> str:
    """Return at most `limit` characters of `text`, controls and direction marks as U+FFFD.

    >>> printable("廈門" + chr(0))
    '廈門\ufffd'
    """
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return "".join("\ufffd" if unicodedata.category(c)[0] == "C" else c for c in cut)
