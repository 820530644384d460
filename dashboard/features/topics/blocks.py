"""Filters, order of topics and blocks of charts, shared by the panels of the topics page."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from dashboard.components.panel import Chart
from dashboard.filters import Filters
from dashboard.i18n import t
from dashboard.labels import provenance
from dashboard.queries import selection, statistics
from dashboard.queries.scope import Scope
from dashboard.stats.topic_frequency import (
    sort_by_frequency,
)

MAX_LEADING_TOPICS = 20  # topics drawn unless all are requested


def in_blocks(
    part: Scope,
    draw: Callable[[Scope], list[Chart]],
    *,
    sentence: Callable[..., str] = lambda *, briefings: "",  # noqa: ARG005 - a named parameter
) -> list[Chart]:
    """Draw the charts of `part`: together if its briefings compare, else each briefing apart.

    Apart, the first chart of a briefing has its name, base and the `sentence` on it as heading.
    """
    if not part.is_apart:
        return draw(part)
    charts = []
    for block in part.blocks():
        briefings, covered = block.briefings(), statistics.coverage(block.base)
        (row,) = selection.rows(briefings)
        if row.base_characters:
            base = provenance.base_note(row, covered, block.base.section)
            heading = provenance.heading(row, base, below=sentence(briefings=briefings))
            drawn = draw(block)
            drawn[:1] = [replace(chart, heading=heading) for chart in drawn[:1]]
        else:
            note = provenance.missing_note(covered, row.briefing_id) or t("panel.nothing_here")
            drawn = [Chart(None, heading=provenance.heading(row), note=note)]
        charts += drawn
        charts += [Chart(None)] * (len(drawn) % 2)  # the next briefing begins a new row
    return charts


def applied_filters(part: Scope, chosen: Filters) -> Filters:
    """Return the filters that determine a panel's frame, with those of its scope."""
    return part.filters.replace(scope=chosen.scope)


def absent_words(part: Scope) -> str:
    """Return the words for a briefing that has no text within `part`."""
    return t("topics.not_comparable" if part.is_alike else "topics.not_captured")


def without_topic(chosen: Filters) -> Filters:
    """Return `chosen` without its topics."""
    return chosen.replace(topic=())


def topic_order(part: Scope) -> list[str]:
    """Return all topic ids, the most frequent in `part.base` first."""
    topics = selection.topics()["topic_id"].tolist()
    return sort_by_frequency(selection.hits(part.base), topics=topics)


def drawn_topics(order: list[str], chosen: Filters) -> list[str]:
    """Return the topic ids to draw, in the order of `order`.

    All if `chosen.rows` is "all", else the first MAX_LEADING_TOPICS and the selected ones.
    """
    return [
        topic
        for place, topic in enumerate(order)
        if chosen.rows == "all" or place < MAX_LEADING_TOPICS or topic in chosen.topic
    ]


def halves(topics: list[str]) -> list[list[str]]:
    """Split `topics` into up to two lists, drawn side by side, or below each other on a phone."""
    middle = (len(topics) + 1) // 2
    return [part for part in (topics[:middle], topics[middle:]) if part]


def selected_topics(frame: pd.DataFrame, chosen: Filters) -> pd.DataFrame:
    """Return the rows of `frame` on the selected topics; without a selection all rows."""
    return frame.loc[frame["topic_id"].isin(chosen.topic)] if chosen.topic else frame
