"""The two briefings that are compared, where a page compares two."""

from typing import NamedTuple, Protocol

import pandas as pd

from dashboard.filters import BRIEFING_PARAMETERS, Filters
from dashboard.queries import identifiers, selection
from dashboard.queries.query import cached_per_corpus
from dashboard.queries.rows import BriefingRow, Days, rows_of
from loaders.contract import ADDED_SERIES

SIDES = ("earlier", "later")


class Compared(Protocol):
    """Two briefings, by their ids."""

    @property
    def ids(self) -> dict[str, str]:
        """Ids of the two briefings by side of SIDES."""

    def restrict(self, chosen: Filters) -> Filters:
        """Return `chosen` with filters that select these two briefings and no other."""


class Sides(NamedTuple):
    """The two briefings that are compared: rows of selection.briefings, the earlier one first."""

    earlier: BriefingRow
    later: BriefingRow

    @property
    def is_named_by_year(self) -> bool:
        """True if each of the two is the only briefing of its year in the corpus."""
        years = list(identifiers.years().values())
        return all(years.count(str(row.year)) == 1 for row in self)

    @property
    def ids(self) -> dict[str, str]:
        """Ids of the two briefings by side of SIDES, as keyword arguments of the statistics."""
        return {"earlier": self.earlier.briefing_id, "later": self.later.briefing_id}

    def restrict(self, chosen: Filters) -> Filters:
        """Return `chosen` with filters that select these two briefings and no other."""
        years = {str(row.year) for row in self}
        return chosen.replace(
            year=years, briefing=() if self.is_named_by_year else self.ids.values()
        )


def choose_sides(briefings: pd.DataFrame) -> Sides | None:
    """Return the two of `briefings` that are compared, None if there are fewer than two.

    Of more than two, only the first series with two or more years is considered, if there is one:
    an added briefing of no series is not a later year of that series. The pair is then the first
    briefing of the last year and that of the year before it, as announcements are compared; if all
    are of one year, the last two. Within a year, briefings are ordered by day, then by id.
    """
    in_series = briefings.loc[briefings["series"] != ADDED_SERIES]
    year_counts = in_series.groupby("series", sort=False)["year"].nunique()
    recurring = year_counts.index[year_counts >= len(SIDES)]
    has_choice = len(briefings) > len(SIDES) and len(recurring) > 0
    candidates = briefings.loc[briefings["series"] == recurring[0]] if has_choice else briefings
    with_days = candidates.assign(day=[day(row) for row in rows_of(candidates, Days)])
    ordered = with_days.sort_values(["year", "day", "briefing_id"])
    first_of_years = ordered.drop_duplicates("year")
    choices = first_of_years if len(first_of_years) > 1 else ordered
    if len(choices) < len(SIDES):
        return None
    earlier, later = rows_of(choices.iloc[-len(SIDES) :], BriefingRow)
    return Sides(earlier, later)


@cached_per_corpus(parameters=BRIEFING_PARAMETERS)
def sides_of(chosen: Filters) -> Sides | None:
    """Return the two briefings that `chosen` compares by its filters of year and briefing."""
    return choose_sides(selection.briefings(chosen.briefings_only))


def day(row: Days) -> str:
    """Return the day of a briefing as its page states it, "" if it does not."""
    return str(row.date_held or row.published_at or "")[:10]
