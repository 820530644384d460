"""What a briefing is called and selected by, so that no two of a corpus are one."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard import i18n
from dashboard.escape import printable
from dashboard.filters import Filters
from dashboard.queries import selection
from dashboard.queries.cache import cached_per_corpus

_LONGEST = 36  # characters of a title within a name


def name(row: Any) -> str:
    """The name, in this run's language, of a row that holds the columns of table briefings."""
    longer = _told_apart(selection.corpus(), i18n.language())
    return longer.get(row.briefing_id) or _held(row, i18n.language())


def names() -> Mapping[str, str]:
    """The name of every briefing in this run's language, by its id, in the order of display.

    Year and host city; where several share those, the title, then the day, then the id tell them
    apart. Where years do not name them, none is called by its year alone.
    """
    return _names(selection.corpus(), i18n.language())


def alone(briefing_id: str) -> tuple[str, str]:
    """The filter that selects this briefing and no other: its year, where it is the only one."""
    year = selection.years()[briefing_id]
    return ("briefing", briefing_id) if year in _shared(selection.corpus()) else ("year", year)


@cached_per_corpus(maxsize=4)
def _shared(_corpus: object) -> set[str]:
    """The years that have several briefings."""
    counted = Counter(selection.years().values())
    return {year for year, n in counted.items() if n > 1}


@cached_per_corpus(maxsize=8)
def _names(corpus: object, language: str) -> dict[str, str]:
    longer = _told_apart(corpus, language)
    rows = {row.briefing_id: row for row in selection.rows(selection.scope(Filters()))}
    return {key: longer.get(key) or _held(rows[key], language) for key in selection.years()}


@cached_per_corpus(maxsize=8)
def _told_apart(_corpus: object, language: str) -> dict[str, str]:
    """The names of those that year and city do not name alone."""
    held = selection.scope(Filters())
    rows = selection.rows(held)
    short = pd.Series([_held(row, language) for row in rows], dtype=object)
    called, shared = short, short.duplicated(keep=False)
    if shared.any():
        shared |= held["host_city"].isna()
    for detail in (_title, _day, _id):
        longer = [_joined(*pair) for pair in zip(called, map(detail, rows), strict=True)]
        called = called.mask(shared, pd.Series(longer, dtype=object))
        shared = called.duplicated(keep=False)
    found = zip(held["briefing_id"], called, called != short, strict=True)
    return {key: name for key, name, differs in found if differs}


def _held(row: Any, language: str) -> str:
    city = row.host_city if language == "zh" else row.host_city_en
    return (
        i18n.text(language, "panel.briefing", year=row.year, city=city) if city else str(row.year)
    )


def _title(row: Any) -> str:
    return printable(row.title, limit=_LONGEST)


def _day(row: Any) -> str:
    return str(row.date_held or row.published_at or "")[:10]


def _id(row: Any) -> str:
    return str(row.briefing_id)


def _joined(called: str, detail: str) -> str:
    """Both; the detail alone where it names what the briefing is called, as its year."""
    if called in detail:
        return detail
    return f"{called} · {detail}" if detail else called
