"""Limits on processor time and memory for a child process that reads untrusted input.

A regular expression holds Python's lock while it runs, and a library may allocate a gigabyte in one
call, so no thread of the same process can enforce a limit. The parent enforces it: every 20 ms it
reads the processor time (user and system) and the memory (resident set size) of the child and of
its descendants, and kills a child that is over a limit. Processor time depends little on what else
the machine does: a page of 400 kB takes 3 s of it on two idle processors, and 5 s under a load of
18, where the wall clock shows 30. A child that sleeps uses no processor time, so a wall-clock
limit, six times as long, is the backstop.

The kernel backs this up where it can: RLIMIT_CPU ends a child whose parent was killed, and
RLIMIT_DATA refuses what a child would allocate between two readings by the parent. RLIMIT_AS is of
no use here: the imports alone reserve 1,300 MB of addresses (DuckDB, OpenBLAS) and use 240 MB.

On Linux all of these limits are enforced. On macOS processor time and memory are read through `ps`,
four times a second, for the child without its descendants, and the kernel ignores RLIMIT_DATA. On
Windows only the wall-clock limit is enforced.
"""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from types import FrameType
from typing import IO, Any, NamedTuple

from loaders.errors import UnreadableError
from loaders.messages import Value

SECONDS = 10.0  # of processor time
# Wall-clock seconds for each second of processor time: a busy machine gives a process only a share
# of its processors, and a process that hangs uses no processor time.
WALL_FACTOR = 6.0
MEGABYTES = 512

# Environment variable, set for a child under limits so that it starts no processes itself.
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

# Exit status of a process that waited for a job and got none, and how many seconds it waits.
UNTAKEN = 75
IDLE_SECONDS = 300.0

POLL_SECONDS = 0.02
# The kernel's limits are above those of Watch, which can report the limit exceeded. RLIMIT_CPU
# includes the imports of a waiting child before its job, 3 s.
SLACK_SECONDS, SLACK_FACTOR = 5, 2


class Usage(NamedTuple):
    """Resources that a process has used: processor time in seconds, resident memory in MB."""

    seconds: float
    megabytes: float


def over_limit(which: str, **values: Value) -> UnreadableError:
    """Return the error [refusal.over] `which`, of the file "this" (see UnreadableError.of)."""
    return UnreadableError(f"over.{which}", name="this", **values)


class Watch:
    """Limits on one job of the process `pid`; times count from when the Watch is created.

    seconds: processor time of the process and its descendants, user and system.
    megabytes: resident memory of the process and its descendants, in 1,000,000 bytes.
    wall_seconds: the backstop for a process that hangs, WALL_FACTOR * seconds if None.
    """

    def __init__(
        self, pid: int, *, seconds: float, megabytes: float, wall_seconds: float | None = None
    ) -> None:
        self._pid, self._seconds, self._megabytes = pid, seconds, megabytes
        self._wall_seconds = WALL_FACTOR * seconds if wall_seconds is None else wall_seconds
        self._started = self._looked = time.monotonic()
        self._before = _total(_usage(pid)).seconds

    def exceeded(self) -> UnreadableError | None:
        """Return the error for the limit that the job exceeds, of the file "this", or None."""
        now = time.monotonic()
        if now - self._started > self._wall_seconds:
            return over_limit("wall", limit=self._wall_seconds)
        if now - self._looked < _INTERVAL:
            return None
        self._looked = now
        used = _total(_usage(self._pid))
        if used.seconds - self._before > self._seconds:
            return over_limit("processor", limit=self._seconds)
        if used.megabytes > self._megabytes:
            return over_limit("memory", limit=self._megabytes)
        return None


def run_limited(
    command: Sequence[str],
    *,
    seconds: float = SECONDS,
    megabytes: float = MEGABYTES,
    wall_seconds: float | None = None,
    jobs: IO[bytes] | None = None,
    subject: str = "this",
) -> int:
    """Run `command` as a child process under the limits of Watch; return its exit status.

    The child inherits the standard streams of this process. With `jobs`, one line of that stream is
    sent to the standard input of the child, and the limits count from then on. UNTAKEN is returned
    if no line comes within IDLE_SECONDS, if the stream ends, or if the child exits before the line.

    Raises UnreadableError, of the file `subject`, if the child exceeds a limit or is ended by a
    signal.
    """
    prepare = partial(_set_kernel_limits, seconds, megabytes) if os.name == "posix" else None
    environment = {**os.environ, **ONE_THREAD, VARIABLE: "1"}
    stdin = subprocess.PIPE if jobs else None
    with (
        subprocess.Popen(command, env=environment, stdin=stdin, preexec_fn=prepare) as child,  # noqa: PLW1509, S603 - no thread runs yet; the command is ours
        _ended_by(signal.SIGTERM, child),
    ):
        if jobs and not _forward_job(jobs, child):
            if child.poll() is None:  # else its PID may already be reused
                kill_tree(child.pid)
            return UNTAKEN
        watch = Watch(child.pid, seconds=seconds, megabytes=megabytes, wall_seconds=wall_seconds)
        status = _supervise(child, watch, subject)
    if status < 0:
        raise UnreadableError("over.signal", name=subject, signal=-status)
    return status


def has_input(stream: IO[Any], seconds: float) -> bool:
    """Wait up to `seconds` for input; return whether `stream` has data or has ended.

    On Windows return True at once.
    """
    if os.name != "posix":  # only sockets can be waited for
        return True
    return bool(select.select([stream], [], [], seconds)[0])


def kill_tree(pid: int) -> None:
    """Kill the process `pid` and, on Linux, its descendants.

    The process must not have been waited for, since its PID could then be reused. A process that
    has exited or may not be killed is skipped.
    """
    for each in {pid, *_usage(pid)}:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(each, signal.SIGKILL if os.name == "posix" else signal.SIGTERM)


def _forward_job(jobs: IO[bytes], child: "subprocess.Popen[bytes]") -> bool:
    """Send one line of `jobs` to the child; return whether there was a line and the child took it.

    The line is awaited for IDLE_SECONDS.
    """
    job = jobs.readline() if has_input(jobs, IDLE_SECONDS) else b""
    if not job or child.poll() is not None or child.stdin is None:
        return False
    with suppress(BrokenPipeError), child.stdin:
        child.stdin.write(job)
        return True
    return False


def _supervise(child: "subprocess.Popen[bytes]", watch: Watch, subject: str) -> int:
    """Wait for the child and return its exit status.

    If the child exceeds a limit, kill it and its descendants, and raise UnreadableError.
    """
    while True:
        try:
            return child.wait(POLL_SECONDS)
        except subprocess.TimeoutExpired:
            over = watch.exceeded()
        if over:
            kill_tree(child.pid)
            child.wait()
            raise over.of(subject)


@contextmanager
def _ended_by(number: signal.Signals, child: "subprocess.Popen[bytes]") -> Iterator[None]:
    """Kill the child and exit with status 128 + `number` if that signal comes within the block."""

    def end(_number: int, _frame: FrameType | None) -> None:
        child.kill()
        raise SystemExit(128 + number)

    before = signal.signal(number, end)
    try:
        yield
    finally:
        signal.signal(number, before)


def _set_kernel_limits(seconds: float, megabytes: float) -> None:
    """Set the kernel's limits of the calling process, which is about to execute the command.

    They are the given limits times SLACK_FACTOR, and SLACK_SECONDS more of processor time.
    """
    import resource  # noqa: PLC0415 - not on Windows

    processor = int(seconds * SLACK_FACTOR) + SLACK_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor))
    data = int(megabytes * SLACK_FACTOR * 1e6)
    resource.setrlimit(resource.RLIMIT_DATA, (data, data))


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
_usage, _INTERVAL = _SOURCES.get(sys.platform, (_unknown, 0.0))
