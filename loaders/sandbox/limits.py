"""Limits on time and memory for the reading of what strangers bring: a process that can be ended.

A regular expression holds Python's lock while it runs, and a library may allocate a gigabyte in one
call, so no thread of the same process can keep a limit. The parent keeps it: it looks every 20 ms
at the clock and at the memory that the child holds (resident set size), and ends a child that goes
over. The kernel backs this up where it can: RLIMIT_CPU ends a child whose parent was killed, and
RLIMIT_DATA refuses what a child would allocate between two looks. RLIMIT_AS is of no use here: the
imports alone reserve 1,300 MB of addresses (DuckDB, OpenBLAS) and hold 240.

Linux keeps all of it. macOS keeps clock, memory as `ps` tells it (four looks a second) and
RLIMIT_CPU; its kernel ignores RLIMIT_DATA. Windows keeps the clock alone.
"""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import FrameType
from typing import IO, Any

from loaders.errors import UnreadableError

__all__ = ["MEGABYTES", "SECONDS", "UNTAKEN", "VARIABLE", "Watch", "is_there", "limited"]

SECONDS = 10.0
MEGABYTES = 512
# Set for a child that runs under limits, so that it starts no process of its own.
VARIABLE = "BRIEFING_LIMITED"

# What a command that waits for an order ends with where it never had one, and how long it waits.
UNTAKEN = 75
IDLE = 300.0

LOOK = 0.02
# The kernel's limits lie above the watch's, which can tell what happened.
SLACK_SECONDS, SLACK_FACTOR = 5, 2


class Watch:
    """How long one piece of work may take, and how much memory its process may hold."""

    def __init__(self, *, seconds: float, megabytes: float) -> None:
        self._seconds, self._megabytes = seconds, megabytes
        self._started = self._looked = time.monotonic()

    def verdict(self, pid: int) -> str | None:
        """What process `pid` has gone over, as the end of a sentence; None where it has not."""
        now = time.monotonic()
        if now - self._started > self._seconds:
            return f"takes longer than {self._seconds:g} seconds"
        if now - self._looked < _EVERY:
            return None
        self._looked = now
        held = _resident(pid)
        if held is not None and held > self._megabytes:
            return f"needs more than {self._megabytes:g} MB of memory"
        return None


def limited(
    command: Sequence[str],
    *,
    seconds: float = SECONDS,
    megabytes: float = MEGABYTES,
    orders: IO[bytes] | None = None,
    subject: str = "this",
) -> int:
    """Run `command` as a child process with our standard streams; return its exit status.

    With `orders` it waits for one line from there on its standard input, and the limits begin with
    that; UNTAKEN where none comes for IDLE seconds, or it has ended meanwhile.

    Raises UnreadableError, one sentence, where it goes over `seconds` of wall clock or `megabytes`
    of memory, or is ended by the system; `subject` names there what it reads.
    """
    prepare = partial(_lower, seconds, megabytes) if os.name == "posix" else None
    environment = {**os.environ, VARIABLE: "1"}
    stdin = subprocess.PIPE if orders else None
    with subprocess.Popen(command, env=environment, stdin=stdin, preexec_fn=prepare) as child:  # noqa: PLW1509, S603 - no thread runs yet; the command is ours
        _pass_on(signal.SIGTERM, child)
        if orders and not _gave(child, orders):
            child.kill()
            return UNTAKEN
        status = _watched(child, Watch(seconds=seconds, megabytes=megabytes), subject)
    if status < 0:
        raise UnreadableError(
            f"Reading {subject} was ended by the system (signal {-status}); {REMEDY}"
        )
    return status


def is_there(stream: IO[Any], seconds: float) -> bool:
    """Whether `stream` has something to read, or its end, within so many seconds."""
    if os.name != "posix":  # there only sockets can be waited for
        return True
    return bool(select.select([stream], [], [], seconds)[0])


def _gave(child: "subprocess.Popen[bytes]", orders: IO[bytes]) -> bool:
    """Pass on the line that comes; whether one came, and the child was there to take it."""
    order = orders.readline() if is_there(orders, IDLE) else b""
    if not order or child.poll() is not None or child.stdin is None:
        return False
    with suppress(BrokenPipeError), child.stdin:
        child.stdin.write(order)
        return True
    return False


def _watched(child: "subprocess.Popen[bytes]", watch: Watch, subject: str) -> int:
    """The exit status of a child that keeps to the limits; raises UnreadableError of another."""
    while True:
        try:
            return child.wait(LOOK)
        except subprocess.TimeoutExpired:
            over = watch.verdict(child.pid)
        if over:
            child.kill()
            child.wait()
            raise UnreadableError(f"Reading {subject} {over}, so it was stopped; {REMEDY}")


REMEDY = "cut the file to the transcript itself, or save the page as plain text."


def _pass_on(number: signal.Signals, child: "subprocess.Popen[bytes]") -> None:
    """Have the child end with its parent."""

    def end(_number: int, _frame: FrameType | None) -> None:
        child.kill()
        raise SystemExit(128 + number)

    signal.signal(number, end)


def _lower(seconds: float, megabytes: float) -> None:
    """Lower the limits of the process that is about to begin.

    What it imports before its order counts as work here, and takes less than the slack.
    """
    import resource  # noqa: PLC0415 - not on Windows

    processor = int(seconds) * (os.cpu_count() or 1) + SLACK_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor))
    data = int(megabytes * SLACK_FACTOR * 1e6)
    resource.setrlimit(resource.RLIMIT_DATA, (data, data))


def _resident_of_linux(pid: int) -> float | None:
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return None  # it has ended
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


def _resident_of_macos(pid: int) -> float | None:
    asked = ["/bin/ps", "-o", "rss=", "-p", str(pid)]
    told = subprocess.run(asked, capture_output=True, text=True, check=False).stdout  # noqa: S603
    return int(told) * 1024 / 1e6 if told.strip() else None


def _unknown(_pid: int) -> float | None:
    return None


_MEASURES: dict[str, tuple[Callable[[int], float | None], float]] = {
    "linux": (_resident_of_linux, 0.0),
    "darwin": (_resident_of_macos, 0.25),
}
_resident, _EVERY = _MEASURES.get(sys.platform, (_unknown, 0.0))
