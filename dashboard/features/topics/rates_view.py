"""Rows and sentence on how often each topic occurs in each briefing."""

from dataclasses import dataclass

import pandas as pd

from dashboard.features.topics.topic_counts import (
    TopicCount,
    click_column,
    count_lines,
    is_on_topic,
    is_speech_filtered,
)
from dashboard.filters import Filters
from dashboard.i18n import join, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels.briefings import selecting_group
from dashboard.labels.names import cleared_params, filter_name
from dashboard.labels.numbers import join_lines, number, per_10k
from dashboard.queries.rows import BriefingRow, rows_of

_LEADERS = 3  # topics that a sentence names, and those that occur as often as the last


@dataclass(slots=True)
class _BarRow(TopicCount):
    all: int


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
                for r in rows_of(leaders, TopicCount)
            ]
            sentences.append(t(key, briefing=labels_briefings.name(row), topics=join(parts)))
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

    frame, unfiltered: rows of stats.topic_frequency by briefing: within all filters but the topic,
    and, of each topic and briefing in `frame`, within year, briefing and section only.
    Topics not selected are faded. absent: the words for a briefing without any text.
    """
    measure = "per_10k" if chosen.measure == "rate" else "occurrences"
    by_id = {row.briefing_id: row for row in rows_of(briefings, BriefingRow)}
    key = ["topic_id", "briefing_id"]
    every = unfiltered[key].assign(
        all=unfiltered["occurrences"], whole=unfiltered[measure].astype(float).fillna(0.0)
    )
    frame = frame.merge(every, how="left", on=key, validate="one_to_one")
    listed = rows_of(frame, _BarRow)
    rows = frame.assign(
        name=[filter_name("topic", row.topic_id) for row in listed],
        note="",
        value=frame[measure].astype(float).fillna(0.0).where(is_on_topic(frame, chosen), 0.0),
        captured=frame["base_characters"] > 0,
        value_text=[_bar_text(row, chosen, absent) for row in listed],
        colour=[labels_briefings.colour(by_id[row.briefing_id]) for row in listed],
        click=click_column(
            frame,
            [
                [
                    *("topic", row.topic_id),
                    *("within", selecting_group(row.briefing_id)),
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
    counts = count_lines(row, is_excluded=row.all > 0) if row.base_characters else (absent,)
    return join_lines(filter_name("topic", row.topic_id), labels_briefings.name(head), *counts)
