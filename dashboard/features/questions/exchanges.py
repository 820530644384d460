"""Exchanges in words: rows of answers, and a sentence for each briefing."""

from typing import Any

import pandas as pd

from dashboard import theme
from dashboard.i18n import pick, t
from dashboard.labels.numbers import lines, minutes, number
from dashboard.labels.provenance import briefing
from dashboard.queries import selection

_rows = selection.rows


def answer_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of answer_lengths: each answer of `frame` (of exchanges), outlet and answerer."""
    listed, colours = _rows(frame), theme.palette()
    return frame.assign(
        name=[t("chart.asked_by", number=row.exchange, outlet=outlet(row)) for row in listed],
        note=[answerer(row) for row in listed],
        value=frame["answer_characters"].astype(float).fillna(0.0),
        question=frame["question_characters"],
        value_text=[_answer_value(row) for row in listed],
        colour=[colours.slot[row.slot] if _given(row) else colours.faded for row in listed],
        parameter=["speaker"] * len(listed),
        id=[row.answerer_id if _given(row) else row.outlet_id for row in listed],
        hover=[_answer_hover(row) for row in listed],
    )


def exchange_sentence(frame: pd.DataFrame, briefings: pd.DataFrame) -> str:
    """One sentence a briefing: the questions of `frame` (of exchanges), and the longest answer.

    A briefing without an answer has none.
    """
    sentences = [
        _exchanges_of(row, frame.loc[frame["briefing_id"] == row.briefing_id])
        for row in _rows(briefings)
    ]
    return " ".join(filter(None, sentences))


def _exchanges_of(row: Any, own: pd.DataFrame) -> str:
    given = own.loc[own["answer_characters"].notna()]
    if given.empty:
        return ""
    lengths = given["answer_characters"].astype(float)
    longest = _rows(given.loc[[lengths.idxmax()]])[0]
    return t(
        "speaking_time.answers_reading",
        briefing=briefing(row),
        questions=own["question"].nunique(),
        median=number(lengths.median()),
        characters=number(lengths.max()),
        answerer=answerer(longest),
        outlet=outlet(longest),
    )


def _given(row: Any) -> bool:
    return bool(pd.notna(row.answer_characters))


def outlet(row: Any) -> str:
    """Who asked in a row of exchanges."""
    return pick(row.outlet_zh, row.outlet_en)


def answerer(row: Any) -> str:
    """Who answered in a row of exchanges, or that nobody did."""
    return pick(row.answerer_zh, row.answerer_en) if _given(row) else t("chart.unanswered")


def _answer_value(row: Any) -> str:
    if not _given(row):
        return "—"
    characters = number(row.answer_characters)
    return t("chart.answer_value", characters=characters, minutes=minutes(row.minutes))


def _answer_hover(row: Any) -> str:
    return lines(
        t("chart.asked_by", number=row.exchange, outlet=outlet(row)),
        t(f"code.outlet_class.{row.outlet_class}") if row.outlet_class else "",
        t("chart.hover_question", characters=number(row.question_characters)),
        t("chart.hover_answer", answerer=answerer(row), value=_answer_value(row)),
        t("chart.hover_click"),
    )
