"""Concordance of three invented paragraphs, against a hand calculation."""

import re

import pandas as pd

from dashboard.stats.concordance import COLUMNS, concordance, sort_by_context

TEXTS = ["湖光灯会，灯会。", "人人人看灯", None]
HITS = pd.DataFrame(
    {
        "year": 2031,
        "briefing_id": "b",
        "speaker_id": "s",
        "speaker_zh": "陶",
        "speaker_en": "Tao",
        "kind": "answer",
        "section": "q_and_a",
        "turn": 1,
        "paragraph": [1, 2, 3],
        "begin": [0, 6, 11],
        "rule": ["灯会", "人人", "灯"],
        "occurrences": [2, 1, 2],
        "text": pd.Series(TEXTS, dtype=object),
        "topic_id": "t",
    }
)


def test_every_occurrence_has_a_row_and_a_position() -> None:
    listed = concordance(HITS, context=3)
    assert listed[["place", "paragraph", "nth", "of", "position", "left", "right"]].to_numpy(
        dtype=object
    ).tolist() == [
        [1, 1, 1, 2, 2, "湖光", "，灯会"],
        [2, 1, 2, 2, 4, "灯会，", "。"],  # a comma is no character: 湖光灯会 are four
        [3, 2, 1, 1, 6, "", "人看灯"],  # 人人人 holds 人人 once
        [4, 3, 1, 2, 11, None, None],
        [5, 3, 2, 2, 11, None, None],
    ]


def test_rows_without_a_context_are_sorted_last() -> None:
    listed = concordance(HITS, context=3)
    assert sort_by_context(listed, order="left")["left"].tolist() == [
        "",
        "湖光",
        "灯会，",
        None,
        None,
    ]
    assert sort_by_context(listed, order="right")["place"].tolist() == [2, 3, 1, 4, 5]
    pd.testing.assert_frame_equal(sort_by_context(listed, order="place"), listed)


def test_a_pattern_decides_which_matches_of_a_topic_count() -> None:
    patterns = {"t": re.compile("湖光灯会|灯会|人人|灯")}
    listed = concordance(HITS, patterns=patterns)
    assert listed.loc[listed["paragraph"] == 1, "left"].tolist() == ["湖光灯会，"]


def test_max_per_row_keeps_the_first_occurrences() -> None:
    assert concordance(HITS, max_per_row=1)["nth"].tolist() == [1, 1, 1]


def test_nothing_gives_no_row() -> None:
    assert list(concordance(HITS.head(0)).columns) == COLUMNS
    assert concordance(HITS.head(0)).empty
