"""A pool that survives its workers, and limits each job."""

import os
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest

from loaders.errors import UnreadableError
from loaders.messages import Value
from loaders.sandbox import pool
from tests.support.timeouts import PROCESS_BACKSTOP

measured = pytest.mark.skipif(
    sys.platform not in ("linux", "darwin"), reason="Windows reports no usage of a process"
)


def _nothing() -> None:
    """Do nothing."""


def _use(seconds: float) -> None:
    """Run until `seconds` of processor time are used."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def _grow() -> None:
    held = [bytearray(1_000_000) for _ in range(2_000)]
    time.sleep(2 * PROCESS_BACKSTOP + len(held))


def _fail() -> None:
    raise ZeroDivisionError("fail")


_ACTIONS: dict[Any, Callable[[], None]] = {
    "sleep": lambda: time.sleep(2 * PROCESS_BACKSTOP),
    "loop": lambda: _use(2 * PROCESS_BACKSTOP),
    "use": lambda: _use(0.7),
    "die": lambda: os._exit(1),
    "fail": _fail,
    "grow": _grow,
}


def _work(item: Any) -> Any:
    _ACTIONS.get(item, _nothing)()
    return item * 2


def _run(items: list[Any], *, jobs: int = 2, **given: float) -> list[Any]:
    limits = {"seconds": 20.0, "megabytes": 1_000.0, "wall_seconds": PROCESS_BACKSTOP, **given}
    return list(pool.imap(_work, items, prepare=_nothing, jobs=jobs, **limits))


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


@measured
def test_a_worker_that_loops_is_ended() -> None:
    found = _run([1, "loop", 2], seconds=1.0)
    assert (found[0], found[2]) == (2, 4)
    assert _failures(found) == [("over.processor", {"limit": 1.0})]


@measured
def test_each_item_has_its_own_processor_time() -> None:
    assert _run(["use", "use", "use"], jobs=1, seconds=1.2) == ["useuse"] * 3


def test_a_worker_that_hangs_is_ended() -> None:
    found = _run(["sleep", "sleep"], wall_seconds=0.5)
    assert _failures(found) == [("over.wall", {"limit": 0.5})] * 2


@measured
def test_a_worker_that_grows_is_ended() -> None:
    found = _run(["grow", 1], megabytes=500.0)
    assert found[1] == 2
    assert _failures(found) == [("over.memory", {"limit": 500.0})]
