"""Processes, as tests see them: their state, their children, and a busy machine."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from tests.support.timeouts import PROCESS_BACKSTOP

LOOP_SECONDS = 180.0


def until(true: Callable[[], bool]) -> None:
    """Wait for a condition."""
    deadline = time.monotonic() + PROCESS_BACKSTOP
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def runs(pid: int) -> bool:
    """Return whether a process runs: a zombie, which nobody has waited for, does not."""
    state = _printed("ps", "-o", "stat=", "-p", str(pid)).strip()
    return state != "" and not state.startswith("Z")


def children(pid: int) -> list[int]:
    """Return the PIDs of the children of a process."""
    return [int(line) for line in _printed("pgrep", "-P", str(pid)).split()]


@contextmanager
def busy_loops(count: int) -> Iterator[None]:
    """Run `count` processes that use all the processor time they get, LOOP_SECONDS at most."""
    code = (
        f"import time\nend = time.monotonic() + {LOOP_SECONDS}\nwhile time.monotonic() < end: pass"
    )
    with ExitStack() as started:
        for _ in range(count):
            loop = started.enter_context(subprocess.Popen([sys.executable, "-c", code]))
            started.callback(loop.kill)  # before it is waited for
        yield


def _printed(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout
