"""Callbacks that see the context of the run in which they were bound, in any thread."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar

from dashboard.components.deferred import bind_context

_SEEN: ContextVar[str] = ContextVar("seen", default="default")


def test_other_threads_see_the_context_of_the_run() -> None:
    _SEEN.set("mine")
    make = bind_context(_SEEN.get)
    _SEEN.set("the next run's")
    with ThreadPoolExecutor(4) as threads:
        assert {*threads.map(lambda _: make(), range(50))} == {"mine"}
        assert threads.submit(_SEEN.get).result() == "default"
