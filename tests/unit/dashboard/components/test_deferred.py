"""What a download makes is of the run that offered it, whichever thread makes it."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar

from dashboard.components.deferred import bind_context

_SEEN: ContextVar[str] = ContextVar("seen", default="nobody's")


def test_another_thread_sees_what_the_run_saw_however_often_and_at_once() -> None:
    _SEEN.set("mine")
    make = bind_context(_SEEN.get)
    _SEEN.set("the next run's")
    with ThreadPoolExecutor(4) as threads:
        assert {*threads.map(lambda _: make(), range(50))} == {"mine"}
        assert threads.submit(_SEEN.get).result() == "nobody's"
