"""Panels of speaking time: shares of characters, estimated minutes, lengths of answers."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd

from dashboard import theme
from dashboard.charts.answer_lengths import answer_lengths
from dashboard.charts.minutes_range import minutes_range
from dashboard.charts.share_bars import share_bars
from dashboard.components.panel import Chart, Panel, PanelText
from dashboard.components.small_multiples import small_multiples
from dashboard.features.speaking_time import answers_view, view
from dashboard.filters import Filters
from dashboard.i18n import t
from dashboard.labels import provenance
from dashboard.queries import selection, statistics
from dashboard.stats.speaking_time import rate_range


def shares(chosen: Filters) -> Panel:
    """Build the panel of each group's share of its briefing's characters.

    The groups are speakers, slots, organisations or kinds, as `chosen.by` says.
    """
    spoken = statistics.speaking_time(chosen)
    words = PanelText(
        t("speaking_time.share_title"),
        view.leaders_sentences(spoken, selection.briefings(chosen)),
        t("speaking_time.share_caveat", gaps=gaps(chosen)),
    )
    draw = partial(share_bars, palette=theme.palette())
    charts = _one_a_briefing(chosen, view.share_rows(spoken), draw)
    return Panel(view.add_names(spoken), charts, words, views=("by", "rate"))


def minutes(chosen: Filters) -> Panel:
    """Build the panel of each group's estimated minutes at `chosen.rate`, with a range.

    The groups are those of `shares`.
    """
    spoken = statistics.speaking_time(chosen)
    slow, fast = rate_range(chosen.rate)
    words = PanelText(
        t("speaking_time.minutes_title"),
        t("speaking_time.minutes_reading", rate=chosen.rate, slow=slow, fast=fast),
        t("speaking_time.minutes_caveat", slow=slow, fast=fast),
        page_caveat=gaps(chosen),
    )
    draw = partial(minutes_range, unit=t("chart.minute_unit"), palette=theme.palette())
    charts = _one_a_briefing(chosen, view.minute_rows(spoken), draw, axis_column="high")
    return Panel(view.add_names(spoken), charts, words, views=("by", "rate"))


def answers(chosen: Filters) -> Panel:
    """Build the panel of the characters of each answer, and of its question."""
    asked = statistics.exchanges(chosen)
    words = PanelText(
        t("speaking_time.answers_title"),
        answers_view.exchange_sentence(asked, selection.briefings(chosen)),
        t("speaking_time.answers_caveat"),
        page_caveat=gaps(chosen),
    )
    draw = partial(answer_lengths, palette=theme.palette())
    missing = partial(provenance.missing_note, statistics.coverage(chosen))
    charts = _one_a_briefing(chosen, answers_view.answer_rows(asked), draw, missing=missing)
    return Panel(asked, charts, words, views=("rate",))


def gaps(chosen: Filters) -> str:
    """Return the caveat on sections not captured and on totals not comparable.

    "" if neither applies.
    """
    return provenance.caveat(selection.briefings(chosen), statistics.coverage(chosen))


def _one_a_briefing(
    chosen: Filters, rows: pd.DataFrame, draw: Callable[..., Any], **options: Any
) -> list[Chart]:
    briefings, covered = selection.briefings(chosen), statistics.coverage(chosen)
    return small_multiples(rows, draw, briefings=briefings, coverage=covered, **options)
