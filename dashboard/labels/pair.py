"""The two briefings that are compared: how they are chosen, and how they are named."""

from typing import NamedTuple

import pandas as pd

from dashboard.charts.palette import contrast
from dashboard.escape import escape_markdown
from dashboard.filters import Filters
from dashboard.i18n import t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels import provenance
from dashboard.queries import selection, statistics
from dashboard.queries.pair import Sides, choose_sides, day
from dashboard.queries.rows import BriefingRow
from dashboard.run_context import current_run


class Pair(NamedTuple):
    """The two briefings that are compared: rows of selection.briefings, the earlier one first.

    gaps: for each of the two, the names of the sections that were announced and not captured.
    candidate_count: the number of briefings that they were chosen from.
    """

    earlier: BriefingRow
    later: BriefingRow
    gaps: tuple[list[str], list[str]]
    candidate_count: int

    @property
    def sides(self) -> Sides:
        """The two briefings alone."""
        return Sides(self.earlier, self.later)

    @property
    def is_named_by_year(self) -> bool:
        """True if each of the two is the only briefing of its year in the corpus.

        Their years can then be used as their names.
        """
        return self.sides.is_named_by_year

    @property
    def is_order_known(self) -> bool:
        """True if it is known which of the two briefings was held first."""
        days = [day(row) for row in self[:2]]
        return self.earlier.year != self.later.year or (all(days) and days[0] != days[1])

    @property
    def headings(self) -> tuple[str, str]:
        """Column headings of the two briefings: years if is_named_by_year, else full names."""
        earlier, later = (
            str(row.year) if self.is_named_by_year else labels_briefings.name(row)
            for row in self[:2]
        )
        return earlier, later

    @property
    def names(self) -> tuple[str, str]:
        """Names of the two briefings in a sentence: years if is_named_by_year, else full names."""
        if not self.is_named_by_year:
            return self.headings
        earlier, later = (t("comparison.year", year=row.year) for row in self[:2])
        return earlier, later

    @property
    def axis_labels(self) -> tuple[str, str]:
        """Short labels of the two briefings for an axis.

        Years if is_named_by_year, else "earlier" and "later" in this run's language.
        """
        if self.is_named_by_year:
            return self.headings
        return t("comparison.side.earlier"), t("comparison.side.later")

    @property
    def short_names(self) -> tuple[str, str]:
        """Names of the two briefings for a label: as `names`, but "earlier" and "later" if long."""
        return self.names if self.is_named_by_year else self.axis_labels

    @property
    def colours(self) -> tuple[str, str]:
        """Colours of the two briefings, as #RRGGBB.

        If these are equal (two years that share one of other_years), the earlier briefing gets
        another colour.
        """
        palette = current_run().palette
        earlier, later = (labels_briefings.colour(row) for row in self[:2])
        if earlier == later:
            earlier = max(palette.other_years, key=lambda colour: contrast(colour, later))
        return earlier, later

    @property
    def placeholders(self) -> dict[str, str]:
        """Values of the placeholders in the sentences of the locales.

        first, last: the names of the briefings. unit, units, cause: words for "year" if
        is_named_by_year, else for "briefing".
        """
        first, last = self.names
        kind = "years" if self.is_named_by_year else "briefings"
        units = {key: t(f"comparison.{key}.{kind}") for key in ("unit", "units", "cause")}
        return {"first": first, "last": last, **units}

    @property
    def ids(self) -> dict[str, str]:
        """Ids of the two briefings by side of SIDES, as keyword arguments of the statistics."""
        return self.sides.ids

    def restrict(self, chosen: Filters) -> Filters:
        """Return `chosen` with filters that select these two briefings and no other."""
        return self.sides.restrict(chosen)


def choose_pair(briefings: pd.DataFrame, coverage: pd.DataFrame) -> Pair | None:
    """Return the two of `briefings` that are compared, None if there are fewer than two.

    See queries.pair.choose_sides. coverage: rows of stats.coverage.
    """
    sides = choose_sides(briefings)
    if sides is None:
        return None
    gaps = [provenance.missing_sections(coverage, row.briefing_id) for row in sides]
    return Pair(*sides, (gaps[0], gaps[1]), len(briefings))


def caption(key: str) -> str:
    """Return the caption of a page, in Markdown, which names both briefings. key: its text."""
    first, last = pair_headings(current_run().filters)
    return t(key, first=escape_markdown(first), last=escape_markdown(last))


def pair_headings(chosen: Filters) -> tuple[str, str]:
    """Return the headings of the two briefings that `chosen` compares.

    Without such a pair they are general words.
    """
    selected = chosen.briefings_only
    pair = choose_pair(selection.briefings(selected), statistics.coverage(selected))
    if pair is not None:
        return pair.headings
    return t("comparison.any.first"), t("comparison.any.last")
