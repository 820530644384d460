"""An LRU cache whose keys hold the corpus weakly, so that a session's corpus can be freed."""

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast
from weakref import ref

_Function = TypeVar("_Function", bound=Callable[..., Any])


def cached_per_corpus(*, maxsize: int) -> Callable[[_Function], _Function]:
    """Return a decorator like functools.lru_cache that does not keep the cached corpus alive.

    The decorated function takes the corpus first, then hashable positional arguments. All corpora
    share the `maxsize` results, so that many sessions with uploads take no more memory than one.
    """

    def decorate(function: _Function) -> _Function:
        @lru_cache(maxsize)
        def cached(corpus: "ref[Any]", *arguments: Hashable) -> Any:
            return function(corpus(), *arguments)  # alive: wrapper's caller holds the corpus

        @wraps(function)
        def wrapper(corpus: object, *arguments: Hashable) -> Any:
            return cached(ref(corpus), *arguments)

        return cast("_Function", wrapper)

    return decorate
