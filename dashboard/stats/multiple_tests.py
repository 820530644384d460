"""Multiple tests: which of many differences hold when all that were looked at are counted."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loaders.methods import Method

FALSE_SHARE = 0.10  # of the marked differences: as many may be false, on average

COLUMNS = ["q_value", "holm_p", "conclusive"]

_Floats = NDArray[np.float64]
_Name = TypeVar("_Name", bound=Hashable)


METHOD = Method(
    "multiple_tests",
    "dashboard/stats/multiple_tests.py",
    formulas=(
        "q(i) = min(m p(j) / j),  j ≥ i",
        "h(i) = min(1, max((m - j + 1) p(j))),  j ≤ i",
    ),
    units={"zero_to_one": "q_value, holm_p"},
    limits={"share": FALSE_SHARE},
    papers=(
        (
            "Benjamini, Y., and Hochberg, Y. (1995), Controlling the false discovery rate: a "
            "practical and powerful approach to multiple testing, Journal of the Royal "
            "Statistical Society, Series B 57(1)"
        ),
        (
            "Holm, S. (1979), A simple sequentially rejective multiple test procedure, "
            "Scandinavian Journal of Statistics 6(2)"
        ),
    ),
)


def multiple_tests(frames: Mapping[_Name, pd.DataFrame]) -> dict[_Name, pd.DataFrame]:
    """Correct the p-values of all `frames` together, as one family of m tests.

    With p sorted, p(1) the smallest:
    q_value = min over j ≥ i of m p(j) / j (Benjamini and Hochberg 1995): among the rows with a
    q_value of at most x, at most a share of x is expected to be false. holm_p = max over j ≤ i of
    (m - j + 1) p(j), at most 1 (Holm 1979): the chance that any row with a holm_p of at most x is
    false is at most x. Of a hundred rows, five have p < 5% by chance alone.

    conclusive: True where q_value is at most 10%. No other condition is needed: few paragraphs or
    few occurrences cannot have a small p-value. False means too little text, never "no difference".
    Where nothing differs, about 10% of pages have a false mark; `make simulate` measures it.

    frames: name -> frame with a column p_value, such as those of log_ratio; all that a page tests
    at once, so that no row is judged alone. A row with null as p_value was not tested: it is not in
    the family, and has null as q_value and holm_p. Rows of a frame with the same value in column
    `test`, if it has one, are one test: two groups that are each other's rest differ once.
    Returns each frame with COLUMNS added, under its name, with its rows in their order. The input
    is not changed; a frame without rows gets the columns too.

    Benjamini, Y., and Hochberg, Y. (1995), Controlling the false discovery rate, JRSS B 57(1).
    Holm, S. (1979), A simple sequentially rejective multiple test procedure, SJS 6(2).

    >>> words = pd.DataFrame({"term": ["风筝", "湖光"], "p_value": [0.001, 0.04]})
    >>> topics = pd.DataFrame({"topic_id": ["灯会", "龙舟"], "p_value": [0.9, None]})
    >>> multiple_tests({"words": words, "topics": topics})["words"]
      term  p_value  q_value  holm_p  conclusive
    0   风筝    0.001    0.003   0.003        True
    1   湖光    0.040    0.060   0.080        True
    """
    singly = {name: _p_values(frame) for name, frame in frames.items()}
    family = np.concatenate([*(each.to_numpy() for each in singly.values()), np.empty(0)])
    adjusted = pd.DataFrame({"q_value": _benjamini_hochberg(family), "holm_p": _holm(family)})
    corrected, end = {}, 0
    for name, frame in frames.items():
        own = adjusted.iloc[end : end + len(singly[name])].set_axis(singly[name].index)
        own = own.reindex(_tests(frame)).set_axis(frame.index)
        corrected[name] = frame.assign(**own, conclusive=own["q_value"] <= FALSE_SHARE)
        end += len(singly[name])
    return corrected


def null_untested(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame`, of multiple_tests, with null as `conclusive` of what was not tested."""
    stated = frame["conclusive"].astype("boolean")
    return frame.assign(conclusive=stated.where(frame["p_value"].notna()))


def family_size(frames: Mapping[_Name, pd.DataFrame]) -> int:
    """Return the number of tests in `frames`: see multiple_tests."""
    return sum(len(_p_values(frame)) for frame in frames.values())


def _p_values(frame: pd.DataFrame) -> pd.Series:
    """Return the p-value of each test of `frame`, indexed by _tests."""
    p_values = pd.Series(frame["p_value"].to_numpy(float), index=_tests(frame)).dropna()
    return p_values.loc[~p_values.index.duplicated()]


def _tests(frame: pd.DataFrame) -> pd.Index:
    """Return a value for each row, which the rows of one test share."""
    return pd.Index(frame["test"] if "test" in frame else range(len(frame)))


def _benjamini_hochberg(p_values: _Floats) -> _Floats:
    order = np.argsort(p_values)[::-1]
    ranks = np.arange(len(p_values), 0, -1)
    adjusted = np.empty(len(p_values))
    adjusted[order] = np.minimum.accumulate(p_values[order] * len(p_values) / ranks)
    return adjusted


def _holm(p_values: _Floats) -> _Floats:
    order = np.argsort(p_values)
    factors = np.arange(len(p_values), 0, -1)
    adjusted = np.empty(len(p_values))
    adjusted[order] = np.minimum(np.maximum.accumulate(p_values[order] * factors), 1)
    return adjusted
