"""The grammar of a label: with what a line opens, and in which form.

A line may open with a *head*: up to 40 characters without a stop, marked by its form (before a
colon, in brackets, in bold, a Markdown heading, the first cell of a row, a line of its own). Whom a
head names, loaders.naming reads from its words; whether it is a label, loaders.layout weighs.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from loaders.parsing import timestamps

COLONS = "：:︰﹕∶"
STOPS = '，,。；;！!？?“”"《》\n…' + COLONS
# A head and what may stand before it fit into this many characters of a line.
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
    """What may be a label: its words, its form, where the speech begins, the stamp before it.

    `closed` says that a colon ends it; `level` counts the marks of a Markdown heading.
    """

    text: str
    form: str
    end: int
    closed: bool = False
    level: int = 0
    stamp: str | None = None

    @property
    def kind(self) -> tuple[str, int]:
        """The form with the level: heads of one kind are weighed together."""
        return self.form, self.level


# A page's lines are looked at before and after what is no speech is set aside.
@lru_cache(maxsize=8_192)
def head_of(text: str) -> Head | None:
    """The head that `text` opens with, in whichever form; None where it opens with speech.

    >>> head_of("- **谷雨晴：** 大家好。")
    Head(text='谷雨晴', form='bold', end=11, closed=True, level=0, stamp=None)
    >>> head_of("今天，我们开会：") is None
    True
    """
    window, start, stamp = text[:WINDOW], 0, None
    if prefix := _PREFIX.match(window):
        start = prefix.end()
    if stamped := timestamps.leading(window[start:]):
        stamp, start = stamped[0], start + stamped[1]
    found = _heading(window, start, len(text)) or _marked(window, start)
    if found is None and len(text) <= WINDOW and _BARE.fullmatch(text, start):
        found = Head(_tidy(text[start:]), "bare", len(text))
    if found is None or not found.text:
        return None
    return replace(found, stamp=stamp) if stamp else found


def _heading(window: str, start: int, length: int) -> Head | None:
    marks = _HEADING.match(window, start)
    if marks is None:
        return None
    inner = _marked(window, marks.end())
    if inner and inner.form in {"colon", "bold"}:
        return replace(inner, form="heading", level=len(marks[1]))
    words = window[marks.end() :].rstrip("# ")
    whole = _BARE.fullmatch(words)
    return Head(_tidy(words), "heading", length, level=len(marks[1])) if whole else None


def _marked(window: str, start: int) -> Head | None:
    if found := _BOLD.match(window, start):
        closed = bool(found[3] or found[4])
        return Head(_tidy(found[2]), "bold", found.end(), closed=closed)
    if found := _BRACKET.match(window, start):
        return Head(_tidy(found[1]), "bracket", found.end(), closed=True)
    if found := _COLON.match(window, start) or _LATIN_COLON.match(window, start):
        return Head(_tidy(found[1]), "colon", found.end(), closed=True)
    if found := _SPACED.match(window, start):
        return Head(found[1] or found[2], "spaced", found.end())
    if found := _CELL.match(window, start):
        return Head(_tidy(found[1]), "cell", found.end())
    return None


def _tidy(words: str) -> str:
    return " ".join(words.strip("*_ ").split())
