"""What a comparison tells and what it does not, in sentences of this run's language."""

import math
from collections.abc import Callable

import numpy as np
import pandas as pd

from dashboard.features.comparison.pair import Pair
from dashboard.features.comparison.view import LEAST, OCCURRENCES, Readings
from dashboard.filters import Filters
from dashboard.i18n import join, t
from dashboard.labels.numbers import number
from dashboard.stats.log_ratio import DRAWS, FEWEST, LEVEL

_NAMED = 6  # a sentence names up to this many, and counts the rest


def verdict_sentence(readings: Readings, two: Pair, by: str, name: Callable[[str], str]) -> str:
    """How many of what was compared tell the two apart, which they are, and how many do not."""
    last = readings[[*readings][-1]]
    last = last.loc[last[list(OCCURRENCES)].any(axis=1)]
    if last.empty:
        return ""
    tells = last.loc[last["conclusive"].astype(bool)]
    words = {"n": len(last), "k": len(tells), "rest": len(last) - len(tells)}
    if tells.empty:
        return t(f"comparison.told_none.{by}", **words, **two.words)
    sides = []
    for sign, side in zip((-1, 1), two.names, strict=True):
        own = tells.loc[np.sign(tells["log_ratio"]) == sign].sort_values("log_ratio", key=abs)
        if len(own):
            names = _few([name(key) for key in reversed(own[by].tolist())])
            sides.append(t("comparison.more_in", side=side, names=names))
    return t(f"comparison.told.{by}", sides=t("comparison.sides_separator").join(sides), **words)


def _few(names: list[str]) -> str:
    if len(names) <= _NAMED:
        return join(names)
    return t("comparison.and_more", names=join(names[:_NAMED]), n=len(names))


def unlisted(readings: Readings, chosen: Filters) -> str:
    """What is to be said of the term whose places are listed where it has no row, or else ""."""
    found = readings[chosen.scope]
    row = found.loc[found[chosen.unit] == chosen.term]
    if not chosen.term or row[list(OCCURRENCES)].any(axis=None):
        return ""
    return t("comparison.unlisted" if row.empty else "comparison.unheard", term=chosen.term)


def terms_caveat(found: pd.DataFrame, two: Pair) -> str:
    """What is listed in `found`, and how many of it would seem to differ by chance alone."""
    words = {"n": len(found), "least": LEAST, "chance": math.ceil(len(found) * (1 - LEVEL))}
    return t("comparison.terms_caveat", **words, **two.words)


def verdict_caveat(two: Pair) -> str:
    """What "too little text to tell" means."""
    return t("comparison.verdict_caveat", draws=number(DRAWS), fewest=FEWEST, **two.words)


def widened(readings: Readings, _two: Pair, by: str, name: Callable[[str], str]) -> str:
    """What going from statements to whole transcripts does to the rows; "" for one reading."""
    if len(readings) == 1 or any(found.empty for found in readings.values()):
        return ""
    narrow, wide = (found.set_index(by) for found in readings.values())
    spoken = narrow[list(OCCURRENCES)].any(axis=1)
    flips = spoken & (np.sign(narrow["log_ratio"]) != np.sign(wide["log_ratio"]))
    was, now = narrow["conclusive"].astype(bool), wide["conclusive"].astype(bool)
    parts = {"flipped": flips, "gained": now & ~was, "lost": was & ~now}
    said = [
        t(f"comparison.{key}", n=int(mask.sum()), names=_few([name(i) for i in wide.index[mask]]))
        for key, mask in parts.items()
        if mask.any()
    ]
    if not said:
        return t("comparison.widened_nothing")
    return t("comparison.widened", changes=t("comparison.sides_separator").join(said))
