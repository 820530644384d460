"""Topic frequency: how often each topic comes up, counted and per 10,000 characters."""

from collections.abc import Sequence

import pandas as pd

from dashboard.stats.rate_base import RATE_BASE
from loaders.methods import Method

MIN_OCCURRENCES = 5  # below this, a rate is too uncertain to compare
# After those of `by`.
COLUMNS = ["topic_id", "occurrences", "paragraphs", "base_characters", "per_10k", "sufficient"]


METHOD = Method(
    "topic_frequency",
    "dashboard/stats/topic_frequency.py",
    formulas=("{per_10k} = 10,000 × {occurrences} / {base_characters}",),
    units={"count": "occurrences, paragraphs", "per_10k": "per_10k"},
    limits={"least": MIN_OCCURRENCES, "example": MIN_OCCURRENCES - 1},
    papers=(
        (
            "McEnery, T., and Hardie, A. (2012), Corpus Linguistics: Method, Theory and Practice, "
            "Cambridge University Press"
        ),
    ),
)


def topic_frequency(
    hits: pd.DataFrame,
    *,
    topics: Sequence[str],
    groups: pd.DataFrame,
    by: Sequence[str],
    min_occurrences: int = MIN_OCCURRENCES,
) -> pd.DataFrame:
    """Return the occurrences and the rate of each of `topics` in each of `groups`.

    per_10k = occurrences / base_characters of the group * 10,000, the normalised frequency of
    corpus linguistics (McEnery and Hardie, Corpus Linguistics, 2012). An occurrence is a
    non-overlapping match of one of the topic's terms; paragraphs counts the paragraphs with at
    least one. A topic that a group does not mention has 0. `sufficient` is False below
    `min_occurrences`: the count of a rare event varies by about its square root, so that at 4 the
    rate may as well be half, or half as much again. What was not captured has no count: where
    base_characters is 0, occurrences, paragraphs and per_10k are null.

    hits: rows of `selection.hits`. by: the columns of `hits` that form the groups. groups: one row
    per group, with the columns of `by` and base_characters.
    Returns the columns of `by` and COLUMNS, one row per group and topic, both in the order given.
    No topic or no group gives no row; no hits give 0.

    >>> hits = pd.DataFrame({"briefing_id": "b", "paragraph": [1, 1, 2], "topic_id": "风筝",
    ...     "rule": ["纸鸢", "风筝", "风筝"], "occurrences": [1, 4, 3]})
    >>> groups = pd.DataFrame({"briefing_id": ["b", "c"], "base_characters": [2000, 0]})
    >>> found = topic_frequency(hits, topics=["风筝", "灯会"], groups=groups,
    ...     by=["briefing_id"])
    >>> found[["briefing_id", "topic_id", "occurrences", "paragraphs", "per_10k"]]
      briefing_id topic_id  occurrences  paragraphs  per_10k
    0           b       风筝            8           2     40.0
    1           b       灯会            0           0      0.0
    2           c       风筝         <NA>        <NA>     <NA>
    3           c       灯会         <NA>        <NA>     <NA>
    """
    keys = list(by)
    grid = groups[[*keys, "base_characters"]].merge(
        pd.DataFrame({"topic_id": list(topics)}, dtype=object), how="cross"
    )
    repeated = hits.duplicated([*dict.fromkeys([*keys, "briefing_id", "paragraph", "topic_id"])])
    counted = hits.assign(paragraphs=(~repeated).astype(int)).groupby([*keys, "topic_id"])
    sums = counted[["occurrences", "paragraphs"]].sum().reset_index()
    out = grid.merge(sums, how="left", on=[*keys, "topic_id"])
    base = out["base_characters"].astype("Int64")
    captured = base > 0
    counts = {
        name: out[name].astype("Int64").fillna(0).where(captured)
        for name in ("occurrences", "paragraphs")
    }
    out = out.assign(
        **counts,
        base_characters=base,
        per_10k=(counts["occurrences"] / base.where(captured) * RATE_BASE).astype("Float64"),
        sufficient=counts["occurrences"].fillna(0).ge(min_occurrences).astype(bool),
    )
    return out[[*keys, *COLUMNS]]


def speaker_groups(rows: pd.DataFrame) -> pd.DataFrame:
    """Add the columns parameter and id: the URL filter that selects the row's speaker group.

    A person is ("speaker", speaker_id). All outlets form one group, ("slot", "press"): each asks
    once, in a few dozen characters, which is too little to compare them one by one.

    rows: speaker_id, is_outlet and any other columns, as in `selection.paragraphs` and
    `selection.hits`.

    >>> rows = pd.DataFrame({"speaker_id": ["陶见山", "晨报"], "is_outlet": [False, True]})
    >>> speaker_groups(rows)[["parameter", "id"]]
      parameter     id
    0   speaker    陶见山
    1      slot  press
    """
    outlet = rows["is_outlet"].astype(bool)
    return rows.assign(
        parameter=pd.Series("speaker", index=rows.index, dtype=object).mask(outlet, "slot"),
        id=rows["speaker_id"].astype(object).mask(outlet, "press"),
    )


def speaker_group_bases(paragraphs: pd.DataFrame) -> pd.DataFrame:
    """Sum the characters of each speaker group per briefing, the base of its rates.

    paragraphs: rows of `selection.paragraphs`. Returns briefing_id, parameter and id (as in
    `speaker_groups`), slot and base_characters, in the order in which the groups first speak,
    outlets last. No paragraph gives no row.

    >>> rows = pd.DataFrame({"briefing_id": "b", "speaker_id": ["晨报", "陶见山", "陶见山"],
    ...     "is_outlet": [True, False, False], "slot": ["press", "host_city", "host_city"],
    ...     "characters": [20, 110, 90]})
    >>> speaker_group_bases(rows)[["id", "base_characters"]].to_numpy().tolist()
    [['陶见山', 200], ['press', 20]]
    """
    keys = ["briefing_id", "parameter", "id", "slot"]
    spoken = speaker_groups(paragraphs)
    place = {key: number for number, key in enumerate(spoken["briefing_id"].unique())}
    sums: pd.DataFrame = spoken.groupby(keys, sort=False)["characters"].sum().reset_index()
    sums = sums.assign(place=sums["briefing_id"].map(place), last=sums["parameter"] == "slot")
    ordered = sums.sort_values(["place", "last"], kind="stable", ignore_index=True)
    return ordered.rename(columns={"characters": "base_characters"})[[*keys, "base_characters"]]


def sort_by_frequency(hits: pd.DataFrame, *, topics: Sequence[str]) -> list[str]:
    """Sort `topics` by their occurrences in `hits`, the most frequent first, ties as given.

    >>> hits = pd.DataFrame({"topic_id": ["灯会", "风筝"], "occurrences": [1, 2]})
    >>> sort_by_frequency(hits, topics=["湖光", "灯会", "风筝"])
    ['风筝', '灯会', '湖光']
    """
    sums = hits.groupby("topic_id")["occurrences"].sum().to_dict()
    return sorted(topics, key=lambda topic: -sums.get(topic, 0))
