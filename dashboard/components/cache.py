"""An LRU cache of what a page shows, keyed by filters, language, theme and corpus.

Every run of a page needs everything that the page shows, and most users see the same.
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
_MAX_RESULTS = 128  # a panel is about 50 kB, a panel of word clouds up to ten times that

_results: OrderedDict[Hashable, object] = OrderedDict()
_lock = Lock()


def cached_for_run(key: str, build: Callable[[], _T], *dependencies: Hashable) -> _T:
    """Return the result of `build`, cached for this run's filters, language, theme and corpus.

    build: called unless its result is cached. It may also depend on `dependencies`, which are part
    of the cache key, and on nothing else. key: unique among the calls whose `build` is defined in
    the same file. The result is shared, so callers must not change it. The least recently used
    results are evicted first. The cache has only a weak reference to the corpus, so that the corpus
    of a session can be freed.
    """
    corpus = ref(selection.corpus())
    context = (filters.current(), language(), theme.palette().name, corpus)
    cache_key = (key, build.__code__.co_filename, context, dependencies)
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
