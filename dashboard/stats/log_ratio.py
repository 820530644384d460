"""Log ratio: how many times as often one briefing uses a term as another, with an interval."""

from collections.abc import Collection

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.stats.random_deals import DEALS, random_deals
from dashboard.stats.rate_base import RATE_BASE
from dashboard.stats.ratio_interval import MIN_JOINT_OCCURRENCES, ratio_interval
from loaders.methods import Method

COLUMNS = [
    "earlier_occurrences", "later_occurrences", "earlier_characters", "later_characters",
    "earlier_rate", "later_rate", "difference", "log_ratio", "low", "high", "p_value",
]  # fmt: skip
# Where a row comes up more often, by count and by rate (see more_often).
SIDES_OF_MORE = ("later", "earlier", "level", "mixed")
MIN_LISTED = 4  # occurrences of a term on both sides together, to be listed and tested
_KEY = ["briefing_id", "paragraph"]

_Floats = NDArray[np.float64]


METHOD = Method(
    "log_ratio",
    "dashboard/stats/log_ratio.py",
    formulas=(
        "{per_10k} = 10,000 × {occurrences} / {characters}",
        "{difference} = {later_rate} - {earlier_rate}",
        "{log_ratio} = log2({later_rate} / {earlier_rate})",
    ),
    units={"per_10k": "earlier_rate, later_rate, difference", "log2": "log_ratio"},
    limits={"least": MIN_LISTED, "fewest": MIN_JOINT_OCCURRENCES},
    papers=("Hardie, A. (2014), Log Ratio: an informal introduction, CASS",),
)


def log_ratio(
    counts: pd.DataFrame,
    *,
    paragraphs: pd.DataFrame,
    by: str,
    earlier: str,
    later: str,
    ids: Collection[str] | None = None,
    deals: int = DEALS,
) -> pd.DataFrame:
    """Return the rate of each term, phrase or topic on two sides, their ratio and its interval.

    rate = 10,000 × occurrences / characters; difference = later rate - earlier rate, whose sign is
    the direction of a row.
    log_ratio = log2(later rate / earlier rate) (Hardie 2014): 0 is no difference, 1 twice, -1 half
    as often. Against a count of 0 there is no ratio: log_ratio, low and high are null.

    low, high: the 95% interval of log_ratio (see ratio_interval), also null where both sides
    together have fewer than 6 occurrences. p_value: how often the same paragraphs, dealt to the two
    sides at random, differ as much (see random_deals); null, that is not tested, with fewer than 6
    occurrences. Whether a difference holds among all that a page tests: multiple_tests.

    counts: briefing_id, paragraph, `by` and occurrences; several rows of one paragraph add up, and
    rows of paragraphs that are not in `paragraphs` are ignored. paragraphs: briefing_id, paragraph,
    characters of every compared paragraph, with or without an occurrence; turn, if turns are to be
    dealt too; and side, if the sides are not two briefings but, say, a speaker and all others. by:
    the column of `counts` that holds the ids, such as "topic_id". earlier, later: the two values of
    side, or else of briefing_id. ids: those to return, whether they occur or not; None for all that
    occur. deals: see random_deals.deal_count.
    Returns `by` and COLUMNS, a row for each id, sorted by `by`; no row where one of the sides has
    no paragraph. Swapping earlier and later changes the signs and nothing else; the order of
    rows changes nothing.

    Hardie, A. (2014), Log Ratio: an informal introduction, CASS.

    >>> spoken = pd.DataFrame({"briefing_id": ["去年"] * 8 + ["今年"] * 8,
    ...     "paragraph": [*range(8)] * 2, "characters": 100})
    >>> counts = spoken.assign(term="风筝", occurrences=[1, 0] * 4 + [5, 3] * 4)
    >>> found = log_ratio(counts, paragraphs=spoken, by="term", earlier="去年", later="今年")
    >>> found[["term", "earlier_rate", "later_rate", "log_ratio", "p_value"]].round(3)
      term  earlier_rate  later_rate  log_ratio  p_value
    0   风筝          50.0       400.0        3.0      0.0
    """
    side = "side" if "side" in paragraphs else "briefing_id"
    is_compared = paragraphs[side].isin([earlier, later]) & (paragraphs["characters"] > 0)
    spoken = paragraphs.loc[is_compared].set_index(_KEY, drop=False)
    is_later = spoken[side].eq(later)
    wide = _wide_counts(counts, spoken, by)
    wide = wide.reindex(columns=sorted(wide.columns if ids is None else set(ids)), fill_value=0)
    if wide.empty or is_later.all() or not is_later.any():
        return pd.DataFrame(columns=[by, *COLUMNS])
    tested = wide.loc[:, wide.sum() >= MIN_JOINT_OCCURRENCES]
    characters, turns = spoken["characters"], _turns(spoken)
    found = _rates(wide, characters, is_later)
    found = found.join(
        ratio_interval(tested, characters=characters, is_later=is_later, turns=turns)
    )
    found = found.join(
        random_deals(tested, characters=characters, is_later=is_later, turns=turns, deals=deals)
    )
    return found.rename_axis(by).reset_index()[[by, *COLUMNS]]


def more_often(rows: pd.DataFrame) -> pd.Series:
    """Return for each row the side in which it comes up more often, one of SIDES_OF_MORE.

    "later" or "earlier": both count and rate are higher there. "level": the counts are equal; the
    rates then differ by the lengths of the texts alone. "mixed": the side with the higher count
    does not have the higher rate. rows: rows of `log_ratio`.

    >>> rows = pd.DataFrame({"earlier_occurrences": [0, 3, 2, 4], "later_occurrences": [2, 1, 2, 5],
    ...     "earlier_rate": [0.0, 30.0, 20.0, 40.0], "later_rate": [15.0, 8.0, 15.0, 38.0]})
    >>> more_often(rows).tolist()
    ['later', 'earlier', 'level', 'mixed']
    """
    counts = rows["later_occurrences"] - rows["earlier_occurrences"]
    rates = rows["later_rate"] - rows["earlier_rate"]
    sides = pd.Series("mixed", index=rows.index)
    sides[(counts > 0) & (rates > 0)] = "later"
    sides[(counts < 0) & (rates < 0)] = "earlier"
    sides[counts == 0] = "level"
    return sides


def _wide_counts(counts: pd.DataFrame, spoken: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the occurrences: a row per paragraph of `spoken`, a column per id, sorted."""
    places = spoken.index.get_indexer(pd.MultiIndex.from_frame(counts[_KEY]))
    inside = counts.loc[places >= 0]
    ids = pd.Index(sorted(set(inside[by])), dtype=object)
    matrix = np.zeros((len(spoken), len(ids)))
    cells = (places[places >= 0], ids.get_indexer(pd.Index(inside[by])))
    np.add.at(matrix, cells, inside["occurrences"].to_numpy(dtype=float))
    return pd.DataFrame(matrix, index=spoken.index, columns=ids)


def _turns(spoken: pd.DataFrame) -> pd.Series | None:
    """Return a number for each paragraph's turn, None if `spoken` has no turns."""
    if "turn" not in spoken:
        return None
    return spoken.reset_index(drop=True).groupby(["briefing_id", "turn"]).ngroup()


def _rates(wide: pd.DataFrame, characters: pd.Series, is_later: pd.Series) -> pd.DataFrame:
    """Return the columns of COLUMNS that follow from the sums of each side."""
    columns: dict[str, object] = {}
    rates: list[_Floats] = []
    for name, mask in (("earlier", ~is_later), ("later", is_later)):
        base = int(characters.loc[mask].sum())
        sums = wide.loc[mask].sum().to_numpy(dtype=float)
        rates.append(RATE_BASE * sums / base)
        columns |= {f"{name}_occurrences": sums.astype(int), f"{name}_characters": base}
        columns[f"{name}_rate"] = rates[-1]
    has_ratio = (rates[0] > 0) & (rates[1] > 0)
    ratio = np.divide(rates[1], rates[0], out=np.ones(len(has_ratio)), where=has_ratio)
    columns["difference"] = rates[1] - rates[0]
    columns["log_ratio"] = np.where(has_ratio, np.log2(ratio), np.nan)
    return pd.DataFrame(columns, index=wide.columns)
