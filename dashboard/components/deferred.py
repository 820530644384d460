"""Bind a callback to the run's context; Streamlit calls download callbacks in another thread."""

from collections.abc import Callable
from contextvars import copy_context
from typing import TypeVar

_T = TypeVar("_T")


def bind_context(make: Callable[[], _T]) -> Callable[[], _T]:
    """Return a function that calls `make` with the filters, language and corpus of this run.

    Streamlit calls it in a thread without a session.
    """
    context = copy_context()
    return lambda: context.copy().run(make)
