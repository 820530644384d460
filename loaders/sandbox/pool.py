"""A pool of worker processes for jobs of which any may fail, hang or grow without bound.

concurrent.futures gives up the whole pool when one worker is killed. Here a worker that exceeds its
limits is killed and replaced: only its job fails, and the other workers continue.
"""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from multiprocessing.connection import Connection, wait
from typing import Any

from loaders.errors import BriefingsError, UnreadableError
from loaders.sandbox.limits import POLL_SECONDS, Watch, kill_tree, over_limit

NO_WORKER = (
    "No worker process could start (the reason is above); correct that, or run one file with "
    "--limit."
)
# For each worker, how many jobs may be started ahead of the next result to yield.
AHEAD = 8


class _Worker:
    """A process that does one job after another.

    `number` is that of the current job, None if there is none. `ready` is set when the process has
    reported that it can take jobs.
    """

    def __init__(self, work: Callable[[Any], Any], prepare: Callable[[], None]) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, work, prepare), daemon=True)
        self._process.start()
        theirs.close()
        self.number: int | None = None
        self.ready = False
        self._watch: Watch | None = None

    @property
    def pid(self) -> int:
        pid = self._process.pid
        assert pid is not None  # noqa: S101 - for the type checker: it was started
        return pid

    def submit(self, number: int, item: object, watch: Watch) -> None:
        """Send `item` to the process as job `number`; `watch` holds the limits of the job."""
        self.number, self._watch = number, watch
        self.connection.send(item)

    def exceeded(self) -> UnreadableError | None:
        """Return the error for the limit that the current job exceeds, or None.

        None also if there is no job, or if the process has sent something, such as a result.
        """
        if self.number is None or self._watch is None:
            return None
        over = self._watch.exceeded()
        return None if self.connection.poll() else over

    def kill(self) -> None:
        if self._process.is_alive():
            kill_tree(self.pid)
        self._process.join()
        self.connection.close()


def imap(
    work: Callable[[Any], Any],
    items: Iterable[Any],
    *,
    prepare: Callable[[], None],
    jobs: int,
    seconds: float,
    megabytes: float,
    wall_seconds: float | None = None,
) -> Iterator[Any]:
    """Yield for each of `items`, in order, the result of `work(item)`, or an UnreadableError.

    Each worker calls `prepare` once when it starts. Both functions must be defined at the top level
    of a module, so that a new process can import them. `jobs` is the number of workers. `seconds`
    of processor time, `megabytes` and `wall_seconds` are the limits of each item (see Watch); an
    item that is over one, or fails, has an UnreadableError of the file "this" in its place.

    Raises BriefingsError if a worker cannot start.
    """
    watch = partial(Watch, seconds=seconds, megabytes=megabytes, wall_seconds=wall_seconds)
    state = _Run(work, prepare, jobs)
    try:
        waiting = enumerate(items)
        upcoming = next(waiting, None)
        following = 0
        while upcoming is not None or state.busy or following in state.done:
            while upcoming is not None and upcoming[0] < following + jobs * AHEAD:
                idle = state.idle()
                if idle is None:
                    break
                idle.submit(*upcoming, watch(idle.pid))
                upcoming = next(waiting, None)
            state.poll()
            while following in state.done:
                yield state.done.pop(following)
                following += 1
    finally:
        state.kill()


class _Run:
    """The workers of one call of imap; `done` maps job numbers to results not yet yielded."""

    def __init__(self, work: Callable[[Any], Any], prepare: Callable[[], None], jobs: int) -> None:
        self._start = partial(_Worker, work, prepare)
        self._workers = deque(self._start() for _ in range(jobs))
        self.done: dict[int, Any] = {}

    @property
    def busy(self) -> bool:
        return any(worker.number is not None for worker in self._workers)

    def idle(self) -> _Worker | None:
        return next((w for w in self._workers if w.ready and w.number is None), None)

    def poll(self) -> None:
        """Wait up to POLL_SECONDS for results, collect them, and replace workers over a limit."""
        by_connection: dict[Any, _Worker] = {each.connection: each for each in self._workers}
        for connection in wait(list(by_connection), POLL_SECONDS):
            self._collect(by_connection[connection])
        for worker in list(self._workers):
            over = worker.exceeded()
            if over:
                self._replace(worker, over)

    def _collect(self, worker: _Worker) -> None:
        """Receive a message of a worker and record it in `done`, or mark the worker as ready.

        If its process has ended instead, the job has failed and another worker is started. Raises
        BriefingsError if the process ended before it was ready.
        """
        try:
            result = worker.connection.recv()
        except (EOFError, OSError):
            if not worker.ready:
                raise BriefingsError(NO_WORKER) from None
            self._replace(worker, over_limit("ended"))
            return
        if worker.number is None:
            worker.ready = True
            return
        self.done[worker.number] = result
        worker.number = None

    def _replace(self, worker: _Worker, failure: UnreadableError) -> None:
        """Record `failure` for the current job of a worker, kill the worker, and start another."""
        if worker.number is not None:
            self.done[worker.number] = failure
        worker.kill()
        self._workers.remove(worker)
        self._workers.append(self._start())

    def kill(self) -> None:
        for worker in self._workers:
            worker.kill()


def _serve(connection: Connection, work: Callable[[Any], Any], prepare: Callable[[], None]) -> None:
    """Report that this process is ready, then receive items and send the result of each.

    The result is that of `work`, or an UnreadableError if it raises an exception.
    """
    prepare()
    connection.send(None)
    try:
        while True:
            item = connection.recv()
            try:
                result = work(item)
            except MemoryError:
                result = over_limit("all_memory")
            except Exception as error:  # noqa: BLE001 - whatever a file causes, the run continues
                told = f"{type(error).__name__}: {error}"
                result = UnreadableError("failed.program", name="this", error=told)
            connection.send(result)
    except (EOFError, KeyboardInterrupt):
        return
