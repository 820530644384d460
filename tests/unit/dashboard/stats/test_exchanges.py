import pandas as pd
import pytest

from dashboard.stats.exchanges import (
    COLUMNS,
    TOPIC_COLUMNS,
    between_speakers,
    exchange_topics,
    exchanges,
)


def test_each_question_is_paired_with_each_of_its_answers(turns: pd.DataFrame) -> None:
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


def test_minutes_are_those_of_the_answer(turns: pd.DataFrame) -> None:
    first = exchanges(turns, rate=220).iloc[0]  # 275 syllables
    assert first["minutes"] == pytest.approx(1.25)
    assert first["minutes_low"] == pytest.approx(275 / 260)
    assert first["minutes_high"] == pytest.approx(275 / 180)


def test_within_keeps_exchanges_of_either_side(turns: pd.DataFrame) -> None:
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


def test_the_organisation_is_that_of_the_answerer(turns: pd.DataFrame) -> None:
    bodies = exchanges(turns)["organisation_id"]
    assert bodies.tolist()[:3] == ["kite-office", "qinghe", "kite-union"]
    assert pd.isna(bodies.iloc[3])


def test_speakers_of_one_side_keep_every_row(turns: pd.DataFrame) -> None:
    frame = exchanges(turns)
    for speakers in ([], ["kite-central"], ["zhou-tang", "gu-nanqiao"], ["lin-yizhou"]):
        assert between_speakers(frame, speakers=speakers) is frame


def test_speakers_of_both_sides_keep_their_exchanges(turns: pd.DataFrame) -> None:
    frame = exchanges(turns)
    kept = between_speakers(frame, speakers=["kite-central", "morning-news", "gu-nanqiao"])
    assert kept[["question", "answer"]].to_numpy().tolist() == [[6, 8]]
    assert between_speakers(frame, speakers=["harbour-post", "gu-nanqiao"]).empty


@pytest.fixture
def hits() -> pd.DataFrame:
    rows = [
        ("kite-2032", 4, 3, "paper", 1),
        ("kite-2032", 5, 4, "paper", 2),
        ("kite-2032", 5, 4, "paper", 1),  # another term of the same topic
        ("kite-2032", 5, 5, "paper", 1),
        ("kite-2032", 5, 5, "wind", 4),
        ("kite-2032", 5, 6, "light", 3),
        ("kite-2032", 5, 4, "light", 1),
        ("kite-2032", 2, 1, "wind", 9),  # a statement
        ("kite-2031", 4, 3, "wind", 9),  # the same turn of another briefing
        ("kite-2032", 6, 7, "wind", 1),
    ]
    return pd.DataFrame(
        rows, columns=["briefing_id", "turn", "paragraph", "topic_id", "occurrences"]
    )


def test_topics_of_a_turn_are_added_up_and_ordered(turns: pd.DataFrame, hits: pd.DataFrame) -> None:
    found = exchange_topics(exchanges(turns), hits=hits)
    assert found.to_numpy().tolist() == [
        ["kite-2032", 4, "paper", 1, 1],
        # Four occurrences each: two paragraphs go first, then the id decides.
        ["kite-2032", 5, "light", 4, 2],
        ["kite-2032", 5, "paper", 4, 2],
        ["kite-2032", 5, "wind", 4, 1],
        ["kite-2032", 6, "wind", 1, 1],  # asked once, though two answer it
    ]


def test_no_hit_and_no_exchange_give_no_topic(turns: pd.DataFrame, hits: pd.DataFrame) -> None:
    frame = exchanges(turns)
    for none in (
        exchange_topics(frame, hits=hits.iloc[:0]),
        exchange_topics(frame.iloc[:0], hits=hits),
    ):
        assert none.empty
        assert list(none.columns) == TOPIC_COLUMNS
