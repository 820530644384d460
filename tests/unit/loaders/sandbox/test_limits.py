"""Limits on time and memory, kept on real processes; and a pool that survives its workers."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Timer
from typing import IO, Any

import pytest

from loaders.errors import UnreadableError
from loaders.sandbox import limits, pool
from loaders.sandbox.limits import UNTAKEN, VARIABLE, limited

PROCESS = ("linux", "darwin")


def _python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


@pytest.mark.parametrize("status", [0, 3])
def test_the_status_of_the_command_comes_back(status: int) -> None:
    code = f"import os; raise SystemExit({status} if os.environ['{VARIABLE}'] else 9)"
    assert limited(_python(code)) == status


@pytest.mark.parametrize(
    "code",
    [
        "import sys, time; time.sleep(60); open(sys.argv[1], 'w').close()",
        "while True: pass",
        # The regular expression holds Python's lock: no thread of that process could end it.
        "import re; re.match('(a*)*b', 'a' * 60)",
    ],
)
def test_over_the_time(code: str, tmp_path: Path) -> None:
    ended = tmp_path / "ended"
    with pytest.raises(UnreadableError, match=r"takes longer than 0\.5 seconds, so it was stopped"):
        limited([*_python(code), str(ended)], seconds=0.5)
    assert not ended.exists()


@pytest.mark.skipif(sys.platform not in PROCESS, reason="Windows tells no memory of a process")
@pytest.mark.parametrize("at_once", [True, False])
def test_over_the_memory(*, at_once: bool) -> None:
    slowly = "held = []\nwhile True: held.append(bytearray(1_000_000))"
    code = "held = bytearray(150_000_000)\nimport time; time.sleep(60)" if at_once else slowly
    with pytest.raises(UnreadableError, match="needs more than 100 MB"):
        limited(_python(code), megabytes=100)


@pytest.mark.skipif(sys.platform != "linux", reason="other kernels ignore RLIMIT_DATA")
def test_what_is_far_over_is_refused_by_the_kernel() -> None:
    code = "try: bytearray(400_000_000)\nexcept MemoryError: raise SystemExit(7)"
    assert limited(_python(code), megabytes=100) == 7


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_child_that_the_system_ends() -> None:
    code = f"import os; os.kill(os.getpid(), {int(signal.SIGKILL)})"
    with pytest.raises(UnreadableError, match="signal 9"):
        limited(_python(code))


Orders = Callable[[bytes, float], IO[bytes]]


@pytest.fixture
def orders() -> Iterator[Orders]:
    """A stream on which a line comes after some seconds, and then its end."""
    with ExitStack() as afterwards:

        def coming(line: bytes, seconds: float) -> IO[bytes]:
            theirs, ours = os.pipe()
            stream, sending = os.fdopen(theirs, "rb"), os.fdopen(ours, "wb")

            def send() -> None:
                with sending:
                    sending.write(line)

            timer = Timer(seconds, send)
            timer.start()
            for step in (stream.close, sending.close, timer.join, timer.cancel):
                afterwards.callback(step)  # the last one first
            return stream

        yield coming


posix = pytest.mark.skipif(os.name != "posix", reason="elsewhere nobody waits for a line")


@posix
def test_the_limits_begin_with_the_order(orders: Orders) -> None:
    code = "import sys; line = sys.stdin.read(); raise SystemExit(len(line))"
    assert limited(_python(code), seconds=1.0, orders=orders(b"order\n", 1.5)) == 6


@posix
def test_over_the_time_after_the_order(orders: Orders) -> None:
    code = "import sys, time; sys.stdin.readline(); time.sleep(60)"
    with pytest.raises(UnreadableError, match=r"takes longer than 0\.5 seconds"):
        limited(_python(code), seconds=0.5, orders=orders(b"order\n", 0.1))


@posix
@pytest.mark.parametrize(
    ("idle", "line", "seconds"), [(60.0, b"", 0.3), (0.3, b"order\n", 1.5)], ids=["end", "idle"]
)
def test_without_an_order_the_command_is_ended(
    orders: Orders,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    idle: float,
    line: bytes,
    seconds: float,
) -> None:
    told = tmp_path / "pid"
    code = f"import os, time; open({str(told)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    monkeypatch.setattr(limits, "IDLE", idle)
    assert limited(_python(code), orders=orders(line, seconds)) == UNTAKEN
    if told.exists() and told.read_text():
        with pytest.raises(ProcessLookupError):
            os.kill(int(told.read_text()), 0)


@posix
def test_who_has_ended_takes_no_order(orders: Orders) -> None:
    assert limited(_python("pass"), orders=orders(b"order\n", 1.0)) == UNTAKEN


def _nothing() -> None:
    """Prepare nothing."""


def _work(item: Any) -> Any:
    if item == "sleep":
        time.sleep(60)
    if item == "die":
        os._exit(1)
    if item == "fail":
        raise ZeroDivisionError(item)
    if item == "grow":
        held = [bytearray(1_000_000) for _ in range(2_000)]
        time.sleep(60 + len(held))
    return item * 2


def _run(items: list[Any], **limits: float) -> list[Any]:
    kept = {"seconds": 20.0, "megabytes": 1_000.0, **limits}
    return list(
        pool.imap(
            _work,
            items,
            prepare=_nothing,
            jobs=2,
            seconds=kept["seconds"],
            megabytes=kept["megabytes"],
        )
    )


def test_results_come_in_the_order_of_the_items() -> None:
    assert _run(list(range(40))) == [2 * n for n in range(40)]
    assert _run([]) == []


def test_a_worker_that_fails_dies_or_hangs_costs_its_own_item_alone() -> None:
    found = _run([1, "fail", 2, "die", 3, "sleep", 4], seconds=1.0)
    assert [each for each in found if not isinstance(each, pool.Failure)] == [2, 4, 6, 8]
    assert [each.why for each in found if isinstance(each, pool.Failure)] == [
        "set off a fault of the program (ZeroDivisionError: fail)",
        "ended the process that read it",
        "takes longer than 1 seconds",
    ]


@pytest.mark.skipif(sys.platform not in PROCESS, reason="Windows tells no memory of a process")
def test_a_worker_that_grows_is_ended() -> None:
    found = _run(["grow", 1], megabytes=500.0)
    assert found == [pool.Failure("needs more than 500 MB of memory"), 2]
