"""An LRU cache keyed by corpus that holds it weakly, so a session's corpus can be freed."""

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast
from weakref import ref

_Function = TypeVar("_Function", bound=Callable[..., Any])


def cached_per_corpus(*, maxsize: int) -> Callable[[_Function], _Function]:
    """Cache a function of a corpus as functools.lru_cache does, without keeping the corpus alive.

    The `maxsize` results are shared by all corpora, so that many sessions with corpora of their own
    take no more memory than one.
    """

    def decorate(function: _Function) -> _Function:
        @lru_cache(maxsize)
        def cached(corpus: "ref[Any]", *arguments: Hashable) -> Any:
            return function(corpus(), *arguments)  # the caller of wrapper holds it, so it is alive

        @wraps(function)
        def wrapper(corpus: object, *arguments: Hashable) -> Any:
            return cached(ref(corpus), *arguments)

        return cast("_Function", wrapper)

    return decorate
