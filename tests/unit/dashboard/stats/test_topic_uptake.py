"""Topic uptake of three invented questions, with figures worked out by hand.

The first asks about kites and lanterns, and is answered in three paragraphs; the second asks about
wind and gets two answers; the third names no topic. A fourth is not answered.
"""

import pandas as pd
import pytest

from dashboard.stats.topic_uptake import (
    COLUMNS,
    PARAGRAPH_COLUMNS,
    TOPIC_COLUMNS,
    answer_paragraphs,
    topic_uptake,
    uptake_topics,
)

EXCHANGES = pd.DataFrame(
    {
        "briefing_id": "b",
        "question": [1, 3, 3, 6, 8],
        "answer": pd.array([2, 4, 5, 7, None], dtype="Int64"),
        "answer_characters": pd.array([200, 40, 60, 50, None], dtype="Int64"),
    }
)
# turn, paragraph, characters
PARAGRAPHS = pd.DataFrame(
    [(1, 1, 20), (2, 2, 120), (2, 3, 78), (2, 4, 2), (3, 5, 30), (4, 6, 40), (5, 7, 15),
     (5, 8, 45), (6, 9, 10), (7, 10, 50), (8, 11, 25)],
    columns=["turn", "paragraph", "characters"],
).assign(briefing_id="b")  # fmt: skip
# turn, paragraph, topic, occurrences
HITS = pd.DataFrame(
    [(1, 1, "kites", 1), (1, 1, "lanterns", 2), (2, 2, "songs", 4), (2, 3, "kites", 2),
     (2, 3, "songs", 1), (2, 3, "tea", 6), (3, 5, "wind", 1), (4, 6, "kites", 1),
     (5, 7, "wind", 1), (5, 7, "wind", 2), (5, 8, "tea", 1), (7, 10, "tea", 3), (8, 11, "tea", 1)],
    columns=["turn", "paragraph", "topic_id", "occurrences"],
).assign(briefing_id="b")  # fmt: skip


def test_the_share_is_of_paragraphs_on_what_was_asked() -> None:
    found = topic_uptake(EXCHANGES, hits=HITS, paragraphs=PARAGRAPHS)
    rows = found[COLUMNS].astype(object).where(found[COLUMNS].notna(), None).to_numpy().tolist()
    assert rows == [
        [3, 1, 78, pytest.approx(78 / 200)],
        [1, 0, 0, 0.0],  # kites were asked about by another question
        [2, 1, 15, pytest.approx(15 / 60)],
        [1, None, None, None],  # the question names no topic
        [None, None, None, None],  # no answer
    ]


def test_each_paragraph_of_an_answer_is_one_row() -> None:
    found = answer_paragraphs(EXCHANGES, hits=HITS, paragraphs=PARAGRAPHS)
    assert found[["answer", "paragraph", "names_asked"]].to_numpy().tolist() == [
        [2, 2, False], [2, 3, True], [2, 4, False], [4, 6, False], [5, 7, True], [5, 8, False],
        [7, 10, False],
    ]  # fmt: skip


def test_topics_are_taken_up_or_not_or_brought_in() -> None:
    found = uptake_topics(EXCHANGES, hits=HITS)
    assert found[["answer", "topic_id", "uptake", "occurrences"]].to_numpy().tolist() == [
        [2, "kites", "taken_up", 2],
        [2, "lanterns", "not_taken_up", 0],
        [2, "tea", "brought_in", 6],
        [2, "songs", "brought_in", 5],
        [4, "wind", "not_taken_up", 0],
        [4, "kites", "brought_in", 1],
        [5, "wind", "taken_up", 3],
        [5, "tea", "brought_in", 1],
        [7, "tea", "brought_in", 3],
    ]


def test_without_exchanges_or_topics_there_is_no_uptake() -> None:
    none = EXCHANGES.iloc[:0]
    assert topic_uptake(none, hits=HITS, paragraphs=PARAGRAPHS).empty
    assert list(answer_paragraphs(none, hits=HITS, paragraphs=PARAGRAPHS)) == PARAGRAPH_COLUMNS
    assert list(uptake_topics(none, hits=HITS)) == TOPIC_COLUMNS
    without = topic_uptake(EXCHANGES, hits=HITS.iloc[:0], paragraphs=PARAGRAPHS)
    assert without["uptake_share"].isna().all()
    assert without["answer_paragraphs"].tolist()[:4] == [3, 1, 2, 1]
    assert uptake_topics(EXCHANGES, hits=HITS.iloc[:0]).empty
