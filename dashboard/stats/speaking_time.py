"""Speaking time: each speaker's, organisation's, kind's or slot's share of a briefing."""

from collections.abc import Mapping

import pandas as pd

from loaders.methods import Method
from loaders.schema import SYLLABLES_PER_MINUTE

DEFAULT_RATE = SYLLABLES_PER_MINUTE
SPREAD = 40  # syllables a minute on either side of the chosen rate: 180 to 260 around 220

COLUMNS = [
    "briefing_id", "parameter", "id", "slot", "turns", "characters", "share",
    "syllables", "minutes", "minutes_low", "minutes_high",
]  # fmt: skip

# Grouping -> the URL parameter that selects a group, and the column of turns with the group's id.
GROUPS: Mapping[str, tuple[str, str]] = {
    "speaker": ("speaker", "speaker_id"),
    "organisation": ("org", "organisation_id"),
    "kind": ("kind", "kind"),
    "slot": ("slot", "slot"),
}


def rate_range(rate: int, *, spread: int = SPREAD) -> tuple[int, int]:
    """Return the slow and the fast rate around `rate`, in syllables a minute: `rate` ± `spread`.

    The spread stays the same when the user changes the rate, so 220 gives 180 to 260.

    >>> rate_range(220)
    (180, 260)
    """
    return rate - spread, rate + spread


METHOD = Method(
    "speaking_time",
    "dashboard/stats/speaking_time.py",
    formulas=(
        "{share} = {group_characters} / {base_characters}",
        "{minutes} = {syllables} / {rate}",
        "{minutes_low} = {syllables} / ({rate} + {spread})",
        "{minutes_high} = {syllables} / ({rate} - {spread})",
    ),
    units={"zero_to_one": "share", "minutes": "minutes, minutes_low, minutes_high"},
    limits={"usual": DEFAULT_RATE, "spread": SPREAD},
)


def speaking_time(
    turns: pd.DataFrame,
    *,
    by: str,
    base: Mapping[str, int],
    rate: int = DEFAULT_RATE,
    low: int | None = None,
    high: int | None = None,
    group_outlets: bool = True,
) -> pd.DataFrame:
    """Return characters, share and minutes per briefing and speaker, organisation, kind or slot.

    share = characters of the group / `base` of its briefing, a fraction of 1. minutes = syllables /
    `rate`; minutes_low and minutes_high are the same at the fast rate `high` and at the slow rate
    `low` (by default `rate_range(rate)`). A turn with time stamps has its measured time in all
    three instead. Shares do not depend on the rate. The method is this project's: Chinese syllables
    are counted, not measured, so minutes are an estimate and the range is part of the figure.

    turns: rows of `selection.turns`. by: a key of GROUPS. base: briefing_id -> characters in scope.
    rate, low, high: syllables a minute.
    group_outlets: one row ("slot", "press") for all outlets when grouping by speaker or
    organisation; False gives one row per outlet.
    Returns COLUMNS, one row per briefing and group: briefings in the order given, the most
    characters first. `parameter` and `id` select the group in the URL; both are "" where no
    organisation is stated. Empty input gives no row; a base of 0 gives the share 0.

    >>> turns = pd.DataFrame({"briefing_id": "b", "speaker_id": ["甲", "乙"], "slot": "host_city",
    ...     "organisation_id": "市委", "kind": "statement", "is_outlet": False,
    ...     "characters": [30, 10], "syllables": [33, 11], "seconds": 0.0,
    ...     "seconds_basis": "estimated"})
    >>> speaking_time(turns, by="speaker", base={"b": 40}, rate=220)[["id", "share", "minutes"]]
      id  share  minutes
    0  甲   0.75     0.15
    1  乙   0.25     0.05
    """
    slow, fast = rate_range(rate)
    timed = turns["seconds"].where(turns["seconds_basis"] == "timed") / 60
    rows = turns.assign(
        **_group_keys(turns, by, group_outlets),
        minutes=timed.fillna(turns["syllables"] / rate),
        minutes_low=timed.fillna(turns["syllables"] / (high or fast)),
        minutes_high=timed.fillna(turns["syllables"] / (low or slow)),
    )
    return _sum_groups(rows, base)


def _group_keys(turns: pd.DataFrame, by: str, group_outlets: bool) -> dict[str, pd.Series]:
    parameter, column = GROUPS[by]
    ids = turns[column].astype(object).where(turns[column].notna(), "")
    parameters = pd.Series(parameter, index=turns.index, dtype=object).where(ids != "", "")
    if group_outlets and by in ("speaker", "organisation"):
        outlet = turns["is_outlet"].astype(bool)
        ids, parameters = ids.mask(outlet, "press"), parameters.mask(outlet, "slot")
    return {"parameter": parameters, "id": ids}


def _sum_groups(rows: pd.DataFrame, base: Mapping[str, int]) -> pd.DataFrame:
    keys = ["briefing_id", "parameter", "id"]
    sums = ["turns", "characters", "syllables", "minutes", "minutes_low", "minutes_high"]
    firsts = rows.drop_duplicates(keys)
    out = rows.assign(turns=1).groupby(keys, sort=False)[sums].sum().reset_index()
    total = out["briefing_id"].map(base).astype(float)
    places = {briefing: place for place, briefing in enumerate(firsts["briefing_id"].unique())}
    out = out.assign(
        slot=firsts["slot"].to_numpy(),  # like `out`, in order of first appearance
        share=(out["characters"] / total.where(total > 0)).fillna(0.0),
        place=out["briefing_id"].map(places),
    )
    ordered = ["place", "characters", "id"]
    out = out.sort_values(ordered, ascending=[True, False, True], ignore_index=True)
    return out[COLUMNS]


def stated_seconds(turns: pd.DataFrame) -> pd.DataFrame:
    """Return `turns` with null as `seconds` and their basis unless the source has times.

    Elsewhere they are an estimate at one rate, whatever rate the reader chose.
    """
    is_timed = turns["seconds_basis"] == "timed"
    return turns.assign(
        seconds=turns["seconds"].where(is_timed),
        seconds_basis=turns["seconds_basis"].where(is_timed, None),
    )
