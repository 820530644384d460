"""Worker processes for pieces of work of which any may fail, hang or grow without end.

concurrent.futures gives up the whole pool when one worker is killed. Here a worker that goes over
its limits is ended and replaced, its piece is told as failed, and the rest goes on.
"""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from multiprocessing.connection import Connection, wait
from typing import Any, NamedTuple

from loaders.errors import BriefingsError
from loaders.sandbox.limits import LOOK, Watch

__all__ = ["Failure", "imap"]

NO_WORKER = (
    "No process that reads could begin (why stands above); mend that, or run one file with --limit."
)
# How many results may wait for an earlier one that takes its time.
AHEAD = 8


class Failure(NamedTuple):
    """Why a piece of work has no result, as the end of a sentence."""

    why: str


class _Worker:
    """A process that does one piece of work after another."""

    def __init__(self, work: Callable[[Any], Any], prepare: Callable[[], None]) -> None:
        context = multiprocessing.get_context("spawn")
        self.ours, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, work, prepare), daemon=True)
        self.process.start()
        theirs.close()
        self.number: int | None = None
        self.watch: Watch | None = None
        self.ready = False

    def give(self, number: int, item: object, watch: Watch) -> None:
        self.number, self.watch = number, watch
        self.ours.send(item)

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.ours.close()


def imap(
    work: Callable[[Any], Any],
    items: Iterable[Any],
    *,
    prepare: Callable[[], None],
    jobs: int,
    seconds: float,
    megabytes: float,
) -> Iterator[Any]:
    """`work` of each of `items` in their order: its result, or a Failure.

    Raises BriefingsError where no worker can begin.

    `work` and `prepare`, which each worker does once before it begins, are functions of a module;
    `seconds` and `megabytes` limit each item and are those of a Watch.
    """
    state = _Run(work, prepare, jobs)
    try:
        waiting = enumerate(items)
        upcoming = next(waiting, None)
        asked = 0
        while upcoming is not None or state.busy or asked in state.done:
            while upcoming is not None and upcoming[0] < asked + jobs * AHEAD:
                idle = state.idle()
                if idle is None:
                    break
                idle.give(*upcoming, Watch(seconds=seconds, megabytes=megabytes))
                upcoming = next(waiting, None)
            state.look()
            while asked in state.done:
                yield state.done.pop(asked)
                asked += 1
    finally:
        state.end()


class _Run:
    """The workers of one run, and the results that have not been asked for."""

    def __init__(self, work: Callable[[Any], Any], prepare: Callable[[], None], jobs: int) -> None:
        self._make = partial(_Worker, work, prepare)
        self._workers = deque(self._make() for _ in range(jobs))
        self.done: dict[int, Any] = {}

    @property
    def busy(self) -> bool:
        return any(worker.number is not None for worker in self._workers)

    def idle(self) -> _Worker | None:
        return next((w for w in self._workers if w.ready and w.number is None), None)

    def look(self) -> None:
        """Take in what has come, and end whoever is over a limit."""
        by_pipe: dict[Any, _Worker] = {worker.ours: worker for worker in self._workers}
        for pipe in wait(list(by_pipe), LOOK):
            self._take(by_pipe[pipe])
        for worker in list(self._workers):
            if worker.number is not None and worker.watch and worker.process.pid:
                over = worker.watch.verdict(worker.process.pid)
                if over and not worker.ours.poll():
                    self._replace(worker, Failure(over))

    def _take(self, worker: _Worker) -> None:
        try:
            result = worker.ours.recv()
        except (EOFError, OSError):
            if not worker.ready:
                raise BriefingsError(NO_WORKER) from None
            self._replace(worker, Failure("ended the process that read it"))
            return
        if worker.number is None:
            worker.ready = True
            return
        self.done[worker.number] = result
        worker.number = None

    def _replace(self, worker: _Worker, failure: Failure) -> None:
        if worker.number is not None:
            self.done[worker.number] = failure
        worker.end()
        self._workers.remove(worker)
        self._workers.append(self._make())

    def end(self) -> None:
        for worker in self._workers:
            worker.end()


def _serve(pipe: Connection, work: Callable[[Any], Any], prepare: Callable[[], None]) -> None:
    """What a worker does: say that it is ready, then answer each item with its result."""
    prepare()
    pipe.send(None)
    try:
        while True:
            item = pipe.recv()
            try:
                result = work(item)
            except MemoryError:
                result = Failure("needs more memory than there is")
            except Exception as error:  # noqa: BLE001 - whatever a file sets off, the run goes on
                result = Failure(
                    f"set off a fault of the program ({type(error).__name__}: {error})"
                )
            pipe.send(result)
    except (EOFError, KeyboardInterrupt):
        return
