"""The panel of how often each topic occurs in each briefing."""

from collections.abc import Sequence
from functools import partial

import pandas as pd

from dashboard.charts.topic_bars import axis_end, topic_bars
from dashboard.components import scope_choice
from dashboard.components.panel import Chart, Panel, PanelText
from dashboard.features.topics import blocks, rates_view
from dashboard.features.topics.topic_counts import add_names
from dashboard.filters import Filters
from dashboard.i18n import t
from dashboard.labels import names
from dashboard.queries import selection
from dashboard.queries.scope import Scope, compared_in_words
from dashboard.run_context import current_run
from dashboard.stats.topic_frequency import (
    MIN_OCCURRENCES,
    topic_frequency,
)


def rates(chosen: Filters) -> Panel:
    """Build the panel of how often each topic occurs in each briefing."""
    scope = compared_in_words(chosen)
    frequency = _frequency(scope, blocks.topic_order(scope))
    is_apart = scope.is_apart()
    leaders = partial(
        rates_view.leaders_sentences, frequency, chosen=chosen, is_alike=scope.is_alike
    )
    text = PanelText(
        t("topics.frequency_title"),
        "" if is_apart else leaders(briefings=scope.briefings()),
        t("topics.frequency_caveat", least=MIN_OCCURRENCES, gaps=scope_choice.caveat(scope)),
    )
    charts = blocks.in_blocks(
        scope, partial(_rate_charts, chosen=chosen), sentence=leaders, of_selected=True
    )
    frame = add_names(blocks.selected_topics(frequency, chosen))
    return Panel(frame, charts, text, applied=blocks.applied_filters(scope, chosen))


def _frequency(scope: Scope, topics: Sequence[str]) -> pd.DataFrame:
    """Return stats.topic_frequency of each of `topics`, under all filters but the topic.

    Of briefings that do not compare, one without a turn within the filters has no rows: it may be
    that nobody captured it.
    """
    groups = _bases(scope)
    if scope.is_apart():
        groups = groups.loc[groups["briefing_id"].isin(blocks.spoken_ids(scope, of_selected=True))]
    return topic_frequency(
        selection.hits(blocks.without_topic(scope.filters)),
        topics=topics,
        groups=groups,
        by=["briefing_id"],
    )


def _bases(scope: Scope) -> pd.DataFrame:
    """Return each briefing of `scope` with the base of its rates: a group of topic_frequency."""
    rates_base = {"compared_characters": "base_characters"}
    return scope.briefings()[["briefing_id", *rates_base]].rename(columns=rates_base)


def _rate_charts(scope: Scope, *, chosen: Filters) -> list[Chart]:
    order = blocks.topic_order(scope)
    unfiltered = topic_frequency(
        selection.hits(scope.base), topics=order, groups=_bases(scope), by=["briefing_id"]
    )
    frequency = _frequency(scope, order)
    drawn_topics = blocks.drawn_topics(order, chosen)
    is_drawn = frequency["topic_id"].isin(drawn_topics)
    rows = rates_view.bar_rows(
        frequency.loc[is_drawn],
        unfiltered=unfiltered,
        briefings=scope.briefings(),
        chosen=chosen,
        absent=blocks.absent_words(scope),
    )
    axis_max = axis_end(rows)
    charts = []
    for topics in blocks.halves(drawn_topics):
        half = rows.loc[rows["topic_id"].isin(topics)]
        figure = topic_bars(half, axis_max=axis_max, palette=current_run().palette)
        alt = names.bars_alt_text(half, heading=t("topics.frequency_title"))
        charts.append(Chart(figure, alt=alt))
    return charts
