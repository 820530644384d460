"""The current selection as one immutable value, shared by the URL, the widgets and the API.

The URL holds ids, never labels. Every run reads the selection from the URL and seeds the widgets
from it; they write ids back (see run_context).
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from dataclasses import replace as _replace
from typing import Any, NamedTuple, Self

from dashboard import address, search_text
from loaders.schema import SYLLABLES_PER_MINUTE, TABLES

LANGUAGES = ("zh", "en")
# Parameters that select whole briefings; the other id parameters select parts of briefings.
BRIEFING_PARAMETERS = ("year", "briefing")
ID_PARAMETERS = (*BRIEFING_PARAMETERS, "section", "kind", "slot", "org", "speaker", "topic")
RATES = range(150, 301)  # syllables a minute
# The choices of each view parameter; the first is the default.
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
    "status": ("any", "reworded", "new", "kept", "gone", "qa_only", "unknown"),
    "order": ("count", "alphabet", "speaker"),
    "words": ("wordings", "all"),
    "finding": (
        "all",
        "turned",
        "new",
        "topics",
        "announced",
        "figures",
        "programme",
        "floor",
        "askers",
    ),
    "announced": ("works", "campaign", "event", "platform", "all"),
    "series": ("any", "again", "new", "not_again", "not_captured", "not_counted"),
    "tense": ("any", "promised", "under_way", "done", "not_stated"),
    # Panels that an address can lead to (components.jump_links).
    "at": (
        *("top", "changed", "facts", "slots", "topics", "terms", "ledger", "figures", "dates"),
        *("turned", "new", "announced", "programme", "floor", "askers"),
        *("roles", "turns", "exchanges", "wordings", "people_places"),
    ),
}
_GROUP_PARAMETERS = (*VIEWS["group"], "briefing")  # a figure can be of a group of these
CLICK_PARAMETERS = (*ID_PARAMETERS, "term", "within")  # a click on a chart can set these
PARAMETERS = ("lang", "corpus", *CLICK_PARAMETERS, "q", "page", "passage", "who", "rate", *VIEWS)


class DroppedValue(NamedTuple):
    """A value of a link that is not shown: its parameter or the value is unknown or not valid.

    is_repeated: True if the link gives a later value for a parameter that takes only one.
    """

    parameter: str
    value: str
    is_repeated: bool = False


@dataclass(frozen=True)
class Filters:
    """A selection. An empty tuple selects all; `lang` "" follows the reader's browser.

    `corpus` is a version of the server's corpus, "" for the one that is served now.

    Tuples hold ids, sorted and unique, so that equal selections compare equal. `briefing` selects
    briefings by id, if a year has several. A topic selects the paragraphs that mention it. `term`
    is a word or set phrase of the stored vocabulary whose passages a page lists, "" for none;
    `within` limits the list of a term or topic to the group whose figure was clicked, and no chart:
    parameter:id, or several of them separated by commas ("" for all groups).

    `q` is the text of the search box (see `query`), `page` the page of its hits, from 1, and
    `passage` the open paragraph as briefing_id:paragraph, "" for none. `who` is the id of the
    person or body whose page is open, "" for all. `rate` is in syllables a minute. The fields after
    `rate` are choices of VIEWS.
    """

    lang: str = ""
    corpus: str = ""
    year: tuple[str, ...] = ()
    briefing: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    slot: tuple[str, ...] = ()
    org: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    term: str = ""
    within: str = ""
    q: str = ""
    page: int = 1
    passage: str = ""
    who: str = ""
    rate: int = SYLLABLES_PER_MINUTE
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
    status: str = VIEWS["status"][0]
    order: str = VIEWS["order"][0]
    words: str = VIEWS["words"][0]
    finding: str = VIEWS["finding"][0]
    announced: str = VIEWS["announced"][0]
    series: str = VIEWS["series"][0]
    tense: str = VIEWS["tense"][0]
    at: str = VIEWS["at"][0]

    @classmethod
    def parse(
        cls, query: Mapping[str, str | Sequence[str]], known: Mapping[str, Collection[str]]
    ) -> tuple[Self, tuple[DroppedValue, ...]]:
        """Return the valid selection nearest to `query`, and the values that it does not hold.

        query: URL parameter, in any case, -> its text, or the texts of a repeated parameter. known:
        the values that exist, for each of ID_PARAMETERS, "corpus", "term" and "who". Repeated ids
        are a union; of other parameters the last text counts. Values that do not exist are dropped.
        `q` is normalised (see dashboard.search_text), a rate outside RATES becomes the nearest rate
        inside, and any other invalid value becomes the default. Parameters that programs add to
        links (see address.is_tracking) are ignored.
        """
        given, unknown = _texts_by_parameter(query)
        values: dict[str, Any] = {}
        dropped: list[DroppedValue] = []
        for parameter in ID_PARAMETERS:
            values[parameter], lost = _parse_ids(given[parameter], known.get(parameter, ()))
            dropped += [DroppedValue(parameter, value) for value in lost]
        parsers: Mapping[str, Callable[[str], object]] = {
            "corpus": _choice_parser(known.get("corpus", ()), _DEFAULT.corpus),
            "term": _choice_parser(known.get("term", ()), _DEFAULT.term),
            "who": _choice_parser(known.get("who", ()), _DEFAULT.who),
            "within": lambda text: text if _is_group(text, known) else _DEFAULT.within,
            **_PARSERS,
        }
        for parameter, parse in parsers.items():
            *earlier, text = given[parameter] or [""]
            dropped += [DroppedValue(parameter, value, is_repeated=True) for value in earlier]
            values[parameter] = parse(text)
            if str(values[parameter]) != " ".join(text.split()) != "":
                dropped.append(DroppedValue(parameter, text))
        selection = cls(**values)
        if selection.within and not selection._lists_group:
            dropped.append(DroppedValue("within", selection.within))
            selection = _replace(selection, within=_DEFAULT.within)
        return selection, (*dropped, *unknown)

    def query(self) -> dict[str, str]:
        """Return parameter -> text of this selection's URL, without parameters at their default."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: ",".join(value) if isinstance(value, tuple) else str(value)
            for name, value in values.items()
            if value != getattr(_DEFAULT, name)
        }

    def replace(self, **changes: Any) -> Self:
        """Return a copy with `changes` (parameter=value), ids sorted and unique.

        A change of what is listed, or of its order, resets the page to 1. A change of what is
        listed (the term, else the topic), or of the filter that selects groups, lists all groups.

        >>> Filters(page=3, passage="b:1").replace(year=["2023"], rate=180).query()
        {'year': '2023', 'passage': 'b:1', 'rate': '180'}
        """
        normalised: dict[str, Any] = {
            name: tuple(sorted(dict.fromkeys(value))) if name in ID_PARAMETERS else value
            for name, value in changes.items()
        }
        if not normalised.keys().isdisjoint(_LIST_PARAMETERS):
            normalised = {"page": _DEFAULT.page, **normalised}
        subject = ("term",) if self.term else ("term", "topic")
        if not normalised.keys().isdisjoint({*subject, *split_group(self.within)}):
            normalised = {"within": _DEFAULT.within, **normalised}
        return _replace(self, **normalised)

    def only(self, *parameters: str) -> Self:
        """Return a copy that keeps `parameters` and has all others at their default."""
        return type(self)(**{name: getattr(self, name) for name in parameters})

    @property
    def without_view(self) -> Self:
        """The id filters of this selection, with the default language, rate, term and view."""
        return self.only(*ID_PARAMETERS)

    @property
    def briefings_only(self) -> Self:
        """The filters of year and briefing of this selection alone."""
        return self.only(*BRIEFING_PARAMETERS)

    @property
    def narrows_briefings(self) -> bool:
        """True if this selection leaves out parts of the briefings that it selects."""
        return self.without_view != self.briefings_only

    def in_group(self, within: str) -> Self:
        """Return the selection of the group `within` alone, in the form of the field.

        >>> Filters(term="风筝").in_group("year:2023").query()
        {'year': '2023', 'term': '风筝'}
        """
        return self.replace(**{name: (value,) for name, value in split_group(within).items()})

    @property
    def listed(self) -> Self:
        """The selection whose passages are listed: this one, in the group `within` alone."""
        return self.in_group(self.within)

    @property
    def _lists_group(self) -> bool:
        """True if a term or topic is listed and the filters leave the group `within` in view."""
        return bool(self.term or self.topic) and all(
            value in (getattr(self, name) or (value,))
            for name, value in split_group(self.within).items()
        )

    @property
    def is_filtered(self) -> bool:
        """True if any id filter is set, so that a part of the corpus is left out."""
        return any(getattr(self, parameter) for parameter in ID_PARAMETERS)

    def toggled(self, pairs: Sequence[tuple[str, str]]) -> Self:
        """Return the selection after a click on a mark with `pairs` of parameter and value.

        A value is one id, several separated by commas, or "" for all. The click selects exactly
        these values, or clears the parameters if they already have them. Clicking a term clears the
        search text, since a page lists the hits of only one of the two.

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
# Parameters that change which rows are listed, or their order.
_LIST_PARAMETERS = {*CLICK_PARAMETERS, "q", "sort"}
_COMMA_PATTERN = re.compile("[,，]")  # a Chinese keyboard types the wide one
_PAGE_PATTERN = re.compile(r"[1-9][0-9]{0,6}")
_PASSAGE_PATTERN = re.compile(r"[\w.-]{1,100}:[1-9][0-9]{0,6}")


def given_parameters(query: Mapping[str, object]) -> list[str]:
    """Return those of PARAMETERS that `query` names, in any case, each once."""
    return [each for each in dict.fromkeys(map(_parameter, query)) if each in PARAMETERS]


def named_corpus(query: Mapping[str, Sequence[str]]) -> str:
    """Return the version of the corpus that `query` names last, "" for none."""
    texts, _ = _texts_by_parameter(query)
    return texts["corpus"][-1] if texts["corpus"] else ""


def _parameter(name: str) -> str:
    return name.strip().lower()


def _texts_by_parameter(
    query: Mapping[str, str | Sequence[str]],
) -> tuple[Mapping[str, list[str]], list[DroppedValue]]:
    """Return the distinct texts of each of PARAMETERS, and the other parameters of `query`."""
    given: dict[str, list[str]] = {parameter: [] for parameter in PARAMETERS}
    unknown = []
    for name, value in query.items():
        texts = [text.strip() for text in ([value] if isinstance(value, str) else value)]
        parameter = _parameter(name)
        if parameter in given:
            given[parameter] += filter(None, texts)
        elif not address.is_tracking(parameter):
            unknown.append(DroppedValue(name, ",".join(texts)))
    return {name: list(dict.fromkeys(texts)) for name, texts in given.items()}, unknown


def _parse_ids(texts: Sequence[str], known: Collection[str]) -> tuple[tuple[str, ...], list[str]]:
    parts = [[part.strip() for part in _COMMA_PATTERN.split(text)] for text in texts]
    ids = dict.fromkeys(part for each in parts for part in each if part)
    nothing = [text for text, each in zip(texts, parts, strict=True) if not any(each)]
    unknown = [*nothing, *(part for part in ids if part not in known)]
    return tuple(sorted(part for part in ids if part in known)), unknown


def split_group(within: str) -> dict[str, str]:
    """Return parameter -> id of the group `within` (see Filters.within), {} for all groups."""
    pairs = (pair.partition(":") for pair in within.split(",") if pair)
    return {parameter: value for parameter, _, value in pairs}


def _is_group(text: str, known: Mapping[str, Collection[str]]) -> bool:
    group = split_group(text)
    return bool(group) and all(
        parameter in _GROUP_PARAMETERS and value in known.get(parameter, ())
        for parameter, value in group.items()
    )


def _choice_parser(choices: Collection[str], default: str) -> Callable[[str], str]:
    return lambda text: text if text in choices else default


def _parse_rate(text: str) -> int:
    # int() would also accept "2_2_0" and other scripts' digits, and raises on 5,000 digits.
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        return _DEFAULT.rate
    return min(max(int(text), RATES[0]), RATES[-1])


def _parse_page(text: str) -> int:
    return int(text) if text.isascii() and _PAGE_PATTERN.fullmatch(text) else _DEFAULT.page


def _parse_passage(text: str) -> str:
    return text if text.isascii() and _PASSAGE_PATTERN.fullmatch(text) else _DEFAULT.passage


_PARSERS: Mapping[str, Callable[[str], object]] = {
    "lang": _choice_parser(LANGUAGES, _DEFAULT.lang),
    "q": search_text.normalise,
    "page": _parse_page,
    "passage": _parse_passage,
    "rate": _parse_rate,
    **{name: _choice_parser(choices, choices[0]) for name, choices in VIEWS.items()},
}
