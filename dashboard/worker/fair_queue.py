"""A queue for a few places, in which nobody waits for all that another has brought."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from threading import Condition
from typing import NamedTuple

_REMEMBERED = 1_000  # clients and owners of whom it is known that they had a place


class FullError(Exception):
    """Too many are waiting, or no place became free in time."""


class Owner(NamedTuple):
    """The owner of jobs: a session of a client, who may have several."""

    client: str
    session: str


class _Waiting(NamedTuple):
    """One who waits: the owner, and a number of its own, by which equals are served in order."""

    owner: Owner
    number: int


class FairQueue:
    """Places for jobs, which threads share: an owner has one at most, and clients take turns.

    places: jobs that run at once. most: of those who wait at once. Of the clients with the fewest
    places, who had none yet goes first, then who had one longest ago, and so do the sessions of a
    client. So nobody waits for the second job of another client, in however many sessions.
    """

    def __init__(self, places: int, most: int) -> None:
        self._places, self._most = places, most
        self._running: set[Owner] = set()
        self._waiting: list[_Waiting] = []
        # Client or owner -> its number in the order of those whose job ended.
        self._served: dict[str | Owner, int] = {}
        self._numbers = count(1)
        self._changed = Condition()

    @contextmanager
    def place(
        self, owner: Owner, *, patience: float, waiting: Callable[[], None]
    ) -> Iterator[None]:
        """Hold a place within the block.

        patience: seconds for which to wait for one. waiting: called once if none is free at once.
        Raises FullError: also later, if too many wait and `owner` is the last of those whose client
        has the most.
        """
        mine = self._join(owner)
        try:
            if not self._take(mine, patience=0):
                waiting()
                self._await(mine, patience=patience)
        except BaseException:
            with self._changed:
                self._dismiss(mine)
            raise
        try:
            yield
        finally:
            self._leave(owner)

    def _join(self, owner: Owner) -> _Waiting:
        with self._changed:
            if len(self._waiting) >= self._most:
                self._make_room(owner.client)
            mine = _Waiting(owner, next(self._numbers))
            self._waiting.append(mine)
            return mine

    def _make_room(self, client: str) -> None:
        """Dismiss the last of those whose client has the most, unless that is now `client`."""
        waiting = Counter(each.owner.client for each in self._waiting)
        ((largest, most),) = waiting.most_common(1)
        if waiting[client] + 1 >= most:
            raise FullError
        self._dismiss(next(each for each in self._waiting[::-1] if each.owner.client == largest))

    def _dismiss(self, each: _Waiting) -> None:
        if each in self._waiting:
            self._waiting.remove(each)
            self._changed.notify_all()

    def _take(self, mine: _Waiting, *, patience: float) -> bool:
        """Wait until it is the turn of `mine`; return whether it has its place."""
        with self._changed:
            if not self._changed.wait_for(
                lambda: self._next() == mine or mine not in self._waiting, patience
            ):
                return False
            if mine not in self._waiting:
                raise FullError
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

    def _rank(self, each: _Waiting) -> tuple[int, ...]:
        client = each.owner.client
        running = sum(owner.client == client for owner in self._running)
        served = (self._served.get(which, 0) for which in (client, each.owner))
        return running, *served, each.number

    def _leave(self, owner: Owner) -> None:
        with self._changed:
            self._running.remove(owner)
            for which in (owner.client, owner):
                self._served.pop(which, None)
                self._served[which] = next(self._numbers)
            while len(self._served) > _REMEMBERED:
                del self._served[next(iter(self._served))]
            self._changed.notify_all()
