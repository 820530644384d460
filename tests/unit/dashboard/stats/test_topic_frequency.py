import pandas as pd
import pytest

from dashboard.stats.topic_frequency import (
    MIN_OCCURRENCES,
    sort_by_frequency,
    speaker_group_bases,
    speaker_groups,
    topic_frequency,
)

# briefing, paragraph, speaker, is_outlet, topic, rule, occurrences
ROWS = [
    ("one", 1, "tao", False, "kites", "纸鸢", 3),
    ("one", 1, "tao", False, "kites", "风筝", 1),
    ("one", 2, "zhou", False, "kites", "风筝", 1),
    ("one", 2, "zhou", False, "lamps", "灯会", 4),
    ("two", 1, "tao", False, "lamps", "灯会", 2),
    ("two", 2, "daily", True, "lamps", "灯会", 1),
    ("two", 3, "tower", True, "lamps", "灯会", 1),
]
COLUMNS = ["briefing_id", "paragraph", "speaker_id", "is_outlet", "topic_id", "rule", "occurrences"]
TOPICS = ["lamps", "kites", "rain"]

BRIEFING = ["briefing_id"]


@pytest.fixture
def hits() -> pd.DataFrame:
    return pd.DataFrame(ROWS, columns=COLUMNS)


@pytest.fixture
def groups() -> pd.DataFrame:
    return pd.DataFrame({"briefing_id": ["one", "two", "three"], "base_characters": [2500, 800, 0]})


def test_the_rate_is_of_ten_thousand_characters(hits: pd.DataFrame, groups: pd.DataFrame) -> None:
    found = topic_frequency(hits, topics=TOPICS, groups=groups, by=BRIEFING).iloc[:6]
    assert found[["briefing_id", "topic_id"]].to_numpy().tolist() == [
        ["one", "lamps"], ["one", "kites"], ["one", "rain"],
        ["two", "lamps"], ["two", "kites"], ["two", "rain"],
    ]  # fmt: skip
    assert found["occurrences"].tolist() == [4, 5, 0, 4, 0, 0]
    # 4 and 5 in 2,500 characters; 4 in 800.
    assert found["per_10k"].tolist() == [16.0, 20.0, 0.0, 50.0, 0.0, 0.0]


def test_a_paragraph_counts_once_whatever_its_terms(
    hits: pd.DataFrame, groups: pd.DataFrame
) -> None:
    found = topic_frequency(hits, topics=TOPICS, groups=groups, by=BRIEFING)
    assert found["paragraphs"].tolist()[:6] == [1, 2, 0, 3, 0, 0]


def test_below_five_occurrences_are_insufficient(hits: pd.DataFrame, groups: pd.DataFrame) -> None:
    assert MIN_OCCURRENCES == 5
    found = topic_frequency(hits, topics=TOPICS, groups=groups, by=BRIEFING)
    assert found.loc[found["sufficient"], ["briefing_id", "topic_id"]].to_numpy().tolist() == [
        ["one", "kites"]
    ]
    loose = topic_frequency(hits, topics=TOPICS, groups=groups, by=BRIEFING, min_occurrences=4)
    assert loose["sufficient"].tolist() == [
        True,
        True,
        False,
        True,
        False,
        False,
        False,
        False,
        False,
    ]


def test_what_was_not_captured_has_no_count(hits: pd.DataFrame, groups: pd.DataFrame) -> None:
    found = topic_frequency(hits, topics=TOPICS, groups=groups, by=BRIEFING)
    absent = found.loc[found["briefing_id"] == "three"]
    assert absent[["occurrences", "paragraphs", "per_10k"]].isna().all(axis=None)
    assert not absent["sufficient"].any()


def test_any_columns_form_the_groups(hits: pd.DataFrame) -> None:
    keys = ["briefing_id", "parameter", "id"]
    rows = [("two", "slot", "press", 100), ("two", "speaker", "tao", 400)]
    groups = pd.DataFrame(rows, columns=[*keys, "base_characters"])
    found = topic_frequency(speaker_groups(hits), topics=["lamps"], groups=groups, by=keys)
    assert found["occurrences"].tolist() == [2, 2]
    assert found["paragraphs"].tolist() == [2, 1]
    assert found["per_10k"].tolist() == [200.0, 50.0]


def test_no_hits_give_zeros_and_no_topics_no_row(hits: pd.DataFrame, groups: pd.DataFrame) -> None:
    none = topic_frequency(hits.iloc[:0], topics=["lamps"], groups=groups, by=BRIEFING)
    assert none["occurrences"].tolist()[:2] == [0, 0]
    assert topic_frequency(hits, topics=[], groups=groups, by=BRIEFING).empty
    assert topic_frequency(hits, topics=TOPICS, groups=groups.iloc[:0], by=BRIEFING).empty


def test_input_frames_are_not_changed(hits: pd.DataFrame, groups: pd.DataFrame) -> None:
    before = hits.copy(deep=True), groups.copy(deep=True)
    topic_frequency(hits, topics=TOPICS, groups=groups, by=BRIEFING)
    speaker_groups(hits)
    pd.testing.assert_frame_equal(hits, before[0])
    pd.testing.assert_frame_equal(groups, before[1])


def test_the_most_frequent_topic_comes_first(hits: pd.DataFrame) -> None:
    # 8 of lamps, 5 of kites; the two without any keep their order.
    ordered = sort_by_frequency(hits, topics=["snow", "kites", "rain", "lamps"])
    assert ordered == ["lamps", "kites", "snow", "rain"]


def test_bases_are_characters_per_group_outlets_last() -> None:
    spoken = pd.DataFrame(
        [
            ("two", "daily", True, "press", 30),
            ("two", "tao", False, "host_city", 250),
            ("two", "tower", True, "press", 20),
            ("two", "tao", False, "host_city", 150),
            ("one", "zhou", False, "association", 90),
        ],
        columns=["briefing_id", "speaker_id", "is_outlet", "slot", "characters"],
    )
    assert speaker_group_bases(spoken).to_numpy().tolist() == [
        ["two", "speaker", "tao", "host_city", 400],
        ["two", "slot", "press", "press", 50],
        ["one", "speaker", "zhou", "association", 90],
    ]
    assert speaker_group_bases(spoken.iloc[:0]).empty
