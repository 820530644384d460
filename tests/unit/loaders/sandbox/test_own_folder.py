"""The temporary folder of a process: removed with it, or by the next one if it was killed."""

import errno
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from loaders.sandbox.own_folder import own_folder, remove_leftovers
from tests.support.server import ROOT

OWNER = (
    "import sys, tempfile; tempfile.tempdir = sys.argv[1]\n"
    "from loaders.sandbox.own_folder import own_folder\n"
    "(own_folder() / 'held').mkdir(); print(own_folder(), flush=True); sys.stdin.readline()"
)


@contextmanager
def owner(temporary: Path) -> Iterator[tuple["subprocess.Popen[str]", Path]]:
    """Start a process that has a folder, and exits after a line."""
    with subprocess.Popen(
        [sys.executable, "-c", OWNER, str(temporary)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout
        yield process, Path(process.stdout.readline().strip())


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such lock")
def test_only_folders_of_killed_processes_are_removed(temporary: Path) -> None:
    with owner(temporary) as (living, used), owner(temporary) as (killed, left):
        killed.kill()
        killed.wait()
        assert (left / "held").is_dir()
        outside = temporary.parent / "outside"
        outside.mkdir()
        (outside / ".lock").touch()
        link, starting = temporary / "briefing-watch-link", temporary / "briefing-watch-starting"
        link.symlink_to(outside)
        starting.mkdir()  # its process has not locked it yet
        mine = own_folder()
        remove_leftovers()
        assert set(temporary.iterdir()) == {used, mine, link, starting}
        living.communicate("\n")
    assert not used.exists()  # its process ended in order, and removed it
    assert (outside / ".lock").is_file()


def test_a_folder_that_was_cleaned_away_is_created_again(temporary: Path) -> None:
    first = own_folder()
    assert own_folder() == first
    for path in first.iterdir():
        path.unlink()
    first.rmdir()
    again = own_folder()
    assert again.is_dir()
    assert list(temporary.iterdir()) == [again]


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such lock")
def test_a_folder_that_cannot_be_locked_leaves_nothing(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locks_nothing(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))  # as NFS without its daemon does

    monkeypatch.setattr("fcntl.flock", locks_nothing)
    before = psutil.Process().num_fds()
    with pytest.raises(OSError, match=os.strerror(errno.ENOLCK)):
        own_folder()
    assert list(temporary.iterdir()) == []
    assert psutil.Process().num_fds() == before


def test_without_a_place_for_temporary_files_the_system_says_so(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(temporary / "none"))
    with pytest.raises(OSError, match="none"):
        own_folder()
