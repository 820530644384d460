"""What a reader has narrowed the corpus to: one frozen value, the same in the URL and the API.

The URL holds ids, never labels. Each parameter is one bound text value, kept out of sight; the
widgets that a reader sees are unbound, are seeded from it on every run and write ids back through
`set`. (A bound select widget would put its translated label into the URL.)
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, fields
from dataclasses import replace as _replace
from typing import Any, NamedTuple, Self

import streamlit as st

from dashboard import query
from loaders.schema import SYLLABLES_A_MINUTE, TABLES

LANGUAGES = ("zh", "en")
# Which briefings are selected; the others say what of them.
BRIEFING_PARAMETERS = ("year", "briefing")
ID_PARAMETERS = (*BRIEFING_PARAMETERS, "section", "kind", "slot", "org", "speaker", "topic")
RATES = range(150, 301)  # syllables a minute
# How a page shows what is selected: the choices of each view parameter, the default first.
VIEWS: Mapping[str, tuple[str, ...]] = {
    "by": ("speaker", "slot", "organisation", "kind"),
    "table": ("turns", *(name for name in TABLES if name != "turns")),
    "measure": ("rate", "occurrences"),
    "rows": ("leading", "all"),
    "group": ("year", "speaker", "slot", "topic"),
    "size": ("rate", "occurrences", "distinctive"),
    "unit": ("term", "phrase"),
    "scope": ("statements", "whole"),
    "lexicon": ("topics", "phrases", "stopwords", "organisations", "outlets", "facts"),
    "sort": ("place", "left", "right"),
}
CLICKED = (*ID_PARAMETERS, "term")  # what a mark of a chart can set
# Where a reader is within what is listed: whatever changes the list begins it anew.
WITHIN = ("page", "passage")
PARAMETERS = ("lang", *CLICKED, "q", *WITHIN, "rate", *VIEWS)

_STATE = "bw_filters"
# This run's selection again: a page asks for it hundreds of times, and each run has a thread of its
# own, while every look into the session's state takes its lock.
_RUN: ContextVar["Filters | None"] = ContextVar("run", default=None)
_SHOWN: ContextVar["Filters | None"] = ContextVar("shown", default=None)


class Dropped(NamedTuple):
    """A value of a link that names nothing here, so that it was left out."""

    parameter: str
    value: str


@dataclass(frozen=True)
class Filters:
    """A selection. An empty tuple selects all; `lang` "" follows the reader's browser.

    `briefing` names briefings by their ids, where a year has several. A topic selects the
    paragraphs in which it comes up. `term` is a word or set phrase of the
    stored vocabulary whose places a page lists, "" for none. `q` is what the search page looks for,
    in a reader's own words (see `query`); `page` is that of its list, from 1, and `passage` the
    paragraph that it has open, as briefing_id:paragraph, "" for none. `rate` is in syllables a
    minute; the rest are choices of VIEWS. Ids are sorted and unique, so that equal selections are
    equal.
    """

    lang: str = ""
    year: tuple[str, ...] = ()
    briefing: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    slot: tuple[str, ...] = ()
    org: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    term: str = ""
    q: str = ""
    page: int = 1
    passage: str = ""
    rate: int = SYLLABLES_A_MINUTE
    by: str = VIEWS["by"][0]
    table: str = VIEWS["table"][0]
    measure: str = VIEWS["measure"][0]
    rows: str = VIEWS["rows"][0]
    group: str = VIEWS["group"][0]
    size: str = VIEWS["size"][0]
    unit: str = VIEWS["unit"][0]
    scope: str = VIEWS["scope"][0]
    lexicon: str = VIEWS["lexicon"][0]
    sort: str = VIEWS["sort"][0]

    @classmethod
    def parse(
        cls, query: Mapping[str, str], known: Mapping[str, Collection[str]]
    ) -> tuple[Self, tuple[Dropped, ...]]:
        """The selection nearest to `query`, and what had to be dropped to get there.

        `known` holds the ids that exist, for each of CLICKED. Other parameters are ignored.
        """
        chosen: dict[str, Any] = {}
        dropped: list[Dropped] = []
        for parameter in ID_PARAMETERS:
            ids, unknown = _ids(query.get(parameter, ""), known.get(parameter, ()))
            chosen[parameter] = ids
            dropped += [Dropped(parameter, value) for value in unknown]
        term = query.get("term", "").strip()
        chosen["term"] = term if term in known.get("term", ()) else ""
        if term != chosen["term"]:
            dropped.append(Dropped("term", term))
        for parameter, read in _READERS.items():
            value = query.get(parameter, "").strip()
            chosen[parameter] = read(value)
            if str(chosen[parameter]) != " ".join(value.split()) != "":
                dropped.append(Dropped(parameter, value))
        return cls(**chosen), tuple(dropped)

    def query(self) -> dict[str, str]:
        """The parameters of this selection's URL; those at their default are left out."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: ",".join(value) if isinstance(value, tuple) else str(value)
            for name, value in values.items()
            if value != getattr(_DEFAULT, name)
        }

    def replace(self, **changes: Any) -> Self:
        """A copy with `changes`, its ids sorted and unique.

        Another list is shown from its first page, and with no passage open.

        >>> Filters(page=3, passage="b:1").replace(year=["2023"], rate=180).query()
        {'year': '2023', 'rate': '180'}
        """
        tidy: dict[str, Any] = {
            name: tuple(sorted(dict.fromkeys(value))) if name in ID_PARAMETERS else value
            for name, value in changes.items()
        }
        if not tidy.keys().isdisjoint(_LISTING):
            tidy = {**{name: getattr(_DEFAULT, name) for name in WITHIN}, **tidy}
        return _replace(self, **tidy)

    def only(self, *parameters: str) -> Self:
        """The selection of `parameters` alone; all others at their default."""
        return type(self)(**{name: getattr(self, name) for name in parameters})

    @property
    def without_view(self) -> Self:
        """The same rows of the corpus, in the default language, rate and view."""
        return self.only(*ID_PARAMETERS)

    @property
    def which(self) -> Self:
        """The same briefings, with all that was captured of them."""
        return self.only(*BRIEFING_PARAMETERS)

    @property
    def is_filtered(self) -> bool:
        """Whether anything of the corpus is left out."""
        return any(getattr(self, parameter) for parameter in ID_PARAMETERS)

    def toggled(self, pairs: Sequence[tuple[str, str]]) -> Self:
        """The selection after a click on a mark that stands for `pairs` of parameter and value.

        A value is one id, several with commas between them, or "" for all. Each value alone is
        selected; where all of them are so already, they are all let go. The places of a term that
        is clicked are listed in place of what was searched for.

        >>> Filters().toggled([("topic", "minors"), ("year", "2023")]).query()
        {'year': '2023', 'topic': 'minors'}
        >>> Filters(year=("2023",)).toggled([("year", "2023")]).query()
        {}
        """
        chosen: dict[str, Any] = {
            name: tuple(sorted(filter(None, value.split(",")))) if name in ID_PARAMETERS else value
            for name, value in pairs
        }
        if all(getattr(self, name) == value for name, value in chosen.items()):
            chosen = {name: getattr(_DEFAULT, name) for name in chosen}
        if chosen.get("term"):
            chosen["q"] = _DEFAULT.q
        return self.replace(**chosen)


_DEFAULT = Filters()
# What decides which rows are listed, and in which order.
_LISTING = {*CLICKED, "q", "sort"}
# A page of a list, and a paragraph of a briefing.
_PAGE = re.compile(r"[1-9][0-9]{0,6}")
_PASSAGE = re.compile(r"[\w.-]{1,100}:[1-9][0-9]{0,6}")


def _ids(text: str, known: Collection[str]) -> tuple[tuple[str, ...], list[str]]:
    named = dict.fromkeys(part.strip() for part in text.split(","))
    found = tuple(sorted(part for part in named if part in known))
    return found, [part for part in named if part and part not in known]


def _choice(choices: Sequence[str], default: str) -> Callable[[str], str]:
    return lambda text: text if text in choices else default


def _rate(text: str) -> int:
    # int() would also take "2_2_0" and other scripts' digits, and refuses 5,000 of them.
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        return _DEFAULT.rate
    return min(max(int(text), RATES[0]), RATES[-1])


def _page(text: str) -> int:
    return int(text) if text.isascii() and _PAGE.fullmatch(text) else _DEFAULT.page


def _passage(text: str) -> str:
    return text if text.isascii() and _PASSAGE.fullmatch(text) else _DEFAULT.passage


_READERS: Mapping[str, Callable[[str], object]] = {
    "lang": _choice(LANGUAGES, _DEFAULT.lang),
    "q": query.tidy,
    "page": _page,
    "passage": _passage,
    "rate": _rate,
    **{name: _choice(choices, choices[0]) for name, choices in VIEWS.items()},
}


def bind(known: Mapping[str, Collection[str]]) -> tuple[Dropped, ...]:
    """Bind this run to its URL, and return what the link named that does not exist.

    To be called once a run, before anything reads `current`.
    """
    with st.container(key="bw_bound"):
        query = {
            parameter: st.text_input(
                parameter, key=parameter, bind="query-params", label_visibility="collapsed"
            )
            for parameter in PARAMETERS
        }
    parsed, dropped = Filters.parse({name: text or "" for name, text in query.items()}, known)
    _keep(parsed)
    return dropped


def current() -> Filters:
    """The selection that this run shows; everything, where no run has been bound."""
    return _SHOWN.get() or stated()


def stated() -> Filters:
    """The selection as the URL states it, of which the page may show a part (see narrow)."""
    return _RUN.get() or st.session_state.get(_STATE, _DEFAULT)


def narrow(briefings: Collection[str]) -> None:
    """Have the rest of this run show these briefings alone; its URL stays as it is."""
    _SHOWN.set(stated().replace(briefing=tuple(sorted(briefings))))


def _keep(selection: Filters) -> None:
    st.session_state[_STATE] = selection
    _RUN.set(selection)
    _SHOWN.set(None)


def set(**changes: Any) -> None:  # noqa: A001 - reads as filters.set(year=...) where it is used
    """Change the selection and, with it, the URL. For callbacks: they run before the widgets."""
    change(stated().replace(**changes))


def change(changed: Filters) -> None:
    """Make `changed` the selection and, with it, the URL. For callbacks, as `set`."""
    query = changed.query()
    for parameter in PARAMETERS:
        st.session_state[parameter] = query.get(parameter, "")
    _keep(changed)


def clear() -> None:
    """Select everything again; language, rate and view stay. For callbacks."""
    set(**dict.fromkeys(ID_PARAMETERS, ()), term="")
