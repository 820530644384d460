"""Announcements: each thing announced once a briefing, and what became of it in another year."""

from bisect import bisect_left
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from loaders.methods import Method

WORKS = ("document", "deliverable")  # kinds
STATUSES = ("again", "new", "not_again", "not_captured", "not_counted")
_OWN = [
    "briefing_id", "mention", "paragraph", "turn", "section", "kind", "surface", "title_key",
    "english", "english_source", "verb", "tense", "low", "high", "unit", "modifier", "counted",
    "date_start", "date_end", "speaker_id", "organisation_id", "subject",
]  # fmt: skip
COLUMNS = [
    *_OWN, "series_status", "counterpart_briefing_id", "counterpart_surface",
    "compared_briefing_id", "later_status", "later_briefing_id", "date_basis", "marks", "times",
    "places",
]  # fmt: skip
PLACE_COLUMNS = [*_OWN, "date_basis", "marks", "is_question"]
# Bounds of figures: NaN where there is none, also where no row has one.
_DTYPES = {"low": float, "high": float}
# What a place says of the thing: one place decides all of these.
_SAID = ["verb", "tense", "subject"]

MIN_COUNTED = 3
_LEAST = 10  # what counts fewer things is a small one


METHOD = Method("announcement_series", "dashboard/stats/announcement_series.py")


_Row = dict[Any, Any]
# (series, name or what is counted) -> the number of each briefing that has it, and its form there.
_Index = Mapping[tuple[str, str], list[tuple[int, str]]]
_DAY = len("2031-06-15")


@dataclass(frozen=True)
class Counterparts:
    """The names, figures and words of the briefings of some series, as `counterparts` finds it.

    series: series -> its briefings in order of time. numbers: briefing -> its series and its place
    there. words: (briefing, word) of what is said there and is no name, or counted by several
    figures. sections: (briefing, key of a thing, see `_key`) -> where it is said. states:
    (briefing, section) -> its state (see `coverage`).
    """

    series: Mapping[str, list[str]] = field(default_factory=dict)
    numbers: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    names: _Index = field(default_factory=dict)
    counts: _Index = field(default_factory=dict)
    words: frozenset[tuple[str, ...]] = frozenset()
    sections: Mapping[Hashable, set[str]] = field(default_factory=dict)
    states: Mapping[Hashable, str] = field(default_factory=dict)


def counterparts(
    everywhere: pd.DataFrame,
    *,
    said: pd.DataFrame,
    coverage: pd.DataFrame,
    briefings: pd.DataFrame,
) -> Counterparts:
    """Gather what the briefings of some series say, for `announcement_series`.

    everywhere: the places of their announcements, unfiltered: PLACE_COLUMNS. said: briefing_id,
    title_key, surface, is_name of all names and set phrases in these briefings; of a phrase that is
    no name there, is_name is false. coverage: briefing_id, section, state (see `coverage`).
    briefings: briefing_id and series, in order of time, of those that have a series.
    """
    series: dict[str, list[str]] = {}
    for key, own in _columns(briefings, "series", "briefing_id"):
        if key:
            series.setdefault(key, []).append(own)
    numbers = {own: (key, n) for key, ids in series.items() for n, own in enumerate(ids)}
    sections: dict[Hashable, set[str]] = {}
    for row in _records(everywhere):
        sections.setdefault((row["briefing_id"], _key(row)), set()).add(row["section"])
    names = said.loc[said["is_name"].astype(bool)].drop_duplicates(["briefing_id", "title_key"])
    words = said.loc[~said["is_name"].astype(bool)]
    once, often = _counted(everywhere)
    return Counterparts(
        series,
        numbers,
        _index(_columns(names, "briefing_id", "title_key", "surface"), numbers),
        _index(once, numbers),
        frozenset([*zip(words["briefing_id"], words["title_key"], strict=True), *often]),
        sections,
        coverage.set_index(["briefing_id", "section"])["state"].to_dict(),
    )


def announcement_series(places: pd.DataFrame, known: Counterparts) -> pd.DataFrame:
    """Return a row for each thing that a briefing announces, and its counterpart of another year.

    Places of one briefing are one thing if they have the same `title_key`; figures, if they have
    the same ends, modifier and `counted`. The row is that of the first place, of one in a question
    only where no other place says it: who asks announces nothing. `times` counts the places,
    `places` lists their paragraphs. Verb, tense and subject are those of the first place
    where its speaker gives a tense, dates the narrowest that a place states; `date_basis` is
    "stated", or "conference" where a promise is dated by the conference alone.

    series_status compares a briefing with the one before it in its series, the first one with the
    next: "again" if any other briefing of the series names the same thing, the nearest one first;
    else "not_captured" if the other briefing announced the section in which the thing is said, and
    its page does not hold it; else "not_counted" if the other briefing has its words, and not as a
    name, which no rule decides; else "new", or "not_again" in the first briefing.
    later_status compares it by the same rules with the one after it: "again" if any later briefing
    names the thing, else "not_again" and the rest; null in the last briefing of a series.
    Figures are again if the other briefing has one figure that counts the same; "not_counted" if
    several count it there, or if it says too little (less than MIN_COUNTED characters: 部门).
    compared_briefing_id and later_briefing_id are the briefings that a row is compared with. All
    are null in a briefing that is alone in its series.

    places: the places of the announcements to list: PLACE_COLUMNS. known: what the briefings of
    their series say, whatever is listed. Returns COLUMNS, in order of briefing and place, low and
    high as floats; empty input gives no row.

    >>> said_in = [("2031", "书目"), ("2032", "书目"), ("2032", "歌")]
    >>> places = pd.DataFrame(said_in, columns=["briefing_id", "title_key"])
    >>> places = places.assign(mention=[1, 1, 2], paragraph=1, section="opening", kind="document",
    ...     surface=places["title_key"], speaker_id="陶见山").reindex(columns=PLACE_COLUMNS)
    >>> coverage = pd.DataFrame({"briefing_id": ["2031", "2032"], "section": "opening",
    ...     "state": "captured"})
    >>> known = counterparts(places, said=places.assign(is_name=True), coverage=coverage,
    ...     briefings=coverage.assign(series="kites"))
    >>> found = announcement_series(places, known)
    >>> found[["briefing_id", "surface", "series_status", "counterpart_briefing_id"]]
      briefing_id surface series_status counterpart_briefing_id
    0        2031      书目         again                    2032
    1        2032      书目         again                    2031
    2        2032       歌           new                     NaN
    """
    if places.empty:
        return pd.DataFrame(columns=COLUMNS).astype(_DTYPES)
    rows = [{**row, **_over_time(row, known)} for row in _things(places)]
    return pd.DataFrame(rows).reindex(columns=COLUMNS).astype(_DTYPES)


def of_status(frame: pd.DataFrame, status: str) -> pd.DataFrame:
    """Return the rows of `frame` to which `status` applies, one of STATUSES.

    "not_again" is said of the next briefing, every other one is the series_status: a thing that one
    briefing alone names can be both new there, and not announced again.
    """
    column = "later_status" if status == "not_again" else "series_status"
    return frame.loc[frame[column].eq(status)]


def figures_in_order(
    figures: pd.DataFrame, *, times: Collection[str], no_counts: Collection[str]
) -> pd.DataFrame:
    """Return `figures` with column `is_small`: those of the latest briefing first, largest first.

    Small are spans of time, numbers of sessions, and what counts fewer than _LEAST things; they
    follow the others of their briefing. Of a figure with a range its one known end counts, of two
    the lower.

    figures: briefing_id, low, high (NaN: no such end) and unit, in order of time and place, which
    decides between equal ones. times: units of time and of sessions. no_counts: units of what is
    never small, such as shares and money.

    >>> figures = pd.DataFrame({"briefing_id": "2031", "surface": ["30d", "5x", "3%", ">61m"],
    ...     "low": [30, 5, 3, 6.1e7], "high": [30, 5, 3, None], "unit": ["d", "x", "%", None]})
    >>> found = figures_in_order(figures, times=["d"], no_counts=["%"])
    >>> found[["surface", "is_small"]].to_numpy().tolist()
    [['>61m', False], ['3%', False], ['5x', True], ['30d', True]]
    """
    value = figures["low"].fillna(figures["high"])
    is_time = figures["unit"].isin(times)
    is_few = value.lt(_LEAST) & ~figures["unit"].isin(no_counts)
    place = {key: number for number, key in enumerate(figures["briefing_id"].unique())}
    own = figures.assign(is_small=is_time | is_few)
    keys = pd.DataFrame(
        {
            "latest": -figures["briefing_id"].map(place).astype(int),
            "is_small": own["is_small"],
            "is_time": is_time,
            "largest": -value.astype(float),
        }
    )
    order = keys.sort_values([*keys], kind="stable", na_position="last").index
    return own.loc[order].reset_index(drop=True)


def _over_time(row: _Row, known: Counterparts) -> _Row:
    """Return the columns of a thing that compare its briefing with others of the series."""
    series, number = known.numbers.get(row["briefing_id"], ("", 0))
    ids = known.series.get(series, [])
    earlier = ids[number - 1] if number else None
    later = ids[number + 1] if number + 1 < len(ids) else None
    listed = known.counts if row["kind"] == "figure" else known.names
    before, after = _nearest(listed.get((series, _name(row)), []), number)
    found = before or after

    def status(again: object, other: str | None, otherwise: str) -> str | None:
        return "again" if again else _without(row, other, known, otherwise)

    return {
        "counterpart_briefing_id": ids[found[0]] if found else None,
        "counterpart_surface": found[1] if found else None,
        "compared_briefing_id": earlier or later,
        "series_status": status(found, earlier or later, "new" if earlier else "not_again"),
        "later_briefing_id": later,
        "later_status": status(after, later, "not_again"),
    }


def _records(places: pd.DataFrame) -> list[_Row]:
    """Return the rows of `places`, with None for what is missing."""
    return places.astype(object).where(places.notna(), None).to_dict("records")


def _things(places: pd.DataFrame) -> list[_Row]:
    """Return a row for each thing, in order of briefing and first place."""
    groups: dict[tuple[str, str], list[_Row]] = {}
    for row in _records(places.sort_values(["paragraph", "mention"], kind="stable")):
        groups.setdefault((row["briefing_id"], _key(row)), []).append(row)
    order = {key: place for place, key in enumerate(places["briefing_id"].unique())}
    return sorted(
        map(_thing, groups.values()),
        key=lambda row: (order[row["briefing_id"]], row["paragraph"], row["mention"]),
    )


def _name(row: _Row) -> str:
    """Return what a row has in common with its counterparts: its name, or what it counts."""
    return str(row["counted"] if row["kind"] == "figure" else row["title_key"])


def _says_enough(row: _Row) -> bool:
    """Return whether what a figure counts can be looked for in other briefings."""
    return row["kind"] != "figure" or len(row["counted"] or "") >= MIN_COUNTED


def _key(row: _Row) -> str:
    """Return what the places of one thing have in common; a figure of nothing known is alone."""
    if row["kind"] != "figure":
        return f"name|{row['title_key']}"
    own = ("counted", "low", "high", "modifier") if row["counted"] else ("mention",)
    return "|".join(["figure", *(str(row[name]) for name in own)])


def _thing(group: list[_Row]) -> _Row:
    first = next((row for row in group if not row["is_question"]), group[0])
    own = [row for row in group if row["speaker_id"] == first["speaker_id"]]
    deciding = next((row for row in own if row["tense"]), first)
    dated = min((row for row in group if row["date_start"]), key=_width, default=first)
    glossed = next((row for row in group if row["english"]), first)
    return {
        **first,
        **{name: deciding[name] for name in _SAID},
        **{name: dated[name] for name in ("date_start", "date_end", "date_basis")},
        **{name: glossed[name] for name in ("english", "english_source")},
        "times": len(group),
        "places": "、".join(dict.fromkeys(str(row["paragraph"]) for row in group)),
    }


def _width(row: _Row) -> tuple[bool, int, int]:
    """Return how wide a date is: stated before the conference's, days before months and years."""
    start, end = row["date_start"], row["date_end"] or row["date_start"]
    days = 0
    if len(start) == len(end) == _DAY:
        days = (date.fromisoformat(end) - date.fromisoformat(start)).days
    return row["date_basis"] == "conference", _DAY - len(start), days


def _columns(frame: pd.DataFrame, *names: str) -> list[tuple[str, ...]]:
    return list(zip(*(frame[name].tolist() for name in names), strict=True))


def _index(
    listed: list[tuple[str, ...]], numbers: Mapping[str, tuple[str, int]]
) -> dict[tuple[str, str], list[tuple[int, str]]]:
    """Return (series, name) -> number of the briefing and form, given briefing, name and form."""
    found: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for briefing_id, name, surface in listed:
        if briefing_id in numbers:
            series, number = numbers[briefing_id]
            found.setdefault((series, name), []).append((number, surface))
    return {key: sorted(places) for key, places in found.items()}


def _counted(everywhere: pd.DataFrame) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Return briefing, what is counted and the figure, where one figure alone counts it.

    Behind them briefing and what is counted, where several figures count it.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for row in _things(everywhere.loc[everywhere["kind"].eq("figure")]):
        if _says_enough(row):
            found.setdefault((row["briefing_id"], row["counted"]), []).append(row["surface"])
    once: list[tuple[str, ...]] = [(*key, own[0]) for key, own in found.items() if len(own) == 1]
    return once, [key for key, surfaces in found.items() if len(surfaces) > 1]


def _nearest(
    places: list[tuple[int, str]], number: int
) -> tuple[tuple[int, str] | None, tuple[int, str] | None]:
    """Return the places of the nearest briefings before and after the one of that number."""
    start, end = bisect_left(places, (number,)), bisect_left(places, (number + 1,))
    return places[start - 1] if start else None, places[end] if end < len(places) else None


def _without(row: _Row, other: str | None, known: Counterparts, otherwise: str) -> str | None:
    """Return the status of a thing that is not said there again: `otherwise`, if it is known."""
    if other is None:
        return None
    if not _says_enough(row):
        return "not_counted"
    said_in = known.sections[row["briefing_id"], _key(row)]
    if {known.states.get((other, section)) for section in said_in} == {"not_captured"}:
        return "not_captured"
    return "not_counted" if (other, _name(row)) in known.words else otherwise
