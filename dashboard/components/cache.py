"""What a page shows, built once and kept for the readers that come after.

A run of a page asks for all that it shows, whatever was clicked, and most readers ask for the same.
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
_MOST = 128  # results; a panel's is about 50 kB, one of word clouds up to ten times that

_results: OrderedDict[Hashable, object] = OrderedDict()
_lock = Lock()


def cached_for_run(key: str, build: Callable[[], _T], *given: Hashable) -> _T:
    """What `build` gives for this run's filters, language and theme, and for `given`.

    build may depend on nothing else; it is told from others by `key` and its file. What it returns
    is shared: whoever gets it never changes it. The least recently used results go first. A corpus
    is not kept alive by what was made of it: a session's goes with its session.
    """
    corpus = ref(selection.corpus())
    circumstances = (filters.current(), language(), theme.palette().name, corpus)
    place = (key, build.__code__.co_filename, circumstances, given)
    with _lock:
        if place in _results:
            _results.move_to_end(place)
            found: _T = _results[place]  # type: ignore[assignment]  # the same build put it there
            return found
    built = build()  # outside the lock: two readers may build the same, none waits for another's
    with _lock:
        _results[place] = built
        while len(_results) > _MOST:
            _results.popitem(last=False)
    return built
