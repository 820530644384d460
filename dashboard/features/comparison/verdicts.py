"""Sentences on what a comparison shows and what it does not, in this run's language."""

import math
from collections.abc import Callable

import numpy as np
import pandas as pd

from dashboard.features.comparison.pair import Pair
from dashboard.features.comparison.view import MIN_OCCURRENCES, OCCURRENCES, RatiosByScope
from dashboard.filters import Filters
from dashboard.i18n import join, t
from dashboard.labels.numbers import number
from dashboard.stats.multiple_tests import FALSE_SHARE
from dashboard.stats.random_deals import DEALS
from dashboard.stats.ratio_interval import MIN_JOINT_OCCURRENCES

_MAX_NAMED = 6  # names in a sentence; the rest are counted


def verdict_sentence(ratios: RatiosByScope, pair: Pair, by: str, name: Callable[[str], str]) -> str:
    """Say how many rows of the chosen scope differ conclusively, which, and how many do not.

    by: the id column of the rows. name: id -> its name. Returns "" if no row has an occurrence.
    """
    chosen = ratios[[*ratios][-1]]
    chosen = chosen.loc[chosen[list(OCCURRENCES)].any(axis=1)]
    if chosen.empty:
        return ""
    conclusive = chosen.loc[chosen["conclusive"].astype(bool)]
    words = {"n": len(chosen), "k": len(conclusive), "rest": len(chosen) - len(conclusive)}
    if conclusive.empty:
        return t(f"comparison.told_none.{by}", **words, **pair.placeholders)
    sides = []
    for sign, side in zip((-1, 1), pair.names, strict=True):
        more_in_side = conclusive.loc[np.sign(conclusive["difference"]) == sign].sort_values(
            "difference", key=abs
        )
        if len(more_in_side):
            names = _name_some([name(key) for key in reversed(more_in_side[by].tolist())])
            sides.append(t("comparison.more_in", side=side, names=names))
    return t(f"comparison.told.{by}", sides=t("comparison.sides_separator").join(sides), **words)


def _name_some(names: list[str]) -> str:
    if len(names) <= _MAX_NAMED:
        return join(names)
    return t("comparison.and_more", names=join(names[:_MAX_NAMED]), n=len(names))


def unlisted_sentence(ratios: RatiosByScope, chosen: Filters) -> str:
    """Say why no row is drawn for `chosen.term`; "" if one is, or if no term is chosen."""
    rows = ratios[chosen.scope]
    row = rows.loc[rows[chosen.unit] == chosen.term]
    if not chosen.term or row[list(OCCURRENCES)].any(axis=None):
        return ""
    return t("comparison.unlisted" if row.empty else "comparison.unheard", term=chosen.term)


def terms_caveat(rows: pd.DataFrame, pair: Pair) -> str:
    """Say how many `rows` are listed, and how many would seem to differ by chance alone."""
    words = {
        "n": len(rows),
        "least": MIN_OCCURRENCES,
        "chance": math.ceil(len(rows) * FALSE_SHARE),
    }
    return t("comparison.terms_caveat", **words, **pair.placeholders)


def verdict_caveat(pair: Pair) -> str:
    """Explain what "too little text to tell" means."""
    return t(
        "comparison.verdict_caveat",
        draws=number(DEALS),
        fewest=MIN_JOINT_OCCURRENCES,
        **pair.placeholders,
    )


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
    occurs = narrow[list(OCCURRENCES)].any(axis=1)
    has_flipped = occurs & (np.sign(narrow["difference"]) != np.sign(wide["difference"]))
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
