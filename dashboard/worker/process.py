"""Processes of the parser: each runs one job and exits. An idle worker is started before its job.

The server runs `python -m loaders`, which enforces limits on time and memory, and does not import
the parser. Two thirds of the time of a job are imports, so while a visitor is on the page Add a
briefing, one process has done its imports and waits for a job: the idle worker. It exits when no
job comes for some minutes, and when the server exits, however that happens, since this closes the
worker's standard input.
"""

import atexit
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock
from typing import IO, NamedTuple

from loaders.contract import UNREADABLE_STATUS
from loaders.sandbox.limits import SECONDS, UNTAKEN, WALL_FACTOR

_ROOT = Path(__file__).resolve().parents[2]
_COMMAND = (sys.executable, "-P", "-m", "loaders", "--limit", "--wait")
# Seconds after which the server kills a job that `--limit` has failed to stop: the job's wall-clock
# limit, and 30 for the start of the process on a busy machine.
BACKSTOP = SECONDS * WALL_FACTOR + 30.0
_MAX_ANSWER = 40_000_000  # bytes of each output: the largest page, escaped, and its repairs


class Done(NamedTuple):
    """Result of a process: its exit status, and its two output streams."""

    status: int
    stdout: str
    stderr: str


class _Process:
    """A process of the parser, which waits for the one job that `run` sends, and then exits."""

    def __init__(self) -> None:
        with ExitStack() as opened:
            # Files, not pipes: nobody has to empty them while the process runs.
            self._out, self._err = (opened.enter_context(TemporaryFile()) for _ in range(2))
            self._child = subprocess.Popen(  # noqa: S603 - the command is ours, the visitor's part is a file
                _COMMAND,
                cwd=_ROOT,
                env={**os.environ, "PYTHONPATH": str(_ROOT)},
                stdin=subprocess.PIPE,
                stdout=self._out,
                stderr=self._err,
                start_new_session=True,
            )
            self._opened = opened.pop_all()

    @property
    def has_exited(self) -> bool:
        """True if the process has exited; then call `end()` next: the PID may be reused."""
        return self._child.poll() is not None

    @property
    def is_ready(self) -> bool:
        """True once the process has reported, on standard error, that its imports are done."""
        return os.fstat(self._err.fileno()).st_size > 0

    def run(self, job: bytes) -> Done:
        """Send the process its one job, wait until it exits, and return its status and output.

        job: a line of JSON. After BACKSTOP seconds the process is killed, with the status
        UNREADABLE_STATUS.
        """
        assert self._child.stdin  # noqa: S101 - for the type checker
        try:
            with suppress(OSError), self._child.stdin:  # a process that has exited reads nothing
                self._child.stdin.write(job)
            try:
                status = self._child.wait(BACKSTOP)
            except subprocess.TimeoutExpired:
                status = UNREADABLE_STATUS
            return Done(status, _text(self._out), _text(self._err))
        finally:
            self.end()

    def end(self) -> None:
        """Kill the process and its descendants, where any is running, and close its files."""
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._child.pid, signal.SIGKILL)
        else:
            self._child.kill()
        self._child.wait()
        with suppress(OSError), self._opened:  # stdin may still buffer a job that was not read
            if self._child.stdin:
                self._child.stdin.close()


class _IdleWorker:
    """A holder of at most one process that waits for a job; threads may share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: _Process | None = None

    def start(self) -> None:
        """Start a process that waits for a job, unless one is running."""
        with self._lock:
            if self._process and self._process.has_exited:
                self._process.end()
                self._process = None
            self._process = self._process or _Process()

    def take(self) -> _Process | None:
        """Return the process and hand it over to the caller; None where none is running."""
        with self._lock:
            found, self._process = self._process, None
        if found and found.has_exited:
            found.end()
            return None
        return found

    @property
    def is_ready(self) -> bool:
        """True if a process waits for a job and its imports are done."""
        with self._lock:
            return self._process is not None and self._process.is_ready


_idle_worker = _IdleWorker()


def prepare() -> None:
    """Start an idle worker if there is none; for when a job may come soon.

    Does nothing on Windows.
    """
    if os.name == "posix":  # Windows cannot wait for a line of input with a timeout
        with suppress(OSError):  # `run` will report it
            _idle_worker.start()


def is_ready() -> bool:
    """Return whether there is an idle worker whose imports are done."""
    return _idle_worker.is_ready


def end() -> None:
    """Kill the idle worker, if there is one."""
    found = _idle_worker.take()
    if found:
        found.end()


def run(commands: Sequence[Sequence[str]], folder: str) -> Done:
    """Run `commands` of `python -m loaders` in one process, one by one until one fails.

    commands: the arguments of each. folder: for the temporary files of the commands. The idle
    worker runs them, and another idle worker is started after it. Where there is none, or it exits
    without the job, a new process runs them. Raises OSError where no process can start.
    """
    job = json.dumps({"folder": folder, "commands": commands}).encode() + b"\n"
    idle = _idle_worker.take()
    try:
        done = idle.run(job) if idle else None
        if done is None or done.status == UNTAKEN:
            done = _Process().run(job)
        return done
    finally:
        if idle:
            prepare()


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read(_MAX_ANSWER).decode("utf-8", "replace")


atexit.register(end)
