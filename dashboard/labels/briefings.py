"""Unique names of the briefings of a corpus, and the filter that selects each."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard import i18n
from dashboard.escape import printable
from dashboard.filters import Filters
from dashboard.queries import selection
from dashboard.queries.cache import cached_per_corpus

_MAX_TITLE_LENGTH = 36  # characters of a title within a name


def name(row: Any) -> str:
    """Return the name of the briefing `row` (of table briefings) in this run's language."""
    long_names = _distinguish(selection.corpus(), i18n.language())
    return long_names.get(row.briefing_id) or _short_name(row, i18n.language())


def names() -> Mapping[str, str]:
    """Return briefing_id -> name of every briefing in this run's language, in display order.

    A name is the year and the host city, or the year alone without a city. While several briefings
    share a name, the title is added, then the day, then the id. As soon as any two briefings share
    a name, the title is added to those without a host city too.
    """
    return _all_names(selection.corpus(), i18n.language())


def selecting_filter(briefing_id: str) -> tuple[str, str]:
    """Return (parameter, value) that selects one briefing: its year if unique, else its id."""
    year = selection.years()[briefing_id]
    return (
        ("briefing", briefing_id) if year in _shared_years(selection.corpus()) else ("year", year)
    )


@cached_per_corpus(maxsize=4)
def _shared_years(_corpus: object) -> set[str]:
    """Return the years that have several briefings."""
    counted = Counter(selection.years().values())
    return {year for year, n in counted.items() if n > 1}


@cached_per_corpus(maxsize=8)
def _all_names(corpus: object, language: str) -> dict[str, str]:
    long_names = _distinguish(corpus, language)
    rows = {row.briefing_id: row for row in selection.rows(selection.briefings(Filters()))}
    return {
        key: long_names.get(key) or _short_name(rows[key], language) for key in selection.years()
    }


@cached_per_corpus(maxsize=8)
def _distinguish(_corpus: object, language: str) -> dict[str, str]:
    """Return briefing_id -> longer name, for the briefings whose year and city are not unique.

    The longer name adds the title, the day or the id (see `names`). `_corpus` is the cache key.
    """
    briefings = selection.briefings(Filters())
    rows = selection.rows(briefings)
    short = pd.Series([_short_name(row, language) for row in rows], dtype=object)
    names, shared = short, short.duplicated(keep=False)
    if shared.any():
        shared |= briefings["host_city"].isna()
    for detail in (_title, _day, _id):
        longer = [_append_detail(*pair) for pair in zip(names, map(detail, rows), strict=True)]
        names = names.mask(shared, pd.Series(longer, dtype=object))
        shared = names.duplicated(keep=False)
    triples = zip(briefings["briefing_id"], names, names != short, strict=True)
    return {key: name for key, name, differs in triples if differs}


def _short_name(row: Any, language: str) -> str:
    city = row.host_city if language == "zh" else row.host_city_en
    return (
        i18n.text(language, "panel.briefing", year=row.year, city=city) if city else str(row.year)
    )


def _title(row: Any) -> str:
    return printable(row.title, limit=_MAX_TITLE_LENGTH)


def _day(row: Any) -> str:
    return str(row.date_held or row.published_at or "")[:10]


def _id(row: Any) -> str:
    return str(row.briefing_id)


def _append_detail(name: str, detail: str) -> str:
    """Return `name` with `detail` appended, or `detail` alone if it contains `name`."""
    if name in detail:
        return detail
    return f"{name} · {detail}" if detail else name
