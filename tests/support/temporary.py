"""Temporary folders that processes of ours hold in a folder, and a disk that is full."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def held(folder: Path) -> list[Path]:
    """Return what the folders of processes (sandbox.own_folder) in `folder` hold, no lock."""
    return [
        path
        for own in folder.glob("briefing-watch-*")
        for path in own.iterdir()
        if path.name != ".lock"
    ]


@contextmanager
def full_disk(limit: int) -> Iterator[None]:
    """Let no file of this process grow over `limit` bytes; to write on fails as on a full disk."""
    import resource  # noqa: PLC0415 - not on Windows

    before, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, hard))
