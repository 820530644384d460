"""The log ratio, against hand calculations and loops that share no code with it."""

import math
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.stats import log_ratio as module
from dashboard.stats.log_ratio import COLUMNS, DRAWS, in_shared_slots, log_ratio

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


def test_zero_counts_as_half_an_occurrence_in_the_ratio_only() -> None:
    row = ratios(counted(灯彩=([0, 0], [4, 4])), spoken([100, 100], [100, 100]))["灯彩"]
    assert row["earlier_rate"] == 0
    assert row["log_ratio"] == pytest.approx(math.log2(8 / 0.5))


def log2_of(counts: Sequence[float], sizes: Sequence[float]) -> float:
    """Return log2 of the second rate divided by the first; a count of 0 is taken as 0.5."""
    first, second = (count or 0.5 for count in counts)
    return math.log2((second / sizes[1]) / (first / sizes[0]))


def quantile(values: list[float], share: float) -> float:
    """Return the quantile of `values` at `share` (0 to 1), linearly interpolated."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def test_interval_matches_drawing_paragraphs_one_by_one() -> None:
    sides: Sides = ([3, 0, 1, 2, 0], [0, 5, 1, 4])
    sizes = ([120, 80, 150, 60, 90], [200, 40, 110, 70])
    generator = np.random.default_rng(module._SEED)
    drawn = [
        generator.multinomial(len(side), [1 / len(side)] * len(side), size=DRAWS).tolist()
        for side in sides
    ]
    draws = []
    for pair in zip(*drawn, strict=True):
        sums, bases = [0.0, 0.0], [0.0, 0.0]
        for place, times in enumerate(pair):
            for paragraph, often in enumerate(times):
                sums[place] += often * sides[place][paragraph]
                bases[place] += often * sizes[place][paragraph]
        draws.append(log2_of(sums, bases))
    row = ratios(counted(风筝=sides), spoken(*sizes))["风筝"]
    assert row["low"] == pytest.approx(quantile(draws, 0.025))
    assert row["high"] == pytest.approx(quantile(draws, 0.975))
    assert row["low"] < row["log_ratio"] < row["high"]


def test_p_value_is_the_share_of_deals_as_far_apart() -> None:
    # Every way of dealing eight paragraphs, four to each briefing: 70 of them.
    sides: Sides = ([5, 3, 4, 0], [1, 0, 2, 1])
    sizes = [100, 120, 90, 140, 110, 100, 130, 80]
    counts = [*sides[0], *sides[1]]

    def dealt(later: Sequence[int]) -> float:
        rest = [place for place in range(8) if place not in later]
        pairs = [
            (sum(counts[i] for i in part), sum(sizes[i] for i in part)) for part in (rest, later)
        ]
        return log2_of([n for n, _ in pairs], [size for _, size in pairs])

    observed = abs(dealt([4, 5, 6, 7]))
    deals = [abs(dealt(later)) >= observed - 1e-9 for later in combinations(range(8), 4)]
    exact = sum(deals) / len(deals)
    row = ratios(counted(风筝=sides), spoken(sizes[:4], sizes[4:]))["风筝"]
    spread = math.sqrt(exact * (1 - exact) / DRAWS)
    assert len(deals) == 70
    assert row["p_value"] == pytest.approx(exact, abs=4 * spread)


def test_a_count_of_zero_is_conclusive_only_with_a_low_p_value() -> None:
    # In four of sixteen paragraphs, all in one briefing: the interval leaves out 0, since a count
    # of nothing has no spread, but one deal in 13 does as much: 2 * C(8, 4) / C(16, 4) = 0.077.
    few: Sides = ([0] * 8, [2, 2, 2, 2, 0, 0, 0, 0])
    many: Sides = ([0] * 8, [2, 1, 3, 1, 2, 2, 1, 1])
    found = ratios(counted(少=few, 多=many), spoken([100] * 8, [100] * 8))
    assert found["少"]["low"] > 0
    assert found["少"]["p_value"] == pytest.approx(0.077, abs=0.025)
    assert not found["少"]["conclusive"]
    assert found["多"]["conclusive"]


def test_fewer_than_six_occurrences_are_never_conclusive() -> None:
    # One deal in 39 puts five paragraphs of sixteen on one side: 2 * C(8, 5) / C(16, 5) = 0.026.
    five: Sides = ([0] * 8, [1, 1, 1, 1, 1, 0, 0, 0])
    six: Sides = ([0] * 8, [1, 1, 1, 1, 1, 1, 0, 0])
    found = ratios(counted(五=five, 六=six), spoken([100] * 8, [100] * 8))
    assert found["五"]["low"] > 0
    assert found["五"]["p_value"] == pytest.approx(0.026, abs=0.015)
    assert not found["五"]["conclusive"]
    assert found["六"]["conclusive"]


def test_a_burst_in_one_paragraph_is_not_conclusive() -> None:
    burst: Sides = ([1, 0, 0, 0, 0, 0], [30, 0, 0, 0, 0, 0])
    spread: Sides = ([1, 0, 0, 0, 0, 0], [5, 5, 5, 5, 5, 5])
    found = ratios(counted(连说=burst, 常说=spread), spoken([100] * 6, [100] * 6))
    assert found["连说"]["log_ratio"] == found["常说"]["log_ratio"]
    assert not found["连说"]["conclusive"]
    assert found["常说"]["conclusive"]


def test_one_paragraph_on_each_side_is_never_conclusive() -> None:
    row = ratios(counted(风筝=([1], [90])), spoken([100], [100]))["风筝"]
    assert (row["low"], row["high"]) == (row["log_ratio"], row["log_ratio"])
    assert row["p_value"] == 1
    assert not row["conclusive"]


def test_order_of_rows_changes_nothing() -> None:
    counts = counted(风筝=([3, 0, 1], [0, 5, 1]), 湖光=([1, 1, 0], [2, 0, 0]))
    paragraphs = spoken([120, 80, 150], [200, 40, 110])
    once = ratios(counts, paragraphs)
    assert ratios(counts.iloc[::-1], paragraphs.iloc[::-1]) == once
    assert ratios(counts, paragraphs) == once


def test_rows_of_one_paragraph_add_up_and_others_do_not_count() -> None:
    paragraphs = spoken([100, 100], [100, 100])
    counts = counted(风筝=([1, 2], [1, 1]))
    beyond = counts.assign(paragraph=9)
    other = counts.assign(briefing_id="kite-2030")
    row = ratios(pd.concat([counts, counts, beyond, other]), paragraphs)["风筝"]
    assert (row["earlier_occurrences"], row["later_occurrences"]) == (6, 4)


def test_rare_terms_are_left_out_unless_kept() -> None:
    paragraphs = spoken([100, 100], [100, 100])
    counts = counted(常=([2, 1], [1, 0]), 稀=([1, 0], [0, 0]))
    assert set(ratios(counts, paragraphs, min_occurrences=4)) == {"常"}
    kept = ratios(counts, paragraphs, min_occurrences=4, keep=["稀", "无"])
    assert list(kept) == sorted(["常", "稀", "无"])
    assert (kept["无"]["earlier_occurrences"], kept["无"]["later_rate"]) == (0, 0)


def test_a_term_that_neither_uses_has_no_ratio() -> None:
    # If the halves in place of 0 were compared, the longer briefing would seem to use it less.
    paragraphs = spoken([10] * 10, [100] * 10)
    row = ratios(counted(风筝=([1] * 10, [1] * 10)), paragraphs, keep=["无"])["无"]
    assert all(math.isnan(row[name]) for name in ("log_ratio", "low", "high", "p_value"))
    assert not row["conclusive"]


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


def test_only_slots_of_both_briefings_are_kept() -> None:
    slots = ["host_city", "association", "host_city", "convening_body"]
    said = spoken([10, 20], [30, 40]).assign(slot=slots)
    shared = in_shared_slots(said, earlier=EARLIER, later=LATER)
    assert shared["characters"].tolist() == [10, 30]
    assert in_shared_slots(said.iloc[:2], earlier=EARLIER, later=LATER).empty
    assert in_shared_slots(said.iloc[:0], earlier=EARLIER, later=LATER).empty
