"""Limits on processor time and memory for a child process that reads untrusted input.

A regular expression holds Python's lock while it runs, and a library may allocate a gigabyte in one
call, so no thread of the same process can enforce a limit. The supervisor (sandbox.worker) enforces
it: every 20 ms it reads the processor time (user and system) and the memory (resident set size) of
the child and of its descendants, and kills a child that is over a limit. Processor time depends
little on what else the machine does: a page of 400 kB takes 3 s of it on two idle processors, and
5 s under a load of 18, where the wall clock shows 30. A child that sleeps uses no processor time,
so a wall-clock limit, six times as long, is the backstop.

The kernel backs this up where it can: RLIMIT_CPU ends a child whose supervisor was killed, and
RLIMIT_DATA refuses what a child would allocate between two readings by the supervisor. RLIMIT_AS is
of no use here: the imports alone reserve 1,300 MB of addresses (DuckDB, OpenBLAS) and use 240 MB.

On Linux all of these limits are enforced. On macOS processor time and memory are read through `ps`,
four times a second, for the child without its descendants, and the kernel ignores RLIMIT_DATA. On
Windows only the wall-clock limit is enforced.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from loaders.errors import UnreadableError
from loaders.messages import Value

SECONDS = 10.0  # of processor time
# Wall-clock seconds for each second of processor time: a busy machine gives a process only a share
# of its processors, and a process that hangs uses no processor time.
WALL_FACTOR = 6.0
MEGABYTES = 512

# Environment variable of a child under limits, which starts no processes itself: its processor
# seconds, megabytes, the handle of its connection and the PID of its supervisor.
VARIABLE = "BRIEFING_LIMITED"
# One thread for each library in the child, since processor time adds up over all threads.
ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS",  # OpenMP, and the pool of pyarrow
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
        "ARROW_IO_THREADS",
        "RAYON_NUM_THREADS",
    ),
    "1",
)

POLL_SECONDS = 0.02
# The kernel's limits are above those of Watch, which can report the limit exceeded.
SLACK_SECONDS, SLACK_FACTOR = 5, 2


class Limits(NamedTuple):
    """Limits on one job of a process and its descendants.

    seconds: processor time, user and system. megabytes: resident memory, in 1,000,000 bytes.
    wall_seconds: the backstop for a process that hangs, WALL_FACTOR * seconds if None.
    """

    seconds: float = SECONDS
    megabytes: float = MEGABYTES
    wall_seconds: float | None = None


class Usage(NamedTuple):
    """Resources that a process has used: processor time in seconds, resident memory in MB."""

    seconds: float
    megabytes: float


def over_limit(which: str, **values: Value) -> UnreadableError:
    """Return the error [refusal.over] `which`, of the file "this" (see UnreadableError.of)."""
    return UnreadableError(f"over.{which}", name="this", **values)


class Watch:
    """The limits on one job of the process `pid`; times count from when the Watch is created."""

    def __init__(self, pid: int, limits: Limits) -> None:
        self._pid, self._limits = pid, limits
        wall_seconds = limits.wall_seconds
        self._wall_seconds = WALL_FACTOR * limits.seconds if wall_seconds is None else wall_seconds
        self._started = self._looked = time.monotonic()
        self._before = _total(usage(pid)).seconds

    def exceeded(self) -> UnreadableError | None:
        """Return the error for the limit that the job exceeds, of the file "this", or None."""
        now = time.monotonic()
        if now - self._started > self._wall_seconds:
            return over_limit("wall", limit=self._wall_seconds)
        if now - self._looked < _INTERVAL:
            return None
        self._looked = now
        used = _total(usage(self._pid))
        if used.seconds - self._before > self._limits.seconds:
            return over_limit("processor", limit=self._limits.seconds)
        if used.megabytes > self._limits.megabytes:
            return over_limit("memory", limit=self._limits.megabytes)
        return None


def set_kernel_limits(limits: Limits) -> None:
    """Set the kernel's limits of this process for one job; processor time counts from now on.

    They are the given limits times SLACK_FACTOR, and SLACK_SECONDS more of processor time. Does
    nothing on Windows.
    """
    if os.name != "posix":
        return
    import resource  # noqa: PLC0415 - not on Windows

    processor = int(time.process_time() + limits.seconds * SLACK_FACTOR) + SLACK_SECONDS
    data = int(limits.megabytes * SLACK_FACTOR * 1e6)
    for which, limit in ((resource.RLIMIT_CPU, processor), (resource.RLIMIT_DATA, data)):
        with suppress(ValueError):  # the host's own limit is lower
            resource.setrlimit(which, (limit, resource.getrlimit(which)[1]))


def _total(usage: dict[int, Usage]) -> Usage:
    """Add up the usage of all processes, given by PID."""
    return Usage(
        sum(each.seconds for each in usage.values()),
        sum(each.megabytes for each in usage.values()),
    )


def _usage_on_linux(pid: int) -> dict[int, Usage]:
    """Return the usage of a process and its live descendants, by PID, from proc(5).

    A descendant that was waited for is part of its parent's usage. Where the kernel lists no
    children (CONFIG_PROC_CHILDREN is off), a descendant counts only once it was waited for.
    """
    found: dict[int, Usage] = {}
    left = [pid]
    while left:
        each = left.pop()
        with suppress(OSError, IndexError):  # it has exited
            found[each] = _parse_stat(Path(f"/proc/{each}/stat").read_bytes())
            left.extend(_children(each))
    return found


def _parse_stat(stat: bytes) -> Usage:
    """Parse /proc/<pid>/stat: fields 14 to 17 are times in ticks, field 24 is memory in pages."""
    fields = stat.rpartition(b")")[2].split()  # from field 3 on: the process name may hold anything
    return Usage(
        sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK"),
        int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / 1e6,
    )


def _children(pid: int) -> Iterator[int]:
    """Yield the PIDs of the children of each thread of a process."""
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        yield from map(int, listed.read_bytes().split())


def _usage_by_ps(pid: int) -> dict[int, Usage]:
    """Return the usage of a process, without its descendants, by PID."""
    command = ["/bin/ps", "-o", "rss=,time=", "-p", str(pid)]
    printed = subprocess.run(  # noqa: S603 - the command is ours
        command, env={"LC_ALL": "C"}, capture_output=True, text=True, check=False
    ).stdout.split()
    if len(printed) != 2:
        return {}  # it has exited
    return {pid: Usage(_parse_time(printed[1]), int(printed[0]) * 1024 / 1e6)}


def _parse_time(printed: str) -> float:
    """Convert the time that ps prints to seconds.

    >>> _parse_time("1:02.50"), _parse_time("2-03:04:05")
    (62.5, 183845.0)
    """
    days, _, clock = printed.rpartition("-")
    seconds = 0.0
    for part in clock.split(":"):
        seconds = 60 * seconds + float(part)
    return 86_400 * int(days or 0) + seconds


def _unknown(_pid: int) -> dict[int, Usage]:
    """Return an empty dict: on this system the usage of another process cannot be read."""
    return {}


# For each system, how usage is read, and the minimum seconds between two readings.
_SOURCES: dict[str, tuple[Callable[[int], dict[int, Usage]], float]] = {
    "linux": (_usage_on_linux, 0.0),
    "darwin": (_usage_by_ps, 0.25),
}
usage, _INTERVAL = _SOURCES.get(sys.platform, (_unknown, 0.0))
