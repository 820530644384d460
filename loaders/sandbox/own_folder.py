"""The temporary folder of this process: removed with it, or by the next one if it was killed.

A file in the folder is locked while the process runs, so that others see whose folder is in use. On
Windows nothing is removed of a process that was killed: the system cleans temporary folders.
"""

import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import IO
from weakref import finalize

if sys.platform != "win32":
    import fcntl

_PREFIX = "briefing-watch-"
_LOCK = ".lock"

_folders: dict[str, Path] = {}  # by the folder of all temporary files
_creating = Lock()


def own_folder() -> Path:
    """Return the folder of this process, which is created when it is missing.

    Raises OSError where no folder can be created.
    """
    parent = tempfile.gettempdir()
    with _creating:
        found = _folders.get(parent)
        if found is None or not found.is_dir():  # the system may clean away what is old
            _folders[parent] = found = _create()
        return found


def remove_leftovers() -> None:
    """Remove the folders of processes that were killed. Call this when a process starts."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if not folder.is_symlink() and _is_abandoned(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _create() -> Path:
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    lock = (folder / f"{_LOCK}.new").open("w")
    if sys.platform != "win32":
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    Path(lock.name).replace(folder / _LOCK)  # locked before another process can see it
    finalize(own_folder, _remove, folder, lock)
    return folder


def _remove(folder: Path, lock: IO[str]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    lock.close()


def _is_abandoned(folder: Path) -> bool:
    """Return whether the process that made `folder` has ended, which releases its lock."""
    if sys.platform != "win32":
        with suppress(OSError), (folder / _LOCK).open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
    return False
