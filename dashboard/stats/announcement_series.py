"""Announcements: each thing announced once a briefing, and what became of it in another year."""

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from loaders.methods import Method

STATUSES = ("again", "new", "not_again", "not_captured", "not_counted")
_OWN = [
    "briefing_id", "mention", "paragraph", "turn", "section", "kind", "surface", "title_key",
    "english", "english_source", "verb", "tense", "low", "high", "unit", "modifier", "counted",
    "date_start", "date_end", "speaker_id", "organisation_id", "subject",
]  # fmt: skip
COLUMNS = [
    *_OWN, "series_status", "counterpart_briefing_id", "counterpart_surface",
    "compared_briefing_id", "date_basis", "marks", "times", "places",
]  # fmt: skip
PLACE_COLUMNS = [*_OWN, "date_basis", "marks"]
# Bounds of figures: NaN where there is none, also where no row has one.
_DTYPES = {"low": float, "high": float}
# What a place says of the thing: one place decides all of these.
_SAID = ["verb", "tense", "subject"]

MIN_COUNTED = 3

METHOD = Method("announcement_series", "dashboard/stats/announcement_series.py")


_Row = dict[Any, Any]
_NO_COUNTERPART = {"counterpart_briefing_id": None, "counterpart_surface": None}
_DAY = len("2031-06-15")


class _Other(NamedTuple):
    """The briefing that a briefing is compared with, and whether that is the earlier one."""

    briefing_id: str
    is_earlier: bool


def announcement_series(
    places: pd.DataFrame,
    *,
    everywhere: pd.DataFrame,
    said: pd.DataFrame,
    coverage: pd.DataFrame,
    briefings: pd.DataFrame,
) -> pd.DataFrame:
    """Return a row for each thing that a briefing announces, and its counterpart of another year.

    Places of one briefing are one thing if they have the same `title_key`; figures, if they have
    the same ends, modifier and `counted`. The row is that of the first place; `times` counts the
    places, `places` lists their paragraphs. Verb, tense and subject are those of the first place
    where its speaker gives a tense, dates the narrowest that a place states; `date_basis` is
    "stated", or "conference" where a promise is dated by the conference alone.

    series_status compares a briefing with the one before it in its series, the first one with the
    next: "again" if any other briefing of the series names the same thing, the nearest one first;
    else "not_captured" if the other briefing announced the section in which the thing is said, and
    its page does not hold it; else "not_counted" if the other briefing has its words, and not as a
    name, which no rule decides; else "new", or "not_again" in the first briefing.
    Figures have none, but a counterpart if the other briefing has one figure that counts the same
    (a name of MIN_COUNTED characters or more: 部门 says too little). compared_briefing_id is the
    briefing that it is compared with. All are null in a briefing that is alone in its series.

    places: the places of the announcements to list: the columns of the result up to `subject`,
    `marks`, `date_basis`. everywhere: those of all briefings of their series, unfiltered. said:
    briefing_id, title_key, surface, is_name of all names and set phrases in these briefings; of a
    phrase that is no name there, is_name is false. coverage: briefing_id, section, state (see
    `coverage`). briefings: briefing_id and series, in order of time, of those that have a series.
    Returns COLUMNS, in order of briefing and place, low and high as floats; empty input gives no
    row.

    >>> said_in = [("2031", "书目"), ("2032", "书目"), ("2032", "歌")]
    >>> places = pd.DataFrame(said_in, columns=["briefing_id", "title_key"])
    >>> places = places.assign(mention=[1, 1, 2], paragraph=1, section="opening", kind="document",
    ...     surface=places["title_key"], speaker_id="陶见山").reindex(columns=PLACE_COLUMNS)
    >>> coverage = pd.DataFrame({"briefing_id": ["2031", "2032"], "section": "opening",
    ...     "state": "captured"})
    >>> found = announcement_series(places, everywhere=places, said=places.assign(is_name=True),
    ...     coverage=coverage, briefings=coverage.assign(series="kites"))
    >>> found[["briefing_id", "surface", "series_status", "counterpart_briefing_id"]]
      briefing_id surface series_status counterpart_briefing_id
    0        2031      书目         again                    2032
    1        2032      书目         again                    2031
    2        2032       歌           new                     NaN
    """
    if places.empty:
        return pd.DataFrame(columns=COLUMNS).astype(_DTYPES)
    others = _others(briefings)
    named = everywhere.groupby(["briefing_id", "title_key"])["section"]
    sections = named.agg(set).to_dict()
    states = coverage.set_index(["briefing_id", "section"])["state"].to_dict()
    names, words = (_by_name(said.loc[said["is_name"].eq(each)]) for each in (True, False))
    counts = _by_counted(_things(everywhere))
    rows = []
    for row in _things(places):
        ranked = others.get(row["briefing_id"], [])
        row["compared_briefing_id"] = ranked[0].briefing_id if ranked else None
        if row["kind"] == "figure":
            found = _counterpart(counts, row["counted"], ranked)
            rows.append({**row, "series_status": None, **_NO_COUNTERPART, **found})
            continue
        found = _counterpart(names, row["title_key"], ranked)
        status = "again" if found else _without(row, ranked, sections, states)
        if status in ("new", "not_again") and _counterpart(words, row["title_key"], ranked[:1]):
            status = "not_counted"
        rows.append({**row, "series_status": status, **_NO_COUNTERPART, **found})
    return pd.DataFrame(rows).reindex(columns=COLUMNS).astype(_DTYPES)


def _things(places: pd.DataFrame) -> list[_Row]:
    """Return a row for each thing, in order of briefing and first place."""
    plain = places.astype(object).where(places.notna(), None)
    groups: dict[tuple[str, str], list[_Row]] = {}
    for row in plain.sort_values(["paragraph", "mention"], kind="stable").to_dict("records"):
        groups.setdefault((row["briefing_id"], _key(row)), []).append(row)
    order = list(dict.fromkeys(plain["briefing_id"]))
    listed = sorted(groups.values(), key=lambda group: order.index(group[0]["briefing_id"]))
    return [_thing(group) for group in listed]


def _key(row: _Row) -> str:
    """Return what the places of one thing have in common; a figure of nothing known is alone."""
    if row["kind"] != "figure":
        return f"name|{row['title_key']}"
    own = ("counted", "low", "high", "modifier") if row["counted"] else ("mention",)
    return "|".join(["figure", *(str(row[name]) for name in own)])


def _thing(group: list[_Row]) -> _Row:
    first = group[0]
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


def _others(briefings: pd.DataFrame) -> dict[str, list[_Other]]:
    """Return briefing -> the others of its series, the earlier ones first, the nearest first."""
    found: dict[str, list[_Other]] = {}
    for series, group in briefings.groupby("series", sort=False):
        ids = list(group["briefing_id"]) if series else []
        for place, own in enumerate(ids):
            earlier = [_Other(each, True) for each in reversed(ids[:place])]
            later = [_Other(each, False) for each in ids[place + 1 :]]
            found[own] = [*earlier, *later]
    return found


def _by_name(said: pd.DataFrame) -> dict[tuple[str, str], str]:
    first = said.drop_duplicates(["briefing_id", "title_key"])
    keys = zip(first["briefing_id"], first["title_key"], strict=True)
    return dict(zip(keys, first["surface"], strict=True))


def _by_counted(things: list[_Row]) -> dict[tuple[str, str], str]:
    """Return (briefing, what is counted) -> the figure, where one figure alone counts it."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in things:
        if row["kind"] == "figure" and len(row["counted"] or "") >= MIN_COUNTED:
            found.setdefault((row["briefing_id"], row["counted"]), []).append(row["surface"])
    return {key: surfaces[0] for key, surfaces in found.items() if len(surfaces) == 1}


def _counterpart(
    listed: Mapping[tuple[str, str], str], name: object, ranked: list[_Other]
) -> dict[str, str]:
    for other in ranked:
        if (surface := listed.get((other.briefing_id, str(name)))) is not None:
            return {"counterpart_briefing_id": other.briefing_id, "counterpart_surface": surface}
    return {}


def _without(
    row: _Row,
    ranked: list[_Other],
    sections: Mapping[Hashable, set[str]],
    states: Mapping[Hashable, str],
) -> str | None:
    """Return the status of a thing that no other briefing of the series says."""
    if not ranked:
        return None
    other = ranked[0]
    said_in = sections[row["briefing_id"], row["title_key"]]
    found = {states.get((other.briefing_id, section), "not_announced") for section in said_in}
    if found == {"not_captured"}:
        return "not_captured"
    return "new" if other.is_earlier else "not_again"
