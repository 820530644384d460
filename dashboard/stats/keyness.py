"""Keyness: which words a text uses more, or less, than a reference text."""

import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.stats.rate_base import RATE_BASE
from loaders.methods import Method

COLUMNS = [
    "term", "n", "reference_n", "rate", "reference_rate",
    "g2", "bic", "log_ratio", "log_ratio_half",
]  # fmt: skip

_Counts = npt.NDArray[np.float64]


METHOD = Method(
    "keyness",
    "dashboard/stats/keyness.py",
    formulas=(
        "G² = 2 Σ O ln(O / E)",
        "E(a) = c (a + b) / N,  N = c + d",
        "BIC = |G²| - ln N",
        "{log_ratio} = log2((a / c) / (b / d))",
        "{log_ratio_half} = log2(((a + ½) / (c + 1)) / ((b + ½) / (d + 1)))",
    ),
    units={"none": "g2, bic", "log2": "log_ratio, log_ratio_half"},
    papers=(
        (
            "Dunning, T. (1993), Accurate methods for the statistics of surprise and coincidence, "
            "Computational Linguistics 19(1)"
        ),
        (
            "Wilson, A. (2013), Embracing Bayes factors for key item analysis in corpus "
            "linguistics, in New Approaches to the Study of Linguistic Variability, Peter Lang"
        ),
        "Hardie, A. (2014), Log Ratio: an informal introduction, CASS",
        "Evert, S. (2022), Measuring keyness, Digital Humanities 2022",
    ),
)


def keyness(
    target: pd.DataFrame,
    *,
    reference: pd.DataFrame,
    target_total: int,
    reference_total: int,
) -> pd.DataFrame:
    """Return the evidence (g2, bic) and size (log_ratio) of the difference in each term's use.

    g2 is the log-likelihood ratio of the 2 x 2 table term / other tokens by target / reference
    (Dunning 1993): with a and b the occurrences, c and d the totals, N = c + d,
    E(a) = c (a + b) / N and so on for all four cells, G2 = 2 sum O ln(O / E), where a cell of 0
    adds 0. g2 is positive where the target uses the term more, negative where it uses it less. With
    one degree of freedom |g2| > 3.84 is p < 0.05, 6.63 p < 0.01, 10.83 p < 0.001, for a single term
    looked at, not for the best of a list. bic = |g2| - ln N (Wilson 2013) allows for the size
    of the texts: above 2 is positive evidence that the use differs, below 0 evidence that it does
    not. log_ratio = log2((a / c) / (b / d)) (Hardie 2014): 1 is twice as often, -1 half as often;
    null where a or b is 0, since nothing against zero has a ratio.
    log_ratio_half = log2(((a + ½) / (c + 1)) / ((b + ½) / (d + 1))) (Evert 2022) adds ½ to all four
    cells, so that a count of 0 has a place in a ranking; it is no estimate of the ratio, and its
    sign may differ from that of the difference where the texts differ in size.

    Evert, S. (2022), Measuring Keyness, Digital Humanities 2022.

    target, reference: term, n (occurrences); rows of one term are added up. target_total,
    reference_total: the size of each text, in tokens or in characters; rate and reference_rate are
    occurrences per 10,000 of it.
    Returns COLUMNS, a row for each term that occurs, the largest g2 first, then by term. Where
    either total is 0, g2, bic and both log ratios are null; a rate is null where its total is 0.
    Where a count exceeds its total (occurrences may overlap, tokens do not), the text has no other
    tokens in the table. No term gives no row.

    >>> target = pd.DataFrame({"term": ["风筝", "网络"], "n": [20, 10]})
    >>> reference = pd.DataFrame({"term": ["风筝", "文明"], "n": [10, 30]})
    >>> found = keyness(target, reference=reference, target_total=1000, reference_total=1000)
    >>> found[["term", "n", "reference_n", "rate", "g2", "log_ratio"]].round(2)
      term   n  reference_n   rate     g2  log_ratio
    0   网络  10            0  100.0  13.91        NaN
    1   风筝  20           10  200.0   3.45        1.0
    2   文明   0           30    0.0 -42.05        NaN
    """
    counted = _merge_counts(target, reference)
    a, b = counted["n"].to_numpy(float), counted["reference_n"].to_numpy(float)
    comparable = target_total > 0 and reference_total > 0
    g2 = _g2(a, b, target_total, reference_total) if comparable else np.full(len(a), np.nan)
    penalty = math.log(target_total + reference_total) if comparable else math.nan
    out = counted.assign(
        rate=_rate(a, target_total),
        reference_rate=_rate(b, reference_total),
        g2=g2,
        bic=np.abs(g2) - penalty,
        log_ratio=_log_ratio(a, b, target_total, reference_total) if comparable else np.nan,
        log_ratio_half=(
            _log_ratio(a + 0.5, b + 0.5, target_total + 1, reference_total + 1)
            if comparable
            else np.nan
        ),
    )[COLUMNS]
    return out.sort_values(["g2", "term"], ascending=[False, True], ignore_index=True)


def _merge_counts(target: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """Return term, n and reference_n of every term that occurs in either text."""
    sides = {"n": target, "reference_n": reference}
    summed = {name: side.groupby("term", sort=True)["n"].sum() for name, side in sides.items()}
    both = pd.DataFrame(summed).fillna(0).astype("int64").rename_axis("term").reset_index()
    return both.loc[(both["n"] > 0) | (both["reference_n"] > 0)].reset_index(drop=True)


def _g2(a: _Counts, b: _Counts, c: int, d: int) -> _Counts:
    """Return the G² of each term, negative where it is rarer in the target.

    a, b: occurrences in target and reference; c, d: the totals of both.
    """
    other_a, other_b = np.maximum(c - a, 0), np.maximum(d - b, 0)
    target, reference = a + other_a, b + other_b
    total = target + reference
    share = (a + b) / total
    g2 = 2 * (
        _g2_term(a, target * share)
        + _g2_term(b, reference * share)
        + _g2_term(other_a, target * (1 - share))
        + _g2_term(other_b, reference * (1 - share))
    )
    direction = np.sign(a * reference - b * target)
    return np.asarray(direction * np.maximum(g2, 0.0))  # rounding can leave -1e-15


def _g2_term(observed: _Counts, expected: _Counts) -> _Counts:
    """Return O ln(O / E), and 0 where nothing was observed."""
    is_observed = observed > 0
    ratio = np.divide(observed, expected, out=np.ones_like(observed), where=is_observed)
    return np.asarray(observed * np.log(ratio))


def _log_ratio(a: _Counts, b: _Counts, c: int, d: int) -> _Counts:
    """Return log2 of the ratio of a / c to b / d, null where a or b is 0."""
    has_ratio = (a > 0) & (b > 0)
    ratio = np.divide(a / c, b / d, out=np.ones(len(a)), where=has_ratio)
    return np.where(has_ratio, np.log2(ratio), np.nan)


def _rate(n: _Counts, base: int) -> _Counts:
    return n / base * RATE_BASE if base else np.full(len(n), np.nan)
