"""One definition of a query: a function that returns SQL, decorated to return its rows.

The rows are those of the corpus that the run reads, and are cached for it. Several panels of a
page, and many readers, ask for the same rows; a query takes over 10 ms. Cached frames are shared:
callers must not change one, but copy it with .assign or a mask. The columns of a query are those
that its SQL selects.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import lru_cache, wraps
from typing import NamedTuple, ParamSpec, TypeVar
from weakref import ref

import pandas as pd

from dashboard.filters import ID_PARAMETERS, Filters
from dashboard.queries.conditions import values_of
from dashboard.run_context import current_run, with_corpus
from loaders.corpus.store import Corpus

_P = ParamSpec("_P")
_T = TypeVar("_T")
_CACHE_SIZE = 16


class Query(NamedTuple):
    """SQL, and name -> value of each of its placeholders $name that is no filter."""

    text: str
    values: Mapping[str, object] = {}


def cached_per_corpus(
    *, maxsize: int = _CACHE_SIZE, parameters: Sequence[str] | None = None
) -> Callable[[Callable[_P, _T]], Callable[_P, _T]]:
    """Return a decorator that caches the results of a function for the corpus of the run.

    parameters: of a selection among the arguments, the function gets these parameters alone; all if
    None. All corpora share the `maxsize` results, so that many sessions with uploads take no more
    memory than one, and none is kept alive by its results.
    """

    def decorate(function: Callable[_P, _T]) -> Callable[_P, _T]:
        @lru_cache(maxsize)
        def cached(corpus: "ref[Corpus]", *args: _P.args, **kwargs: _P.kwargs) -> _T:
            held = corpus()
            assert held is not None  # noqa: S101 - for the type checker: `wrapper` holds it
            with with_corpus(held):
                return function(*args, **kwargs)

        @wraps(function)
        def wrapper(*args: _P.args, **kwargs: _P.kwargs) -> _T:
            corpus = current_run().corpus
            keys = [_cache_key(each, parameters) for each in args]
            named = {name: _cache_key(each, parameters) for name, each in kwargs.items()}
            return cached(ref(corpus), *keys, **named)

        return wrapper

    return decorate


def corpus_query(
    *, maxsize: int = _CACHE_SIZE, parameters: Sequence[str] = ID_PARAMETERS
) -> Callable[[Callable[_P, str | Query]], Callable[_P, pd.DataFrame]]:
    """Return a decorator that makes a function which returns SQL return the rows that it selects.

    The placeholders of filters (see `conditions`) get the ids of the selection among the arguments;
    a function whose SQL has others returns a Query. The rows are cached as by `cached_per_corpus`,
    whose arguments it takes; by default they depend on the filters of a selection.
    """

    def decorate(build: Callable[_P, str | Query]) -> Callable[_P, pd.DataFrame]:
        @cached_per_corpus(maxsize=maxsize, parameters=parameters)
        @wraps(build)
        def rows(*args: _P.args, **kwargs: _P.kwargs) -> pd.DataFrame:
            built = build(*args, **kwargs)
            text, values = built if isinstance(built, Query) else Query(built)
            arguments = (*args, *kwargs.values())
            filters = next((each for each in arguments if isinstance(each, Filters)), Filters())
            return fetch(text, {**values, **values_of(filters)})

        return rows

    return decorate


def fetch(text: str, values: Mapping[str, object] | None = None) -> pd.DataFrame:
    """Return the rows that SQL selects in the corpus of the run; `values` are as in Query."""
    return with_python_text(current_run().corpus.query(text, values))


def with_python_text(frame: pd.DataFrame) -> pd.DataFrame:
    """Convert text columns of `frame` to Python's str; missing text becomes None, not NaN."""
    # From a few hundred rows on, pandas is several times slower on Arrow's text than on Python's.
    text_columns = [name for name in frame.columns if isinstance(frame[name].dtype, pd.StringDtype)]
    columns = {name: frame[name].astype(object) for name in text_columns}
    return frame.assign(
        **{name: column.where(column.notna(), None) for name, column in columns.items()}
    )


def _cache_key(argument: object, parameters: Sequence[str] | None) -> Hashable:
    """Return `argument` as it is cached: a selection without other parameters, a list as tuple."""
    if parameters is not None and isinstance(argument, Filters):
        return argument.only(*parameters)
    return tuple(argument) if isinstance(argument, list) else argument
