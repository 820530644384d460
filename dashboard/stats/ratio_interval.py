"""Ratio interval: how far the ratio of two rates can be from the ratio that was counted."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loaders.methods import Method

MIN_TURNS = 10  # on each side, for intervals and deals by turn
# A side that counts 0 has no ratio. All of five occurrences fall into one of two equal texts by
# chance once in sixteen times, all of six once in thirty-two: below six nothing is concluded.
MIN_JOINT_OCCURRENCES = 6
_NORMAL = 1.96  # the middle 95% of a normal distribution ends here
_POISSON_WEIGHT = 3  # degrees of freedom that the Poisson variance counts for

COLUMNS = ["low", "high"]

_Floats = NDArray[np.float64]


METHOD = Method(
    "ratio_interval",
    "dashboard/stats/ratio_interval.py",
    formulas=(
        "{low}, {high} = (ln(R2 / R1) ± 1.96 √(v1 + v2)) / ln 2",
        "R = k / Σl,  k = Σx",
        "v = [(n - 1) s + 3 / k] / (n + 2)",
        "s = n / (n - 1) · Σ(x - R l)² / k²",
    ),
    units={"log2": "low, high"},
    limits={"fewest": MIN_JOINT_OCCURRENCES, "turns": MIN_TURNS},
    papers=("Cochran, W. G. (1977), Sampling Techniques, third edition, Wiley",),
)


def ratio_interval(
    counts: pd.DataFrame,
    *,
    characters: pd.Series,
    is_later: pd.Series,
    turns: pd.Series | None = None,
) -> pd.DataFrame:
    """Return the 95% interval of the log ratio of each id's rates on two sides.

    low, high = (ln(R2 / R1) ± 1.96 √(v1 + v2)) / ln 2, in which R = k / Σl is the rate of a side: x
    its occurrences in each of n paragraphs, l their characters, k = Σx.
    v = [(n - 1) s + 3 / k] / (n + 2), where s = n / (n - 1) · Σ(x - R l)² / k².

    s is the variance of the log of a ratio estimator (Cochran 1977), so that words which come in
    bursts get a wide interval; 1 / k, the variance of independent (Poisson) counts, is averaged
    with it as if it were known from 3 paragraphs more, since a dozen paragraphs alone give too
    small an s too often. `make simulate` measures what share of the intervals holds the true ratio
    on the tables of the bundled briefings, and the page Methods shows it.

    counts: a row per paragraph, a column per id, occurrences. characters, is_later, turns: for each
    row of `counts`, in the same order, its characters, True for the later side, and its turn. With
    turns, and ten or more of them on each side, v is also worked out with turns in place of
    paragraphs, and the larger v holds.
    Returns COLUMNS, in the base-2 logarithm of the ratio, indexed by the columns of `counts`. Null
    where a side counts 0 or both together fewer than 6.

    Cochran, W. G. (1977), Sampling Techniques, third edition.

    >>> counts = pd.DataFrame({"风筝": [2, 0, 1, 3, 4, 5], "湖光": [0, 0, 0, 3, 2, 3]})
    >>> is_later = pd.Series([False, False, False, True, True, True])
    >>> ratio_interval(counts, characters=pd.Series([100] * 6), is_later=is_later).round(2)
         low  high
    风筝  0.23  3.77
    湖光   NaN   NaN
    """
    matrix, lengths = counts.to_numpy(dtype=float), characters.to_numpy(dtype=float)
    side = is_later.to_numpy(dtype=bool)
    variance = _variance(matrix, lengths, side)
    summed = sum_by_turn(counts, characters=characters, is_later=is_later, turns=turns)
    if summed is not None:
        variance = np.maximum(variance, _variance(*summed))
    earlier, later = matrix[~side].sum(axis=0), matrix[side].sum(axis=0)
    has_ratio = (earlier > 0) & (later > 0)
    is_shown = has_ratio & (earlier + later >= MIN_JOINT_OCCURRENCES)
    ratio = np.full(len(earlier), np.nan)
    bases = lengths[~side].sum(), lengths[side].sum()
    ratio[is_shown] = np.log(later[is_shown] / bases[1]) - np.log(earlier[is_shown] / bases[0])
    reach = _NORMAL * np.sqrt(variance)
    ends = {"low": (ratio - reach) / np.log(2), "high": (ratio + reach) / np.log(2)}
    return pd.DataFrame(ends, index=counts.columns)


def sum_by_turn(
    counts: pd.DataFrame,
    *,
    characters: pd.Series,
    is_later: pd.Series,
    turns: pd.Series | None,
) -> tuple[_Floats, _Floats, NDArray[np.bool_]] | None:
    """Sum paragraphs by turn, if each side has MIN_TURNS turns or more; else return None.

    The arguments are those of ratio_interval. Returns the counts (a row per turn), the characters
    and the side of each turn. A turn with paragraphs on both sides is one turn of each.
    """
    if turns is None:
        return None
    keys = [turns.to_numpy(), is_later.to_numpy(dtype=bool)]
    frame = counts.reset_index(drop=True)
    sizes = pd.Series(characters.to_numpy(dtype=float)).groupby(keys).sum()
    side = sizes.index.get_level_values(1).to_numpy(dtype=bool)
    if min(side.sum(), (~side).sum()) < MIN_TURNS:
        return None
    return frame.groupby(keys).sum().to_numpy(dtype=float), sizes.to_numpy(dtype=float), side


def _variance(matrix: _Floats, lengths: _Floats, is_later: NDArray[np.bool_]) -> _Floats:
    """Return v1 + v2 of each column of `matrix`; the part of a side that counts 0 is 0."""
    return np.asarray(sum(_side_variance(matrix[s], lengths[s]) for s in (~is_later, is_later)))


def _side_variance(matrix: _Floats, lengths: _Floats) -> _Floats:
    n, total = len(lengths), matrix.sum(axis=0)
    occurs = total > 0
    inverse = np.divide(1, total, out=np.zeros(len(total)), where=occurs)
    residuals = matrix - np.outer(lengths, total / max(lengths.sum(), 1))
    # (n - 1) s: a side of one paragraph has no spread, and v is that of independent counts.
    spread = n * (residuals**2).sum(axis=0) * inverse**2
    return np.asarray((spread + _POISSON_WEIGHT * inverse) / (n - 1 + _POISSON_WEIGHT))
