"""Helpers for tests with processes: their state, their children, and load on the machine."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from tests.support.timeouts import PROCESS_BACKSTOP

LOOP_SECONDS = 180.0


def until(true: Callable[[], bool]) -> None:
    """Wait until `true` returns True; fail after PROCESS_BACKSTOP seconds."""
    deadline = time.monotonic() + PROCESS_BACKSTOP
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def runs(pid: int) -> bool:
    """Return whether process `pid` is running; a zombie, not yet waited for, is not."""
    state = _printed("ps", "-o", "stat=", "-p", str(pid)).strip()
    return state != "" and not state.startswith("Z")


def children(pid: int) -> list[int]:
    """Return the PIDs of the direct children of process `pid`."""
    return [int(line) for line in _printed("pgrep", "-P", str(pid)).split()]


@contextmanager
def busy_loops(count: int) -> Iterator[None]:
    """Run `count` endless loops in processes until the block ends, LOOP_SECONDS at most."""
    code = (
        f"import time\nend = time.monotonic() + {LOOP_SECONDS}\nwhile time.monotonic() < end: pass"
    )
    with ExitStack() as started:
        for _ in range(count):
            loop = started.enter_context(subprocess.Popen([sys.executable, "-c", code]))
            started.callback(loop.kill)  # runs before Popen waits for the loop
        yield


def _printed(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout
