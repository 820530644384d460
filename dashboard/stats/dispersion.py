"""Dispersion: whether a topic runs through a briefing or stands in one place of it."""

from collections.abc import Sequence

import pandas as pd

from dashboard.stats.topic_frequency import LEAST

COLUMNS = ["briefing_id", "topic_id", "occurrences", "parts", "parts_hit", "dp", "sufficient"]
_BOTH = ["briefing_id", "topic_id"]


def dispersion(
    hits: pd.DataFrame, *, topics: Sequence[str], parts: pd.DataFrame, least: int = LEAST
) -> pd.DataFrame:
    """Deviation of proportions (DP) of each of `topics` over the turns of each briefing.

    With s_i the share of a briefing's characters that turn i holds and v_i the share of the topic's
    occurrences in it, DP = sum |v_i - s_i| / 2 (Gries 2008), here divided by 1 - min(s_i), so that
    it can reach 1 (Lijffijt and Gries 2012). 0: the topic comes up in every turn in proportion to
    its length. 1: all of it stands in the shortest turn. Few occurrences cannot spread over many
    turns, so DP leans upwards where they are few; below `least` of them `sufficient` is False and the
    row says that this is too little to tell.

    S. Th. Gries, "Dispersions and adjusted frequencies in corpora", International Journal of Corpus
    Linguistics 13(4), 2008; J. Lijffijt and S. Th. Gries, correction to it, 17(1), 2012.

    hits: rows as `selection.hits` gives them. parts: one row a turn with briefing_id, turn and
    characters, all turns that the hits are looked for in, those without a hit too.
    Returns COLUMNS, a row for each briefing and topic, both in the order given; parts_hit counts
    the turns with an occurrence. dp is null where nothing occurs and where a briefing has but one
    turn, over which nothing can spread. No turn or no topic gives no row.

    >>> hits = pd.DataFrame({"briefing_id": "b", "turn": [1, 2], "topic_id": "风筝",
    ...     "occurrences": [3, 1]})
    >>> parts = pd.DataFrame({"briefing_id": "b", "turn": [1, 2], "characters": [40, 60]})
    >>> dispersion(hits, topics=["风筝"], parts=parts).round(3)
      briefing_id topic_id  occurrences  parts  parts_hit     dp  sufficient
    0           b       风筝            4      2          2  0.583   False
    """
    sizes = parts.groupby("briefing_id", sort=False)["characters"]
    shares = parts.assign(size=parts["characters"] / sizes.transform("sum"))
    wholes = shares.groupby("briefing_id", sort=False)["size"].agg(["size", "min"]).reset_index()
    wholes.columns = ["briefing_id", "parts", "least"]
    sums = _sums(hits, shares)
    grid = wholes.merge(pd.DataFrame({"topic_id": list(topics)}, dtype=object), how="cross")
    out = grid.merge(sums, how="left", on=_BOTH)
    counts = {name: out[name].astype("Int64").fillna(0) for name in ("occurrences", "parts_hit")}
    # Turns without an occurrence deviate by their whole size.
    raw = (out["off"] + 1 - out["inside"]) / 2
    spread = raw / (1 - out["least"])
    return out.assign(
        **counts,
        dp=spread.where(out["parts"] > 1).astype("Float64"),
        sufficient=counts["occurrences"].ge(least).astype(bool),
    )[COLUMNS]


def _sums(hits: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """Of each briefing and topic: occurrences, parts_hit, and two sums over the turns hit.

    off is the sum of |v - s|, inside that of s.
    """
    counted = hits.groupby([*_BOTH, "turn"], as_index=False)["occurrences"].sum()
    placed = counted.merge(shares[["briefing_id", "turn", "size"]], on=["briefing_id", "turn"])
    whole = placed.groupby(_BOTH)["occurrences"].transform("sum")
    off = (placed["occurrences"] / whole - placed["size"]).abs()
    grouped = placed.assign(off=off, parts_hit=1, inside=placed["size"]).groupby(_BOTH)
    sums: pd.DataFrame = grouped[["occurrences", "parts_hit", "off", "inside"]].sum()
    return sums.reset_index()
