"""Limits on processor time and memory for a child process that reads untrusted input.

A regular expression holds Python's lock while it runs, and a library may allocate a gigabyte in one
call, so no thread of the same process can enforce a limit. The supervisor (sandbox.worker) does:
every 20 ms it reads processor time and resident memory of the child and its descendants, and kills
a child that is over a limit. Processor time depends little on what else the machine does: a page of
400 kB takes 3 s of it on two idle processors, and 5 s under a load of 18, where the wall clock
shows 30. A child that sleeps uses none, so a wall-clock limit, six times as long, is the backstop.

The kernel backs this up where it can: RLIMIT_CPU ends a child whose supervisor was killed, and
RLIMIT_DATA refuses what a child would allocate between two readings. RLIMIT_AS is of no use here:
the imports alone reserve 1,300 MB of addresses (DuckDB, OpenBLAS) and use 240 MB. Windows has no
such limits, and macOS ignores RLIMIT_DATA; on both, the time of a descendant that has ended is not
counted.
"""

import os
import time
from contextlib import suppress
from typing import NamedTuple

import psutil

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
# Listing the descendants reads every process of the system (1.6 ms for 90), usage of one 0.04 ms.
_LISTING_SECONDS = 0.25
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


def is_limited() -> bool:
    """Return whether this process is a child under limits, which starts no processes itself."""
    return VARIABLE in os.environ


def over_limit(which: str, **values: Value) -> UnreadableError:
    """Return the error [refusal.over] `which`, of the file "this" (see UnreadableError.of)."""
    return UnreadableError(f"over.{which}", name="this", **values)


class Watch:
    """The limits on each job of a process; times count from its start, or from `restart`."""

    def __init__(self, process: psutil.Process, limits: Limits) -> None:
        self._processes, self._limits = [process], limits
        self._listed = time.monotonic()
        self.restart()

    def restart(self) -> None:
        """Count times from now on, for the next job."""
        self._started = time.monotonic()
        self._before, _ = self._usage()

    def exceeded(self) -> UnreadableError | None:
        """Return the error for the limit that the job exceeds, of the file "this", or None."""
        seconds, megabytes, wall = self._limits
        wall = WALL_FACTOR * seconds if wall is None else wall
        if time.monotonic() - self._started > wall:
            return over_limit("wall", limit=wall)
        used, resident = self._usage()
        if used - self._before > seconds:
            return over_limit("processor", limit=seconds)
        if resident > megabytes:
            return over_limit("memory", limit=megabytes)
        return None

    def _usage(self) -> tuple[float, float]:
        """Return processor seconds and resident MB of the process and its live descendants.

        The time of a descendant that was waited for is part of its parent's.
        """
        if time.monotonic() - self._listed > _LISTING_SECONDS:
            self._processes = tree(self._processes[0])
            self._listed = time.monotonic()
        seconds = resident = 0.0
        for process in self._processes:
            with suppress(psutil.Error):  # it has exited
                seconds += sum(process.cpu_times()[:4])  # user, system, and those of its children
                resident += process.memory_info().rss
        return seconds, resident / 1e6


def tree(process: psutil.Process) -> list[psutil.Process]:
    """Return the process and its live descendants, whatever their session."""
    with suppress(psutil.Error):  # it has exited
        return [process, *process.children(recursive=True)]
    return [process]


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
