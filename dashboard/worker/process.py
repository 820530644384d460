"""Processes of the parser: each runs one job and exits; an idle worker is started ahead of it.

The server runs `python -m loaders`, which enforces limits on time and memory, and imports none of
it itself. Two thirds of the time of a job are imports, so while a visitor is on the page that adds,
one process has done them and waits: the idle worker. It exits by itself when no job comes for some
minutes, and when the server exits, however that happens: its standard input closes.
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
# Seconds after which a job is stopped where `--limit` has failed to: its own wall-clock limit, and
# the start of its process on a busy machine.
BACKSTOP = SECONDS * WALL_FACTOR + 30.0
_MAX_ANSWER = 40_000_000  # bytes: a page of the largest size, escaped, and its repairs


class Done(NamedTuple):
    """Result of a process: its exit status, and its two output streams."""

    status: int
    stdout: str
    stderr: str


class _Process:
    """A process of the parser that has no job yet."""

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
        """Return whether the process has exited. Call `end()` next: its PID may be reused."""
        return self._child.poll() is not None

    @property
    def is_ready(self) -> bool:
        """Return whether the process has reported that its imports are done."""
        return os.fstat(self._err.fileno()).st_size > 0

    def run(self, job: bytes) -> Done:
        """Send the process its one job, wait for its end and return how it ended."""
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
        with suppress(OSError), self._opened:  # a job that was not read is still in its buffer
            if self._child.stdin:
                self._child.stdin.close()


class _IdleWorker:
    """The place of at most one process that waits for a job. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: _Process | None = None

    def start(self) -> None:
        """Start the process, unless one is running."""
        with self._lock:
            if self._process and self._process.has_exited:
                self._process.end()
                self._process = None
            self._process = self._process or _Process()

    def take(self) -> _Process | None:
        """Remove the process from its place and return it, or None where none is running."""
        with self._lock:
            found, self._process = self._process, None
        if found and found.has_exited:
            found.end()
            return None
        return found

    @property
    def is_ready(self) -> bool:
        """Return whether a process waits and its imports are done."""
        with self._lock:
            return self._process is not None and self._process.is_ready


_idle_worker = _IdleWorker()


def prepare() -> None:
    """Start an idle worker, if there is none. Call it when a job may come soon."""
    if os.name == "posix":  # Windows cannot wait for a line and for the clock together
        with suppress(OSError):  # `run` will report it
            _idle_worker.start()


def is_ready() -> bool:
    """Return whether an idle worker has done its imports."""
    return _idle_worker.is_ready


def end() -> None:
    """Stop the idle worker, if any."""
    found = _idle_worker.take()
    if found:
        found.end()


def run(commands: Sequence[Sequence[str]], folder: str) -> Done:
    """Run `commands` of `python -m loaders` in one process, one by one until one fails.

    `folder` is for their temporary files. The idle worker runs them and is then replaced; where
    there is none, or it has exited, a new process does. Raises OSError where none can start.
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
