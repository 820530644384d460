"""A pool of workers for jobs of which any may fail, hang or grow without bound.

concurrent.futures gives up the whole pool when one worker is killed. Here a worker that exceeds its
limits is killed and replaced: only its job fails, and the other workers continue.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import Any, TypeVar, cast

from loaders.errors import BriefingsError, UnreadableError
from loaders.sandbox.limits import POLL_SECONDS, Limits, over_limit
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
    pool = _Pool(work, prepare, jobs, limits)
    pending: deque[_Job] = deque()
    upcoming = map(_Job, items)
    try:
        job = next(upcoming, None)
        while job or pending:
            while job and len(pending) < jobs * AHEAD and pool.submit(job):
                pending.append(job)
                job = next(upcoming, None)
            pool.poll()
            while pending and pending[0].is_done:
                yield cast("_Result | UnreadableError", pending.popleft().result)
    finally:
        pool.end()


@dataclass(eq=False)
class _Job:
    """An item, and its result once it is done."""

    item: object
    result: object = None
    is_done: bool = False

    def finish(self, result: object) -> None:
        self.result, self.is_done = result, True


class _Pool:
    """The workers of one call of imap; `_jobs` holds the job that each does, None for an idle one.

    The first job of a worker is its preparation, which has no limits.
    """

    def __init__(
        self, work: Callable[..., object], prepare: Callable[[], None], jobs: int, limits: Limits
    ) -> None:
        self._preparation, self._limits = _Job((work, prepare)), limits
        self._jobs: dict[Worker, _Job | None] = {}
        for _ in range(jobs):
            self._start()

    def _start(self) -> None:
        worker = Worker(["-m", __name__], self._limits)
        worker.submit(self._preparation.item)
        self._jobs[worker] = self._preparation

    def submit(self, job: _Job) -> bool:
        """Send the job to an idle worker; return whether there was one."""
        worker = next((worker for worker, current in self._jobs.items() if not current), None)
        if worker and worker.submit(job.item):
            self._jobs[worker] = job
            return True
        return False

    def poll(self) -> None:
        """Wait up to POLL_SECONDS for results, collect them, and replace workers over a limit."""
        by_connection: dict[Any, Worker] = {each.connection: each for each in self._jobs}
        for connection in wait(list(by_connection), POLL_SECONDS):
            self._collect(by_connection[connection])
        for worker, job in list(self._jobs.items()):
            over = worker.watch.exceeded() if job not in (None, self._preparation) else None
            if over and not worker.connection.poll():  # it has sent no result meanwhile
                self._replace(worker, over)

    def _collect(self, worker: Worker) -> None:
        """Receive the result of a worker's job, which is then idle.

        If its process has ended instead, the job has failed and another worker is started. Raises
        BriefingsError if the process ended before it was prepared.
        """
        job = self._jobs[worker]
        try:
            result = worker.connection.recv()
        except (EOFError, OSError):
            if job is self._preparation:
                raise BriefingsError(NO_WORKER) from None
            self._replace(worker, over_limit("ended"))
            return
        if job:
            job.finish(result)
        worker.empty_folder()
        self._jobs[worker] = None

    def _replace(self, worker: Worker, failure: UnreadableError) -> None:
        """Give the job of a worker `failure` as its result, and replace the worker by another."""
        job = self._jobs.pop(worker)
        if job:
            job.finish(failure)
        worker.end()
        self._start()

    def end(self) -> None:
        for worker in self._jobs:
            worker.end()


def _serve() -> None:
    """Receive the functions, report that this process is ready, and do one job after another.

    The result of a job is that of `work`, or an UnreadableError if it raises an exception.
    """
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
