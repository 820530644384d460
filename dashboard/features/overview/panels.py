"""Briefings next to each other: what was captured of each, and its facts."""

from typing import Any, NamedTuple

import pandas as pd

from dashboard.escape import escape_markdown
from dashboard.filters import Filters
from dashboard.i18n import pick
from dashboard.labels import provenance
from dashboard.queries import selection, statistics


class Briefing(NamedTuple):
    """One briefing as the page shows it: its row of table briefings, and Markdown."""

    row: Any
    badges: str
    counts: list[tuple[str, str]]
    facts: pd.DataFrame


class Overview(NamedTuple):
    """Every selected briefing, what was not captured of them, and whether they can be compared."""

    briefings: list[Briefing]
    caveat: str
    unequal: str


def overview(chosen: Filters) -> Overview:
    """Build the overview of the briefings in `chosen`, which names briefings alone."""
    briefings, covered = selection.briefings(chosen), statistics.coverage(chosen)
    return Overview(
        [_briefing(row, covered, chosen) for row in selection.rows(briefings)],
        provenance.missing_sentence(briefings, covered),
        provenance.unequal_warning(briefings, covered),
    )


def _briefing(row: Any, covered: pd.DataFrame, chosen: Filters) -> Briefing:
    turns, outlets, coverage, present = (
        frame.loc[frame["briefing_id"] == row.briefing_id]
        for frame in (
            selection.turns(chosen),
            statistics.outlets(chosen),
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
            pick(*selection.labels()[speaker])
            for speaker in present.loc[~present["spoke"], "speaker_id"]
        ],
    )
    badges = provenance.section_badges(coverage) + provenance.session_badge(row.briefing_id)
    counts = provenance.counts(turns, coverage)
    return Briefing(row, badges, counts, facts.map(escape_markdown))
