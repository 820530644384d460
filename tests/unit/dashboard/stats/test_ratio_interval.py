"""The interval of a ratio, against a calculation by hand and one in plain Python."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from dashboard.stats.ratio_interval import COLUMNS, ratio_interval


def interval(
    earlier: Sequence[int],
    later: Sequence[int],
    *,
    sizes: Sequence[int] = (),
    turns: Sequence[int] = (),
) -> tuple[float, float]:
    """Return the interval of one term; each paragraph has 100 characters if `sizes` is empty."""
    count = len(earlier) + len(later)
    found = ratio_interval(
        pd.DataFrame({"风筝": [*earlier, *later]}),
        characters=pd.Series(sizes or [100] * count),
        is_later=pd.Series([False] * len(earlier) + [True] * len(later)),
        turns=pd.Series(turns) if turns else None,
    )
    assert found.columns.tolist() == COLUMNS
    return float(found["low"].iloc[0]), float(found["high"].iloc[0])


def test_a_calculation_by_hand() -> None:
    # Earlier: 4 in 400 characters, R = 0.01; x - R l = 1, -1, 1, -1 and so s = 4/3 * 4/16 = 1/3;
    # v = (3 * 1/3 + 3/4) / 6 = 0.291667. Later: 8 in 200 characters, R = 0.04; x - R l = 2, -2, so
    # s = 2 * 8/64 = 1/4; v = (1/4 + 3/8) / 4 = 0.15625. ln(0.04 / 0.01) = 1.386294;
    # 1.96 * sqrt(0.447917) = 1.311761. In units of ln 2 = 0.693147: 0.107529 and 3.892471.
    assert interval([2, 0, 2, 0], [6, 2]) == pytest.approx((0.107529, 3.892471), abs=2e-6)


def by_loops(
    earlier: Sequence[int], later: Sequence[int], sizes: Sequence[int]
) -> tuple[float, float]:
    total, rates = 0.0, []
    for x, lengths in ((earlier, sizes[: len(earlier)]), (later, sizes[len(earlier) :])):
        n, k = len(x), sum(x)
        rate = k / sum(lengths)
        squares = sum((a - rate * b) ** 2 for a, b in zip(x, lengths, strict=True))
        s = n / (n - 1) * squares / k**2
        total += ((n - 1) * s + 3 / k) / (n + 2)
        rates.append(rate)
    middle = math.log(rates[1] / rates[0])
    reach = 1.96 * math.sqrt(total)
    return (middle - reach) / math.log(2), (middle + reach) / math.log(2)


@pytest.mark.parametrize("seed", range(5))
def test_it_matches_loops_over_paragraphs(seed: int) -> None:
    draw = np.random.default_rng(seed)
    earlier, later = draw.integers(0, 4, 7).tolist(), draw.integers(0, 6, 12).tolist()
    sizes = draw.integers(20, 300, 19).tolist()
    expected = by_loops([*earlier, 1], [*later, 5], [*sizes[:7], 50, *sizes[7:], 90])
    found = interval([*earlier, 1], [*later, 5], sizes=[*sizes[:7], 50, *sizes[7:], 90])
    assert found == pytest.approx(expected)


def test_a_burst_has_the_wider_interval() -> None:
    even, burst = interval([1] * 6, [2] * 6), interval([1] * 6, [12, 0, 0, 0, 0, 0])
    assert burst[1] - burst[0] > 2 * (even[1] - even[0])


@pytest.mark.parametrize(
    ("earlier", "later"), [([0] * 9, [1] * 9), ([1] * 9, [0] * 9), ([2], [3]), ([0], [0])]
)
def test_a_side_of_0_or_five_in_all_have_no_interval(earlier: list[int], later: list[int]) -> None:
    assert all(math.isnan(end) for end in interval(earlier, later))


def test_one_paragraph_has_the_spread_of_independent_counts() -> None:
    # 1/4 + 1/9 is the variance of the log of a ratio of two Poisson counts.
    low, high = interval([4], [9])
    assert high - low == pytest.approx(2 * 1.96 * math.sqrt(1 / 4 + 1 / 9) / math.log(2))


def test_the_wider_of_paragraphs_and_turns_holds() -> None:
    """Ten turns on each side of four paragraphs: five of them say it in each paragraph."""
    turns = [n // 4 for n in range(80)]
    clustered = [1] * 20 + [0] * 20
    by_paragraph, by_turn = (
        interval(clustered, clustered),
        interval(clustered, clustered, turns=turns),
    )
    # By turn: x = 4 five times, 0 five times, k = 20; s = 10/9 * 10 * 4 / 400 = 1/9, and
    # v = (9 * 1/9 + 3/20) / 12 on each side.
    assert by_turn[1] == pytest.approx(1.96 * math.sqrt(2 * 1.15 / 12) / math.log(2))
    assert by_turn[1] > by_paragraph[1]
    nine = [min(turn, 18) for turn in turns]  # the later side has nine turns
    assert interval(clustered, clustered, turns=nine) == by_paragraph
    scattered = [1, 0, 0, 0] * 10  # one in each turn: turns vary less than paragraphs do
    assert interval(scattered, scattered, turns=turns) == interval(scattered, scattered)
