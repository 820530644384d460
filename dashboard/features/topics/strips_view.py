"""Rows and labels of the strips: where in a briefing a topic occurs, and how evenly."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from pandas.api.typing import NAType

from dashboard.charts.dispersion_strip import Strip
from dashboard.features.topics.topic_counts import click_column, is_on_topic, is_speech_filtered
from dashboard.filters import Filters
from dashboard.i18n import join, pick, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels import passages
from dashboard.labels.names import bars_alt_text, filter_name
from dashboard.labels.numbers import join_lines, number
from dashboard.labels.provenance import missing_sections
from dashboard.queries.rows import BriefingRow, ComparedRow, SpeakerNames, rows_of
from dashboard.run_context import current_run


@dataclass(slots=True)
class _Spread:
    """A row of stats.dispersion."""

    topic_id: str
    briefing_id: str
    occurrences: int
    sufficient: bool
    dp: float | NAType


@dataclass(slots=True)
class _Tick(SpeakerNames):
    briefing_id: str
    topic_id: str
    slot: str
    paragraph: int
    occurrences: int


def strips_reading(layouts: Sequence[Strip], *, is_apart: bool) -> str:
    """Explain the strips `layouts`: the scale of several, and the upright line if any has one.

    is_apart: each briefing has a scale of its own.
    """
    has_line = any(strip.questions_start is not None for strip in layouts)
    return t(
        "topics.strip_reading",
        n=len(layouts),
        scale=t("topics.strip_scale") if len(layouts) > 1 and not is_apart else "",
        line=t("topics.strip_line") if has_line else "",
    )


def strips_alt(rows: pd.DataFrame) -> str:
    """Return the alt text of `rows` (from strip_rows): each topic and how evenly it is spread."""
    named = rows.assign(value_text=[" ".join(labels) for labels in rows["labels"]])
    return bars_alt_text(named, heading=t("topics.strip_title"))


def strip_layouts(
    briefings: pd.DataFrame,
    *,
    coverage: pd.DataFrame,
    turn_order: pd.DataFrame,
    section_turns: pd.DataFrame,
) -> list[Strip]:
    """Return one Strip of charts.dispersion_strip per briefing.

    turn_order: rows of stats.sequence for all turns of the selected years. section_turns: the turns
    in the selected sections.
    """
    return [
        _strip_layout(row, coverage, turn_order, section_turns)
        for row in rows_of(briefings, BriefingRow)
    ]


def _strip_layout(
    row: BriefingRow, coverage: pd.DataFrame, turn_order: pd.DataFrame, section_turns: pd.DataFrame
) -> Strip:
    turns = turn_order.loc[turn_order["briefing_id"] == row.briefing_id]
    drawn = section_turns.loc[section_turns["briefing_id"] == row.briefing_id, "turn"]
    drawn_turns = turns.loc[turns["turn"].isin(drawn)]
    question_starts = turns.loc[turns["section"] == "q_and_a", "begin"]
    gaps = missing_sections(coverage, row.briefing_id)
    return Strip(
        briefing_id=row.briefing_id,
        heading=labels_briefings.name(row),
        begin=int(drawn_turns["begin"].min()) if len(drawn_turns) else 0,
        finish=int(drawn_turns["finish"].max()) if len(drawn_turns) else 0,
        length=int(turns["finish"].max()) if len(turns) else 0,
        missing=t("topics.strip_missing", sections=join(gaps)) if gaps else "",
        questions_start=int(question_starts.min()) if len(question_starts) else None,
    )


def strip_rows(
    frame: pd.DataFrame,
    *,
    topics: Sequence[str],
    briefings: pd.DataFrame,
    chosen: Filters,
    absent: str,
) -> pd.DataFrame:
    """Return the rows of charts.dispersion_strip: each of `topics` with its DP in each briefing.

    frame: rows of stats.dispersion, which has none for a briefing without a selected turn.
    briefings: rows of Scope.briefings. absent: the words for a briefing without any text.
    """
    by_key = {(row.topic_id, row.briefing_id): row for row in rows_of(frame, _Spread)}
    labels = [
        [
            _dp_label(by_key.get((topic, row.briefing_id)), row, chosen, absent)
            for row in rows_of(briefings, ComparedRow)
        ]
        for topic in topics
    ]
    columns = {"topic_id": list(topics), "name": [filter_name("topic", key) for key in topics]}
    return pd.DataFrame({**columns, "labels": labels})


def _dp_label(row: _Spread | None, briefing_row: ComparedRow, chosen: Filters, absent: str) -> str:
    if not briefing_row.compared_characters:
        value = absent
    elif row is None or not row.occurrences:
        value = t("topics.dp_outside" if is_speech_filtered(chosen) else "topics.dp_none")
    elif not row.sufficient:
        value = t("topics.too_few")
    elif pd.isna(row.dp):
        value = t("topics.dp_outside")
    else:
        value = f"{row.dp:.2f}"
    return t("topics.dp", briefing=labels_briefings.tag(briefing_row), value=value)


def tick_rows(
    hits: pd.DataFrame, *, selected_paragraphs: pd.DataFrame, chosen: Filters
) -> pd.DataFrame:
    """Return the ticks of charts.dispersion_strip: one per paragraph and topic in `hits`.

    hits: rows of selection.hits. selected_paragraphs: those within all filters but the topic.
    """
    keys = ["briefing_id", "paragraph", "topic_id"]
    sums = hits.groupby(keys, sort=False)["occurrences"].sum().to_numpy()
    marks = hits.drop_duplicates(keys).assign(occurrences=sums)
    columns = ["briefing_id", "paragraph"]
    selected_keys = set(selected_paragraphs[columns].itertuples(index=False, name=None))
    is_selected = [
        key in selected_keys for key in marks[columns].itertuples(index=False, name=None)
    ]
    colours, listed = current_run().palette, rows_of(marks, _Tick)
    return marks.assign(
        x=(marks["begin"] + marks["finish"]) / 2,
        colour=[colours.slot[row.slot] for row in listed],
        selected=pd.Series(is_selected, index=marks.index, dtype=bool) & is_on_topic(marks, chosen),
        click=click_column(
            marks, [["passage", passages.key(row.briefing_id, row.paragraph)] for row in listed]
        ),
        hover=[_tick_hover(row) for row in listed],
    )


def _tick_hover(row: _Tick) -> str:
    return join_lines(
        filter_name("topic", row.topic_id),
        pick(row.speaker_zh, row.speaker_en),
        t("topics.hover_place", paragraph=number(row.paragraph), n=number(row.occurrences)),
        t("chart.hover_read"),
    )
