"""Counts of topics, by briefing or by speaker group, as the views of the topics page share them.

The column `click` lists parameters and values in turn: the filters that a click on a mark sets. A
filter that would exclude part of the mark has the value "", which clears it, so that the click
lists as many passages as the mark counts.
"""

from dataclasses import dataclass

import pandas as pd

from dashboard.filters import Filters
from dashboard.i18n import t
from dashboard.labels.names import filter_name
from dashboard.labels.numbers import number, per_10k
from dashboard.queries.rows import rows_of
from dashboard.stats.topic_frequency import MIN_OCCURRENCES


@dataclass(slots=True)
class GroupRow:
    """A speaker group: a person (parameter "speaker"), or all reporters (parameter "slot")."""

    parameter: str
    id: str


@dataclass(slots=True)
class TopicCount:
    """A row of stats.topic_frequency; per_10k is null if base_characters is 0."""

    topic_id: str
    briefing_id: str
    occurrences: int
    paragraphs: int
    base_characters: int
    per_10k: float
    sufficient: bool


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


def count_lines(row: TopicCount, *, is_excluded: bool) -> tuple[str, ...]:
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


def speaker_name(row: GroupRow) -> str:
    """Return the name of a speaker group: a person, or the label of all reporters."""
    return t("topics.reporters") if row.parameter == "slot" else filter_name("speaker", row.id)
