"""The context of one run of a page: selection, language, theme and corpus, set at its start.

Streamlit runs the script of a page for every interaction, in a thread of its own. The script calls
`start` first, and all that it draws reads `current_run`. A callback runs before the script, and
changes the selection for it.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from weakref import ref

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard import address, session_corpus
from dashboard.charts.palette import LIGHT, THEMES, Palette
from dashboard.filters import ID_PARAMETERS, DroppedValue, Filters, named_corpus
from dashboard.session_corpus import SessionCorpus
from loaders.corpus.store import Corpus

_STATE = "bw_filters"  # in the session's state: the selection of its last run, for callbacks


@dataclass(frozen=True)
class RunContext:
    """Selection, language, theme and corpus of one run.

    selected: the selection of the URL. filters: the part of it that the page shows (see `narrow`),
    without the passage, which the reader alone shows.
    language: one of filters.LANGUAGES. opened: the corpus that the run reads from beginning to end,
    whatever is opened meanwhile; None outside a run. page: its slug (see registry), "" before the
    page is known.
    """

    selected: Filters
    filters: Filters
    language: str
    palette: Palette
    opened: SessionCorpus | None = None
    page: str = ""

    @property
    def session(self) -> SessionCorpus:
        """The corpus of the run's session. Raises CorpusError if the server cannot open its own."""
        return self.opened or session_corpus.of_session()

    @property
    def corpus(self) -> Corpus:
        """The corpus that the run reads; see `session`."""
        return self.session.corpus

    @property
    def cache_key(self) -> Hashable:
        """All that a panel depends on. The corpus is referenced weakly, so that it can be freed."""
        return self.page, self.filters, self.language, self.palette.name, ref(self.corpus)


_RUN: ContextVar[RunContext | None] = ContextVar("run", default=None)


def start(known_ids: Callable[[], Mapping[str, Collection[str]]]) -> tuple[DroppedValue, ...]:
    """Start a run that shows the selection of its URL, of the corpus that it names, if it can.

    Else it reads the corpus of its session, which shows the version to which its visitor added.
    known_ids: returns the ids of the corpus that `current_run` reads, as for Filters.parse. Returns
    the values of the link that are not shown. Raises CorpusError if the server cannot open its own
    corpus.
    """
    session = session_corpus.of_session()
    version = named_corpus(address.read())
    named = session_corpus.of_link(version) if version != session.published else None
    if named:
        session = SessionCorpus(named)
    with with_corpus(session.corpus):
        known = {**known_ids(), "corpus": [session.published]}
        selected, dropped = Filters.parse(address.read(), known)
    _store(selected, session)
    return dropped


def resume(known_ids: Callable[[], Mapping[str, Collection[str]]], page: str) -> None:
    """Start the run of a fragment, which begins without the script of `page`; as `start` does.

    Within the run of the page nothing is done.
    """
    if current_run().opened is None:
        start(known_ids)
        open_page(page)


def use(selected: Filters) -> None:
    """Show `selected`, of the corpus that is being read; outside of a page (the data API)."""
    _RUN.set(replace(_showing(selected), opened=current_run().session))


def current_run() -> RunContext:
    """Return the context of this run; before `start`, as in a callback, that of the last run."""
    return _RUN.get() or _showing(_last_selected())


@contextmanager
def with_corpus(corpus: Corpus) -> Iterator[None]:
    """Make `corpus` the one that `current_run` reads, within the block."""
    run = current_run()
    if run.opened and run.corpus is corpus:
        yield
        return
    token = _RUN.set(replace(run, opened=SessionCorpus(corpus)))
    try:
        yield
    finally:
        _RUN.reset(token)


@contextmanager
def limited_to(parameters: Sequence[str] | None) -> Iterator[None]:
    """Make the run show these `parameters` of its selection alone, within the block; all if None.

    Nothing that is built within the block can depend on another parameter.
    """
    run = current_run()
    if parameters is None:
        yield
        return
    selected, shown = (each.only(*parameters) for each in (run.selected, run.filters))
    token = _RUN.set(replace(run, selected=selected, filters=shown))
    try:
        yield
    finally:
        _RUN.reset(token)


def open_page(slug: str) -> None:
    """Say which page this run draws."""
    _RUN.set(replace(current_run(), page=slug))


def narrow(briefings: Collection[str]) -> None:
    """Limit the rest of this run to `briefings` (ids); the URL is unchanged."""
    run = current_run()
    _RUN.set(replace(run, filters=run.filters.replace(briefing=tuple(sorted(briefings)))))


def link_query() -> dict[str, str]:
    """Return the query of a link to another page: the selection of the URL.

    The group of a clicked figure, the finding, the panel `at` and the person or body of the page
    are left out, since they are not on that page, and the passage, which was opened from this one.
    """
    own = ("within", "finding", "at", "passage", "who")
    of_this_page = {name: getattr(Filters(), name) for name in own}
    return replace(current_run().selected, **of_this_page).query()


def change_filters(**changes: object) -> None:
    """Apply `changes` to the selection and the URL. For callbacks, which run before the widgets."""
    select(current_run().selected.replace(**changes))


def select(selected: Filters) -> None:
    """Make `selected` the selection of the session and its URL. For callbacks."""
    address.write(selected.query())
    _store(selected, current_run().opened)


def clear_filters() -> None:
    """Clear all id filters and the term, and keep language, rate and view. For callbacks."""
    change_filters(**dict.fromkeys(ID_PARAMETERS, ()), term="")


def _store(selected: Filters, opened: SessionCorpus | None) -> None:
    st.session_state[_STATE] = selected
    _RUN.set(replace(_showing(selected), opened=opened))


def _is_in_session() -> bool:
    # Outside of one, as in the data API, each access to st would log a warning.
    return get_script_run_ctx(suppress_warning=True) is not None


def _last_selected() -> Filters:
    stored: Filters | None = st.session_state.get(_STATE) if _is_in_session() else None
    return stored or Filters()


def _showing(selected: Filters) -> RunContext:
    shown = replace(selected, passage="")
    if not _is_in_session():
        return RunContext(selected, shown, selected.lang or "en", LIGHT)
    language = selected.lang or _browser_language()
    # Without a theme from the browser, LIGHT. When the reader switches it, components.browser
    # triggers another run.
    palette = THEMES.get(st.context.theme.type or "", LIGHT)
    return RunContext(selected, shown, language, palette)


def _browser_language() -> str:
    return "zh" if (st.context.locale or "").lower().startswith("zh") else "en"
