"""Chart rows, table and sentence on the paragraphs under no topic."""

from dataclasses import dataclass

import pandas as pd

from dashboard.features.topics.topic_counts import GroupRow, speaker_name
from dashboard.filters import BRIEFING_PARAMETERS
from dashboard.i18n import join, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels.numbers import join_lines, number, percent
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.run_context import current_run
from loaders.schema import KINDS

_SHORT_PARAGRAPH = 60  # characters; shorter ones are counted by kind, most being calls here


@dataclass(slots=True)
class _Coverage:
    """The part of a row of stats.topic_coverage that a sentence states."""

    briefing_id: str
    paragraphs: int
    uncovered_paragraphs: int
    share: float


@dataclass(slots=True)
class _BarRow(_Coverage):
    parameter: str
    name: str
    slot: str
    characters: int
    uncovered_characters: int
    paragraph_share: float


def add_names(frame: pd.DataFrame, *, some_outlets: bool = False) -> pd.DataFrame:
    """Return `frame` with the column name: the speaker, or a label for the whole selection.

    frame: rows of stats.topic_coverage by briefing_id, parameter, id and slot. some_outlets: the
    row of the press is of selected outlets alone.
    """
    press = "reporters_selected" if some_outlets else "reporters"
    return frame.assign(name=[_row_name(row, press) for row in rows_of(frame, GroupRow)])


def bar_rows(frame: pd.DataFrame, *, briefings: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of charts.share_bars: the share of characters under no topic.

    frame: from add_names. A row with the parameter year or briefing covers everything selected of
    a briefing, every other row one speaker group.
    """
    colours, listed = current_run().palette, rows_of(frame, _BarRow)
    by_id = {row.briefing_id: row for row in rows_of(briefings, BriefingRow)}
    return frame.assign(
        note="",
        value=frame["share"],
        value_text=[
            t(
                "topics.coverage_value",
                share=percent(row.share),
                n=number(row.uncovered_paragraphs),
                all=number(row.paragraphs),
            )
            for row in listed
        ],
        colour=[
            labels_briefings.colour(by_id[row.briefing_id])
            if row.parameter in BRIEFING_PARAMETERS
            else colours.slot[row.slot]
            for row in listed
        ],
        hover=[_hover(row) for row in listed],
    )


def sentence(frame: pd.DataFrame, *, briefings: pd.DataFrame, uncovered: pd.DataFrame) -> str:
    """Say how much of each briefing is under no topic, and of which kinds the short paragraphs are.

    frame: rows of stats.topic_coverage, one per briefing. uncovered: rows of
    stats.topic_coverage.uncovered_paragraphs, of these briefings and maybe of others. A paragraph
    is short below _SHORT_PARAGRAPH characters; if none is, nothing is said of short ones. Returns
    "" if no briefing has a row.
    """
    own = uncovered.loc[uncovered["briefing_id"].isin(briefings["briefing_id"])]
    short = own.loc[own["characters"] < _SHORT_PARAGRAPH]
    rows = {row.briefing_id: row for row in rows_of(frame, _Coverage)}
    parts = [
        t(
            "topics.coverage_of",
            briefing=labels_briefings.name(row),
            n=number(rows[row.briefing_id].uncovered_paragraphs),
            all=number(rows[row.briefing_id].paragraphs),
            share=percent(rows[row.briefing_id].share),
        )
        for row in rows_of(briefings, BriefingRow)
        if row.briefing_id in rows
    ]
    if not parts:
        return ""
    return " ".join(
        filter(None, (t("topics.coverage_reading", briefings=join(parts)), _short_sentence(short)))
    )


def _short_sentence(short: pd.DataFrame) -> str:
    if short.empty:
        return ""
    kinds = short["kind"].value_counts()
    named = [
        t("topics.coverage_kind", kind=t(f"code.kind.{kind}"), n=number(n))
        for kind, n in sorted(kinds.items(), key=lambda pair: (-pair[1], KINDS.index(pair[0])))
    ]
    return t(
        "topics.coverage_short",
        n=number(len(short)),
        characters=_SHORT_PARAGRAPH,
        kinds=join(named),
    )


def uncovered_table(frame: pd.DataFrame, *, terms: list[list[str]]) -> pd.DataFrame:
    """Return the table of the paragraphs under no topic, with their distinctive terms.

    frame: rows of stats.topic_coverage.uncovered_paragraphs. terms: a list for each row of `frame`.
    """
    columns = ["speaker_id", "section", "paragraph", "characters"]
    table = frame[[*labels_briefings.key_columns(), *columns]]
    named = table.assign(distinctive_terms=[join(listed) for listed in terms])
    return named.assign(briefing_id=frame["briefing_id"])


def _row_name(row: GroupRow, press: str) -> str:
    if row.parameter in BRIEFING_PARAMETERS:
        return t("topics.whole")
    return t(f"topics.{press}") if row.parameter == "slot" else speaker_name(row)


def _hover(row: _BarRow) -> str:
    return join_lines(
        row.name,
        t(
            "topics.hover_coverage",
            n=number(row.uncovered_paragraphs),
            all=number(row.paragraphs),
            share=percent(row.paragraph_share),
        ),
        t(
            "topics.hover_characters",
            n=number(row.uncovered_characters),
            all=number(row.characters),
            share=percent(row.share),
        ),
        t("chart.hover_click"),
    )
