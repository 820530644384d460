"""Rows and labels of the topics page: bars, cells of the matrix, ticks of the strips.

The column `click` lists parameters and values in turn: the filters that a click on a mark sets. A
filter that would exclude part of the mark has the value "", which clears it, so that the click
lists as many passages as the mark counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.charts.topic_matrix import Column
from dashboard.filters import Filters
from dashboard.i18n import join, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels.briefings import selecting_filter
from dashboard.labels.names import bars_alt_text, cleared_params, filter_name
from dashboard.labels.numbers import join_lines, number, per_10k
from dashboard.labels.provenance import briefing, missing_note
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.run_context import current_run
from dashboard.stats.topic_frequency import MIN_OCCURRENCES

_LEADERS = 3  # topics that a sentence names, and those that occur as often as the last
_HOLLOW_SIZE = 0.07  # area of a square with too few occurrences, as a share of the largest


@dataclass(slots=True)
class GroupRow:
    """A speaker group: a person (parameter "speaker"), or all reporters (parameter "slot")."""

    parameter: str
    id: str


@dataclass(slots=True)
class _SizedGroup(GroupRow):
    base_characters: int


@dataclass(slots=True)
class _TopicCount:
    """A row of stats.topic_frequency; per_10k is null if base_characters is 0."""

    topic_id: str
    briefing_id: str
    occurrences: int
    paragraphs: int
    base_characters: int
    per_10k: float
    sufficient: bool


@dataclass(slots=True)
class _BarRow(_TopicCount):
    all: int


@dataclass(slots=True)
class _CellRow(_TopicCount):
    parameter: str
    id: str
    slot: str
    year: int | None
    inside: bool
    column: int


def add_names(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` with the topic's name as first column, and topic_id as last.

    If the frame has speaker groups (column parameter), their name is the second column.
    """
    who = {}
    if "parameter" in frame:
        who["name"] = [speaker_name(row) for row in rows_of(frame, GroupRow)]
    topics = [filter_name("topic", key) for key in frame["topic_id"]]
    ordered = ["topic", *who, *(c for c in frame.columns if c != "topic_id"), "topic_id"]
    return frame.assign(topic=topics, **who)[ordered]


def leaders_sentences(
    frame: pd.DataFrame, *, briefings: pd.DataFrame, chosen: Filters, is_alike: bool
) -> str:
    """Return one sentence per briefing that names its most frequent topics.

    frame: rows of stats.topic_frequency by briefing. is_alike: they are of the statements that are
    compared alone. Topics with too few occurrences are left out; a briefing without any other gets
    no sentence.
    """
    is_selected = is_speech_filtered(chosen) or (chosen.section and not is_alike)
    key = f"topics.leaders{'_selected' if is_selected else ''}{'_alike' if is_alike else ''}"
    sentences = []
    for row in rows_of(briefings, BriefingRow):
        rows = frame.loc[(frame["briefing_id"] == row.briefing_id) & frame["sufficient"]]
        leaders = rows.nlargest(_LEADERS, "occurrences", keep="all")
        if len(leaders):
            parts = [
                t("topics.leader", topic=filter_name("topic", r.topic_id), n=number(r.occurrences))
                for r in rows_of(leaders, _TopicCount)
            ]
            sentences.append(t(key, briefing=briefing(row), topics=join(parts)))
    return " ".join(sentences)


def bar_rows(
    frame: pd.DataFrame,
    *,
    unfiltered: pd.DataFrame,
    briefings: pd.DataFrame,
    chosen: Filters,
    absent: str,
) -> pd.DataFrame:
    """Return the rows of charts.topic_bars: one per topic and briefing, topic by topic.

    frame, unfiltered: rows of stats.topic_frequency by briefing, for the same topics: within all
    filters but the topic, and within year, briefing and section only. Topics not selected are
    faded. absent: the words for a briefing without any text.
    """
    measure = "per_10k" if chosen.measure == "rate" else "occurrences"
    by_id = {row.briefing_id: row for row in rows_of(briefings, BriefingRow)}
    listed = rows_of(frame.assign(all=unfiltered["occurrences"]), _BarRow)
    rows = frame.assign(
        name=[filter_name("topic", row.topic_id) for row in listed],
        note="",
        value=frame[measure].astype(float).fillna(0.0).where(is_on_topic(frame, chosen), 0.0),
        whole=unfiltered[measure].astype(float).fillna(0.0),
        captured=frame["base_characters"] > 0,
        value_text=[_bar_text(row, chosen, absent) for row in listed],
        colour=[labels_briefings.colour(by_id[row.briefing_id]) for row in listed],
        click=click_column(
            frame,
            [
                [
                    *("topic", row.topic_id),
                    *("within", ":".join(selecting_filter(row.briefing_id))),
                    *cleared_params(chosen),
                ]
                for row in listed
            ],
        ),
        hover=[_bar_hover(row, by_id[row.briefing_id], absent) for row in listed],
    )
    position = {topic: number for number, topic in enumerate(frame["topic_id"].unique())}
    return rows.sort_values("topic_id", key=lambda ids: ids.map(position), kind="stable")


def _bar_text(row: _BarRow, chosen: Filters, absent: str) -> str:
    if not row.base_characters:
        return absent
    if row.all == 0:
        return t("topics.unmentioned", base=number(row.base_characters))
    if row.occurrences == 0:
        return t("topics.none_of", all=number(row.all))
    n = number(row.occurrences)
    counted = n if row.occurrences == row.all else t("topics.part_of", n=n, all=number(row.all))
    rated, base = per_10k(row.per_10k), number(row.base_characters)
    text = t(f"topics.value_{chosen.measure}", rate=rated, n=counted, base=base)
    return text if row.sufficient else t("topics.value_few", value=text)


def _bar_hover(row: _BarRow, head: BriefingRow, absent: str) -> str:
    counts = _count_lines(row, is_excluded=row.all > 0) if row.base_characters else (absent,)
    return join_lines(filter_name("topic", row.topic_id), briefing(head), *counts)


def _count_lines(row: _TopicCount, *, is_excluded: bool) -> tuple[str, ...]:
    """Return the lines of a hover text that give the counts; the base is not 0.

    is_excluded: if nothing is counted, the filters may be the reason.
    """
    if not row.occurrences and is_excluded:
        return (t("topics.hover_excluded"),)
    if not row.occurrences:
        return (t("topics.hover_none", base=number(row.base_characters)),)
    return (
        t("topics.hover_count", n=number(row.occurrences), paragraphs=number(row.paragraphs)),
        t("topics.hover_rate", rate=per_10k(row.per_10k), base=number(row.base_characters)),
        "" if row.sufficient else t("topics.hover_few", least=MIN_OCCURRENCES),
        t("chart.hover_click"),
    )


def is_speech_filtered(chosen: Filters) -> bool:
    """Return whether kind, slot, organisation or speaker is filtered."""
    return any(getattr(chosen, parameter) for parameter in ("kind", "slot", "org", "speaker"))


def is_on_topic(frame: pd.DataFrame, chosen: Filters) -> pd.Series:
    """Return for each row whether its topic is selected; without a selection all are."""
    return frame["topic_id"].isin(chosen.topic or frame["topic_id"].unique())


def click_column(frame: pd.DataFrame, clicks: list[list[str]]) -> pd.Series:
    """Return `clicks`, one list per row of `frame`, as a column with the index of `frame`."""
    return pd.Series(clicks, index=frame.index, dtype=object)


def matrix_columns(
    groups: pd.DataFrame, *, briefings: pd.DataFrame, coverage: pd.DataFrame, chosen: Filters
) -> list[Column]:
    """Return the columns of charts.topic_matrix: one per group, and one for what was not captured.

    groups: briefing_id, parameter, id and base_characters, sorted by briefing.
    """
    columns: list[Column] = []
    for row in rows_of(briefings, BriefingRow):
        heading = briefing(row)
        briefing_groups = rows_of(groups.loc[groups["briefing_id"] == row.briefing_id], _SizedGroup)
        columns += [
            Column(speaker_name(each), number(each.base_characters), heading)
            for each in briefing_groups
        ]
        not_captured = missing_note(coverage, row.briefing_id, section="q_and_a")
        if not_captured and (not chosen.section or "q_and_a" in chosen.section):
            columns.append(Column(t("topics.reporters"), t("topics.absent"), heading, not_captured))
    return columns


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
    within the filters) and year (None if a click need not select the briefing). columns: from
    matrix_columns, in the order of `groups`.
    """
    positions = [place for place, column in enumerate(columns) if not column.missing]
    located = groups.assign(column=positions, inside=groups["selected"])
    cells = frame.merge(located[[*_COLUMN_KEY, "slot", "year", "inside", "column"]], on=_COLUMN_KEY)
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


_COLUMN_KEY = ["briefing_id", "parameter", "id"]


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
    briefing_filter = selecting_filter(row.briefing_id) if row.year else ()
    clicked = ["topic", row.topic_id, row.parameter, row.id]
    return [*clicked, *briefing_filter, *cleared_params(chosen, *cleared)]


def _cell_hover(row: _CellRow, column: Column, *, is_excluded: bool) -> str:
    who = t("topics.hover_who", speaker=column.name, briefing=column.heading)
    lines = _count_lines(row, is_excluded=is_excluded)
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


def speaker_name(row: GroupRow) -> str:
    """Return the name of a speaker group: a person, or the label of all reporters."""
    return t("topics.reporters") if row.parameter == "slot" else filter_name("speaker", row.id)
