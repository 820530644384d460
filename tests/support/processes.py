"""Helpers for tests with processes: their state and their children."""

import subprocess
import time
from collections.abc import Callable

from tests.support.timeouts import PROCESS_BACKSTOP


def until(true: Callable[[], bool]) -> None:
    """Wait until `true` returns True; fail after PROCESS_BACKSTOP seconds."""
    deadline = time.monotonic() + PROCESS_BACKSTOP
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def runs(pid: int) -> bool:
    """Return whether process `pid` is running; a zombie, not yet waited for, is not.

    A killed process is a zombie from the end of its first thread on, but keeps its pipes open until
    the last one has ended: as long as it has several ("l"), it is running.
    """
    state = _printed("ps", "-o", "stat=", "-p", str(pid)).strip()
    return state != "" and (not state.startswith("Z") or "l" in state)


def children(pid: int) -> list[int]:
    """Return the PIDs of the direct children of process `pid`."""
    return [int(line) for line in _printed("pgrep", "-P", str(pid)).split()]


def _printed(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout
