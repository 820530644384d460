"""Places for jobs: who is next, who waits, and who is sent away."""

from contextlib import ExitStack
from threading import Thread

import pytest

from dashboard.worker.fair_queue import FairQueue, FullError, Owner
from tests.support.processes import until
from tests.support.timeouts import BACKSTOP


def owner_of(name: str) -> Owner:
    """Return the owner with a name such as "office 2", the second session of a client."""
    client, _, session = name.partition(" ")
    return Owner(client, session)


class Visits:
    """Threads that each want a place: `served`, who had one, in order, and `refused`."""

    def __init__(self, queue: FairQueue) -> None:
        self.queue, self.served, self.refused = queue, list[str](), list[str]()
        self.threads: list[Thread] = []

    def come(self, owner: str, jobs: int = 1) -> None:
        """Have `owner` bring `jobs`, one after the other; return once the first one waits."""
        self.threads.append(Thread(target=self._work, args=(owner, jobs), daemon=True))
        self.threads[-1].start()
        until(lambda: any(each.owner == owner_of(owner) for each in self.queue._waiting))

    def _work(self, owner: str, jobs: int) -> None:
        try:
            for _ in range(jobs):
                with self.queue.place(owner_of(owner), patience=BACKSTOP, waiting=lambda: None):
                    self.served.append(owner)
        except FullError:
            self.refused.append(owner)

    def end(self) -> list[str]:
        """Return who was served, in order, once all have been."""
        for thread in self.threads:
            thread.join(BACKSTOP)
        return self.served


class Left(BaseException):
    """Raised as where Streamlit stops the run of a visitor who left."""


def leave() -> None:
    raise Left


def occupied(queue: FairQueue, opened: ExitStack, *owners: str) -> None:
    for owner in owners:
        opened.enter_context(queue.place(owner_of(owner), patience=0, waiting=lambda: None))


def test_nobody_waits_for_the_second_page_of_another() -> None:
    visits = Visits(queue := FairQueue(1, most=9))
    with ExitStack() as opened:
        occupied(queue, opened, "other")
        visits.come("first", jobs=3)
        visits.come("second", jobs=2)
        visits.come("third")
    assert visits.end()[:3] == ["first", "second", "third"]


def test_who_had_no_place_yet_goes_first() -> None:
    visits = Visits(queue := FairQueue(1, most=9))
    for _ in range(2):
        with queue.place(owner_of("old"), patience=0, waiting=lambda: None):
            pass
    with ExitStack() as opened:
        occupied(queue, opened, "other")
        visits.come("old")
        visits.come("new")
    assert visits.end() == ["new", "old"]


def test_one_owner_has_one_place_at_most() -> None:
    queue = FairQueue(2, most=9)
    with ExitStack() as opened:
        occupied(queue, opened, "mine")
        with pytest.raises(FullError):
            occupied(queue, opened, "mine")
        occupied(queue, opened, "yours")


def test_only_so_many_wait_and_who_leaves_makes_room() -> None:
    visits = Visits(queue := FairQueue(1, most=2))
    with ExitStack() as opened:
        occupied(queue, opened, "other")
        visits.come("first")
        with pytest.raises(Left), queue.place(owner_of("gone"), patience=BACKSTOP, waiting=leave):
            pass
        visits.come("second")
        with (
            pytest.raises(FullError),
            queue.place(owner_of("third"), patience=BACKSTOP, waiting=leave),
        ):
            pass
    assert visits.end() == ["first", "second"]


def test_a_client_has_one_share_however_many_its_sessions() -> None:
    visits = Visits(queue := FairQueue(1, most=9))
    with ExitStack() as opened:
        occupied(queue, opened, "other")
        for owner in ("many 1", "many 2", "many 3", "few 1", "few 2"):
            visits.come(owner)
    assert visits.end() == ["many 1", "few 1", "many 2", "few 2", "many 3"]


def test_a_client_has_both_places_until_another_comes() -> None:
    visits = Visits(queue := FairQueue(2, most=9))
    with ExitStack() as longer:
        occupied(queue, longer, "office 1")
        with ExitStack() as opened:
            occupied(queue, opened, "office 2")
            visits.come("office 3")
            visits.come("new")
        until(lambda: len(visits.served) == 2)
    assert visits.end() == ["new", "office 3"]


def test_who_brought_the_most_makes_room_for_others() -> None:
    visits = Visits(queue := FairQueue(1, most=2))
    with ExitStack() as opened:
        occupied(queue, opened, "other")
        for owner in ("many 1", "many 2", "few"):
            visits.come(owner)
        with pytest.raises(FullError):
            occupied(queue, opened, "many 3")
    assert visits.end() == ["many 1", "few"]
    assert visits.refused == ["many 2"]
