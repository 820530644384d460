"""The panel of how often each speaker mentions each topic."""

from collections.abc import Sequence
from functools import partial

import pandas as pd

from dashboard.charts.topic_matrix import Column, topic_matrix
from dashboard.components import scope_choice
from dashboard.components.panel import Chart, Panel, PanelText
from dashboard.features.topics import blocks, matrix_view
from dashboard.features.topics.topic_counts import add_names
from dashboard.filters import Filters
from dashboard.i18n import t
from dashboard.labels import names
from dashboard.queries import selection, statistics
from dashboard.queries.scope import Scope, compared_in_words
from dashboard.run_context import current_run
from dashboard.stats.topic_frequency import (
    MIN_OCCURRENCES,
    speaker_group_bases,
    speaker_groups,
    topic_frequency,
)

_MAX_COLUMNS = 12  # speakers that fit into the matrix on a phone
_GROUP_KEY = ["briefing_id", "parameter", "id"]


def matrix(chosen: Filters) -> Panel:
    """Build the panel of how often each speaker mentions each topic."""
    scope = compared_in_words(chosen)
    groups, left_out = _matrix_groups(scope, chosen)
    frequency = _speaker_frequency(scope, groups, blocks.topic_order(scope))
    is_hatched = any(_has_hatched_column(each) for each in blocks.drawn_blocks(scope))
    hatched = t("topics.matrix_hatched") if is_hatched else ""
    press = t("topics.matrix_press") if groups["parameter"].eq("slot").any() else ""
    text = PanelText(
        t("topics.matrix_title"),
        t(f"topics.matrix_{chosen.measure}", least=MIN_OCCURRENCES),
        " ".join(filter(None, (t("topics.matrix_caveat"), press, hatched, left_out))),
        page_caveat=scope_choice.caveat(scope),
    )
    charts = blocks.in_blocks(scope, partial(_matrix_charts, chosen=chosen))
    selected = frequency.merge(groups.loc[groups["listed"], _GROUP_KEY], on=_GROUP_KEY)
    frame = add_names(blocks.selected_topics(selected, chosen))
    return Panel(frame, charts, text, applied=blocks.applied_filters(scope, chosen))


def _speaker_frequency(scope: Scope, groups: pd.DataFrame, topics: Sequence[str]) -> pd.DataFrame:
    """Return stats.topic_frequency of each of `topics` and speaker group.

    Of the reader's filters those of who speaks are ignored, so that every column keeps its figures.
    """
    return topic_frequency(
        speaker_groups(selection.hits(blocks.of_kinds(scope))),
        topics=topics,
        groups=groups,
        by=_GROUP_KEY,
    )


def _matrix_columns(scope: Scope, groups: pd.DataFrame) -> list[Column]:
    return matrix_view.matrix_columns(
        groups,
        briefings=scope.briefings(),
        coverage=statistics.coverage(scope.base),
        chosen=scope.base,
    )


def _has_hatched_column(scope: Scope) -> bool:
    coverage = statistics.coverage(scope.base)
    return any(
        matrix_view.missing_questions(coverage, briefing_id, scope.base)
        for briefing_id in scope.briefings()["briefing_id"]
    )


def _matrix_charts(scope: Scope, *, chosen: Filters) -> list[Chart]:
    order, (groups, _) = blocks.topic_order(scope), _matrix_groups(scope, chosen)
    frequency, columns = _speaker_frequency(scope, groups, order), _matrix_columns(scope, groups)
    drawn_topics = blocks.drawn_topics(order, chosen)
    drawn = frequency.loc[frequency["topic_id"].isin(drawn_topics)]
    cells = matrix_view.matrix_cells(drawn, groups=groups, columns=columns, chosen=chosen)
    charts = []
    for topics in blocks.halves(drawn_topics):
        half = cells.loc[cells["topic_id"].isin(topics)]
        half = half.assign(row=half["topic_id"].map(topics.index))
        titles = [names.filter_name("topic", topic) for topic in topics]
        figure = topic_matrix(half, names=titles, columns=columns, palette=current_run().palette)
        charts.append(Chart(figure, alt=matrix_view.cells_alt(half, columns)))
    return charts


def _matrix_groups(scope: Scope, chosen: Filters) -> tuple[pd.DataFrame, str]:
    """Return the speaker groups that are columns of the matrix, and a sentence on the others.

    The frame has the columns of speaker_group_bases and three more. selected: True if the group is
    within the filters; that of all outlets is not if a filter selects one of them. listed: True if
    anybody of the group is within the filters. selects_briefing: see _selects_briefing.
    """
    groups = speaker_group_bases(selection.paragraphs(blocks.of_kinds(scope)))
    selected = speaker_groups(selection.paragraphs(scope.filters.replace(topic=())))
    if scope.state == "outside":  # a click on any other would lead back to what is compared
        groups = groups.loc[_is_among(groups, selected)].reset_index(drop=True)
    has_topic = _is_among(groups, speaker_groups(selection.hits(blocks.of_kinds(scope))))
    largest = groups.loc[has_topic, "base_characters"].nlargest(_MAX_COLUMNS).index
    columns = groups.loc[groups.index.isin(largest)].reset_index(drop=True)
    is_selected = _is_among(columns, selected)
    # A filter for one outlet does not select the column that all outlets share.
    one_outlet = (columns["parameter"] == "slot") & bool(chosen.speaker or chosen.org)
    left_out = matrix_view.left_out_sentence(
        groups.loc[~has_topic & ~_has_column(groups, has_topic)],
        beyond=int(has_topic.sum()) - len(columns),
        is_one_briefing=groups["briefing_id"].nunique() == 1,
    )
    columns = columns.assign(
        selected=is_selected & ~one_outlet,
        listed=is_selected,
        selects_briefing=_selects_briefing(columns),
    )
    return columns, left_out


def _has_column(groups: pd.DataFrame, has_topic: pd.Series) -> pd.Series:
    """Return whether the speaker or slot of each group has a column of any briefing."""
    key = groups["parameter"] + groups["id"]
    return key.isin(key.loc[has_topic])


def _selects_briefing(groups: pd.DataFrame) -> pd.Series:
    """Return for each group whether it occurs in several briefings of the corpus.

    A click on a cell of such a group must also select the briefing.
    """
    speakers = groups.loc[groups["parameter"] == "speaker", "id"]
    appearances = selection.table("appearances", Filters(speaker=tuple(sorted(set(speakers)))))
    counts = appearances.groupby("speaker_id")["briefing_id"].nunique()
    recurring = counts.loc[counts > 1].index
    press_recurs = (selection.briefings(Filters())["questions"] > 0).sum() > 1
    return groups["id"].isin(recurring) | ((groups["parameter"] == "slot") & press_recurs)


def _is_among(groups: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """Return, for each row of `groups`, whether `rows` has a row of the same _GROUP_KEY."""
    keys = set(rows[_GROUP_KEY].itertuples(index=False, name=None))
    return pd.Series(
        [key in keys for key in groups[_GROUP_KEY].itertuples(index=False, name=None)],
        index=groups.index,
        dtype=bool,
    )
