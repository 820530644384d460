"""Processes, as tests see them: their state and their children."""

import subprocess
import time
from collections.abc import Callable

from tests.support.timeouts import PROCESS_BACKSTOP


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


def _printed(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout
