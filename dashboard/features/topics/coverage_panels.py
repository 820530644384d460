"""The panels of what falls under no topic: its share, and its longest paragraphs."""

from functools import partial

import pandas as pd

from dashboard.charts.share_bars import share_bars
from dashboard.components import scope_choice
from dashboard.components.panel import Panel, PanelText
from dashboard.components.small_multiples import small_multiples
from dashboard.features.topics import blocks, coverage_view
from dashboard.filters import Filters
from dashboard.i18n import t
from dashboard.labels import briefings as labels_briefings
from dashboard.queries import search, selection, vocabulary
from dashboard.queries.scope import compared_in_words
from dashboard.run_context import current_run
from dashboard.stats.topic_coverage import distinctive_terms, topic_coverage, uncovered_paragraphs
from dashboard.stats.topic_frequency import (
    speaker_groups,
)

_MAX_LISTED = 12  # paragraphs of longest_uncovered
_GROUP_KEY = ["briefing_id", "parameter", "id"]


def coverage(chosen: Filters) -> Panel:
    """Build the panel of the share of characters under no topic, per briefing and per speaker."""
    scope = compared_in_words(chosen)
    briefings = scope.briefings()
    paragraphs, hits = (
        speaker_groups(selection.paragraphs(scope.filters)),
        selection.hits(scope.filters),
    )
    by = [*_GROUP_KEY, "slot"]
    chooses = {key: labels_briefings.selecting_filter(key) for key in briefings["briefing_id"]}
    as_one_group = paragraphs.assign(
        parameter=[chooses[key][0] for key in paragraphs["briefing_id"]],
        id=[chooses[key][1] for key in paragraphs["briefing_id"]],
        slot="",
    )
    by_briefing = topic_coverage(as_one_group, hits=hits, by=by)
    shares = pd.concat(
        [by_briefing, topic_coverage(paragraphs, hits=hits, by=by)], ignore_index=True
    )
    named = coverage_view.add_names(shares, some_outlets=bool(chosen.speaker or chosen.org))
    uncovered = uncovered_paragraphs(paragraphs, hits=hits)
    sentence = partial(coverage_view.sentence, by_briefing, uncovered=uncovered)
    is_apart = scope.is_apart()
    text = PanelText(
        t("topics.coverage_title"),
        "" if is_apart else sentence(briefings=briefings),
        t("topics.coverage_caveat"),
        page_caveat=scope_choice.caveat(scope),
    )
    charts = small_multiples(
        coverage_view.bar_rows(named, briefings=briefings),
        partial(share_bars, palette=current_run().palette),
        scope=scope,
        heading=lambda row: scope_choice.heading(
            scope,
            row,
            below=sentence(briefings=pd.DataFrame([row])) if is_apart else "",
        ),
        apart=is_apart,
    )
    return Panel(named, charts, text, applied=blocks.applied_filters(scope, chosen))


def longest_uncovered(chosen: Filters) -> Panel:
    """Build the panel that lists the longest paragraphs under no topic.

    Each has its distinctive terms. The panel has a table and no chart.
    """
    scope = compared_in_words(chosen)
    paragraphs = uncovered_paragraphs(
        selection.paragraphs(scope.filters), hits=selection.hits(scope.filters)
    ).head(_MAX_LISTED)
    terms = distinctive_terms(
        paragraphs,
        counts=selection.term_counts(scope.filters),
        everywhere=vocabulary.term_totals(),
        total=vocabulary.total_tokens(),
        names=selection.table("speakers", Filters())["name"].unique(),
    )
    is_unheld = bool(search.briefings_without_text(scope.filters))
    unheld = t("topics.largest_unheld") if is_unheld else ""
    text = PanelText(
        t("topics.largest_title"),
        t(
            "topics.largest_reading" if len(paragraphs) else "topics.largest_none",
            n=len(paragraphs),
        ),
        f"{t('topics.largest_caveat')} {unheld}".strip() if len(paragraphs) else "",
        page_caveat=scope_choice.caveat(scope),
    )
    table = coverage_view.uncovered_table(paragraphs, terms=terms)
    return Panel(table, [], text, applied=blocks.applied_filters(scope, chosen))
