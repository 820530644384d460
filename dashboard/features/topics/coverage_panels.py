"""The panels of what falls under no topic: its share, and its longest paragraphs."""

from functools import partial

import pandas as pd

from dashboard import theme
from dashboard.charts.share_bars import share_bars
from dashboard.components import scope_choice
from dashboard.components.panel import Panel, PanelText
from dashboard.components.small_multiples import small_multiples
from dashboard.features.topics import blocks, coverage_view
from dashboard.filters import Filters
from dashboard.i18n import t
from dashboard.queries import scope, selection, vocabulary
from dashboard.stats.topic_coverage import distinctive_terms, topic_coverage, uncovered_paragraphs
from dashboard.stats.topic_frequency import (
    speaker_groups,
)

_MAX_LISTED = 12  # paragraphs of longest_uncovered
_GROUP_KEY = ["briefing_id", "parameter", "id"]


def coverage(chosen: Filters) -> Panel:
    """Build the panel of the share of characters under no topic, per briefing and per speaker."""
    part = scope.words(chosen)
    briefings = part.briefings()
    paragraphs, hits = (
        speaker_groups(selection.paragraphs(part.filters)),
        selection.hits(part.filters),
    )
    by = [*_GROUP_KEY, "slot"]
    as_one_group = paragraphs.assign(parameter="year", id=paragraphs["year"].astype(str), slot="")
    by_briefing = topic_coverage(as_one_group, hits=hits, by=by)
    shares = pd.concat(
        [by_briefing, topic_coverage(paragraphs, hits=hits, by=by)], ignore_index=True
    )
    named = coverage_view.add_names(shares)
    uncovered = uncovered_paragraphs(paragraphs, hits=hits)
    text = PanelText(
        t("topics.coverage_title"),
        coverage_view.sentence(by_briefing, briefings=briefings, uncovered=uncovered),
        t("topics.coverage_caveat"),
        page_caveat=scope_choice.caveat(part),
    )
    charts = small_multiples(
        coverage_view.bar_rows(named, briefings=briefings),
        partial(share_bars, palette=theme.palette()),
        scope=part,
        apart=len(part.blocks()) > 1,
    )
    return Panel(named, charts, text, applied=blocks.applied_filters(part, chosen))


def longest_uncovered(chosen: Filters) -> Panel:
    """Build the panel that lists the longest paragraphs under no topic.

    Each has its distinctive terms. The panel has a table and no chart.
    """
    part = scope.words(chosen)
    paragraphs = uncovered_paragraphs(
        selection.paragraphs(part.filters), hits=selection.hits(part.filters)
    ).head(_MAX_LISTED)
    terms = distinctive_terms(
        paragraphs,
        counts=selection.term_counts(part.filters),
        everywhere=vocabulary.term_totals(),
        total=vocabulary.total_tokens(),
        names=selection.table("speakers", Filters())["name"].unique(),
    )
    text = PanelText(
        t("topics.largest_title"),
        t("topics.largest_reading", n=len(paragraphs)),
        t("topics.largest_caveat"),
        page_caveat=scope_choice.caveat(part),
    )
    table = coverage_view.uncovered_table(paragraphs, terms=terms)
    return Panel(table, [], text, applied=blocks.applied_filters(part, chosen))
