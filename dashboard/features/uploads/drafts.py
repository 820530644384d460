"""Drafts: the pages that a visitor uploaded, how each was read, and the corrections so far.

The state of the Streamlit session holds what their list shows, the folder of the session the rest.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal, NamedTuple, TypedDict

import streamlit as st

from dashboard import session_corpus
from dashboard.features.uploads import corrections
from dashboard.features.uploads.cells import Edits, Problem, check_edits
from dashboard.features.uploads.draft_folder import DraftFolder
from dashboard.filters import Filters
from dashboard.queries import identifiers, search
from dashboard.run_context import current_run
from dashboard.worker import client
from dashboard.worker.client import Page
from loaders.contract import ADDED_SERIES, MAX_BYTES, MAX_PAGES
from loaders.edition.model import Edition
from loaders.messages import CodeObject
from loaders.text.dates import BRIEFING_YEARS

_DRAFTS, _REFUSED, _FOLDER = "bw_drafts", "bw_refused", "bw_draft_folder"
_PAGE, _READ, _BASE = ".page", ".read", ".base"  # suffixes of the files of a draft
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

    The page and its editions are files of `folder`. Within `opened` the editions are in memory too,
    and only there. Four states of an edition, each made of the one before:

    - read: as parsed, without implausible days.
    - base: `read` with the edits of earlier correction tables; the current table starts from it.
    - corrected: `base` with `edits`, those of the current table (None before it was drawn).
    - edition: `corrected` with the fields of `stated`, which the visitor sets outside of turns.

    name: of its file. key: id of the page within the session, a hash of its name and bytes.
    page_digest: see session_corpus.page_digest. title: as read.
    problems: the edits that failed. changes: the speakers changed in the current table;
    committed_changes: those changed in earlier tables. version: number of the current table.
    added: digest of the edition that was last added to the corpus (see `digest`), or "".
    duplicate_of: id of the briefing of which the
    page, when added, proved to be a copy, or "". is_unfilled: True if the text of that briefing
    could not be filled in from the copy. implausible_day: a day stated by the page outside of
    BRIEFING_YEARS, which is dropped, or "".
    """

    folder: DraftFolder
    name: str
    key: str
    page_digest: str
    title: str
    implausible_day: str
    stated: StatedFields = field(default_factory=StatedFields)
    edits: Edits | None = None
    problems: tuple[Problem, ...] = ()
    changes: tuple[corrections.SpeakerChange, ...] = ()
    committed_changes: tuple[corrections.SpeakerChange, ...] = ()
    version: int = 0
    added: str = ""
    duplicate_of: str = ""
    is_unfilled: bool = False
    _editions: "_Editions | None" = None  # within `opened`

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Hold the editions in memory within the block; without it each access reads them."""
        outer, self._editions = self._editions, self._loaded
        try:
            yield
        finally:
            self._editions = outer

    @property
    def _loaded(self) -> "_Editions":
        return self._editions or _Editions(self.folder, self.key)

    @property
    def page(self) -> Page:
        """The page as it was uploaded, read from the disk."""
        return Page(self.name, self.folder.load(f"{self.key}{_PAGE}"))

    @property
    def read(self) -> Edition:
        """The edition as read."""
        return self._loaded.read

    @property
    def base(self) -> Edition:
        """The edition from which the current correction table starts."""
        return self._loaded.base

    @property
    def corrected(self) -> Edition:
        """The edition with all corrections of turns."""
        editions = self._loaded
        if editions.corrected is None:
            editions.corrected = (
                editions.base
                if self.edits is None
                else corrections.apply_edits(editions.base, self.edits)[0]
            )
        return editions.corrected

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
    def is_changed(self) -> bool:
        """True if the edition differs from what was read."""
        with self.opened():
            whole: dict[str, object] = {"series": ADDED_SERIES, "year": None, **self.read}
            now = self.edition
            return any(now.get(name, value) != value for name, value in whole.items())

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
        is_added = current_run().session.find_added(self.page_digest) is not None
        return not is_added and not self.is_changed

    def commit_edits(self) -> None:
        """Start a new correction table from `corrected`; remember the speaker changes.

        Raises worker.client.RefusedError if it cannot be stored, or has grown by MAX_BYTES; nothing
        has changed then.
        """
        self._start_from(self.corrected)

    def _start_from(self, base: Edition) -> None:
        if corrections.size(base) > corrections.size(self.read) + MAX_BYTES:
            raise client.RefusedError("grown")
        self.folder.store_edition(f"{self.key}{_BASE}", base)
        self._restart_table(base)
        self.committed_changes, self.changes = (
            tuple(dict.fromkeys((*self.committed_changes, *self.changes))),
            (),
        )

    def _restart_table(self, base: Edition) -> None:
        self.edits = None
        self.version += 1
        if self._editions:
            self._editions.base = self._editions.corrected = base

    def correct(self, sent: Mapping[int, object]) -> bool:
        """Apply the edits that a browser sent of the correction table: row -> cells.

        Returns True if a new table was started: if the edits change its rows, or if the table
        shows what it cannot hold. Raises as `commit_edits` does.
        """
        edits, refused = check_edits(self.base["turns"], sent)
        corrected, problems = corrections.apply_edits(self.base, edits)
        self.problems = (*refused, *problems)
        self.changes = corrections.speaker_changes(self.base, edits)
        self.edits = edits or None
        if self._editions:
            self._editions.corrected = corrected
        restarts = bool(refused) or corrections.changes_rows(edits)
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
        """Apply `change` to the speaker's other turns, and start a new correction table.

        Raises as `commit_edits` does.
        """
        alike = corrections.same_change_elsewhere(self.corrected, change)
        changed, problems = corrections.apply_edits(self.corrected, alike)
        self._start_from(changed)
        self.problems = problems

    def discard_corrections(self) -> None:
        """Discard all corrections."""
        self.folder.remove(f"{self.key}{_BASE}")
        self._restart_table(self.read)
        self.stated, self.problems = {}, ()
        self.changes = self.committed_changes = ()


class _Editions:
    """The editions of a draft in memory: those on the disk, and the corrected one once it is made.

    `base` is `read` itself until corrections were committed.
    """

    def __init__(self, folder: DraftFolder, key: str) -> None:
        self.read = self.base = folder.load_edition(f"{key}{_READ}")
        self.corrected: Edition | None = None
        with suppress(FileNotFoundError):
            self.base = folder.load_edition(f"{key}{_BASE}")


def session_drafts() -> dict[str, Draft]:
    """Return the drafts of this session by key, the newest first."""
    found: dict[str, Draft] = st.session_state.setdefault(_DRAFTS, {})
    return found


def session_refusals() -> list[Refusal]:
    """Return the refusals of the last upload: the session's own list, which callers change."""
    found: list[Refusal] = st.session_state.setdefault(_REFUSED, [])
    return found


def read_pages(
    pages: Iterable[Page], *, refused: Sequence[Refusal] = (), waiting: Callable[[], None]
) -> None:
    """Read `pages`: each becomes a draft of the session, or a refusal.

    refused: pages that were refused before; their refusals follow. waiting: called if pages of
    other visitors are read first. If the session has MAX_PAGES drafts, the oldest disposable draft
    is dropped; a corrected or added draft never is.
    """
    # Not looked up once a page is stored: a run may end there, and leave files without a draft.
    drafts, refusals = session_drafts(), session_refusals()
    refusals.clear()
    fresh: set[str] = set()
    for page in pages:
        try:
            draft = _make_draft(page, drafts, fresh, waiting)
        except client.RefusedError as error:
            refusals.append(Refusal(page.name, error.reason, error.stated))
        else:
            others = {key: each for key, each in drafts.items() if key != draft.key}
            drafts.clear()
            drafts |= {draft.key: draft, **others}
            fresh.add(draft.key)
    refusals += refused


def _make_draft(
    page: Page, drafts: dict[str, Draft], fresh: set[str], waiting: Callable[[], None]
) -> Draft:
    """Read `page` as a draft; once it is stored, drop an old draft if the session had MAX_PAGES.

    If the page already has a draft, that draft is returned. fresh: keys of the drafts of this
    upload, which are not dropped. Raises client.RefusedError, and nothing is dropped then.
    """
    if not page.data.strip(b"\0\t\n\r \xef\xbb\xbf"):
        raise client.RefusedError("empty")
    if len(page.data) > MAX_BYTES:
        raise client.RefusedError("too_large")
    key = _key(page)
    if key in drafts:
        return drafts[key]  # uploaded again: its corrections are kept
    dropped = None
    if len(drafts) >= MAX_PAGES:
        oldest_first = (each for each in reversed(drafts) if each not in fresh)
        dropped = next((each for each in oldest_first if drafts[each].is_disposable()), None)
        if dropped is None:
            raise client.RefusedError("too_many")
    draft = _store_draft(page, key, client.read(page, waiting=waiting))
    if dropped in drafts:
        _remove_files(drafts.pop(dropped))
    return draft


def _store_draft(page: Page, key: str, read: Edition) -> Draft:
    """Return the draft of `page`, which was read as `read`. Raises client.RefusedError."""
    read = read.copy()
    days = [day for name in _DAYS if (day := read[name]) and not _is_plausible(day)]
    for name in _DAYS:
        if read[name] in days:
            read[name] = None
    if not _is_plausible(str(read.get("year") or BRIEFING_YEARS[0])):
        del read["year"]
    folder: DraftFolder = st.session_state.setdefault(_FOLDER, None) or DraftFolder()
    st.session_state[_FOLDER] = folder
    draft = Draft(
        folder,
        name=page.name,
        key=key,
        page_digest=session_corpus.page_digest(read, page),
        title=read["title"],
        implausible_day=days[0][:10] if days else "",
    )
    try:
        folder.store(f"{key}{_PAGE}", page.data)
        folder.store_edition(f"{key}{_READ}", read)
    except client.RefusedError:
        _remove_files(draft)
        raise
    return draft


def discard(draft: Draft) -> None:
    """Discard `draft`. If it was added, the briefing stays in the session's corpus."""
    session_drafts().pop(draft.key, None)
    _remove_files(draft)


@contextmanager
def noting_refusal(draft: Draft) -> Iterator[None]:
    """Add a refusal if what the block changes of `draft` cannot be stored."""
    try:
        yield
    except client.RefusedError as error:
        refusal = Refusal(draft.name, error.reason, error.stated)
        if refusal not in session_refusals():
            session_refusals().append(refusal)


def _remove_files(draft: Draft) -> None:
    draft.folder.remove(*(f"{draft.key}{suffix}" for suffix in (_PAGE, _READ, _BASE)))


def digest(edition: Edition) -> str:
    """Return a digest of all fields of `edition`: that of an equal edition is equal."""
    return sha256(json.dumps(edition, sort_keys=True).encode()).hexdigest()


def _is_plausible(day: str) -> bool:
    """Return whether a day in ISO 8601, or a year, is within BRIEFING_YEARS."""
    return BRIEFING_YEARS[0] <= int(day.partition("-")[0]) <= BRIEFING_YEARS[1]


def _key(page: Page) -> str:
    return sha256(page.name.encode("utf-8", "replace") + b"\0" + page.data).hexdigest()[:12]
