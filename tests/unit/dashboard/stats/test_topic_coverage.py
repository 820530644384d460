import math

import pandas as pd
import pytest

from dashboard.stats.topic_coverage import distinctive_terms, topic_coverage, uncovered_paragraphs

PARAGRAPHS = pd.DataFrame(
    [
        ("one", 1, 2031, "lin", 40, 30),
        ("one", 2, 2031, "tao", 300, 200),
        ("one", 3, 2031, "lin", 60, 40),
        ("two", 1, 2032, "lin", 40, 30),
        ("two", 2, 2032, "tao", 560, 400),
    ],
    columns=["briefing_id", "paragraph", "year", "speaker_id", "characters", "tokens_lexicon"],
)
HITS = pd.DataFrame(
    [("one", 2, "kites"), ("one", 2, "lamps"), ("two", 1, "kites")],
    columns=["briefing_id", "paragraph", "topic_id"],
)


def test_what_no_topic_covers_is_counted_by_year() -> None:
    found = topic_coverage(PARAGRAPHS, hits=HITS, by=["year"])
    assert found["year"].tolist() == [2031, 2032]
    assert found["paragraphs"].tolist() == [3, 2]
    assert found["uncovered_paragraphs"].tolist() == [2, 1]
    assert found["uncovered_characters"].tolist() == [100, 560]
    assert found["share"].tolist() == pytest.approx([100 / 400, 560 / 600])
    assert found["paragraph_share"].tolist() == pytest.approx([2 / 3, 1 / 2])


def test_grouping_by_speaker_includes_short_calls() -> None:
    found = topic_coverage(PARAGRAPHS, hits=HITS, by=["briefing_id", "speaker_id"])
    assert found[["briefing_id", "speaker_id"]].to_numpy().tolist() == [
        ["one", "lin"], ["one", "tao"], ["two", "lin"], ["two", "tao"],
    ]  # fmt: skip
    assert found["share"].tolist() == [1.0, 0.0, 0.0, 1.0]


def test_a_paragraph_of_another_briefing_covers_nothing() -> None:
    elsewhere = HITS.assign(briefing_id="three")
    assert topic_coverage(PARAGRAPHS, hits=elsewhere, by=["year"])["share"].tolist() == [1.0, 1.0]


def test_no_characters_give_share_zero_and_no_paragraph_no_row() -> None:
    silent = PARAGRAPHS.assign(characters=0)
    assert topic_coverage(silent, hits=HITS, by=["year"])["share"].tolist() == [0.0, 0.0]
    assert topic_coverage(PARAGRAPHS.iloc[:0], hits=HITS, by=["year"]).empty
    assert uncovered_paragraphs(PARAGRAPHS.iloc[:0], hits=HITS).empty


def test_the_longest_uncovered_paragraph_comes_first() -> None:
    found = uncovered_paragraphs(PARAGRAPHS, hits=HITS)
    assert found[["briefing_id", "paragraph"]].to_numpy().tolist() == [
        ["two", 2], ["one", 3], ["one", 1],
    ]  # fmt: skip


def g2(a: int, b: int, c: int, d: int) -> float:
    """Return Dunning's G2 of `a` in `c` tokens against `b` in `d`, summed cell by cell."""
    total = 0.0
    for observed, row, column in (
        (a, a + b, c), (b, a + b, d), (c - a, c + d - a - b, c), (d - b, c + d - a - b, d),
    ):  # fmt: skip
        if observed:
            total += 2 * observed * math.log(observed * (c + d) / (row * column))
    return total


# briefing, paragraph, term, tokens, stopword: in paragraph 1 of 20 tokens, and in the other 180
COUNTS = pd.DataFrame(
    [
        ("one", 1, "纸鸢", 2, False), ("one", 2, "纸鸢", 1, False),
        ("one", 1, "灯会", 3, False), ("one", 2, "灯会", 20, False),
        ("one", 1, "湖光", 1, False), ("two", 1, "湖光", 90, False),
        ("one", 1, "我们", 5, True), ("one", 1, "灯", 4, False),
        ("one", 1, "见山", 4, False), ("one", 1, "海声", 0, False),
        ("two", 1, "纸鸢", 0, False),
    ],
    columns=["briefing_id", "paragraph", "term", "tokens_lexicon", "is_stopword"],
)  # fmt: skip
EVERYWHERE = COUNTS.groupby(["term", "is_stopword"])[["tokens_lexicon"]].sum().reset_index()
FIRST = pd.DataFrame({"briefing_id": ["one"], "paragraph": [1], "tokens_lexicon": [20]})


def test_distinctive_terms_are_ranked_by_g2() -> None:
    # 2 in 20 against 1 in 180, and 3 in 20 against 20 in 180; 湖光 is rarer here than elsewhere.
    assert g2(2, 1, 20, 180) == pytest.approx(5.77, abs=0.01)
    assert g2(3, 20, 20, 180) == pytest.approx(0.25, abs=0.01)
    found = distinctive_terms(
        FIRST, counts=COUNTS, everywhere=EVERYWHERE, total=200, names=["陶见山"]
    )
    assert found == [["纸鸢", "灯会"]]


def test_stopwords_single_characters_and_names_are_left_out() -> None:
    unnamed = distinctive_terms(FIRST, counts=COUNTS, everywhere=EVERYWHERE, total=200)
    assert "见山" in unnamed[0]
    assert {"我们", "灯", "海声"} & set(unnamed[0]) == set()


def test_no_more_than_the_limit_and_a_list_for_each_paragraph() -> None:
    several = pd.DataFrame(
        {"briefing_id": ["one", "two"], "paragraph": [1, 9], "tokens_lexicon": [20, 10]}
    )
    assert distinctive_terms(several, counts=COUNTS, everywhere=EVERYWHERE, total=200, limit=1) == [
        ["见山"],
        [],
    ]
    assert (
        distinctive_terms(several.iloc[:0], counts=COUNTS, everywhere=EVERYWHERE, total=200) == []
    )
