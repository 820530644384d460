"""Filters, order of topics and blocks of charts, shared by the panels of the topics page."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from dashboard.components import scope_choice
from dashboard.components.panel import Chart
from dashboard.filters import Filters
from dashboard.i18n import t
from dashboard.labels import provenance
from dashboard.queries import selection, statistics
from dashboard.queries.rows import ComparedRow, rows_of
from dashboard.queries.scope import Scope
from dashboard.stats.topic_frequency import (
    sort_by_frequency,
)

MAX_LEADING_TOPICS = 20  # topics drawn unless all are requested


def in_blocks(
    scope: Scope,
    draw: Callable[[Scope], list[Chart]],
    *,
    sentence: Callable[..., str] = lambda *, briefings: "",  # noqa: ARG005 - a named parameter
    of_selected: bool = False,
) -> list[Chart]:
    """Draw the charts of `scope`: together if its briefings compare, else each briefing apart.

    Apart, the first chart of a briefing has its name, base and the `sentence` on it as heading; one
    that has no turn of the selected kinds has a note in place of its charts. of_selected: the
    charts are of the selected speakers alone, so that one without a turn of theirs has a note too.
    """
    if not scope.is_apart():
        return draw(scope)
    charts = []
    for block in scope.blocks():
        briefings = block.briefings()
        (row,) = rows_of(briefings, ComparedRow)
        if row.briefing_id in spoken_ids(block, of_selected=of_selected):
            heading = scope_choice.heading(block, row, below=sentence(briefings=briefings))
            drawn = draw(block)
            drawn[:1] = [replace(chart, heading=heading) for chart in drawn[:1]]
        else:
            missing = provenance.missing_note(statistics.coverage(block.base), row.briefing_id)
            nothing = t("panel.nothing_here") if row.compared_characters or not missing else ""
            note = f"{nothing} {missing}".strip()
            drawn = [Chart(None, heading=provenance.heading(row), note=note)]
        charts += drawn
        charts += [Chart(None)] * (len(drawn) % 2)  # the next briefing begins a new row
    return charts


def drawn_blocks(scope: Scope) -> list[Scope]:
    """Return the parts of which in_blocks draws charts."""
    return [each for each in scope.blocks() if spoken_ids(each)] if scope.is_apart() else [scope]


def spoken_ids(scope: Scope, *, of_selected: bool = False) -> set[str]:
    """Return the ids of the briefings that have a turn of the selected kinds in `scope`.

    of_selected: a turn of a selected speaker, on whatever topic.
    """
    within = without_topic(scope.filters) if of_selected else of_kinds(scope)
    return set(selection.turns(within)["briefing_id"])


def of_kinds(scope: Scope) -> Filters:
    """Return the filters of the base of `scope` and of the selected kinds, but not of speakers."""
    return scope.base.replace(kind=scope.filters.kind)


def applied_filters(scope: Scope, chosen: Filters) -> Filters:
    """Return the filters that determine a panel's frame, with those of its scope."""
    return scope.filters.replace(scope=chosen.scope)


def absent_words(scope: Scope) -> str:
    """Return the words for a briefing that has no text within `scope`."""
    return t("topics.not_comparable" if scope.is_alike else "topics.not_captured")


def without_topic(chosen: Filters) -> Filters:
    """Return `chosen` without its topics."""
    return chosen.replace(topic=())


def topic_order(scope: Scope) -> list[str]:
    """Return all topic ids, the most frequent in `scope.base` first."""
    topics = selection.topics()["topic_id"].tolist()
    return sort_by_frequency(selection.hits(scope.base), topics=topics)


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
