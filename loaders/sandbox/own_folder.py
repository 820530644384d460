"""The temporary folder of this process: removed with it, or by the next one if it was killed.

A file in the folder is locked while the process runs, so that others see whose folder is in use. On
Windows nothing is removed of a process that was killed: the system cleans temporary folders.
"""

import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Lock
from weakref import finalize

if sys.platform != "win32":
    import fcntl

_PREFIX, _LOCK = "briefing-watch-", ".lock"
_folders: dict[str, Path] = {}  # by the folder of all temporary files
_creating = Lock()


def own_folder() -> Path:
    """Return the folder of this process, which is created when it is missing.

    What killed processes left is removed then. Raises OSError where no folder can be created.
    """
    parent = tempfile.gettempdir()
    with _creating:
        if parent not in _folders or not _folders[parent].is_dir():  # the system may clean it away
            remove_leftovers()
            _folders[parent] = _create()
        return _folders[parent]


def _create() -> Path:
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    remove = finalize(own_folder, shutil.rmtree, folder, ignore_errors=True)
    try:
        _lock(folder)
    except OSError:  # nobody else would remove a folder without a lock
        remove()
        raise
    return folder


def _lock(folder: Path) -> None:
    if sys.platform == "win32":
        return
    lock = folder / f"{_LOCK}.new"
    with lock.open("xb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        lock.replace(folder / _LOCK)  # locked before another process can see it
        os.dup(file.fileno())  # holds the lock until this process ends


def remove_leftovers() -> None:
    """Remove the folders of processes that were killed.

    Call this when a process starts, and where one runs for long.
    """
    if sys.platform == "win32":
        return
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*/{_LOCK}"):
        with suppress(OSError), path.open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # fails while its process runs
            shutil.rmtree(path.parent, ignore_errors=True)  # which removes no link
            path.touch()  # fails, unless a child of that process has just written: then next time
