import pandas as pd
import pytest

from dashboard.stats.exchanges import COLUMNS, exchanges


def test_each_question_stands_with_each_of_its_answers(turns: pd.DataFrame) -> None:
    frame = exchanges(turns)
    rows = frame[["exchange", "outlet_zh", "answerer_zh", "question_characters"]]
    assert rows.astype(object).where(rows.notna(), None).to_numpy().tolist() == [
        [1, "青禾晨报", "陶见山", 30],
        [2, "风筝中央台", "周棠", 40],
        [2, "风筝中央台", "顾南乔", 40],
        [3, "海声日报", None, 20],
    ]
    assert frame["answer_characters"].tolist()[:3] == [250, 100, 60]
    assert frame["answer_characters"].isna().tolist() == [False, False, False, True]
    assert frame["outlet_class"].tolist() == ["provincial", "central", "central", "hong_kong_macau"]


def test_minutes_are_of_the_answer_alone(turns: pd.DataFrame) -> None:
    first = exchanges(turns, rate=220).iloc[0]  # 275 syllables
    assert first["minutes"] == pytest.approx(1.25)
    assert first["minutes_low"] == pytest.approx(275 / 260)
    assert first["minutes_high"] == pytest.approx(275 / 180)


def test_a_selection_keeps_exchanges_of_either_side(turns: pd.DataFrame) -> None:
    asked = exchanges(turns, within=[("kite-2032", 6)])
    assert asked["answer"].tolist() == [7, 8]
    answered = exchanges(turns, within=[("kite-2032", 8)])
    assert answered[["question", "answer"]].to_numpy().tolist() == [[6, 8]]
    assert exchanges(turns, within=[("kite-2032", 9)])["answer"].isna().tolist() == [True]
    assert exchanges(turns, within=[("kite-2032", 2)]).empty
    assert exchanges(turns, within=[]).empty


def test_a_briefing_without_questions_has_no_row(turns: pd.DataFrame) -> None:
    none = exchanges(turns.loc[turns["year"] == 2031])
    assert none.empty
    assert list(none.columns) == COLUMNS
    assert exchanges(turns.iloc[:0]).empty
