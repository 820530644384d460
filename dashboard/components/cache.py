"""An LRU cache of what a page shows, keyed by filters, language, theme and corpus.

Every run of a page asks for all that it shows, and most users ask for the same.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar
from weakref import ref

from dashboard import filters, theme
from dashboard.i18n import language
from dashboard.queries import selection

_T = TypeVar("_T")
_MAX_RESULTS = 128  # results; a panel's is about 50 kB, one of word clouds up to ten times that

_results: OrderedDict[Hashable, object] = OrderedDict()
_lock = Lock()


def cached_for_run(key: str, build: Callable[[], _T], *dependencies: Hashable) -> _T:
    """Return the result of `build`, cached for this run's filters, language, theme and corpus.

    build may also depend on `dependencies`, and on nothing else; `key` and its file identify it.
    The result is shared, so callers must not change it. The least recently used results are evicted
    first. The cache holds the corpus weakly, so that a session's corpus can be freed.
    """
    corpus = ref(selection.corpus())
    context = (filters.current(), language(), theme.palette().name, corpus)
    cache_key = (key, build.__code__.co_filename, context, dependencies)
    with _lock:
        if cache_key in _results:
            _results.move_to_end(cache_key)
            cached: _T = _results[cache_key]  # type: ignore[assignment]  # of the same build
            return cached
    built = build()  # outside the lock: two users may build the same, none waits for another
    with _lock:
        _results[cache_key] = built
        while len(_results) > _MAX_RESULTS:
            _results.popitem(last=False)
    return built
