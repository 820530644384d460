"""Match a candidate label, called a head, at the beginning of a line.

A head is a few words without a stop, mostly up to 40 characters, in one of these forms: colon
(before a colon), bracket, bold, heading (of Markdown), cell (the first of a row), spaced (Q or 问
before a space) and bare (alone on its line). label_words parses the words of a head; label_scoring
decides whether the head is a label.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from loaders.parsing import timestamps
from loaders.parsing.label_words import Words

COLONS = "：:︰﹕∶"
STOPS = '，,。；;！!？?“”"《》\n…' + COLONS
# A head and its prefix fit into this many characters of a line.
WINDOW = 160

_PREFIX = re.compile(
    r"(?:> ?)?(?:[-+*] {1,4}|[•●○▪■□◆◇►▶▲·] {0,4}|\d{1,2}[.、)）] ?(?=\D))?", re.ASCII
)
_HEADING = re.compile(r"(#{1,6})[ \t]{1,4}(?=\S)")
_BOLD = re.compile(
    rf"(\*\*|__) ?([^*_\n{COLONS}]{{1,60}}?) ?([{COLONS}]?) ?\1[ \t]{{0,4}}([{COLONS}]?)\s*"
)
_BRACKET = re.compile(
    rf"[【\[〔［] ?([^【】\[\]〔〕［］{STOPS}]{{1,40}}?) ?[】\]〕］](?!\() ?[{COLONS}]?\s*"
)
_COLON = re.compile(
    rf"((?:《[^《》]{{1,20}}》)?[^{STOPS}#*|\t【】]{{1,40}}?)[ \t]{{0,4}}[{COLONS}]\s*"
)
_LATIN_COLON = re.compile(r"([A-Z][\w.'’ -]{1,40}, [\w.'’& -]{2,50})[:：]\s*")
_CELL = re.compile(rf"([^{STOPS}|\t]{{1,40}}?) {{0,4}}[\t|]\s*(?=\S)")
_SPACED = re.compile(r"(Q|A|问|答)(?:[ \t\u3000]{2,8}|[\t\u3000])(?=\S)|(Q) (?=[A-Z“\"(])")
_BARE = re.compile(rf"[^{STOPS}|\t]{{1,40}}")


@dataclass(frozen=True)
class Head:
    """A candidate label at the beginning of a line: its words, and how they are marked as a label.

    `form` is one of those that the module docstring lists. `end` is the index in the line at which
    the speech begins. `is_closed` is True for a head in brackets or with a colon. `level` is the
    number of # of a Markdown heading, else 0. `stamp` is the time printed before the head, or None.
    """

    words: Words
    form: str
    end: int
    is_closed: bool = False
    level: int = 0
    stamp: str | None = None

    @property
    def text(self) -> str:
        """The words as text."""
        return self.words.text

    @property
    def kind(self) -> tuple[str, int]:
        """The form and the level; label_scoring judges heads of the same kind together."""
        return self.form, self.level


# A speaker's label recurs with every turn, often on a line of its own.
@lru_cache(maxsize=1_024)
def parse_head(text: str) -> Head | None:
    """Parse the head at the beginning of the line `text`; None if the line begins with speech.

    >>> parse_head("- **谷雨晴：** 大家好。")
    Head(words=Words(text='谷雨晴'), form='bold', end=11, is_closed=True, level=0, stamp=None)
    >>> parse_head("今天，我们开会：") is None
    True
    """
    window, start, stamp = text[:WINDOW], 0, None
    if prefix := _PREFIX.match(window):
        start = prefix.end()
    if stamped := timestamps.leading(window[start:]):
        stamp, start = stamped[0], start + stamped[1]
    found = _parse_heading(window, start, len(text)) or _parse_marked(window, start)
    if found is None and len(text) <= WINDOW and _BARE.fullmatch(text, start):
        found = Head(_tidy(text[start:]), "bare", len(text))
    if found is None or not found.text:
        return None
    return replace(found, stamp=stamp) if stamp else found


def _parse_heading(window: str, start: int, length: int) -> Head | None:
    marks = _HEADING.match(window, start)
    if marks is None:
        return None
    inner = _parse_marked(window, marks.end())
    if inner and inner.form in {"colon", "bold"}:
        return replace(inner, form="heading", level=len(marks[1]))
    words = window[marks.end() :].rstrip("# ")
    is_head = _BARE.fullmatch(words)
    return Head(_tidy(words), "heading", length, level=len(marks[1])) if is_head else None


def _parse_marked(window: str, start: int) -> Head | None:
    if found := _BOLD.match(window, start):
        is_closed = bool(found[3] or found[4])
        return Head(_tidy(found[2]), "bold", found.end(), is_closed=is_closed)
    if found := _BRACKET.match(window, start):
        return Head(_tidy(found[1]), "bracket", found.end(), is_closed=True)
    if found := _COLON.match(window, start) or _LATIN_COLON.match(window, start):
        return Head(_tidy(found[1]), "colon", found.end(), is_closed=True)
    if found := _SPACED.match(window, start):
        return Head(Words(found[1] or found[2]), "spaced", found.end())
    if found := _CELL.match(window, start):
        return Head(_tidy(found[1]), "cell", found.end())
    return None


def _tidy(words: str) -> Words:
    return Words(" ".join(words.strip("*_ ").split()))
