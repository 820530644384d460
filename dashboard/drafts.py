"""What a visitor brought to be read: each page, how it was read, and what they put right in it.

It is kept in the session's state, and in nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

import streamlit as st

from dashboard import corrections, reading
from dashboard.reading import Page

__all__ = ["Draft", "Refusal", "all_of_session", "refused", "start_again", "take", "throw_away"]

_DRAFTS, _REFUSED = "bw_drafts", "bw_refused"
_MOST = 12  # pages of one session: the oldest go


class Refusal(NamedTuple):
    """Why a page is no draft: its name, the reason's key in the locales, the parser's sentence."""

    name: str
    reason: str
    sentence: str = ""


@dataclass
class Draft:
    """One page: as read, as its table of turns begins, and as it stands with all corrections.

    stated: what the visitor says of the whole: title, date_held, series and the like. outcome: what
    became of it when it was added, "" before; an addition of what stood in `added`.
    """

    page: Page
    read: dict[str, Any]
    base: dict[str, Any] = field(init=False)
    turns: dict[str, Any] = field(init=False)
    stated: dict[str, Any] = field(default_factory=dict)
    problems: tuple[corrections.Problem, ...] = ()
    version: int = 0
    outcome: str = ""
    added: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.base = self.turns = self.read

    @property
    def key(self) -> str:
        """Tells this page from the others of its session."""
        return _key(self.page)

    @property
    def now(self) -> dict[str, Any]:
        """The edition with everything that the visitor put right."""
        return {**self.turns, **self.stated}

    @property
    def changed(self) -> bool:
        """Whether anything that was read is put right."""
        return any(self.now[name] != value for name, value in self.read.items())

    def settle(self) -> None:
        """Have the table begin with what stands now, in a new table."""
        self.base = self.turns
        self.version += 1

    def correct(self, edits: corrections.Edits) -> bool:
        """Make the edits of the table; whether its rows are others now, so that it begins anew."""
        self.turns, self.problems = corrections.corrected(self.base, edits)
        anew = corrections.restructures(edits)
        if anew:
            self.settle()
        return anew


def all_of_session() -> dict[str, Draft]:
    """The drafts of this session by their keys, the newest first."""
    found: dict[str, Draft] = st.session_state.setdefault(_DRAFTS, {})
    return found


def refused() -> list[Refusal]:
    """What was refused when something was last brought."""
    found: list[Refusal] = st.session_state.setdefault(_REFUSED, [])
    return found


def take(pages: list[Page], *, waiting: Callable[[], None]) -> None:
    """Read `pages`: each becomes a draft, or its refusal is told."""
    there, told = all_of_session(), refused()
    told.clear()
    for page in pages:
        if not page.data.strip(b"\0\t\n\r \xef\xbb\xbf"):
            told.append(Refusal(page.name, "empty"))
        elif len(page.data) > reading.LARGEST:
            told.append(Refusal(page.name, "too_large"))
        else:
            _take(page, there, told, waiting)
    while len(there) > _MOST:
        del there[next(reversed(there))]


def _take(
    page: Page, there: dict[str, Draft], told: list[Refusal], waiting: Callable[[], None]
) -> None:
    try:
        read = reading.read(page, waiting=waiting)
    except reading.RefusedError as refused:
        told.append(Refusal(page.name, refused.reason, str(refused)))
        return
    earlier = dict(there)
    there.clear()
    there |= {
        _key(page): Draft(page, read),
        **{k: d for k, d in earlier.items() if k != _key(page)},
    }


def start_again(draft: Draft) -> None:
    """Let go of everything that was put right in `draft`."""
    draft.turns, draft.stated, draft.problems = draft.read, {}, ()
    draft.settle()


def throw_away(draft: Draft) -> None:
    """Let go of `draft`. What it was added as stays."""
    all_of_session().pop(draft.key, None)


def _key(page: Page) -> str:
    return sha256(page.name.encode("utf-8", "replace") + b"\0" + page.data).hexdigest()[:12]
