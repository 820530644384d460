"""Columns, cells and sentences of the matrix: how often each speaker mentions each topic."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.charts.topic_matrix import Column
from dashboard.features.topics.topic_counts import (
    GroupRow,
    TopicCount,
    click_column,
    count_lines,
    is_on_topic,
    speaker_name,
)
from dashboard.filters import Filters
from dashboard.i18n import join, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels.briefings import selecting_filter
from dashboard.labels.names import bars_alt_text, cleared_params, filter_name
from dashboard.labels.numbers import join_lines, number, per_10k
from dashboard.labels.provenance import missing_note
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.run_context import current_run

_HOLLOW_SIZE = 0.07  # area of a square with too few occurrences, as a share of the largest
_COLUMN_KEY = ["briefing_id", "parameter", "id"]


@dataclass(slots=True)
class _SizedGroup(GroupRow):
    base_characters: int


@dataclass(slots=True)
class _CellRow(TopicCount):
    parameter: str
    id: str
    slot: str
    selects_briefing: bool
    inside: bool
    column: int


def matrix_columns(
    groups: pd.DataFrame, *, briefings: pd.DataFrame, coverage: pd.DataFrame, chosen: Filters
) -> list[Column]:
    """Return the columns of charts.topic_matrix: one per group, and one for what was not captured.

    groups: briefing_id, parameter, id and base_characters, sorted by briefing.
    """
    columns: list[Column] = []
    for row in rows_of(briefings, BriefingRow):
        heading = labels_briefings.name(row)
        briefing_groups = rows_of(groups.loc[groups["briefing_id"] == row.briefing_id], _SizedGroup)
        columns += [
            Column(speaker_name(each), number(each.base_characters), heading)
            for each in briefing_groups
        ]
        not_captured = missing_questions(coverage, row.briefing_id, chosen)
        if not_captured:
            columns.append(Column(t("topics.reporters"), t("topics.absent"), heading, not_captured))
    return columns


def missing_questions(coverage: pd.DataFrame, briefing_id: str, chosen: Filters) -> str:
    """Return the note in the hatched column of a briefing whose questions were not captured.

    "" if it has no such column: they were captured, not announced, or not selected.
    """
    if chosen.section and "q_and_a" not in chosen.section:
        return ""
    return missing_note(coverage, briefing_id, section="q_and_a")


def left_out_sentence(silent: pd.DataFrame, *, beyond: int, is_one_briefing: bool) -> str:
    """Return the sentence on the speaker groups that have no column in the matrix.

    silent: groups without a topic, which are named. beyond: the number of groups for which there is
    no room; if they are not of one briefing, the sentence says how to see them. Returns "" if there
    are neither.
    """
    parts = []
    if len(silent):
        names = [speaker_name(row) for row in rows_of(silent, GroupRow)]
        parts.append(t("topics.silent", names=join(list(dict.fromkeys(names)))))
    if beyond:
        parts.append(t("topics.beyond_one" if is_one_briefing else "topics.beyond", n=beyond))
    return " ".join(parts)


def matrix_cells(
    frame: pd.DataFrame, *, groups: pd.DataFrame, columns: Sequence[Column], chosen: Filters
) -> pd.DataFrame:
    """Return the cells of charts.topic_matrix without the column `row`, which the caller adds.

    frame: rows of stats.topic_frequency by `groups`. groups: these groups with slot, selected (True
    within the filters) and selects_briefing (True if a click must also select the briefing).
    columns: from matrix_columns, in the order of `groups`.
    """
    positions = [place for place, column in enumerate(columns) if not column.missing]
    located = groups.assign(column=positions, inside=groups["selected"])
    columns_of_group = ["slot", "selects_briefing", "inside", "column"]
    cells = frame.merge(located[[*_COLUMN_KEY, *columns_of_group]], on=_COLUMN_KEY)
    is_rate = chosen.measure == "rate"
    value = cells["per_10k" if is_rate else "occurrences"].astype(float).fillna(0.0)
    is_hollow = (cells["occurrences"] > 0) & ~cells["sufficient"] & is_rate
    largest = value.mask(is_hollow, 0.0).max() or 1.0
    on_topic = is_on_topic(cells, chosen)
    is_one_cell = len(chosen.topic) == 1 and bool(chosen.speaker or chosen.slot)
    colours, listed = current_run().palette, rows_of(cells, _CellRow)
    return cells.assign(
        size=(value / largest).mask(is_hollow, _HOLLOW_SIZE),
        hollow=is_hollow,
        selected=cells["inside"] & on_topic,
        marked=cells["inside"] & on_topic & is_one_cell,
        text=[_cell_text(row, is_rate=is_rate) for row in listed],
        colour=[colours.slot[row.slot] for row in listed],
        click=click_column(
            cells, [_cell_click(row, chosen) if row.occurrences else [] for row in listed]
        ),
        hover=[
            _cell_hover(row, columns[row.column], is_excluded=bool(chosen.kind)) for row in listed
        ],
    )


def _cell_text(row: _CellRow, *, is_rate: bool) -> str:
    if not row.occurrences or not is_rate:
        return number(row.occurrences)
    if not row.sufficient:
        return t("topics.few", n=number(row.occurrences))
    return number(row.per_10k) if row.per_10k >= 100 else per_10k(row.per_10k)


def _cell_click(row: _CellRow, chosen: Filters) -> list[str]:
    # The column counts all outlets: a filter for one of them would list fewer passages.
    others = ("slot", "org", "speaker") if row.parameter == "slot" or not row.inside else ()
    cleared = [parameter for parameter in others if parameter != row.parameter]
    briefing_filter = selecting_filter(row.briefing_id) if row.selects_briefing else ()
    clicked = ["topic", row.topic_id, row.parameter, row.id]
    return [*clicked, *briefing_filter, *cleared_params(chosen, *cleared)]


def _cell_hover(row: _CellRow, column: Column, *, is_excluded: bool) -> str:
    who = t("topics.hover_who", speaker=column.name, briefing=column.heading)
    lines = count_lines(row, is_excluded=is_excluded)
    return join_lines(filter_name("topic", row.topic_id), who, *lines)


def cells_alt(cells: pd.DataFrame, columns: Sequence[Column]) -> str:
    """Return the alt text of `cells` (from matrix_cells), without cells of 0 occurrences."""
    mentioned = cells.loc[cells["occurrences"] > 0]
    cell_names = [
        t(
            "topics.alt_cell",
            topic=filter_name("topic", topic),
            speaker=columns[column].name,
        )
        for topic, column in zip(mentioned["topic_id"], mentioned["column"], strict=True)
    ]
    named = mentioned.assign(name=cell_names, value_text=mentioned["text"])
    return bars_alt_text(named, heading=t("topics.matrix_title"))
