"""A pool that survives its workers, and limits each job."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from loaders.errors import BriefingsError, UnreadableError
from loaders.messages import Value
from loaders.sandbox import pool
from loaders.sandbox.limits import Limits
from tests.support.processes import runs, until
from tests.support.server import ROOT
from tests.support.temporary import held
from tests.support.timeouts import PROCESS_BACKSTOP


def _nothing() -> None:
    """Do nothing."""


def _use(seconds: float) -> None:
    """Run until `seconds` of processor time are used."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def _grow() -> None:
    held = bytearray(700_000_000)
    time.sleep(2 * PROCESS_BACKSTOP + len(held))


def _leave() -> None:
    """Leave a file, where no other job has left one."""
    folder = Path(tempfile.gettempdir())
    assert list(folder.iterdir()) == []
    (folder / "left").touch()


def _fail() -> None:
    raise ZeroDivisionError("fail")


_ACTIONS: dict[Any, Callable[[], None]] = {
    "sleep": lambda: time.sleep(2 * PROCESS_BACKSTOP),
    "loop": lambda: _use(2 * PROCESS_BACKSTOP),
    "use": lambda: _use(0.7),
    "die": lambda: os._exit(1),
    "fail": _fail,
    "grow": _grow,
    "leave": _leave,
}


def _pid(_item: Any) -> int:
    return os.getpid()


def _work(item: Any) -> Any:
    _ACTIONS.get(item, _nothing)()
    return item * 2


def _run(items: list[Any], *, jobs: int = 2, **given: float) -> list[Any]:
    limits = Limits(20.0, 1_000.0, PROCESS_BACKSTOP)._replace(**given)
    return list(pool.imap(_work, items, prepare=_nothing, jobs=jobs, limits=limits))


def _failures(results: list[Any]) -> list[tuple[str, dict[str, Value]]]:
    """Return code and values of each failure among the results."""
    failed = [each for each in results if isinstance(each, UnreadableError)]
    assert {each.values.pop("name") for each in failed} <= {"this"}
    return [(each.code, each.values) for each in failed]


def test_results_come_in_the_order_of_the_items() -> None:
    assert _run(list(range(40))) == [2 * n for n in range(40)]
    assert _run([]) == []


def test_a_worker_that_fails_costs_its_own_item_alone() -> None:
    found = _run([1, "fail", 2, "die", 3])
    assert [each for each in found if not isinstance(each, UnreadableError)] == [2, 4, 6]
    assert _failures(found) == [
        ("failed.program", {"error": "ZeroDivisionError: fail"}), ("over.ended", {}),
    ]  # fmt: skip


def test_a_worker_that_loops_is_ended() -> None:
    found = _run([1, "loop", 2], seconds=1.0)
    assert (found[0], found[2]) == (2, 4)
    assert _failures(found) == [("over.processor", {"limit": 1.0})]


def test_each_item_has_its_own_processor_time() -> None:
    assert _run(["use", "use", "use"], jobs=1, seconds=1.2) == ["useuse"] * 3


def test_a_worker_that_hangs_is_ended() -> None:
    found = _run(["sleep", "sleep"], wall_seconds=0.5)
    assert _failures(found) == [("over.wall", {"limit": 0.5})] * 2


def test_a_worker_that_grows_is_ended() -> None:
    found = _run(["grow", 1], megabytes=500.0)
    assert found[1] == 2
    assert _failures(found) == [("over.memory", {"limit": 500.0})]


def test_what_a_job_leaves_is_removed_before_the_next(temporary: Path) -> None:
    assert _run(["leave", "leave", "leave"], jobs=1) == ["leaveleave"] * 3
    assert held(temporary) == []


def test_no_more_items_are_taken_than_may_be_ahead() -> None:
    taken: list[int] = []
    items = (taken.append(n) or n for n in range(100))  # type: ignore[func-returns-value]  # appends
    found = pool.imap(_work, items, prepare=_nothing, jobs=2, limits=Limits())
    assert next(found) == 0
    # The window, and the item that waits for a place in it.
    assert len(taken) <= 2 * pool.AHEAD + 1
    assert [*found] == [2 * n for n in range(1, 100)]


def test_a_run_that_is_given_up_ends_its_workers(temporary: Path) -> None:
    found = pool.imap(_work, [1, "sleep"], prepare=_nothing, jobs=2, limits=Limits())
    assert next(found) == 2
    until(lambda: len(held(temporary)) == 2)
    found.close()  # type: ignore[attr-defined]  # a generator
    assert held(temporary) == []


def test_a_process_that_fails_between_results_waits_for_no_job(temporary: Path) -> None:
    code = (
        f"import os, tempfile, time; tempfile.tempdir = {str(temporary)!r}\n"
        "from loaders.sandbox import pool\nfrom loaders.sandbox.limits import Limits\n"
        f"found = pool.imap(time.sleep, [0, {2 * PROCESS_BACKSTOP}], prepare=os.getpid, jobs=2,\n"
        "                  limits=Limits(wall_seconds=1e6))\n"
        "next(found); raise SystemExit(7)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, timeout=PROCESS_BACKSTOP, check=False
    )
    assert run.returncode == 7
    assert list(temporary.iterdir()) == []


def test_a_pool_whose_workers_cannot_start_says_so() -> None:
    with pytest.raises(BriefingsError, match="No worker process could start"):
        list(pool.imap(_work, [1], prepare=_fail, jobs=1, limits=Limits()))


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such signal")
def test_a_worker_that_was_killed_between_two_jobs_costs_none() -> None:
    with pool._Pool(_pid, _nothing, 1, Limits()) as mine:
        first = mine.run("a job")
        os.kill(first, signal.SIGKILL)
        until(lambda: not runs(first))
        second = mine.run("the next")
        assert isinstance(second, int)
        assert second != first


def test_a_place_in_the_pool_is_kept_when_no_worker_can_start() -> None:
    with pool._Pool(_pid, _fail, 1, Limits()) as mine:
        for _ in range(2):  # the second would wait for ever
            with pytest.raises(BriefingsError, match="No worker process could start"):
                mine.run("a job")
