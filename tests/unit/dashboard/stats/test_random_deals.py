"""Random deals, against all deals counted one by one and against scipy."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from scipy.stats import permutation_test

from dashboard.stats.random_deals import DEALS, MANY_DEALS, deal_count, random_deals

SIZES = [100, 120, 90, 140, 110, 100, 130, 80]
COUNTS = [5, 3, 4, 0, 1, 0, 2, 1]


def p_value(counts: Sequence[int], sizes: Sequence[int], earlier: int, deals: int = DEALS) -> float:
    """Return the p-value of one term; the first `earlier` paragraphs are those of one side."""
    is_later = pd.Series([n >= earlier for n in range(len(counts))])
    found = random_deals(
        pd.DataFrame({"风筝": counts}), characters=pd.Series(sizes), is_later=is_later, deals=deals
    )
    return float(found["风筝"])


def test_all_deals_counted_one_by_one() -> None:
    """Deal eight paragraphs, three to one side, in all 56 ways; 5 in the two shortest is most."""
    total, characters = sum(COUNTS), sum(SIZES)

    def excess(side: Sequence[int]) -> float:
        share = sum(SIZES[place] for place in side) / characters
        return abs(sum(COUNTS[place] for place in side) - share * total)

    deals = [excess(side) >= excess([0, 1, 2]) - 1e-9 for side in combinations(range(8), 3)]
    exact = sum(deals) / len(deals)
    assert len(deals) == 56
    assert p_value(COUNTS, SIZES, 3) == pytest.approx(exact, abs=0.01)
    assert 0 < exact < 0.2


@pytest.mark.parametrize("earlier", [3, 4, 5])
def test_the_p_value_is_that_of_scipy(earlier: int) -> None:
    """All ways of dealing, by scipy: the two agree within the error of random deals."""
    rows = np.arange(8)
    share = np.array(SIZES) / sum(SIZES)
    excesses = np.array(COUNTS) - share * sum(COUNTS)

    def statistic(side: NDArray[np.int64], _other: NDArray[np.int64]) -> float:
        return abs(float(excesses[side.astype(int)].sum()))

    exact = permutation_test(
        (rows[:earlier], rows[earlier:]),
        statistic,
        permutation_type="independent",
        alternative="greater",
        n_resamples=np.inf,
    ).pvalue
    spread = np.sqrt(exact * (1 - exact) / DEALS)
    assert p_value(COUNTS, SIZES, earlier) == pytest.approx(exact, abs=4 * spread + 1 / DEALS)


def test_many_hits_end_the_deals_early() -> None:
    """A p-value above 10% is that of the deals made until 2,000 of them were hits."""
    counts, sizes = [3, 1, 0, 2, 2, 0, 1, 3], [100] * 8
    value = p_value(counts, sizes, 4)
    # Six on each side: every deal differs at least as much.
    assert value == 1
    uneven = p_value([3, 1, 0, 3, 2, 0, 1, 2], sizes, 4)
    hits = sum(abs(sum(side) - 6) >= 1 for side in combinations([3, 1, 0, 3, 2, 0, 1, 2], 4))
    assert uneven == pytest.approx(hits / 70, abs=4 * np.sqrt(0.25 / 2_500))


def test_no_p_value_is_zero() -> None:
    counts = [0] * 20 + [5] * 20
    assert p_value(counts, [100] * 40, 20) == 1 / (1 + DEALS)
    assert p_value(counts, [100] * 40, 20, deals=99) == 0.01


def test_equal_paragraphs_never_differ() -> None:
    assert p_value([2] * 8, [100] * 8, 4) == 1
    assert p_value([1, 2, 3, 4] * 2, [10, 20, 30, 40] * 2, 4) == 1  # in proportion to their length


@pytest.mark.parametrize("earlier", [0, 8])
def test_an_empty_side_shows_nothing(earlier: int) -> None:
    assert p_value(COUNTS, SIZES, earlier) == 1


def test_neither_order_nor_other_terms_matter() -> None:
    draw = np.random.default_rng(7)
    counts = pd.DataFrame(draw.poisson(1.0, (30, 40)), columns=[f"词{n}" for n in range(40)])
    characters = pd.Series(draw.integers(20, 200, 30))
    is_later = pd.Series(draw.random(30) < 0.3)
    found = random_deals(counts, characters=characters, is_later=is_later)
    mixed = draw.permutation(30)
    again = random_deals(
        counts.iloc[mixed, ::-1], characters=characters[mixed], is_later=is_later[mixed]
    )
    swapped = random_deals(counts, characters=characters, is_later=~is_later)
    alone = random_deals(counts[["词7"]], characters=characters, is_later=is_later)
    assert found.to_dict() == again.to_dict() == swapped.to_dict()
    assert alone["词7"] == found["词7"]


def test_many_tests_need_more_deals() -> None:
    assert (deal_count(0), deal_count(1500), deal_count(1501)) == (DEALS, DEALS, MANY_DEALS)
    # The smallest p-value that deals can give must remain after the correction for so many.
    assert 1500 / (1 + DEALS) < 0.1 < 2500 / (1 + DEALS)
    assert 9000 / (1 + MANY_DEALS) < 0.1
