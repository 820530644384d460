"""An LRU cache of what a page shows, keyed by the context of the run.

Every run of a page needs everything that the page shows, and most users see the same.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from threading import Lock
from typing import TypeVar

from dashboard.run_context import current_run, limited_to, with_corpus

_T = TypeVar("_T")
_MAX_RESULTS = 128  # a panel is about 50 kB, a panel of word clouds up to ten times that

_results: OrderedDict[Hashable, object] = OrderedDict()
_lock = Lock()


def cached_for_run(
    key: str,
    build: Callable[[], _T],
    *dependencies: Hashable,
    parameters: Sequence[str] | None = None,
) -> _T:
    """Return the result of `build`, cached for the context of this run (RunContext.cache_key).

    build: called unless its result is cached. It may also depend on `dependencies`, which are part
    of the cache key, and on nothing else. parameters: of the selection, those that the result
    depends on; `build` is called in a run that shows these alone (all if None). key: unique on its
    page. The result is shared, so callers must not change it. The least recently used results are
    evicted first.
    """
    # The corpus is held, so that its weak reference stays a key.
    with with_corpus(current_run().corpus), limited_to(parameters):
        return _cached((key, current_run().cache_key, dependencies), build)


def _cached(cache_key: Hashable, build: Callable[[], _T]) -> _T:
    with _lock:
        if cache_key in _results:
            _results.move_to_end(cache_key)
            cached: _T = _results[cache_key]  # type: ignore[assignment]  # stored by this build
            return cached
    built = build()  # outside the lock: two users may build the same result, none waits
    with _lock:
        _results[cache_key] = built
        while len(_results) > _MAX_RESULTS:
            _results.popitem(last=False)
    return built
