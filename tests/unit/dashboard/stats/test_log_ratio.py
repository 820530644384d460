"""The log ratio of two briefings: rates, signs, what is null, and which rows there are."""

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest

from dashboard.stats.log_ratio import COLUMNS, log_ratio

EARLIER, LATER = "kite-2031", "kite-2032"
Sides = tuple[list[int], list[int]]


def spoken(earlier: Sequence[int], later: Sequence[int]) -> pd.DataFrame:
    """Return paragraphs with these numbers of characters in the earlier and the later briefing."""
    rows = [
        (briefing, number, size)
        for briefing, sizes in ((EARLIER, earlier), (LATER, later))
        for number, size in enumerate(sizes, 1)
    ]
    return pd.DataFrame(rows, columns=["briefing_id", "paragraph", "characters"])


def counted(**terms: Sides) -> pd.DataFrame:
    """Return a row per term and paragraph with occurrences, from term=(earlier, later) counts."""
    rows = [
        (briefing, number, term, n)
        for term, sides in terms.items()
        for briefing, counts in zip((EARLIER, LATER), sides, strict=True)
        for number, n in enumerate(counts, 1)
        if n
    ]
    return pd.DataFrame(rows, columns=["briefing_id", "paragraph", "term", "occurrences"])


def ratios(counts: pd.DataFrame, paragraphs: pd.DataFrame, **how: Any) -> dict[str, Any]:
    found = log_ratio(counts, paragraphs=paragraphs, by="term", earlier=EARLIER, later=LATER, **how)
    return {row["term"]: row for row in found.to_dict("records")}


def test_rates_and_ratio_are_those_of_the_sums() -> None:
    # 3 in 500 characters are 60 per 10,000; 3 in 2,000 are 15: a quarter, log2 of which is -2.
    row = ratios(counted(纸鸢=([2, 1], [0, 3])), spoken([200, 300], [500, 1500]))["纸鸢"]
    assert (row["earlier_occurrences"], row["later_occurrences"]) == (3, 3)
    assert (row["earlier_characters"], row["later_characters"]) == (500, 2000)
    assert (row["earlier_rate"], row["later_rate"]) == (60, 15)
    assert row["difference"] == -45
    assert row["log_ratio"] == pytest.approx(-2)


def test_against_zero_there_is_no_ratio_and_no_interval() -> None:
    found = ratios(
        counted(灯彩=([0, 0], [4, 4]), 湖光=([6, 1], [0, 0])), spoken([100] * 2, [50] * 2)
    )
    for term in found:
        assert all(math.isnan(found[term][name]) for name in ("log_ratio", "low", "high"))
        assert found[term]["p_value"] > 0
    assert (found["灯彩"]["earlier_rate"], found["灯彩"]["difference"]) == (0, 800)
    assert found["湖光"]["difference"] == -350


def test_the_direction_is_that_of_the_rates() -> None:
    """Against a base a fifth the size, two occurrences are more than none, not less."""
    row = ratios(counted(湖光=([0, 0], [1, 1])), spoken([100] * 2, [500] * 2))["湖光"]
    assert row["difference"] == 20


def test_below_six_occurrences_nothing_is_tested() -> None:
    five, six = ([1, 1, 0], [1, 1, 1]), ([1, 1, 1], [1, 1, 1])
    found = ratios(counted(五=five, 六=six), spoken([100] * 3, [100] * 3))
    assert found["五"]["log_ratio"] == pytest.approx(math.log2(3 / 2))
    assert all(math.isnan(found["五"][name]) for name in ("low", "high", "p_value"))
    assert found["六"]["low"] < 0 < found["六"]["high"]
    assert found["六"]["p_value"] == 1


def test_swapping_the_sides_flips_the_signs_and_nothing_else() -> None:
    counts = counted(
        风筝=([3, 0, 1], [0, 5, 1, 4]), 湖光=([1, 1, 0], [2, 0, 3, 3]), 灯彩=([9], [0])
    )
    paragraphs = spoken([120, 80, 150], [200, 40, 110, 70])
    forth = ratios(counts, paragraphs)
    back = log_ratio(counts, paragraphs=paragraphs, by="term", earlier=LATER, later=EARLIER)
    for row in back.to_dict("records"):
        there = forth[row["term"]]
        assert row["p_value"] == there["p_value"]
        assert row["difference"] == -there["difference"]
        for name, other in (("log_ratio", "log_ratio"), ("low", "high"), ("high", "low")):
            assert row[name] == pytest.approx(-there[other], nan_ok=True)
        assert row["earlier_occurrences"] == there["later_occurrences"]


def test_a_group_against_itself_differs_in_nothing() -> None:
    same = [3, 0, 1, 7, 0, 2]
    row = ratios(counted(风筝=(same, same)), spoken([90, 80, 70] * 2, [90, 80, 70] * 2))["风筝"]
    assert (row["difference"], row["log_ratio"], row["p_value"]) == (0, 0, 1)
    assert row["low"] == pytest.approx(-row["high"])


def test_a_burst_in_one_paragraph_is_no_difference() -> None:
    burst: Sides = ([1, 0, 0, 0, 0, 0], [30, 0, 0, 0, 0, 0])
    spread: Sides = ([1, 0, 0, 0, 0, 0], [5, 5, 5, 5, 5, 5])
    found = ratios(counted(连说=burst, 常说=spread), spoken([100] * 6, [100] * 6))
    assert found["连说"]["log_ratio"] == found["常说"]["log_ratio"]
    # One deal in 462 has all six paragraphs on one side; the burst is always on one.
    assert found["连说"]["p_value"] == 1
    assert found["常说"]["p_value"] == pytest.approx(2 / 924, abs=0.0015)
    widths = {term: row["high"] - row["low"] for term, row in found.items()}
    assert widths["连说"] > widths["常说"]


def test_one_paragraph_on_each_side_shows_nothing() -> None:
    row = ratios(counted(风筝=([1], [90])), spoken([100], [100]))["风筝"]
    assert row["p_value"] == 1


def test_another_column_can_name_the_sides() -> None:
    """A speaker against all others, in one briefing."""
    said = spoken([100, 100], [100, 100]).assign(briefing_id="one", paragraph=range(4))
    counts = said.assign(term="风筝", occurrences=[1, 2, 3, 4])
    whose = said.assign(side=["others", "hers", "others", "others"])
    (row,) = log_ratio(counts, paragraphs=whose, by="term", earlier="others", later="hers").to_dict(
        "records"
    )
    assert (row["earlier_occurrences"], row["later_occurrences"]) == (8, 2)
    assert (row["earlier_characters"], row["later_characters"]) == (300, 100)


def test_ten_turns_on_each_side_are_dealt_too() -> None:
    """A turn that repeats a word in every paragraph is one decision of its speaker, not five."""
    # Eleven turns of five paragraphs on each side; in the later briefing one turn says it in five
    # paragraphs, another one in two.
    said = spoken([100] * 55, [100] * 55)
    turns = said.assign(turn=(said["paragraph"] - 1) // 5)
    counts = counted(风筝=([0] * 55, [2] * 5 + [1, 1] + [0] * 48))
    alone = ratios(counts, said)["风筝"]["p_value"]
    by_turn = ratios(counts, turns)["风筝"]["p_value"]
    # Dealt by paragraph: seven of 110, all on one side, 2 * C(103, 48) / C(110, 55) = 0.0132. By
    # turn: two of 22, 2 * C(20, 9) / C(22, 11) = 0.476.
    assert alone == pytest.approx(0.0132, abs=0.003)
    assert by_turn == pytest.approx(0.476, abs=0.02)
    few = turns.loc[turns["turn"] < 9]
    assert (
        ratios(counts, few)["风筝"]["p_value"]
        == ratios(counts, few.drop(columns="turn"))["风筝"]["p_value"]
    )


def test_order_of_rows_changes_nothing() -> None:
    counts = counted(风筝=([3, 0, 1], [0, 5, 1]), 湖光=([1, 1, 0], [2, 0, 0]))
    paragraphs = spoken([120, 80, 150], [200, 40, 110])
    once = ratios(counts, paragraphs)
    for again in (ratios(counts.iloc[::-1], paragraphs.iloc[::-1]), ratios(counts, paragraphs)):
        assert again.keys() == once.keys()
        assert all(again[term] == pytest.approx(once[term], nan_ok=True) for term in once)


def test_rows_of_one_paragraph_add_up_and_others_do_not_count() -> None:
    paragraphs = spoken([100, 100], [100, 100])
    counts = counted(风筝=([1, 2], [1, 1]))
    beyond = counts.assign(paragraph=9)
    other = counts.assign(briefing_id="kite-2030")
    row = ratios(pd.concat([counts, counts, beyond, other]), paragraphs)["风筝"]
    assert (row["earlier_occurrences"], row["later_occurrences"]) == (6, 4)


def test_only_the_ids_asked_for_have_rows() -> None:
    paragraphs = spoken([100, 100], [100, 100])
    counts = counted(常=([2, 1], [1, 0]), 稀=([1, 0], [0, 0]))
    assert list(ratios(counts, paragraphs)) == ["常", "稀"]
    asked = ratios(counts, paragraphs, ids=["稀", "无"])
    assert list(asked) == sorted(["稀", "无"])
    assert (asked["无"]["earlier_occurrences"], asked["无"]["later_rate"]) == (0, 0)
    assert ratios(counts, paragraphs, ids=[]) == {}


def test_a_term_that_neither_uses_has_no_ratio() -> None:
    paragraphs = spoken([10] * 10, [100] * 10)
    row = ratios(counted(风筝=([1] * 10, [1] * 10)), paragraphs, ids=["无"])["无"]
    assert all(math.isnan(row[name]) for name in ("log_ratio", "low", "high", "p_value"))
    assert row["difference"] == 0


@pytest.mark.parametrize(("earlier", "later"), [([], [100]), ([100], []), ([], []), ([0], [100])])
def test_without_two_briefings_there_is_no_row(earlier: list[int], later: list[int]) -> None:
    counts = counted(风筝=([1] * len(earlier), [1] * len(later)))
    found = log_ratio(
        counts, paragraphs=spoken(earlier, later), by="term", earlier=EARLIER, later=LATER
    )
    assert found.empty
    assert list(found.columns) == ["term", *COLUMNS]


def test_input_frames_are_not_changed() -> None:
    counts, paragraphs = counted(风筝=([1, 2], [1, 1])), spoken([100, 90], [80, 70])
    before = counts.copy(deep=True), paragraphs.copy(deep=True)
    ratios(counts, paragraphs)
    pd.testing.assert_frame_equal(counts, before[0])
    pd.testing.assert_frame_equal(paragraphs, before[1])
