"""The overview of the selected briefings: for each, the captured sections, counts and facts."""

from typing import NamedTuple

import pandas as pd

from dashboard.filters import Filters
from dashboard.i18n import pick
from dashboard.labels import provenance
from dashboard.labels.people import linked
from dashboard.queries import identifiers, selection, statistics
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.stats.coverage import outlets_by_class
from loaders.schema import OUTLET_CLASSES


class Briefing(NamedTuple):
    """The overview of one briefing.

    badges: each section and its state, in Markdown. counts: (label,
    figure). facts: columns label and value, in Markdown.
    """

    row: BriefingRow
    badges: str
    counts: list[tuple[str, str]]
    facts: pd.DataFrame


class Overview(NamedTuple):
    """The overviews of all selected briefings, and two sentences on them.

    caveat: the sections that were announced and not captured. unequal: the warning that totals are
    not comparable, since different sections were captured. Either is "" if it does not apply.
    """

    briefings: list[Briefing]
    caveat: str
    unequal: str


def overview(chosen: Filters) -> Overview:
    """Build the overview of the briefings that `chosen` selects.

    chosen: filters of year and briefing only.
    """
    briefings, covered = selection.briefings(chosen), statistics.coverage(chosen)
    asked = outlets_by_class(selection.turns(chosen), classes=OUTLET_CLASSES)
    return Overview(
        [_briefing(row, covered, asked, chosen) for row in rows_of(briefings, BriefingRow)],
        provenance.missing_sentence(briefings, covered),
        provenance.unequal_warning(briefings, covered),
    )


def _briefing(
    row: BriefingRow, covered: pd.DataFrame, asked: pd.DataFrame, chosen: Filters
) -> Briefing:
    turns, outlets, coverage, present = (
        frame.loc[frame["briefing_id"] == row.briefing_id]
        for frame in (
            selection.turns(chosen),
            asked,
            covered,
            selection.table("appearances", chosen),
        )
    )
    facts = provenance.fact_rows(
        row,
        selection.table("facts", chosen),
        coverage=coverage,
        outlets=outlets,
        silent=[
            pick(*identifiers.labels()[speaker])
            for speaker in present.loc[~present["spoke"], "speaker_id"]
        ],
    )
    badges = provenance.section_badges(coverage) + provenance.session_badge(row.briefing_id)
    counts = provenance.counts(turns, coverage)
    return Briefing(row, badges, counts, facts.map(linked))
