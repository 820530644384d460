"""The corpus of one session: the server's tables and what its visitor added, for nobody else.

It is a folder of its own on the server's disk, opened like any corpus, and goes when the session
does: nothing but the session's state and its running pages hold it. Every change makes a new
folder, so that a page which is being drawn keeps the one that it began with.
"""

import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, NamedTuple
from weakref import finalize

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.worker import client
from loaders.corpus.store import Corpus, open_corpus
from loaders.errors import CorpusError

if sys.platform != "win32":  # there the system's own cleaning of temporary folders has to do
    import fcntl

_LOG = logging.getLogger(__name__)
_STATE = "bw_session_corpus"
_PREFIX = "briefing-watch-sessions-"
_LOCK = ".lock"


class Added(NamedTuple):
    """A briefing that a visitor added."""

    briefing_id: str
    title: str
    page: str  # the SHA-256 of its page
    outcome: str  # as reading.add has it

    @property
    def filled(self) -> bool:
        """Whether it was there, and its text has come."""
        return self.outcome == "text filled in"


@dataclass(frozen=True, eq=False)
class SessionCorpus:
    """The corpus of a session, and what was added to the server's."""

    corpus: Corpus
    added: tuple[Added, ...]


# This run's again: it is asked for hundreds of times, and the session's state takes its lock.
_RUN: ContextVar[tuple[SessionCorpus | None] | None] = ContextVar("run", default=None)


def bind() -> None:
    """Have this run see the corpus of its session. To be called once a run, before all else."""
    _RUN.set((_stored(),))


def current() -> SessionCorpus | None:
    """The corpus of this session, None where it added nothing and outside of a session."""
    bound = _RUN.get()
    return bound[0] if bound else _stored()


def joined() -> frozenset[str]:
    """The ids of the briefings that only this session has."""
    session = current()
    return (
        frozenset(each.briefing_id for each in session.added if not each.filled)
        if session
        else frozenset()
    )


def added_as(page: client.Page) -> Added | None:
    """What `page` was added to this session as, at last; None where it was not, or is let go."""
    session = current()
    if session is None:
        return None
    digest = _digest(page)
    return next((each for each in reversed(session.added) if each.page == digest), None)


def add(
    edition: Mapping[str, Any],
    page: client.Page,
    *,
    base: Corpus,
    waiting: Callable[[], None] = lambda: None,
) -> tuple[str, Added]:
    """Add `edition`, the corrected reading of `page`; what it was added as replaces what was there.

    base: the server's corpus, which the session's begins with. Returns what became of it (see
    reading.add): where it was there already, nothing has changed. Raises reading.RefusedError.
    """
    here = current() or SessionCorpus(base, ())
    digest = _digest(page)
    before = [each for each in here.added if each.page == digest and not each.filled]
    folder = _copy(here.corpus.folder)
    try:
        replacing = [each.briefing_id for each in before]
        told = client.add(dict(edition), page, folder, replacing=replacing, waiting=waiting)
        mine = Added(told["briefing_id"], str(edition["title"]), digest, told["outcome"])
        if told["outcome"] == "already there":
            _drop(folder)
            return told["outcome"], mine
        kept = tuple(each for each in here.added if each not in before)
        _store(SessionCorpus(_opened(folder), (*kept, mine)))
    except BaseException:
        _drop(folder)
        raise
    return told["outcome"], mine


def clear() -> None:
    """Let all go that this session added: it sees the server's corpus again."""
    _store(None)


def tidy() -> None:
    """Remove what servers left behind that were killed. To be called when the server starts."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if not folder.is_symlink() and _abandoned(folder):
            _drop(folder)


def _digest(page: client.Page) -> str:
    return sha256(page.data).hexdigest()


def _stored() -> SessionCorpus | None:
    if get_script_run_ctx(suppress_warning=True) is None:
        return None
    found: SessionCorpus | None = st.session_state.get(_STATE)
    return found


def _store(session: SessionCorpus | None) -> None:
    st.session_state[_STATE] = session
    _RUN.set((session,))


def _copy(corpus: Path) -> Path:
    """A folder of its own with the files of `corpus`, which are linked: nobody writes into them."""
    try:
        folder = Path(tempfile.mkdtemp(dir=_home())) / "corpus"
        try:
            shutil.copytree(corpus, folder, copy_function=_link)
        except OSError:
            _drop(folder)
            raise
    except OSError as error:
        _LOG.error("A session's corpus cannot be made: %s", error)
        raise client.RefusedError("no_room") from error
    return folder


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without links
        shutil.copyfile(source, target)


def _opened(folder: Path) -> Corpus:
    """The corpus in `folder`, which is removed from the disk when nobody holds it any more."""
    try:
        corpus = open_corpus(folder)
    except CorpusError as error:
        raise client.RefusedError("failed", str(error)) from error
    finalize(corpus, _drop, folder)
    return corpus


def _drop(folder: Path) -> None:
    """Remove a session's corpus, with the folder that was made for it."""
    whole = folder if folder.name.startswith(_PREFIX) else folder.parent
    shutil.rmtree(whole, ignore_errors=True)


@cache
def _home() -> Path:
    """The folder of this server's sessions, locked for as long as it runs."""
    home = Path(tempfile.mkdtemp(prefix=_PREFIX))
    lock = (home / _LOCK).open("w")
    if sys.platform != "win32":
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    finalize(_home, _end, home, lock)
    return home


def _end(home: Path, lock: IO[str]) -> None:
    shutil.rmtree(home, ignore_errors=True)
    lock.close()


def _abandoned(folder: Path) -> bool:
    """Whether the server that made `folder` is gone: its lock went with it."""
    if sys.platform != "win32":
        with suppress(OSError), (folder / _LOCK).open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
    return False
