"""The corpus that a session reads: the server's, or a copy with what its visitor added.

No other session sees that copy. Only the session's state and its running pages refer to it, and its
files are deleted with the last of these references. Every change makes a new corpus, so that a page
that is being drawn keeps the one with which it began.
"""

import logging
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard import served_corpus
from dashboard.worker import client
from loaders.contract import Outcome
from loaders.corpus.manifest import OtherReleaseError
from loaders.corpus.store import Corpus, open_corpus
from loaders.edition.model import Edition, Extras
from loaders.errors import CorpusError
from loaders.sandbox.own_folder import own_folder

_LOG = logging.getLogger(__name__)
_STATE = "bw_session_corpus"


class AddedBriefing(NamedTuple):
    """A briefing that a visitor added."""

    briefing_id: str
    title: str
    page_digest: str  # SHA-256 of the page from which it was read
    outcome: Outcome

    @property
    def only_fills_text(self) -> bool:
        """True if the corpus already had the briefing and only its text was added."""
        return self.outcome == "text_filled_in"


@dataclass(frozen=True, eq=False)
class SessionCorpus:
    """The corpus of a session, and the briefings that the session added to the server's corpus.

    base: the version of the server's corpus to which they were added, "" for `corpus` itself.
    """

    corpus: Corpus
    added: tuple[AddedBriefing, ...] = ()
    base: str = ""

    @property
    def published(self) -> str:
        """The version of the server's corpus that `corpus` is, but for what the session added."""
        return self.base or self.corpus.version

    @property
    def only_ids(self) -> frozenset[str]:
        """The ids of the briefings that this session has and the server's corpus lacks."""
        return frozenset(each.briefing_id for each in self.added if not each.only_fills_text)

    def find_added(self, digest: str) -> AddedBriefing | None:
        """Return the briefing that was added last from the page with `digest`, else None."""
        return next((each for each in reversed(self.added) if each.page_digest == digest), None)


def server_corpus() -> Corpus:
    """Return the version of the server's corpus that is served now; CorpusError if none can be."""
    return served_corpus.of_server().current()


def of_link(version: str) -> Corpus | None:
    """Return the version of the server's corpus that a link names.

    None if it names none (""), or one that the server does not hold or cannot read.
    """
    if not version:
        return None
    try:
        return served_corpus.of_server().version(version)
    except CorpusError as error:
        _LOG.warning("A link names a corpus that cannot be opened: %s", error)
        return None


def why_lost(version: str) -> Literal["not_held", "other_release", "damaged"]:
    """Return why the server cannot show `version`, which a link names."""
    try:
        served_corpus.of_server().version(version)
    except OtherReleaseError:
        return "other_release"
    except CorpusError:
        return "damaged"
    return "not_held"


def of_session() -> SessionCorpus:
    """Return the corpus of this session; the server's if it added nothing, or outside a session.

    Raises CorpusError as server_corpus does.
    """
    return _stored() or SessionCorpus(server_corpus())


def drop_cleaned() -> bool:
    """Drop what this session added if the system has cleaned its files; return whether it did."""
    session = _stored()
    if session is None or session.corpus.is_intact():
        return False
    clear()
    return True


def add(
    edition: Edition, page: client.Page, *, waiting: Callable[[], None] = lambda: None
) -> AddedBriefing:
    """Add `edition`, the corrected reading of `page`, to this session's corpus.

    It replaces a briefing that the session added before from the same page (see page_digest). The
    run that is being drawn keeps the corpus with which it began. waiting: called once if the
    edition has to wait for other jobs. Returns the briefing with its outcome; if that is
    "already_there" the corpus is unchanged. Raises worker.client.RefusedError.
    """
    session = of_session()
    digest = page_digest(edition, page)
    replaced = [
        each for each in session.added if each.page_digest == digest and not each.only_fills_text
    ]
    folder = _copy(session.corpus)
    try:
        replacing = [each.briefing_id for each in replaced]
        result = client.add(edition, page, folder, replacing=replacing, waiting=waiting)
        added = AddedBriefing(result["briefing_id"], edition["title"], digest, result["outcome"])
        if result["outcome"] == "already_there":
            return added
        remaining = tuple(each for each in session.added if each not in replaced)
        _store(SessionCorpus(_open(folder), (*remaining, added), session.published))
    finally:
        _remove(folder)  # an open corpus has files of its own
    return added


def clear() -> None:
    """Drop every briefing that this session added. For callbacks: the run after them sees it."""
    _store(None)


def _stored() -> SessionCorpus | None:
    if get_script_run_ctx(suppress_warning=True) is None:
        return None
    session: SessionCorpus | None = st.session_state.get(_STATE)
    return session


def _store(session: SessionCorpus | None) -> None:
    st.session_state[_STATE] = session


def page_digest(edition: Extras, page: client.Page) -> str:
    """Return the SHA-256 of the page from which `edition` was read, in hexadecimal.

    A saved reading states it, so that it is recognised as one of the same page.
    """
    return edition.get("sha256") or sha256(page.data).hexdigest()


def _copy(corpus: Corpus) -> Path:
    """Save a copy of `corpus` in a new temporary folder, and return its path."""
    try:
        folder = Path(tempfile.mkdtemp(prefix="session-", dir=own_folder())) / "corpus"
        try:
            corpus.save_copy(folder)
        except OSError:
            _remove(folder)
            raise
    except OSError as error:
        _LOG.error("A session's corpus cannot be made: %s", error)
        raise client.RefusedError("no_room") from error
    return folder


def _open(folder: Path) -> Corpus:
    try:
        return open_corpus(folder)
    except CorpusError as error:
        _LOG.error("A session's corpus cannot be opened: %s", error)
        raise client.RefusedError("failed") from error


def _remove(folder: Path) -> None:
    """Delete the temporary folder that holds the corpus `folder`."""
    shutil.rmtree(folder.parent, ignore_errors=True)
