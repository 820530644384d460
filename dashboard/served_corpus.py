"""The corpus of the server: one version, whole, until the next has been opened, whole.

`refresh` is called on a timer (upkeep.py). What it cannot open is logged and reported, and the last
good version is served on. A link may name an earlier version, which is read from the archive.
"""

import logging
import os
from collections import OrderedDict
from functools import cache
from pathlib import Path
from threading import Lock

from loaders.corpus import archive
from loaders.corpus.manifest import FILES, current_version, is_version
from loaders.corpus.snapshot import check_stored
from loaders.corpus.store import BUNDLED, Corpus, open_archived, open_corpus
from loaders.errors import CorpusError

VARIABLE = "BRIEFING_CORPUS"
_MAX_ARCHIVED = 3  # earlier versions that are open at once
_LOG = logging.getLogger(__name__)


class ServedCorpus:
    """The versions of the corpus in `folder` that a server reads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problem: CorpusError | None = None  # of the version on disk, if it is not the one read
        self._corpus: Corpus | None = None
        self._checked: object = None
        self._archived: OrderedDict[str, Corpus] = OrderedDict()
        self._refreshing, self._opening = Lock(), Lock()

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
                self._note(CorpusError(f"{self.folder} cannot be opened: {error!r}"))

    def _note(self, problem: CorpusError) -> None:
        if str(problem) != str(self.problem):
            _LOG.error("%s", problem)
        self.problem = problem.with_traceback(None)

    def version(self, named: str) -> Corpus | None:
        """Return the version that a link names, from the archive if it is an earlier one.

        None if neither folder nor archive has it. Raises CorpusError if it is damaged, and
        OtherSchemaError if this release cannot read it.
        """
        current = self.current()
        if named == current.version:
            return current
        with self._opening:
            if named not in self._archived:
                if not is_version(named) or not archive.find(self.folder, named):
                    return None
                self._archived[named] = open_archived(self.folder, named)
            self._archived.move_to_end(named)
            while len(self._archived) > _MAX_ARCHIVED:
                self._archived.popitem(last=False)
            return self._archived[named]

    def _follow(self) -> None:
        corpus, version = self._corpus, current_version(self.folder)
        if corpus is None or corpus.version != version or not corpus.is_intact():
            corpus = self._corpus = open_corpus(self.folder)
            _LOG.info("Corpus %s of %s is served", corpus.version, self.folder)
            try:
                archive.keep(self.folder, corpus.manifest)
            except OSError as error:
                _LOG.error("Corpus %s is not kept in the archive: %s", corpus.version, error)
        found = self._stored_files(corpus)
        if found != self._checked:
            self._check_stored(corpus)
            self._checked = found

    def _check_stored(self, corpus: Corpus) -> None:
        """Raise CorpusError if the files of `corpus` on disk are damaged, and none is newer."""
        try:
            check_stored(self.folder, corpus.manifest)
        except CorpusError:
            if current_version(self.folder) == corpus.version:
                raise  # else they were removed by who replaced them; the next look opens those

    def _stored_files(self, corpus: Corpus) -> object:
        paths = [self.folder / FILES / each.name for each in corpus.manifest.fragments()]
        return [_state(path) for path in paths]


def _state(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def of_server() -> ServedCorpus:
    """Return the corpus in the folder $BRIEFING_CORPUS, else the bundled one."""
    return _of_folder(Path(os.environ.get(VARIABLE) or BUNDLED))


@cache
def _of_folder(folder: Path) -> ServedCorpus:
    return ServedCorpus(folder)
