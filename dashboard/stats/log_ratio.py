"""Log ratio: how many times as often one briefing uses a term as another, with an interval."""

from collections.abc import Collection

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.stats.keyness import RATE_BASE

DRAWS = 2_000
CONFIDENCE_LEVEL = 0.95
ZERO_COUNT = 0.5  # replaces a count of 0, so that a ratio has a value
# All of five occurrences fall into one of two equal texts by chance once in sixteen times, all of
# six once in thirty-two.
MIN_JOINT_OCCURRENCES = 6
# Fewer paragraphs have fewer different draws than DRAWS (4 to the 4th is 256), and the interval
# would be that of a handful of values.
MIN_PARAGRAPHS = 5
_SEED = 20_220_828

COLUMNS = [
    "earlier_occurrences", "later_occurrences", "earlier_characters", "later_characters",
    "earlier_rate", "later_rate", "difference", "log_ratio", "low", "high", "p_value", "conclusive",
]  # fmt: skip

_Floats = NDArray[np.float64]


def in_shared_slots(paragraphs: pd.DataFrame, *, earlier: str, later: str) -> pd.DataFrame:
    """Return the rows of `paragraphs` whose slot occurs in both briefings, `earlier` and `later`.

    paragraphs: briefing_id, slot and any other columns, all of which are returned. earlier, later:
    ids of briefings. Empty input gives no row.

    >>> said = pd.DataFrame({"briefing_id": ["去年", "今年", "今年"],
    ...     "slot": ["host_city", "host_city", "association"], "characters": [70, 80, 90]})
    >>> in_shared_slots(said, earlier="去年", later="今年")["characters"].tolist()
    [70, 80]
    """
    spoke = paragraphs.groupby("slot")["briefing_id"].agg(set)
    both = [slot for slot, briefings in spoke.items() if {earlier, later} <= briefings]
    return paragraphs.loc[paragraphs["slot"].isin(both)]


def log_ratio(
    counts: pd.DataFrame,
    *,
    paragraphs: pd.DataFrame,
    by: str,
    earlier: str,
    later: str,
    min_occurrences: int = 1,
    keep: Collection[str] = (),
) -> pd.DataFrame:
    """Return the rate of each term, phrase or topic in two briefings, their ratio and its interval.

    rate = 10,000 × occurrences / characters; difference = later rate - earlier rate.
    log_ratio = log2(later rate / earlier rate) (Hardie 2014): 0 is no difference, 1 twice, -1 half
    as often; a count of 0 is replaced by 0.5 in this ratio, also in every draw.

    low, high: the middle 95% of the log ratio over 2,000 draws that resample the *paragraphs* of
    each briefing with replacement (Efron and Tibshirani 1993, percentile interval). Words are not
    drawn one by one: they come in bursts, and a paragraph is what a speaker decides to say
    (Lijffijt and others 2016).

    p_value: how often a log ratio of either sign is at least as large as this one when the same
    paragraphs are dealt to the two briefings at random, (1 + hits) / (1 + 2,000) (Phipson and Smyth
    2010).

    conclusive: True where the interval excludes 0, p_value is below 5%, both briefings together
    have 6 occurrences or more, and each has 5 paragraphs or more. Drawn from a dozen paragraphs,
    the interval alone is too narrow, and a count of 0 has no spread: where the paragraphs of the
    bundled briefings are dealt at random, the interval calls 8 to 10% of terms different, all four
    conditions together 2 to 3%. False means too little text, never "no difference".

    counts: briefing_id, paragraph, `by` and occurrences; several rows of one paragraph add up, and
    rows of paragraphs that are not in `paragraphs` are ignored. paragraphs: briefing_id, paragraph,
    characters of every compared paragraph, with or without an occurrence. by: the column of
    `counts` that holds the ids, such as "topic_id". earlier, later: ids of briefings.
    min_occurrences: leave out ids with fewer occurrences in both briefings together, except those
    of `keep`. An id of `keep` that never occurs has null as log_ratio, low, high and p_value. The
    seed is fixed: the same rows give the same figures, in any order.
    Returns `by` and COLUMNS, sorted by `by`; no row where one of the briefings has no paragraph or
    nothing is counted. With fewer than 5 paragraphs on a side, no row is conclusive.

    Efron, B., and Tibshirani, R. (1993), An Introduction to the Bootstrap. Hardie, A. (2014), Log
    Ratio: an informal introduction, CASS. Lijffijt, J., and others (2016), Significance testing of
    word frequencies in corpora, DSH 31(2). Phipson, B., and Smyth, G. K. (2010), Permutation
    p-values should never be zero, SAGMB 9(1).

    >>> spoken = pd.DataFrame({"briefing_id": ["去年"] * 8 + ["今年"] * 8,
    ...     "paragraph": [*range(8)] * 2, "characters": 100})
    >>> counts = spoken.assign(term="风筝", occurrences=[1, 0] * 4 + [5, 3] * 4)
    >>> found = log_ratio(counts, paragraphs=spoken, by="term", earlier="去年", later="今年")
    >>> found[["term", "earlier_rate", "later_rate", "log_ratio", "conclusive"]]
      term  earlier_rate  later_rate  log_ratio  conclusive
    0   风筝          50.0       400.0        3.0   True
    """
    compared = paragraphs["briefing_id"].isin([earlier, later]) & (paragraphs["characters"] > 0)
    # Sorted, since draws pick a paragraph by position: the order of the rows must not matter.
    spoken = paragraphs.loc[compared].sort_values(["briefing_id", "paragraph"])
    is_later = spoken["briefing_id"].eq(later).to_numpy()
    keys, matrix = _count_matrix(counts, spoken, by, keep)
    wanted = (matrix.sum(axis=0) >= min_occurrences) | np.isin(keys, list(keep))
    keys, matrix = keys[wanted], matrix[:, wanted]
    if not keys.size or is_later.all() or not is_later.any():
        return pd.DataFrame(columns=[by, *COLUMNS])
    return pd.DataFrame({by: keys, **_compare(matrix, spoken["characters"], is_later)})


def _compare(
    matrix: _Floats, characters: pd.Series, is_later: NDArray[np.bool_]
) -> dict[str, object]:
    lengths = characters.to_numpy(dtype=float)
    earlier, later = (matrix[side].sum(axis=0) for side in (~is_later, is_later))
    bases = [lengths[side].sum() for side in (~is_later, is_later)]
    observed = _log_ratio(earlier, later, *bases)
    low, high = _interval(matrix, lengths, is_later)
    p_value = _p_values(matrix, lengths, is_later, observed)
    rates = RATE_BASE * earlier / bases[0], RATE_BASE * later / bases[1]
    occurs, is_frequent = earlier + later > 0, earlier + later >= MIN_JOINT_OCCURRENCES
    has_paragraphs = min(is_later.sum(), (~is_later).sum()) >= MIN_PARAGRAPHS
    is_significant = ((low > 0) | (high < 0)) & (p_value < 1 - CONFIDENCE_LEVEL)
    conclusive = has_paragraphs & is_frequent & is_significant
    counts = earlier.astype(int), later.astype(int)
    columns = [*counts, *map(int, bases), *rates, rates[1] - rates[0]]
    ratios = [np.where(occurs, values, np.nan) for values in (observed, low, high, p_value)]
    return dict(zip(COLUMNS, [*columns, *ratios, conclusive], strict=True))


def _count_matrix(
    counts: pd.DataFrame, paragraphs: pd.DataFrame, by: str, keep: Collection[str]
) -> tuple[NDArray[np.object_], _Floats]:
    """Return the sorted ids, and a matrix of occurrences: a row per paragraph, a column per id."""
    keys = ["briefing_id", "paragraph"]
    rows = paragraphs[keys].assign(row=np.arange(len(paragraphs)))
    inside = counts[[*keys, by, "occurrences"]].merge(rows, on=keys)
    ids = pd.Index(sorted({*inside[by], *keep}), dtype=object)
    matrix = np.zeros((len(rows), len(ids)))
    cells = (inside["row"].to_numpy(), ids.get_indexer(pd.Index(inside[by])))
    np.add.at(matrix, cells, inside["occurrences"].to_numpy(dtype=float))
    return ids.to_numpy(), matrix


def _log_ratio(
    earlier: _Floats, later: _Floats, earlier_base: _Floats, later_base: _Floats
) -> _Floats:
    counted = [np.where(count == 0, ZERO_COUNT, count) for count in (earlier, later)]
    ratio: _Floats = np.log2(counted[1] / later_base) - np.log2(counted[0] / earlier_base)
    return ratio


def _interval(
    matrix: _Floats, characters: _Floats, is_later: NDArray[np.bool_]
) -> tuple[_Floats, _Floats]:
    """Return the ends of the bootstrap interval of the log ratio, for each column of `matrix`."""
    generator = np.random.default_rng(_SEED)
    sums, bases = [], []
    for side in (~is_later, is_later):
        size = int(side.sum())
        # One row per draw: how often each paragraph of the briefing is drawn.
        times_drawn = generator.multinomial(size, np.full(size, 1 / size), size=DRAWS).astype(float)
        sums.append(times_drawn @ matrix[side])
        bases.append((times_drawn @ characters[side])[:, np.newaxis])
    tail = (1 - CONFIDENCE_LEVEL) / 2
    low, high = np.quantile(_log_ratio(*sums, *bases), [tail, 1 - tail], axis=0)
    return low, high


def _p_values(
    matrix: _Floats, characters: _Floats, is_later: NDArray[np.bool_], observed: _Floats
) -> _Floats:
    """Return the p-value of each column: the share of deals with a ratio as large as `observed`."""
    generator = np.random.default_rng(_SEED)
    dealt = generator.permuted(np.tile(is_later.astype(float), (DRAWS, 1)), axis=1)
    sums = (matrix.sum(axis=0) - dealt @ matrix, dealt @ matrix)
    base = (dealt @ characters)[:, np.newaxis]
    ratios = _log_ratio(*sums, characters.sum() - base, base)
    # Sums of the same paragraphs in another order may differ in the last digit.
    hits = (np.abs(ratios) >= np.abs(observed) - 1e-9).sum(axis=0)
    p_values: _Floats = (1 + hits) / (1 + DRAWS)
    return p_values
