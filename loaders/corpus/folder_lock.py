"""The lock of a folder: one process at a time writes to a corpus or an archive."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl


@contextmanager
def locked(folder: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the lock of `folder`, which is made if it is missing. Windows has no such lock.

    waiting: called once if another process holds it now.
    """
    if sys.platform == "win32":
        folder.mkdir(parents=True, exist_ok=True)
        yield
        return
    descriptor = _lock(folder, waiting)
    while not _is_same(descriptor, folder):  # who had the lock has removed the folder
        os.close(descriptor)
        descriptor = _lock(folder, waiting)
    try:
        yield
    finally:
        os.close(descriptor)


def _lock(folder: Path, waiting: Callable[[], None]) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        waiting()
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    return descriptor


def _is_same(descriptor: int, folder: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), folder.stat())
    except FileNotFoundError:
        return False
