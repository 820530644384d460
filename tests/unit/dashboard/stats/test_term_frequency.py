"""Term frequency, on paragraphs whose figures can be calculated by hand."""

import math

import pandas as pd
import pytest

from dashboard.stats.term_frequency import (
    COLUMNS,
    content_words,
    single_year,
    term_frequency,
)

# briefing, paragraph, year, characters, tokens
PARAGRAPHS = pd.DataFrame(
    [("甲", 1, 2031, 100, 50), ("甲", 2, 2031, 300, 150), ("乙", 1, 2032, 400, 200)],
    columns=["briefing_id", "paragraph", "year", "characters", "tokens_lexicon"],
)
COUNTS = pd.DataFrame(
    [("甲", 1, "风筝", 4), ("甲", 2, "风筝", 2), ("乙", 1, "风筝", 2), ("甲", 2, "灯会", 3)],
    columns=["briefing_id", "paragraph", "term", "occurrences"],
)


def grouped(*rows: tuple[str, int, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["briefing_id", "paragraph", "group"])


BY_YEAR = grouped(("甲", 1, "2031"), ("甲", 2, "2031"), ("乙", 1, "2032"))


def test_counts_and_rates_of_a_group_and_of_the_rest() -> None:
    frame = term_frequency(COUNTS, groups=BY_YEAR, paragraphs=PARAGRAPHS)
    assert list(frame.columns) == COLUMNS
    assert frame[["group", "term", "occurrences", "characters", "per_10k"]].values.tolist() == [
        ["2031", "风筝", 6, 400, 150.0],
        ["2031", "灯会", 3, 400, 75.0],
        ["2032", "风筝", 2, 400, 50.0],
    ]
    first = frame.iloc[0]
    assert (first["rest_occurrences"], first["rest_characters"], first["rest_per_10k"]) == (
        2, 400, 50.0,
    )  # fmt: skip
    assert first["log_ratio"] == pytest.approx(math.log2(3))
    assert first["difference"] == 100
    # 400 characters either side: 2 (6 ln(6/4) + 2 ln(2/4) + 394 ln(394/396) + 398 ln(398/396))
    assert first["g2"] == pytest.approx(2.1131, abs=1e-4)
    assert frame.iloc[2]["g2"] == pytest.approx(-2.1131, abs=1e-4)


def test_a_paragraph_may_belong_to_two_groups() -> None:
    """Check that the rest of a group excludes its paragraphs, each counted once."""
    both = grouped(("甲", 1, "春"), ("甲", 2, "春"), ("甲", 2, "秋"), ("乙", 1, "秋"))
    frame = term_frequency(COUNTS, groups=both, paragraphs=PARAGRAPHS)
    kites = frame.loc[frame["term"] == "风筝"].set_index("group")
    assert kites["occurrences"].to_dict() == {"春": 6, "秋": 4}
    assert kites["rest_occurrences"].to_dict() == {"春": 2, "秋": 4}
    assert kites["characters"].to_dict() == {"春": 400, "秋": 700}
    assert kites["rest_characters"].to_dict() == {"春": 400, "秋": 100}


def test_other_paragraphs_do_not_count() -> None:
    inside = PARAGRAPHS.loc[PARAGRAPHS["year"] == 2031]
    frame = term_frequency(COUNTS, groups=BY_YEAR, paragraphs=inside)
    assert frame["group"].unique().tolist() == ["2031"]
    assert frame["occurrences"].tolist() == [6, 3]
    assert frame["rest_characters"].eq(0).all()
    assert frame[["g2", "bic", "log_ratio", "rest_per_10k"]].isna().all(axis=None)


def test_groups_keep_their_order_and_nothing_gives_nothing() -> None:
    frame = term_frequency(COUNTS, groups=BY_YEAR.iloc[::-1], paragraphs=PARAGRAPHS)
    assert frame["group"].unique().tolist() == ["2032", "2031"]
    for empty in (BY_YEAR.iloc[:0], BY_YEAR):
        frame = term_frequency(COUNTS.iloc[:0], groups=empty, paragraphs=PARAGRAPHS)
        assert frame.empty
        assert list(frame.columns) == COLUMNS


def test_input_frames_are_not_changed() -> None:
    before = COUNTS.copy(deep=True), BY_YEAR.copy(deep=True), PARAGRAPHS.copy(deep=True)
    term_frequency(COUNTS, groups=BY_YEAR, paragraphs=PARAGRAPHS)
    single_year(COUNTS.assign(year=2031))
    for frame, copy in zip((COUNTS, BY_YEAR, PARAGRAPHS), before, strict=True):
        pd.testing.assert_frame_equal(frame, copy)


def test_content_words() -> None:
    counts = pd.DataFrame(
        {
            "term": ["风筝", "风筝", "的", "风", "2031年", "见山", "陶见山", "陶见山说", "纸鸢节"],
            "is_stopword": [False, False, True, *[False] * 6],
        }
    )
    kept = content_words(counts, names=["陶见山"])
    assert kept["term"].tolist() == [
        "风筝",
        "风筝",
        "陶见山说",
        "纸鸢节",
    ]  # and a longer word than the name


def test_single_year_of_a_term() -> None:
    counts = pd.DataFrame(
        {"term": ["风筝", "风筝", "灯会", "龙舟"], "year": [2031, 2033, 2033, 2031],
         "occurrences": [1, 2, 2, 0]}
    )  # fmt: skip
    assert single_year(counts).to_dict() == {"风筝": 0, "灯会": 2033}
