"""Chart rows of the panel of answer lengths."""

import pandas as pd

from dashboard.i18n import t
from dashboard.labels.exchanges import ExchangeRow, answerer, is_answered, outlet
from dashboard.labels.numbers import join_lines, minutes, number
from dashboard.labels.passages import key
from dashboard.queries import reading
from dashboard.queries.rows import rows_of
from dashboard.run_context import current_run


def answer_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of charts.answer_lengths, one per exchange.

    frame: rows of stats.exchanges. Values are characters; an exchange without an answer has 0. A
    click opens the question in the reader.
    """
    first = reading.first_paragraphs()
    listed, colours = rows_of(frame, ExchangeRow), current_run().palette
    return frame.assign(
        name=[t("chart.asked_by", number=row.exchange, outlet=outlet(row)) for row in listed],
        note=[answerer(row) for row in listed],
        value=frame["answer_characters"].astype(float).fillna(0.0),
        question=frame["question_characters"],
        value_text=[_answer_value(row) for row in listed],
        colour=[
            colours.slot[row.slot] if row.slot and is_answered(row) else colours.faded
            for row in listed
        ],
        parameter=["passage"] * len(listed),
        id=[key(row.briefing_id, first[row.briefing_id, row.question]) for row in listed],
        hover=[_answer_hover(row) for row in listed],
    )


def _answer_value(row: ExchangeRow) -> str:
    if not is_answered(row):
        return "—"
    characters = number(row.answer_characters)
    return t("chart.answer_value", characters=characters, minutes=minutes(row.minutes))


def _answer_hover(row: ExchangeRow) -> str:
    return join_lines(
        t("chart.asked_by", number=row.exchange, outlet=outlet(row)),
        t(f"code.outlet_class.{row.outlet_class}") if row.outlet_class else "",
        t("chart.hover_question", characters=number(row.question_characters)),
        t("chart.hover_answer", answerer=answerer(row), value=_answer_value(row)),
        t("chart.hover_read"),
    )
