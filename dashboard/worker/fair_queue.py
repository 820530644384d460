"""A queue for a few places, in which nobody waits for all that another has brought."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from threading import Condition
from typing import NamedTuple

_REMEMBERED = 1_000  # owners of whom it is known that they had a place


class FullError(Exception):
    """Too many are waiting, or no place became free in time."""


class _Waiting(NamedTuple):
    """One who waits: the owner, and a number of its own, by which equals are served in order."""

    owner: str
    number: int


class FairQueue:
    """Places for jobs, which threads share: an owner has one at most, and owners take turns.

    places: jobs that run at once. most: of those who wait at once. Who had no place yet goes
    first, then who had one longest ago, so that an owner of one job never waits for the second
    job of another.
    """

    def __init__(self, places: int, most: int) -> None:
        self._places, self._most = places, most
        self._running: set[str] = set()
        self._waiting: list[_Waiting] = []
        self._served: dict[str, int] = {}  # owner -> its number in the order of those who ended
        self._numbers = count(1)
        self._changed = Condition()

    @contextmanager
    def place(self, owner: str, *, patience: float, waiting: Callable[[], None]) -> Iterator[None]:
        """Hold a place within the block.

        patience: seconds for which to wait for one. waiting: called once if none is free at once.
        Raises FullError.
        """
        mine = self._join(owner)
        try:
            if not self._take(mine, patience=0):
                waiting()
                self._await(mine, patience=patience)
        except BaseException:
            with self._changed:
                self._waiting.remove(mine)
                self._changed.notify_all()
            raise
        try:
            yield
        finally:
            self._leave(owner)

    def _join(self, owner: str) -> _Waiting:
        with self._changed:
            if len(self._waiting) >= self._most:
                raise FullError
            mine = _Waiting(owner, next(self._numbers))
            self._waiting.append(mine)
            return mine

    def _take(self, mine: _Waiting, *, patience: float) -> bool:
        """Wait until it is the turn of `mine`; return whether it has its place."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._next() == mine, patience):
                return False
            self._waiting.remove(mine)
            self._running.add(mine.owner)
            self._changed.notify_all()  # there may be another place
            return True

    def _await(self, mine: _Waiting, *, patience: float) -> None:
        if not self._take(mine, patience=patience):
            raise FullError

    def _next(self) -> _Waiting | None:
        if len(self._running) >= self._places:
            return None
        ready = (each for each in self._waiting if each.owner not in self._running)
        return min(ready, key=self._rank, default=None)

    def _rank(self, each: _Waiting) -> tuple[int, int]:
        return self._served.get(each.owner, 0), each.number

    def _leave(self, owner: str) -> None:
        with self._changed:
            self._running.remove(owner)
            self._served.pop(owner, None)
            self._served[owner] = next(self._numbers)
            if len(self._served) > _REMEMBERED:
                del self._served[next(iter(self._served))]
            self._changed.notify_all()
