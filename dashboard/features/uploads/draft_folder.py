"""The files of the drafts of a session, on the server's disk: pages and editions.

In memory a page of 4 MB and its editions took 36 MB. The folder of a session is deleted with the
session, and by the next server to start where a server was killed (sandbox.own_folder).
"""

import json
import logging
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Lock
from weakref import finalize

from dashboard.worker.client import RefusedError
from loaders.edition.model import Edition
from loaders.sandbox.own_folder import own_folder

MAX_STORED = 500_000_000  # bytes of the drafts of all sessions
_LOG = logging.getLogger(__name__)
_PREFIX = "drafts-"
_NEW = ".new"  # suffix of a file that is being written
_storing = Lock()


class DraftFolder:
    """The folder of a session, created for it and deleted with the last reference to this object.

    Raises worker.client.RefusedError ("no_room") if there is no place for a folder.
    """

    def __init__(self) -> None:
        try:
            self._path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=own_folder()))
        except OSError as error:
            raise _no_room(error) from error
        finalize(self, shutil.rmtree, self._path, ignore_errors=True)

    def store(self, name: str, data: bytes) -> None:
        """Write `data` to the file `name`, in the place of the one that there may be.

        Raises worker.client.RefusedError, and keeps that file: "full" if the drafts of all sessions
        would be over MAX_STORED, "no_room" if the disk is full.
        """
        path = self._path / name
        new = path.with_name(f"{name}{_NEW}")
        with _storing:
            if _stored_bytes(self._path.parent, without=path) + len(data) > MAX_STORED:
                raise RefusedError("full")
            try:
                new.write_bytes(data)
                new.replace(path)
            except OSError as error:
                with suppress(OSError):
                    new.unlink()
                raise _no_room(error) from error

    def load(self, name: str) -> bytes:
        """Return the content of the file `name`. Raises FileNotFoundError if it is none."""
        return (self._path / name).read_bytes()

    def store_edition(self, name: str, edition: Edition) -> None:
        """Write `edition` to the file `name`. Raises as `store` does."""
        # A page may hold lone surrogates, which strict UTF-8 cannot encode.
        text = json.dumps(edition, ensure_ascii=False, separators=(",", ":"))
        self.store(name, text.encode("utf-8", "surrogatepass"))

    def load_edition(self, name: str) -> Edition:
        """Return the edition in the file `name`. Raises FileNotFoundError if it is none."""
        edition: Edition = json.loads(self.load(name).decode("utf-8", "surrogatepass"))
        return edition

    def remove(self, *names: str) -> None:
        """Delete the files `names`, those that there are."""
        for name in names:
            (self._path / name).unlink(missing_ok=True)


def _stored_bytes(parent: Path, *, without: Path) -> int:
    # Counted each time: with 128 sessions of 12 drafts, in 10 ms.
    sizes = 0
    for folder in parent.glob(f"{_PREFIX}*"):
        with suppress(FileNotFoundError):  # its session has just ended
            sizes += sum(_size(path) for path in folder.iterdir() if path != without)
    return sizes


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # its draft was just discarded
        return 0


def _no_room(error: OSError) -> RefusedError:
    _LOG.error("A draft cannot be stored: %s", error)
    return RefusedError("no_room")
