"""The two briefings that are compared: which they are, and what they are called."""

from typing import Any, NamedTuple

import pandas as pd

from dashboard import theme
from dashboard.charts.palette import contrast
from dashboard.filters import Filters
from dashboard.i18n import t
from dashboard.labels import provenance
from dashboard.labels.briefings import alone
from dashboard.queries import selection, statistics

SIDES = ("earlier", "later")
_ADDED = "added"  # the series of loaders.incoming that holds what belongs to none
_DAYS = ["date_held", "published_at"]


class Pair(NamedTuple):
    """The two briefings that are compared: rows of selection.scope, the earlier one first.

    gaps: the names of the sections that each announced and that were not captured. among: how many
    briefings they were taken from.
    """

    earlier: Any
    later: Any
    gaps: tuple[list[str], list[str]]
    among: int

    @property
    def by_year(self) -> bool:
        """Whether their years name them: no other briefing of the corpus is of either year."""
        return all(alone(key)[0] == "year" for key in self.ids.values())

    @property
    def dated(self) -> bool:
        """Whether it is known which of the two came first."""
        days = [_day(row) for row in self[:2]]
        return self.earlier.year != self.later.year or (all(days) and days[0] != days[1])

    @property
    def heads(self) -> tuple[str, str]:
        """What stands above the columns of a table: their years, or else what they are called."""
        earlier, later = (
            str(row.year) if self.by_year else provenance.briefing(row) for row in self[:2]
        )
        return earlier, later

    @property
    def names(self) -> tuple[str, str]:
        """What sentences call them: their years, or else what they are called."""
        if not self.by_year:
            return self.heads
        earlier, later = (t("comparison.year", year=row.year) for row in self[:2])
        return earlier, later

    @property
    def sides(self) -> tuple[str, str]:
        """What an axis has room for: their years, or else which of the two it is."""
        if self.by_year:
            return self.heads
        return t("comparison.side.earlier"), t("comparison.side.later")

    @property
    def colours(self) -> tuple[str, str]:
        """Those of their years; where that is one colour, another for the earlier."""
        palette = theme.palette()
        earlier, later = (palette.year(row.year) for row in self[:2])
        if earlier == later:
            earlier = max(palette.other_years, key=lambda colour: contrast(colour, later))
        return earlier, later

    @property
    def words(self) -> dict[str, str]:
        """Their names, and what the two are, as sentences ask for them."""
        first, last = self.names
        kind = "years" if self.by_year else "briefings"
        units = {key: t(f"comparison.{key}.{kind}") for key in ("unit", "units", "cause")}
        return {"first": first, "last": last, **units}

    @property
    def ids(self) -> dict[str, str]:
        """Their ids, as the statistics ask for them."""
        return {"earlier": self.earlier.briefing_id, "later": self.later.briefing_id}

    def only(self, chosen: Filters) -> Filters:
        """`chosen`, with those filters that select these two briefings and no other."""
        years = {str(row.year) for row in self[:2]}
        return chosen.replace(year=years, briefing=() if self.by_year else self.ids.values())


def pair(briefings: pd.DataFrame, covered: pd.DataFrame) -> Pair | None:
    """The two of `briefings` that are compared, None where there are not two.

    Of more, those of the first series that has two years, where one has: what was added beside it
    is no later year of it. Of those, the first of the first and of the last year; of one year, the
    first and the last. covered: of coverage.
    """
    of_series = briefings.loc[briefings["series"] != _ADDED]
    counted = of_series.groupby("series", sort=False)["year"].nunique()
    recurring = counted.index[counted >= len(SIDES)]
    many = len(briefings) > len(SIDES) and len(recurring) > 0
    compared = briefings.loc[briefings["series"] == recurring[0]] if many else briefings
    dated = compared.assign(day=[_day(row) for row in selection.rows(compared[_DAYS])])
    held = dated.sort_values(["year", "day", "briefing_id"])
    firsts = held.drop_duplicates("year")
    several = firsts if len(firsts) > 1 else held
    if len(several) < len(SIDES):
        return None
    earlier, later = selection.rows(several.iloc[[0, -1]])
    gaps = [provenance.not_captured(covered, row.briefing_id) for row in (earlier, later)]
    return Pair(earlier, later, (gaps[0], gaps[1]), len(briefings))


def _day(row: Any) -> str:
    return str(row.date_held or row.published_at or "")[:10]


def named(chosen: Filters) -> tuple[str, str]:
    """What the two are called that `chosen` compares.

    Where it leaves less than two, those that would be compared without it.
    """
    for which in (chosen.which, Filters()):
        two = pair(selection.scope(which), statistics.covered(which))
        if two is not None:
            return two.heads
    return t("comparison.any.first"), t("comparison.any.last")
