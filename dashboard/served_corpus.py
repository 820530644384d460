"""The corpus of the server: one version, whole, until the next has been opened, whole.

`refresh` is called on a timer (upkeep.py). What it cannot open is logged and reported, and the last
good version is served on. A link may name an earlier version, which is read from the archive.
"""

import logging
import os
from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import cache, partial
from pathlib import Path
from threading import Lock

from loaders.corpus import archive
from loaders.corpus.manifest import FILES, current_version, is_version, manifest_path, read_manifest
from loaders.corpus.snapshot import check_stored
from loaders.corpus.store import BUNDLED, Corpus, open_archived, open_corpus
from loaders.errors import CorpusError

VARIABLE = "BRIEFING_CORPUS"
_MAX_ARCHIVED = 3  # earlier versions that are open at once
# What failed is tried again when its files change, and every so many times: the reason may lie
# elsewhere, as in a full temporary folder.
_TIMES_TO_RETRY = 30
_LOG = logging.getLogger(__name__)


class ServedCorpus:
    """The versions of the corpus in `folder` that a server reads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problem: CorpusError | None = None  # of the version on disk, if it is not the one read
        self._corpus: Corpus | None = None
        self._newest: _Version | None = None
        self._checked: object = None
        self._check = _Attempt()
        self._archived: OrderedDict[str, _Version] = OrderedDict()
        self._refreshing, self._naming = Lock(), Lock()

    def current(self) -> Corpus:
        """Return the version that is served; the first call opens it.

        Raises CorpusError if none could be opened so far.
        """
        if self._corpus is None:
            self.refresh()
        if self._corpus is None:
            assert self.problem is not None  # noqa: S101 - for the type checker
            raise self.problem
        return self._corpus

    def refresh(self) -> None:
        """Serve the version that the folder points to now, if it can be opened.

        A version is opened once, and its files on disk are checked again when one has changed.
        """
        with self._refreshing:
            try:
                self._follow()
                self.problem = None
            except CorpusError as error:
                self._note(error)
            except Exception as error:  # noqa: BLE001 - whatever it is, the server looks again
                kind = type(error).__name__  # its words may name any path of this machine
                self._note(CorpusError(f"{self.folder} cannot be opened ({kind})"), error)

    def _note(self, problem: CorpusError, cause: Exception | None = None) -> None:
        if str(problem) != str(self.problem):
            _LOG.error("%s", problem, exc_info=cause)
        self.problem = problem.with_traceback(None)

    def version(self, named: str) -> Corpus | None:
        """Return the version that a link names, from the archive if it is an earlier one.

        None if neither folder nor archive has it. Raises CorpusError if it is damaged, and
        OtherReleaseError if this release cannot read it.
        """
        current = self.current()
        if named == current.version:
            return current
        with self._naming:  # and not while one is opened: others are waiting for theirs
            if named not in self._archived:
                if not is_version(named) or not archive.places(self.folder, named):
                    return None
                opening = partial(open_archived, self.folder, named)
                self._archived[named] = _Version(self.folder, named, opening)
            self._archived.move_to_end(named)
            while len(self._archived) > _MAX_ARCHIVED:
                self._archived.popitem(last=False)
            found = self._archived[named]
        return found.corpus()

    def _follow(self) -> None:
        version = current_version(self.folder)
        if self._newest is None or self._newest.name != version:
            self._newest = _Version(self.folder, version, partial(open_corpus, self.folder))
        corpus = self._newest.corpus()
        if corpus is not self._corpus:
            self._corpus = corpus
            _LOG.info("Corpus %s of %s is served", corpus.version, self.folder)
            try:
                archive.keep(self.folder, corpus.manifest)
            except OSError as error:
                _LOG.error("Corpus %s is not kept in the archive: %s", corpus.version, error)
        files = [self.folder / FILES / each.name for each in corpus.manifest.fragments()]
        files.append(manifest_path(self.folder, corpus.version))
        found = _states(files)
        if found != self._checked:
            self._checked = None
            self._check.run(found, partial(self._check_stored, corpus))
            self._checked = found

    def _check_stored(self, corpus: Corpus) -> None:
        """Raise CorpusError if the files of `corpus` on disk are damaged, and none is newer."""
        try:
            check_stored(self.folder, read_manifest(self.folder, corpus.version))
        except CorpusError:
            if current_version(self.folder) == corpus.version:
                raise  # else they were removed by who replaced them; the next look opens those


class _Attempt:
    """Work on files that is not done again after a failure until one of the files has changed."""

    def __init__(self) -> None:
        self._failure: CorpusError | None = None
        self._files: object = None  # their states at the failure
        self._times = 0

    def run(self, files: object, work: Callable[[], None]) -> None:
        """Do `work` on files with the states `files`; raise its CorpusError, or that of before."""
        self._times += 1
        if self._failure is None or self._files != files or self._times % _TIMES_TO_RETRY == 0:
            self._failure, self._files = None, files
            try:
                work()
            except CorpusError as error:
                self._failure = error
        if self._failure is not None:
            raise self._failure.with_traceback(None)  # which would hold what was opened so far


class _Version:
    """A version that is opened once, and again if the system has cleaned its private files."""

    def __init__(self, folder: Path, name: str, opening: Callable[[], Corpus]) -> None:
        self.name = name
        self._folder, self._opening = folder, opening
        self._corpus: Corpus | None = None
        self._attempt, self._lock = _Attempt(), Lock()

    def corpus(self) -> Corpus:
        """Return the version, opened; raise CorpusError if it cannot be."""
        with self._lock:
            if self._corpus is None or not self._corpus.is_intact():
                files = archive.stored_files(self._folder, self.name)
                self._attempt.run(_states(files), self._open)
            assert self._corpus is not None  # noqa: S101 - for the type checker
            return self._corpus

    def _open(self) -> None:
        self._corpus = self._opening()


def _states(paths: Iterable[Path]) -> list[tuple[Path, tuple[int, int] | None]]:
    return [(path, _state(path)) for path in paths]


def _state(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def of_server() -> ServedCorpus:
    """Return the corpus in the folder $BRIEFING_CORPUS, else the bundled one."""
    return _of_folder(Path(os.environ.get(VARIABLE) or BUNDLED).absolute())


@cache
def _of_folder(folder: Path) -> ServedCorpus:
    return ServedCorpus(folder)
