"""What is made only when it is asked for, after the run that offered it: the data of a download."""

from collections.abc import Callable
from contextvars import copy_context
from typing import TypeVar

_T = TypeVar("_T")


def bind_context(make: Callable[[], _T]) -> Callable[[], _T]:
    """`make`, which sees what this run sees wherever it is called: its filters, language, corpus.

    Streamlit calls it in a thread of no session.
    """
    circumstances = copy_context()
    return lambda: circumstances.copy().run(make)
