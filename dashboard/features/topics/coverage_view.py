"""What falls under no topic, in words: rows of shares, a sentence, a list of paragraphs."""

from typing import Any

import pandas as pd

from dashboard import theme
from dashboard.features.topics.view import speaker
from dashboard.i18n import join, t
from dashboard.labels.numbers import lines, number, percent
from dashboard.labels.provenance import briefing
from dashboard.queries import selection

_SHORT = 60  # characters: a paragraph below it is mostly a call or a courtesy

_rows = selection.rows


def named(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` of topic_coverage by briefing, parameter, id and slot with the column name."""
    return frame.assign(name=[_name(row) for row in _rows(frame)])


def rows(frame: pd.DataFrame, *, briefings: pd.DataFrame) -> pd.DataFrame:
    """Rows of share_bars: `frame` as `named` gives it.

    A row whose parameter is "year" stands for all that is selected of its briefing.
    """
    colours, shown = theme.palette(), _rows(frame)
    years = dict(zip(briefings["briefing_id"], briefings["year"], strict=True))
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
            for row in shown
        ],
        colour=[
            colours.year(years[row.briefing_id])
            if row.parameter == "year"
            else colours.slot[row.slot]
            for row in shown
        ],
        hover=[_hover(row) for row in shown],
    )


def sentence(whole: pd.DataFrame, *, briefings: pd.DataFrame, left: pd.DataFrame) -> str:
    """How much of each briefing falls under no topic, and how many of those paragraphs are short.

    whole: of topic_coverage, a row a briefing. left: of uncovered.
    """
    short = int((left["characters"] < _SHORT).sum())
    of = {row.briefing_id: row for row in _rows(whole)}
    parts = [
        t(
            "topics.coverage_of",
            briefing=briefing(row),
            n=number(of[row.briefing_id].uncovered_paragraphs),
            all=number(of[row.briefing_id].paragraphs),
            share=percent(of[row.briefing_id].share),
        )
        for row in _rows(briefings)
        if row.briefing_id in of
    ]
    return t("topics.coverage_reading", briefings=join(parts), short=short, characters=_SHORT)


def listed(frame: pd.DataFrame, *, terms: list[list[str]]) -> pd.DataFrame:
    """The table of paragraphs without a topic: `frame` of uncovered, and each one's `terms`."""
    kept = ["year", "speaker_id", "section", "paragraph", "characters"]
    table = frame[kept].assign(distinctive_terms=[join(own) for own in terms])
    return table.assign(briefing_id=frame["briefing_id"])


def _name(row: Any) -> str:
    if row.parameter == "year":
        return t("topics.whole")
    return speaker(row)


def _hover(row: Any) -> str:
    return lines(
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
