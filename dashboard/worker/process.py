"""Workers of the parser: each runs one job and exits. An idle worker is started before its job.

The server does not import the parser: it starts `python -m loaders --wait` under limits on time and
memory (loaders.sandbox.worker). Two thirds of the time of a job are imports, so while a visitor is
on the page Add a briefing, one worker has done its imports and waits for a job: the idle worker. It
ends when no job comes for some minutes, and with the server.
"""

import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from threading import RLock, Timer
from typing import NamedTuple

from loaders.sandbox.limits import Limits
from loaders.sandbox.worker import Worker

IDLE_SECONDS = 300.0  # for which an idle worker waits for a job


class Done(NamedTuple):
    """Result of a process: its exit status, and its two output streams."""

    status: int
    stdout: str
    stderr: str


class _IdleWorker:
    """A holder of at most one worker that waits for a job; threads may share it."""

    def __init__(self) -> None:
        self.worker: Worker | None = None
        self._lock = RLock()
        self._timer = Timer(IDLE_SECONDS, self.end)

    def start(self) -> None:
        """Start a worker, unless one is running; it waits for IDLE_SECONDS from now on.

        Does nothing on Windows, and where no process can start.
        """
        if os.name != "posix":
            return
        with self._lock, suppress(OSError):  # `run` will report it
            self.worker = self.take() or _start()
            self._timer = Timer(IDLE_SECONDS, self._expire, [self.worker])
            self._timer.daemon = True
            self._timer.start()

    def take(self) -> Worker | None:
        """Return the worker and hand it over to the caller; None where none is running."""
        with self._lock:
            self._timer.cancel()
            found, self.worker = self.worker, None
        if found and found.has_exited:
            found.end()
            return None
        return found

    def end(self) -> None:
        """Kill the worker, if there is one."""
        found = self.take()
        if found:
            found.end()

    def _expire(self, worker: Worker) -> None:
        with self._lock:
            if self.worker is worker:
                self.end()


idle_worker = _IdleWorker()


def run(files: Mapping[str, bytes], commands: Sequence[Sequence[str]]) -> Done:
    """Run `commands` of `python -m loaders` in one process, one by one until one fails.

    files: name -> content, in the folder of the commands, which is removed afterwards. commands:
    the arguments of each. The idle worker runs them, and another idle worker is started after it.
    Where there is none, a new process runs them. Raises OSError where no process can start or no
    file be stored, and UnreadableError if the commands exceed a limit.
    """
    with ExitStack() as ends:
        worker = idle_worker.take()
        if worker:
            ends.callback(idle_worker.start)
            ends.enter_context(worker)
        if not (worker and _submit(worker, files, commands)):
            worker = ends.enter_context(_start())
            _submit(worker, files, commands)  # if it has exited, its status says so
        return Done(worker.wait(), *worker.output())


def _start() -> Worker:
    return Worker(["-m", "loaders", "--wait"], Limits(), captured=True)


def _submit(worker: Worker, files: Mapping[str, bytes], commands: Sequence[Sequence[str]]) -> bool:
    for name, data in files.items():
        (worker.folder / name).write_bytes(data)
    return worker.submit((str(worker.folder), commands))
