"""Sentences on what a comparison shows and what it does not, in this run's language."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from dashboard.features.comparison.view import OCCURRENCES
from dashboard.filters import Filters
from dashboard.i18n import join, t
from dashboard.labels.numbers import number, percent
from dashboard.labels.pair import Pair
from dashboard.queries.comparison_family import Family, RatiosByScope, wording
from dashboard.queries.simulation import Simulated, simulated
from dashboard.stats.log_ratio import MIN_LISTED
from dashboard.stats.multiple_tests import FALSE_SHARE
from dashboard.stats.random_deals import deal_count
from dashboard.stats.ratio_interval import MIN_JOINT_OCCURRENCES

_MAX_NAMED = 6  # names in a sentence; the rest are counted
_MOST_SAID = 3  # names of what is said most, in each of its groups
_POWER_AT = 2  # expected occurrences, at which the caveat says what a difference takes


def wording_sentences(
    compared: Family, pair: Pair, by: str, name: Callable[[str], str], scope: str
) -> list[str]:
    """Say how many ids both briefings have, how many one alone, and which are said most.

    by: the id column of the rows. name: id -> its name. Returns [] if nothing occurs, or one
    side has no text.
    """
    counted = wording(compared.totals[by])
    rows = [*compared.ratios[by].values()][-1]
    if rows.empty or not counted["n"]:
        return []
    sentences = [t(f"comparison.wording.{by}", **_numbers(counted), **pair.placeholders)]
    is_host = rows["host_name"].astype(bool) if "host_name" in rows else rows[by].isna()
    rows = rows.loc[~is_host]
    earlier, later = (rows[column] > 0 for column in OCCURRENCES)
    both = [
        t("comparison.said_twice", name=name(row[0]), earlier=row[1], later=row[2])
        for row in _most_said(rows.loc[earlier & later, [by, *OCCURRENCES]]).to_numpy()
    ]
    besides = "_besides_hosts" if is_host.any() else ""
    sentences += (
        [t(f"comparison.most_said{besides}", names=join(both), **pair.placeholders)] if both else []
    )
    for side, column, mask in zip(pair.names, OCCURRENCES, (~later, ~earlier), strict=True):
        alone = _most_said(rows.loc[mask & (rows[column] > 0), [by, column]]).to_numpy()
        said = [t("comparison.said_once", name=name(key), n=n) for key, n in alone]
        key = f"comparison.most_said_only{besides}"
        sentences += [t(key, side=side, names=join(said))] if said else []
    if scope == "whole":
        sentences += [
            t("comparison.wording_gap", side=side)
            for side, gap in zip(pair.names, pair.gaps, strict=True)
            if gap
        ]
    return sentences


def _most_said(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the _MOST_SAID rows with the most occurrences, and those with as many as the last.

    rows: an id, then columns of occurrences. If there are over _MAX_NAMED, those with the fewest
    are left out, which may be all.
    """
    sums = rows.iloc[:, 1:].sum(axis=1)
    most = sums.nlargest(_MOST_SAID, keep="all")
    return rows.loc[(most if len(most) <= _MAX_NAMED else most[most > most.min()]).index]


def _numbers(counts: dict[str, int]) -> dict[str, str]:
    return {key: number(count) for key, count in counts.items()}


def _name_some(names: list[str]) -> str:
    if len(names) <= _MAX_NAMED:
        return join(names)
    return t("comparison.and_more", names=join(names[:_MAX_NAMED]))


def unlisted_sentence(ratios: RatiosByScope, chosen: Filters) -> str:
    """Say why no row is drawn for `chosen.term`; "" if one is, or if no term is chosen."""
    rows = ratios[[*ratios][-1]]
    row = rows.loc[rows[chosen.unit] == chosen.term]
    if not chosen.term or row[list(OCCURRENCES)].any(axis=None):
        return ""
    return t("comparison.unlisted" if row.empty else "comparison.unheard", term=chosen.term)


def terms_caveat(rows: pd.DataFrame, pair: Pair, by: str) -> list[str]:
    """Say what is drawn of `rows`, how many are listed and, of words, which of them are counted.

    by: "term" or "phrase".
    """
    words = {"n": number(len(rows)), "least": MIN_LISTED, "fewest": MIN_JOINT_OCCURRENCES}
    listed = t("comparison.terms_caveat", **words, **pair.placeholders)
    return [listed, *([t("comparison.content_words")] if by == "term" else [])]


def verdict_caveat(compared: Family, pair: Pair, chosen: Filters) -> list[str]:
    """Explain solid and hollow marks, and what the simulation of this comparison found.

    The simulated figures are given only for the pair and the paragraphs that were simulated.
    """
    if not compared.tests:
        return [t("comparison.verdict_none", fewest=MIN_JOINT_OCCURRENCES, **pair.placeholders)]
    frames = [frame for by_scope in compared.ratios.values() for frame in by_scope.values()]
    words = {
        "tests": number(compared.tests),
        "draws": number(deal_count(compared.tests)),
        "share": f"{FALSE_SHARE:.0%}",
        "marked": number(sum(int(frame["conclusive"].sum()) for frame in frames)),
    }
    sentences = [t("comparison.verdict_caveat", **words, **pair.placeholders)]
    found = _simulated(compared, pair, chosen)
    if found:
        false = percent(found.false_marks)
        sentences.append(t("comparison.false_marks", deals=number(found.deals), false=false))
        times = found.power.get(_POWER_AT)
        power = {"base": _POWER_AT, "times": number(times or 0)}
        sentences += [t("comparison.power", **power)] if times else []
    return sentences


def _simulated(compared: Family, pair: Pair, chosen: Filters) -> Simulated | None:
    found = simulated(chosen.scope, chosen.unit, tuple(pair.ids.values()))
    sizes = compared.paragraphs[chosen.scope].groupby("briefing_id").size()
    here = tuple(int(sizes.get(key, 0)) for key in pair.ids.values())
    return found if found and found.paragraphs == here else None


def widening_sentence(
    ratios: RatiosByScope, _pair: Pair, by: str, name: Callable[[str], str]
) -> str:
    """Say which differences change from statements to whole transcripts.

    A difference can change direction, become conclusive, or no longer be conclusive. by: the id
    column of the rows. name: id -> its name. Returns "" if only one scope is drawn, or if a scope
    has no rows.
    """
    if len(ratios) == 1 or any(rows.empty for rows in ratios.values()):
        return ""
    narrow, wide = (rows.set_index(by) for rows in ratios.values())
    wide = wide.sort_values("difference", key=abs, ascending=False, kind="stable")
    narrow = narrow.reindex(wide.index)
    has_flipped = np.sign(narrow["difference"]) * np.sign(wide["difference"]) < 0
    was, now = narrow["conclusive"].astype(bool), wide["conclusive"].astype(bool)
    parts = {"flipped": has_flipped, "gained": now & ~was, "lost": was & ~now}
    changes = [
        t(
            f"comparison.{key}",
            n=int(mask.sum()),
            names=_name_some([name(i) for i in wide.index[mask]]),
        )
        for key, mask in parts.items()
        if mask.any()
    ]
    if not changes:
        return t("comparison.widened_nothing")
    return t("comparison.widened", changes=t("comparison.sides_separator").join(changes))
