"""Processes of the parser: each carries out one order and ends; a spare is ready before it comes.

The server runs `python -m loaders`, which keeps limits on time and memory, and imports none of it
itself. Two thirds of the time that an order takes are imports, so while somebody is on the page
that adds, one process has done them already and waits: the spare. It ends by itself when no order
comes for some minutes, and when the server ends, however that happens: its standard input closes.
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

__all__ = ["OVER", "Done", "end", "is_ready", "prepare", "run"]

_ROOT = Path(__file__).resolve().parents[2]
_COMMAND = (sys.executable, "-P", "-m", "loaders", "--limit", "--wait")
# `--limit` ends the work after 10 s; this ends it where that does not.
_SECONDS = 14.0
OVER = 4  # the status of work that was ended: that of a page which cannot be read
_UNTAKEN = 75  # as loaders.limits.UNTAKEN, which a test holds equal
_MOST_TOLD = 40_000_000  # bytes of an answer: a page of the largest size, escaped, and its repairs


class Done(NamedTuple):
    """How a process ended: its status, and what it printed to its two streams."""

    status: int
    said: str
    complained: str


class _Process:
    """One process of the parser that has no order yet."""

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
    def has_ended(self) -> bool:
        """Whether it runs no more. To be followed by `end`: its number may be another's by now."""
        return self._child.poll() is not None

    @property
    def is_ready(self) -> bool:
        """Whether it has said so."""
        return os.fstat(self._err.fileno()).st_size > 0

    def carry_out(self, order: bytes) -> Done:
        """Give it its one order; how it ended."""
        assert self._child.stdin  # noqa: S101 - for the type checker
        try:
            with suppress(OSError), self._child.stdin:  # what ended meanwhile takes none
                self._child.stdin.write(order)
            try:
                status = self._child.wait(_SECONDS)
            except subprocess.TimeoutExpired:
                status = OVER
            return Done(status, _text(self._out), _text(self._err))
        finally:
            self.end()

    def end(self) -> None:
        """End it and what it started, where any of it still runs."""
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._child.pid, signal.SIGKILL)
        else:
            self._child.kill()
        self._child.wait()
        with suppress(OSError), self._opened:  # an order that was not taken is still in there
            if self._child.stdin:
                self._child.stdin.close()


class _Spare:
    """At most one process that waits."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: _Process | None = None

    def begin(self) -> None:
        """Have one, where there is none."""
        with self._lock:
            if self._process and self._process.has_ended:
                self._process.end()
                self._process = None
            self._process = self._process or _Process()

    def take(self) -> _Process | None:
        """The one there is, if it still runs; it is the spare no longer."""
        with self._lock:
            found, self._process = self._process, None
        if found and found.has_ended:
            found.end()
            return None
        return found

    @property
    def is_ready(self) -> bool:
        with self._lock:
            return self._process is not None and self._process.is_ready


_spare = _Spare()


def prepare() -> None:
    """Have a spare ready soon. To be called while somebody may be about to give an order."""
    if os.name == "posix":  # elsewhere nobody can wait for a line and watch the clock
        with suppress(OSError):  # whoever gives the order says what is wrong
            _spare.begin()


def is_ready() -> bool:
    """Whether a spare has done its imports."""
    return _spare.is_ready


def end() -> None:
    """Let the spare go."""
    found = _spare.take()
    if found:
        found.end()


def run(commands: Sequence[Sequence[str]], folder: str) -> Done:
    """Carry out `commands` of `python -m loaders`, one by one until one fails, in one process.

    `folder` is for what they write for a while. The spare does it, of which there is a next one
    then; or a process of their own, where there is no spare or it ended. Raises OSError where none
    can begin.
    """
    order = json.dumps({"folder": folder, "commands": commands}).encode() + b"\n"
    spare = _spare.take()
    try:
        done = spare.carry_out(order) if spare else None
        if done is None or done.status == _UNTAKEN:
            done = _Process().carry_out(order)
        return done
    finally:
        if spare:
            prepare()


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read(_MOST_TOLD).decode("utf-8", "replace")


atexit.register(end)
