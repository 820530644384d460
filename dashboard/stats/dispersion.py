"""Dispersion: whether a topic runs through a briefing or is concentrated in one part of it."""

from collections.abc import Sequence

import pandas as pd

from dashboard.stats.topic_frequency import MIN_OCCURRENCES
from loaders.methods import Method

COLUMNS = [
    "briefing_id", "topic_id", "occurrences", "parts", "parts_hit", "dp", "dp_unnormalised",
    "sufficient",
]  # fmt: skip
_KEY = ["briefing_id", "topic_id"]


METHOD = Method(
    "dispersion",
    "dashboard/stats/dispersion.py",
    formulas=("DP_0 = Σ |v_i - s_i| / 2", "DP = DP_0 / (1 - min s_i)"),
    units={"zero_to_one": "dp, dp_unnormalised"},
    limits={"least": MIN_OCCURRENCES},
    papers=(
        (
            "Gries, S. Th. (2008), Dispersions and adjusted frequencies in corpora, International "
            "Journal of Corpus Linguistics 13(4)"
        ),
        (
            "Lijffijt, J., and Gries, S. Th. (2012), Correction to Stefan Th. Gries' Dispersions "
            "and adjusted frequencies in corpora, International Journal of Corpus Linguistics 17(1)"
        ),
    ),
)


def dispersion(
    hits: pd.DataFrame,
    *,
    topics: Sequence[str],
    parts: pd.DataFrame,
    min_occurrences: int = MIN_OCCURRENCES,
) -> pd.DataFrame:
    """Return the deviation of proportions (DP) of each topic over the turns of each briefing.

    With s_i the share of a briefing's characters that turn i holds and v_i the share of the topic's
    occurrences in it, dp_unnormalised = sum |v_i - s_i| / 2 (Gries 2008); dp = dp_unnormalised /
    (1 - min(s_i)), so that it can reach 1 (Lijffijt and Gries 2012). Of dp, 0: the topic comes up
    in every turn in proportion to the length of the turn. 1: all its occurrences are in the
    shortest turn. Few occurrences cannot spread over many turns, so DP is biased upwards where they
    are few; `sufficient` is False where the topic has fewer than `min_occurrences`.

    S. Th. Gries, "Dispersions and adjusted frequencies in corpora", International Journal of Corpus
    Linguistics 13(4), 2008; J. Lijffijt and S. Th. Gries, correction to it, 17(1), 2012.

    hits: rows of `selection.hits`. parts: one row per turn, with or without a hit: briefing_id,
    turn and characters.
    Returns COLUMNS, a row for each briefing and topic, both in the order given; parts_hit counts
    the turns with an occurrence. Both are null where nothing occurs and where a briefing has only
    one turn. No turn or no topic gives no row.

    >>> hits = pd.DataFrame({"briefing_id": "b", "turn": [1, 2], "topic_id": "风筝",
    ...     "occurrences": [3, 1]})
    >>> parts = pd.DataFrame({"briefing_id": "b", "turn": [1, 2], "characters": [40, 60]})
    >>> found = dispersion(hits, topics=["风筝"], parts=parts)
    >>> found[["topic_id", "occurrences", "dp", "dp_unnormalised"]].round(3)
      topic_id  occurrences     dp  dp_unnormalised
    0       风筝            4  0.583             0.35
    """
    sizes = parts.groupby("briefing_id", sort=False)["characters"]
    shares = parts.assign(size=parts["characters"] / sizes.transform("sum"))
    totals = shares.groupby("briefing_id", sort=False)["size"].agg(["size", "min"]).reset_index()
    totals.columns = ["briefing_id", "parts", "min_size"]
    sums = _sum_deviations(hits, shares)
    grid = totals.merge(pd.DataFrame({"topic_id": list(topics)}, dtype=object), how="cross")
    out = grid.merge(sums, how="left", on=_KEY)
    counts = {name: out[name].astype("Int64").fillna(0) for name in ("occurrences", "parts_hit")}
    # A turn without an occurrence deviates by its own share of the characters.
    raw = (out["off"] + 1 - out["inside"]) / 2
    normalised = raw / (1 - out["min_size"])
    has_parts = out["parts"] > 1
    return out.assign(
        **counts,
        dp=normalised.where(has_parts).astype("Float64"),
        dp_unnormalised=raw.where(has_parts).astype("Float64"),
        sufficient=counts["occurrences"].ge(min_occurrences).astype(bool),
    )[COLUMNS]


def _sum_deviations(hits: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """Sum the figures of the turns in which a topic occurs, per briefing and topic.

    Returns occurrences, parts_hit (the number of these turns), off (their sum of |v_i - s_i|) and
    inside (their sum of s_i), with v_i and s_i as in `dispersion`.
    """
    counted = hits.groupby([*_KEY, "turn"], as_index=False)["occurrences"].sum()
    sized = counted.merge(shares[["briefing_id", "turn", "size"]], on=["briefing_id", "turn"])
    total = sized.groupby(_KEY)["occurrences"].transform("sum")
    off = (sized["occurrences"] / total - sized["size"]).abs()
    grouped = sized.assign(off=off, parts_hit=1, inside=sized["size"]).groupby(_KEY)
    sums: pd.DataFrame = grouped[["occurrences", "parts_hit", "off", "inside"]].sum()
    return sums.reset_index()
