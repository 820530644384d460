"""The short form of `make crash`: nothing is torn, failed, lost or left."""

import os
from pathlib import Path

import pytest

from benchmarks import crash

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals, locks and limits of POSIX")


def test_killed_writers_leave_a_corpus_that_is_whole(tmp_path: Path) -> None:
    outcome = crash.kill_writers(tmp_path / "corpus", 4)
    assert outcome.is_good, outcome


def test_reads_during_writes_are_of_one_version(tmp_path: Path) -> None:
    outcome = crash.read_during_writes(tmp_path / "corpus", 60)
    assert outcome.is_good, outcome


def test_writers_at_once_lose_no_update(tmp_path: Path) -> None:
    outcome = crash.write_at_once(tmp_path / "corpus", 3)
    assert outcome.is_good, outcome


def test_a_full_disk_leaves_the_old_version(tmp_path: Path) -> None:
    outcome = crash.fill_disk(tmp_path / "full")
    assert outcome.is_good, outcome
