"""Unique names and colours of the briefings of a corpus, and the filter that selects each."""

from collections import Counter
from collections.abc import Callable, Mapping

import pandas as pd

from dashboard import i18n
from dashboard.escape import printable
from dashboard.filters import Filters
from dashboard.queries import identifiers, selection
from dashboard.queries.query import cached_per_corpus
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.run_context import current_run

_MAX_TITLE_LENGTH = 36  # characters of a title within a name


def name(row: BriefingRow) -> str:
    """Return the name of the briefing `row` in this run's language."""
    long_names = _distinguish(current_run().language)
    return long_names.get(row.briefing_id) or _short_name(row, current_run().language)


def names() -> Mapping[str, str]:
    """Return briefing_id -> name of every briefing in this run's language, in display order.

    A name is the year and the host city, or the year alone without a city. While several briefings
    share a name, or have no more than their year in common, the title is added, then the day, then
    the id. As soon as any two briefings need it, the title is added to all without a host city.
    """
    return _all_names(current_run().language)


def sentences(
    briefings: pd.DataFrame, frame: pd.DataFrame, say: Callable[[BriefingRow, pd.DataFrame], str]
) -> str:
    """Join what `say` returns for each row of `briefings` and the rows of `frame` that are its own.

    A briefing of which it says "" has no sentence.
    """
    said = (
        say(row, frame.loc[frame["briefing_id"] == row.briefing_id])
        for row in rows_of(briefings, BriefingRow)
    )
    return " ".join(filter(None, said))


def tag(row: BriefingRow) -> str:
    """Return the shortest name that only the briefing `row` has, for narrow places.

    It is the year; in a year with several briefings the year and city, else the day, else the name.
    """
    return _tags(current_run().language)[row.briefing_id]


def colour(row: BriefingRow) -> str:
    """Return the colour of the briefing `row`: that of its year, for later ones of a year another.

    The later ones take the colours of Palette.other_years, which repeat.
    """
    palette, place = current_run().palette, _places_in_year()[row.briefing_id]
    others, first = palette.other_years, palette.year(row.year)
    start = others.index(first) if first in others else 0
    return others[(start + place) % len(others)] if place else first


def key_columns() -> list[str]:
    """Return the columns that identify a briefing in a table: its year, if need be its id too."""
    return ["year", "briefing_id"] if _shared_years() else ["year"]


def selecting_filter(briefing_id: str) -> tuple[str, str]:
    """Return (parameter, value) that selects one briefing: its year if unique, else its id."""
    year = identifiers.years()[briefing_id]
    return ("briefing", briefing_id) if year in _shared_years() else ("year", year)


def selecting_group(briefing_id: str) -> str:
    """Return the group of one briefing in the form of Filters.within."""
    return ":".join(selecting_filter(briefing_id))


def colours() -> Mapping[str, str]:
    """Return briefing_id -> colour of every briefing."""
    rows = rows_of(selection.briefings(Filters()), BriefingRow)
    return {row.briefing_id: colour(row) for row in rows}


@cached_per_corpus(maxsize=4)
def _shared_years() -> set[str]:
    """Return the years that have several briefings."""
    counted = Counter(identifiers.years().values())
    return {year for year, n in counted.items() if n > 1}


@cached_per_corpus(maxsize=4)
def _places_in_year() -> dict[str, int]:
    """Return briefing_id -> its place among the briefings of its year, from 0."""
    years = pd.Series(identifiers.years(), dtype=object)
    return {str(key): int(place) for key, place in years.groupby(years).cumcount().items()}


@cached_per_corpus(maxsize=8)
def _tags(language: str) -> dict[str, str]:
    shared, names = _shared_years(), _all_names(language)
    rows = rows_of(selection.briefings(Filters()), BriefingRow)
    cities = Counter(_short_name(row, language) for row in rows)
    days = Counter(map(_day, rows))
    tags = {}
    for row in rows:
        short, day = _short_name(row, language), _day(row)
        if str(row.year) not in shared:
            tags[row.briefing_id] = str(row.year)
        elif row.host_city and cities[short] == 1:
            tags[row.briefing_id] = short
        else:
            tags[row.briefing_id] = day if days[day] == 1 else names[row.briefing_id]
    return tags


@cached_per_corpus(maxsize=8)
def _all_names(language: str) -> dict[str, str]:
    long_names = _distinguish(language)
    rows = {row.briefing_id: row for row in rows_of(selection.briefings(Filters()), BriefingRow)}
    return {
        key: long_names.get(key) or _short_name(rows[key], language) for key in identifiers.years()
    }


@cached_per_corpus(maxsize=8)
def _distinguish(language: str) -> dict[str, str]:
    """Return briefing_id -> longer name, for the briefings whose year and city do not suffice.

    The longer name adds the title, the day or the id (see `names`).
    """
    briefings = selection.briefings(Filters())
    rows = rows_of(briefings, BriefingRow)
    short = pd.Series([_short_name(row, language) for row in rows], dtype=object)
    no_more_than_year = briefings["host_city"].isna() & briefings["year"].duplicated(keep=False)
    names, shared = short, short.duplicated(keep=False) | no_more_than_year
    if shared.any():
        shared |= briefings["host_city"].isna()
    for detail in (_title, _day, _id):
        longer = [_append_detail(*pair) for pair in zip(names, map(detail, rows), strict=True)]
        names = names.mask(shared, pd.Series(longer, dtype=object))
        shared = names.duplicated(keep=False)
    triples = zip(briefings["briefing_id"], names, names != short, strict=True)
    return {key: name for key, name, differs in triples if differs}


def _short_name(row: BriefingRow, language: str) -> str:
    city = row.host_city if language == "zh" else row.host_city_en
    return (
        i18n.text(language, "panel.briefing", year=row.year, city=city) if city else str(row.year)
    )


def _title(row: BriefingRow) -> str:
    return printable(row.title, limit=_MAX_TITLE_LENGTH)


def _day(row: BriefingRow) -> str:
    return str(row.date_held or row.published_at or "")[:10]


def _id(row: BriefingRow) -> str:
    return row.briefing_id


def _append_detail(name: str, detail: str) -> str:
    """Return `name` with `detail` appended, or `detail` alone if it contains `name`."""
    if name in detail:
        return detail
    return f"{name} · {detail}" if detail else name
