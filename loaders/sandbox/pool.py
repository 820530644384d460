"""A pool of workers for jobs of which any may fail, hang or grow without bound.

concurrent.futures gives up the whole pool when one worker is killed. Here each worker has a thread,
which ends it when it exceeds its limits: only its job fails, the next one starts another worker,
and the other workers continue.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing.pool import AsyncResult, ThreadPool
from queue import SimpleQueue
from typing import Any, Self, TypeVar

from loaders.errors import BriefingsError, UnreadableError
from loaders.sandbox.limits import Limits, over_limit
from loaders.sandbox.memory import return_freed_memory
from loaders.sandbox.own_folder import remove_leftovers
from loaders.sandbox.worker import Supervisor, Worker

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
NO_WORKER = (
    "No worker process could start (the reason is above); correct that, or run one file with "
    "--limit."
)
# For each worker, how many jobs may be started ahead of the next result to yield.
AHEAD = 8


def imap(
    work: Callable[[_Item], _Result],
    items: Iterable[_Item],
    *,
    prepare: Callable[[], None],
    jobs: int,
    limits: Limits,
) -> Iterator[_Result | UnreadableError]:
    """Yield for each of `items`, in order, the result of `work(item)`, or an UnreadableError.

    Each worker calls `prepare` once when it starts. Both functions must be defined at the top level
    of a module, so that a new process can import them. `jobs` is the number of workers. An item
    that is over one of `limits`, or fails, has an UnreadableError of the file "this" in its place.

    Raises BriefingsError if a worker cannot start.
    """
    remove_leftovers()
    pending: deque[AsyncResult[_Result | UnreadableError]] = deque()
    with _Pool(work, prepare, jobs, limits) as pool, ThreadPool(jobs) as threads:
        for item in items:
            pending.append(threads.apply_async(pool.run, (item,)))
            while pending and (len(pending) == jobs * AHEAD or pending[0].ready()):
                yield pending.popleft().get()
        while pending:
            yield pending.popleft().get()


class _Pool:
    """The workers of one call of imap, which end with the block."""

    def __init__(
        self, work: Callable[..., Any], prepare: Callable[[], None], jobs: int, limits: Limits
    ) -> None:
        self._functions, self._limits = (work, prepare), limits
        self._started: list[Worker] = []
        self._has_ended = False
        self._idle: SimpleQueue[Worker | None] = SimpleQueue()
        for _ in range(jobs):
            self._idle.put(None)  # in place of a worker that has not started

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._has_ended = True
        for worker in [*self._started]:
            worker.end()

    def run(self, item: object) -> Any:
        """Return the result of a job, or the UnreadableError by which it failed.

        Raises BriefingsError if a worker cannot start.
        """
        worker = self._idle.get()
        try:
            if worker is None or not worker.submit(item):  # it was killed between two jobs
                self._end(worker)
                worker = None
                worker = self._start()
                worker.submit(item)
            result = worker.receive()
            worker.empty_folder()
        except UnreadableError as failure:
            self._end(worker)
            worker = None
            return failure
        else:
            return result
        finally:
            self._idle.put(worker)

    def _end(self, worker: Worker | None) -> None:
        if worker:
            worker.end()
            self._started.remove(worker)

    def _start(self) -> Worker:
        worker = Worker(["-m", __name__], self._limits)
        self._started.append(worker)
        if self._has_ended:  # while the worker started
            worker.end()
        worker.submit(self._functions)
        try:
            worker.connection.recv()  # without limits: it reads no file
        except (EOFError, OSError):
            raise BriefingsError(NO_WORKER) from None
        return worker


def _serve() -> None:
    """Receive the functions, report that this process is ready, and do one job after another.

    The result of a job is that of `work`, or an UnreadableError if it raises an exception.
    """
    return_freed_memory()
    supervisor = Supervisor()
    work, prepare = supervisor.receive()
    prepare()
    supervisor.send(None)
    while True:
        item = supervisor.receive()
        try:
            result = work(item)
        except MemoryError:
            result = over_limit("all_memory")
        except Exception as error:  # noqa: BLE001 - whatever a file causes, the run continues
            told = f"{type(error).__name__}: {error}"
            result = UnreadableError("failed.program", name="this", error=told)
        supervisor.send(result)


if __name__ == "__main__":
    with suppress(EOFError):
        _serve()
