"""Answers kept for as long as their corpus is there: a session's corpus goes with its session."""

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast
from weakref import ref

_Function = TypeVar("_Function", bound=Callable[..., Any])


def cached_per_corpus(*, maxsize: int) -> Callable[[_Function], _Function]:
    """As functools.lru_cache, for a function of a corpus, which is not kept alive by it.

    The `maxsize` answers are shared by all corpora, so that many sessions with corpora of their own
    take no more memory than one.
    """

    def decorate(function: _Function) -> _Function:
        @lru_cache(maxsize)
        def answered(corpus: "ref[Any]", *given: Hashable) -> Any:
            return function(corpus(), *given)  # there: whoever asks holds it

        @wraps(function)
        def answer(corpus: object, *given: Hashable) -> Any:
            return answered(ref(corpus), *given)

        return cast("_Function", answer)

    return decorate
