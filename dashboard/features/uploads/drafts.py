"""What a visitor brought to be read: each page, how it was read, and what they put right in it.

It is kept in the session's state, and in nothing else.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

import streamlit as st

from dashboard.features.uploads import corrections
from dashboard.filters import Filters
from dashboard.queries import selection, session_corpus
from dashboard.worker import client
from dashboard.worker.client import Page
from loaders.text.dates import YEARS

MOST = 12  # pages of one session, and of one drop
ADDED = "added"  # the series of loaders.incoming
_DRAFTS, _REFUSED = "bw_drafts", "bw_refused"
_DAYS = ("date_held", "published_at")


class Refusal(NamedTuple):
    """Why a page is no draft: its name, the reason's key in the locales, the parser's sentence."""

    name: str
    reason: str
    sentence: str = ""


@dataclass
class Draft:
    """One page: as read, as its table of turns begins, and as it stands with all corrections.

    stated: what the visitor says of the whole: title, date_held, series and the like. added: what
    stood when it was added; there_as: the briefing that it then turned out to be a copy of, ""
    where of none; unfilled: the copy's text did not go with that. strange_day: the day that the
    page states where it is outside of YEARS, and so counts as not read. renamed: who speaks under
    another name by the table's edits; settled: by those of the tables before it.
    """

    page: Page
    read: dict[str, Any]
    base: dict[str, Any] = field(init=False)
    turns: dict[str, Any] = field(init=False)
    stated: dict[str, Any] = field(default_factory=dict)
    problems: tuple[corrections.Problem, ...] = ()
    renamed: tuple[corrections.Renamed, ...] = ()
    settled: tuple[corrections.Renamed, ...] = ()
    version: int = 0
    added: dict[str, Any] = field(default_factory=dict)
    there_as: str = ""
    unfilled: bool = False
    strange_day: str = field(init=False)

    def __post_init__(self) -> None:
        days = [day for name in _DAYS if (day := self.read[name]) and not _in_years(day)]
        self.strange_day = days[0][:10] if days else ""
        kept = {name: None if self.read[name] in days else self.read[name] for name in _DAYS}
        self.read = {**self.read, **kept}
        if not _in_years(str(self.read.get("year") or YEARS[0])):
            del self.read["year"]
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
        whole = {"series": ADDED, "year": None} | self.read
        return any(self.now.get(name, value) != value for name, value in whole.items())

    @property
    def outcome(self) -> str:
        """What became of it when it was added, "" where it was not, or is there no more."""
        if self.there_as in selection.years():
            if self.there_as not in selection.unheld(Filters()):
                return "already_there"
            if self.unfilled:
                return "not_filled"
        mine = session_corpus.added_as(self.page)
        return mine.outcome.replace(" ", "_") if mine else ""

    @property
    def may_go(self) -> bool:
        """Whether nothing is lost with it that the visitor did: no correction, no addition."""
        return not self.changed and session_corpus.added_as(self.page) is None

    def settle(self) -> None:
        """Have the table begin with what stands now, in a new table."""
        self.base = self.turns
        self.settled, self.renamed = tuple(dict.fromkeys((*self.settled, *self.renamed))), ()
        self.version += 1

    def correct(self, edits: corrections.Edits) -> bool:
        """Make the edits of the table; whether its rows are others now, so that it begins anew."""
        self.turns, self.problems = corrections.corrected(self.base, edits)
        self.renamed = corrections.renamed(self.base, edits)
        anew = corrections.restructures(edits)
        if anew:
            self.settle()
        return anew

    @property
    def elsewhere(self) -> dict[corrections.Renamed, int]:
        """What was put right of who speaks, and how many other turns still have it as before."""
        undone = {change[::-1] for change in self.renamed}
        changes = dict.fromkeys((*self.settled, *self.renamed))
        counts = {
            change: len(corrections.alike(self.turns, change))
            for change in changes
            if change not in undone
        }
        return {change: n for change, n in counts.items() if n}

    def correct_alike(self, change: corrections.Renamed) -> None:
        """Put the same right in those other turns; the table begins anew."""
        self.turns, self.problems = corrections.corrected(
            self.turns, corrections.alike(self.turns, change)
        )
        self.settle()


def all_of_session() -> dict[str, Draft]:
    """The drafts of this session by their keys, the newest first."""
    found: dict[str, Draft] = st.session_state.setdefault(_DRAFTS, {})
    return found


def refused() -> list[Refusal]:
    """What was refused when something was last brought."""
    found: list[Refusal] = st.session_state.setdefault(_REFUSED, [])
    return found


def take(pages: Sequence[Page], *, over: Sequence[str] = (), waiting: Callable[[], None]) -> None:
    """Read `pages`: each becomes a draft, or its refusal is told.

    over: the names of what was brought beyond MOST, to be refused. Where MOST are there already,
    the oldest that may go makes room; one that the visitor put right or added never does.
    """
    told = refused()
    told.clear()
    fresh: set[str] = set()
    for page in pages:
        try:
            draft = _taken(page, fresh, waiting)
        except client.RefusedError as error:
            told.append(Refusal(page.name, error.reason, str(error)))
        else:
            _put_first(draft)
            fresh.add(draft.key)
    told += [Refusal(name, "too_many") for name in over]


def _taken(page: Page, fresh: set[str], waiting: Callable[[], None]) -> Draft:
    """The draft of `page`, for which there is room then. Raises reading.RefusedError."""
    if not page.data.strip(b"\0\t\n\r \xef\xbb\xbf"):
        raise client.RefusedError("empty")
    if len(page.data) > client.LARGEST:
        raise client.RefusedError("too_large")
    there, key = all_of_session(), _key(page)
    if key in there and not there[key].may_go:
        return there[key]  # brought again: what was put right in it stays
    goes = None
    if key not in there and len(there) >= MOST:
        old = (each for each in reversed(there) if each not in fresh)
        goes = next((each for each in old if there[each].may_go), None)
        if goes is None:
            raise client.RefusedError("too_many")
    draft = Draft(page, client.read(page, waiting=waiting))
    if goes is not None:
        there.pop(goes, None)
    return draft


def _put_first(draft: Draft) -> None:
    there = all_of_session()
    others = {key: each for key, each in there.items() if key != draft.key}
    there.clear()
    there |= {draft.key: draft, **others}


def start_again(draft: Draft) -> None:
    """Let go of everything that was put right in `draft`."""
    draft.turns, draft.stated, draft.problems = draft.read, {}, ()
    draft.settle()
    draft.settled = ()


def throw_away(draft: Draft) -> None:
    """Let go of `draft`. What it was added as stays."""
    all_of_session().pop(draft.key, None)


def _in_years(day: str) -> bool:
    """Whether a day in ISO 8601, or a year, is within YEARS."""
    return YEARS[0] <= int(day.partition("-")[0]) <= YEARS[1]


def _key(page: Page) -> str:
    return sha256(page.name.encode("utf-8", "replace") + b"\0" + page.data).hexdigest()[:12]
