"""Drafts: the pages that a visitor uploaded, how each was read, and the corrections so far.

They are stored only in the state of the Streamlit session.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal, NamedTuple, TypedDict

import streamlit as st

from dashboard import session_corpus
from dashboard.features.uploads import corrections
from dashboard.filters import Filters
from dashboard.queries import identifiers, search
from dashboard.run_context import current_run
from dashboard.worker import client
from dashboard.worker.client import Page
from loaders.contract import ADDED_SERIES, MAX_BYTES
from loaders.edition.model import Edition
from loaders.messages import CodeObject
from loaders.text.dates import BRIEFING_YEARS

MAX_PAGES = 12  # drafts per session, and files per upload
_DRAFTS, _REFUSED = "bw_drafts", "bw_refused"
_DAYS: tuple[Literal["date_held", "published_at"], ...] = ("date_held", "published_at")


class Refusal(NamedTuple):
    """A page that was refused.

    name: of its file. reason: key of the reason in the locales. stated: the parser's refusal, an
    object of RefusedFileError.as_object, or None.
    """

    name: str
    reason: str
    stated: CodeObject | None = None


class StatedFields(TypedDict, total=False):
    """The fields outside of turns that a visitor may set."""

    title: str
    date_held: str | None
    year: int
    series: str
    series_zh: str
    series_en: str


@dataclass
class Draft:
    """An uploaded page, as it was read and as the visitor corrected it.

    Five states of its edition, each made of the one before:

    - read: as parsed, without implausible days.
    - base: `read` with the edits of earlier correction tables; the current table starts from it.
    - corrected: `base` with the edits of the current table.
    - edition: `corrected` with the fields of `stated`, which the visitor sets outside of turns.
    - added: the `edition` that was last added to the corpus; None before.

    problems: the edits that failed. changes: the speakers changed in the current table;
    committed_changes: those changed in earlier tables. version: number of the current table.
    duplicate_of: id of the briefing of which the
    page, when added, proved to be a copy, or "". is_unfilled: True if the text of that briefing
    could not be filled in from the copy. implausible_day: a day stated by the page outside of
    BRIEFING_YEARS, which is dropped, or "".
    """

    page: Page
    read: Edition
    base: Edition = field(init=False)
    corrected: Edition = field(init=False)
    stated: StatedFields = field(default_factory=StatedFields)
    problems: tuple[corrections.Problem, ...] = ()
    changes: tuple[corrections.SpeakerChange, ...] = ()
    committed_changes: tuple[corrections.SpeakerChange, ...] = ()
    version: int = 0
    added: Edition | None = None
    duplicate_of: str = ""
    is_unfilled: bool = False
    implausible_day: str = field(init=False)

    def __post_init__(self) -> None:
        days = [day for name in _DAYS if (day := self.read[name]) and not _is_plausible(day)]
        self.implausible_day = days[0][:10] if days else ""
        self.read = self.read.copy()
        for name in _DAYS:
            if self.read[name] in days:
                self.read[name] = None
        if not _is_plausible(str(self.read.get("year") or BRIEFING_YEARS[0])):
            del self.read["year"]
        self.base = self.corrected = self.read

    @property
    def key(self) -> str:
        """Id of the page within the session: a hash of its name and bytes."""
        return _key(self.page)

    @property
    def edition(self) -> Edition:
        """The edition as read, with all corrections."""
        whole: Edition = {**self.corrected, **self.stated}
        if whole["date_held"] not in (None, self.read["date_held"]):
            whole.pop("year", None)  # that of a saved reading, from before its day was stated
        return whole

    @property
    def saved(self) -> Edition:
        """The edition to save: with the digest of its page, by which it is recognised later."""
        return {**self.edition, "sha256": self.page_digest}

    @property
    def page_digest(self) -> str:
        """SHA-256 of the page from which the edition was read, in hexadecimal."""
        return session_corpus.page_digest(self.read, self.page)

    @property
    def is_changed(self) -> bool:
        """True if the edition differs from what was read."""
        whole: dict[str, object] = {"series": ADDED_SERIES, "year": None, **self.read}
        return any(self.edition.get(name, value) != value for name, value in whole.items())

    def outcome(self) -> str:
        """Return the outcome of adding the draft: a key of `adding.outcome` in the locales.

        "" if the draft was not added, or if its briefing has been removed since.
        """
        if self.duplicate_of in identifiers.years():
            if self.duplicate_of not in search.briefings_without_text(Filters()):
                return "already_there"
            if self.is_unfilled:
                return "not_filled"
        mine = current_run().session.find_added(self.page_digest)
        return mine.outcome if mine else ""

    def is_disposable(self) -> bool:
        """Return whether it can be dropped without losing work: neither corrected nor added."""
        return not self.is_changed and current_run().session.find_added(self.page_digest) is None

    def commit_edits(self) -> None:
        """Start a new correction table from `corrected`; remember the speaker changes."""
        self.base = self.corrected
        self.committed_changes, self.changes = (
            tuple(dict.fromkeys((*self.committed_changes, *self.changes))),
            (),
        )
        self.version += 1

    def correct(self, edits: corrections.Edits) -> bool:
        """Apply `edits` of the correction table; return True if that changed the table's rows.

        In that case a new table is started.
        """
        self.corrected, self.problems = corrections.apply_edits(self.base, edits)
        self.changes = corrections.speaker_changes(self.base, edits)
        restarts = corrections.changes_rows(edits)
        if restarts:
            self.commit_edits()
        return restarts

    @property
    def pending_changes(self) -> dict[corrections.SpeakerChange, int]:
        """Each change of a speaker, with the number of the speaker's turns that still lack it.

        Changes that were reverted, or that no turn lacks, are left out.
        """
        reverted = {change[::-1] for change in self.changes}
        changes = dict.fromkeys((*self.committed_changes, *self.changes))
        counts = {
            change: len(corrections.same_change_elsewhere(self.corrected, change))
            for change in changes
            if change not in reverted
        }
        return {change: n for change, n in counts.items() if n}

    def correct_alike(self, change: corrections.SpeakerChange) -> None:
        """Apply `change` to the speaker's other turns, and start a new correction table."""
        self.corrected, self.problems = corrections.apply_edits(
            self.corrected, corrections.same_change_elsewhere(self.corrected, change)
        )
        self.commit_edits()


def session_drafts() -> dict[str, Draft]:
    """Return the drafts of this session by key, the newest first."""
    found: dict[str, Draft] = st.session_state.setdefault(_DRAFTS, {})
    return found


def session_refusals() -> list[Refusal]:
    """Return the refusals of the last upload: the session's own list, which callers change."""
    found: list[Refusal] = st.session_state.setdefault(_REFUSED, [])
    return found


def read_pages(
    pages: Sequence[Page], *, over: Sequence[str] = (), waiting: Callable[[], None]
) -> None:
    """Read `pages`: each becomes a draft of the session, or a refusal.

    over: names of the files beyond MAX_PAGES, which are refused unread. waiting: called if pages of
    other visitors are read first. If the session has MAX_PAGES drafts, the oldest disposable draft
    is dropped; a corrected or added draft never is.
    """
    refusals = session_refusals()
    refusals.clear()
    fresh: set[str] = set()
    for page in pages:
        try:
            draft = _make_draft(page, fresh, waiting)
        except client.RefusedError as error:
            refusals.append(Refusal(page.name, error.reason, error.stated))
        else:
            _insert_first(draft)
            fresh.add(draft.key)
    refusals += [Refusal(name, "too_many") for name in over]


def _make_draft(page: Page, fresh: set[str], waiting: Callable[[], None]) -> Draft:
    """Read `page` as a draft; drop an old draft if the session has MAX_PAGES.

    If the page already has a draft that is corrected or added, that draft is returned. fresh: keys
    of the drafts of this upload, which are not dropped. Raises client.RefusedError.
    """
    if not page.data.strip(b"\0\t\n\r \xef\xbb\xbf"):
        raise client.RefusedError("empty")
    if len(page.data) > MAX_BYTES:
        raise client.RefusedError("too_large")
    drafts, key = session_drafts(), _key(page)
    if key in drafts and not drafts[key].is_disposable():
        return drafts[key]  # uploaded again: its corrections are kept
    dropped = None
    if key not in drafts and len(drafts) >= MAX_PAGES:
        oldest_first = (each for each in reversed(drafts) if each not in fresh)
        dropped = next((each for each in oldest_first if drafts[each].is_disposable()), None)
        if dropped is None:
            raise client.RefusedError("too_many")
    draft = Draft(page, client.read(page, waiting=waiting))
    if dropped is not None:
        drafts.pop(dropped, None)
    return draft


def _insert_first(draft: Draft) -> None:
    drafts = session_drafts()
    others = {key: each for key, each in drafts.items() if key != draft.key}
    drafts.clear()
    drafts |= {draft.key: draft, **others}


def discard_corrections(draft: Draft) -> None:
    """Discard all corrections of `draft`."""
    draft.corrected, draft.stated, draft.problems = draft.read, {}, ()
    draft.commit_edits()
    draft.committed_changes = ()


def discard(draft: Draft) -> None:
    """Discard `draft`. If it was added, the briefing stays in the session's corpus."""
    session_drafts().pop(draft.key, None)


def _is_plausible(day: str) -> bool:
    """Return whether a day in ISO 8601, or a year, is within BRIEFING_YEARS."""
    return BRIEFING_YEARS[0] <= int(day.partition("-")[0]) <= BRIEFING_YEARS[1]


def _key(page: Page) -> str:
    return sha256(page.name.encode("utf-8", "replace") + b"\0" + page.data).hexdigest()[:12]
