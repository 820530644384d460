"""Distinctiveness: whether a group of paragraphs uses a term more than all other paragraphs."""

import pandas as pd

from dashboard.stats.random_deals import DEALS, random_deals
from dashboard.stats.ratio_interval import MIN_JOINT_OCCURRENCES, ratio_interval
from loaders.methods import Method

COLUMNS = ["group", "term", "low", "high", "p_value"]
MIN_IN_GROUP = 3  # occurrences of a distinctive word in its group, to be drawn
_KEY = ["briefing_id", "paragraph"]


METHOD = Method(
    "distinctiveness",
    "dashboard/stats/distinctiveness.py",
    units={"log2": "low, high", "zero_to_one": "p_value"},
    limits={"least": MIN_IN_GROUP, "fewest": MIN_JOINT_OCCURRENCES},
)


def distinctiveness(
    counts: pd.DataFrame, *, groups: pd.DataFrame, paragraphs: pd.DataFrame, deals: int = DEALS
) -> pd.DataFrame:
    """Return interval and p-value of each term's rate in each group against the rest.

    The rest of a group are all paragraphs outside it. low, high: the 95% interval of log2(rate of
    the group / rate of the rest) (see ratio_interval). p_value: how often the same paragraphs,
    dealt to group and rest at random, differ as much (see random_deals). Whether a difference holds
    among all that are tested: multiple_tests.

    counts: briefing_id, paragraph, term, occurrences. groups: briefing_id, paragraph, group, a row
    for each group that a paragraph belongs to. paragraphs: briefing_id, paragraph, characters of
    every compared paragraph; counts and groups of others are ignored. deals: see
    random_deals.deal_count.
    Returns COLUMNS, a row for each group and each term with 6 occurrences or more in all paragraphs
    together: with fewer, nothing is tested. A group without a rest has no row, and neither has no
    group or no term.

    >>> places = pd.DataFrame({"briefing_id": "甲", "paragraph": range(12)})
    >>> spoken = places.assign(characters=100)
    >>> counts = places.assign(term="风筝", occurrences=[2] * 6 + [0] * 6)
    >>> groups = places.assign(group=["春"] * 6 + ["秋"] * 6)
    >>> distinctiveness(counts, groups=groups, paragraphs=spoken).round(3)
      group term  low  high  p_value
    0     春   风筝  NaN   NaN    0.002
    1     秋   风筝  NaN   NaN    0.002
    """
    spoken = paragraphs.loc[paragraphs["characters"] > 0].set_index(_KEY)["characters"]
    total = counts.merge(spoken.index.to_frame(index=False), on=_KEY)
    sums = total.groupby("term")["occurrences"].sum()
    tested = total.loc[total["term"].isin(sums.index[sums >= MIN_JOINT_OCCURRENCES])]
    if tested.empty:
        return pd.DataFrame(columns=COLUMNS)
    wide = tested.pivot_table(index=_KEY, columns="term", values="occurrences", aggfunc="sum")
    wide = wide.reindex(spoken.index).fillna(0)
    members = groups.set_index(_KEY)["group"]
    parts = []
    for group in members.unique().tolist():
        inside = pd.Series(
            spoken.index.isin(members.index[members == group]), index=spoken.index, dtype=bool
        )
        if inside.all() or not inside.any():
            continue
        sides = {"characters": spoken, "is_later": inside}
        interval = ratio_interval(wide, **sides)
        p_value = random_deals(wide, **sides, deals=deals)
        parts.append(interval.assign(p_value=p_value, group=group).rename_axis("term"))
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    return pd.concat([part.reset_index() for part in parts], ignore_index=True)[COLUMNS]
