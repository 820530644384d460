"""Callbacks bound to a run's context, since Streamlit calls them in another thread."""

from collections.abc import Callable
from contextvars import copy_context
from typing import TypeVar

_T = TypeVar("_T")


def bind_context(make: Callable[[], _T]) -> Callable[[], _T]:
    """Return a function that calls `make` with the filters, language and corpus of this run.

    Streamlit calls the callback of a download button in a thread without a session.
    """
    context = copy_context()
    return lambda: context.copy().run(make)
