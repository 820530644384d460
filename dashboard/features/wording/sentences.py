"""The sentences above the ledger of wordings, in this run's language."""

from collections.abc import Sequence

import pandas as pd

from dashboard.i18n import pick, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels.wordings import REWORDED, Wording, in_turns, turns
from dashboard.queries.pair import Sides
from dashboard.queries.rows import BriefingRow
from dashboard.stats.wording_changes import STATUSES

# Choice of VIEWS["status"] -> the statuses that it lists, if they are not its own name or all.
CHOICES = {"any": STATUSES, "unknown": ("not_captured", "not_counted")}


def short_name(row: BriefingRow) -> str:
    """Return the shortest name of a briefing that a sentence can use."""
    tag = labels_briefings.tag(row)
    return t("wording.year", year=tag) if tag == str(row.year) else tag


def alone(frame: pd.DataFrame, row: BriefingRow, *, words: str) -> str:
    """Say how many wordings a briefing has that is compared with none; frame: the whole ledger.

    words: a choice of VIEWS["words"]: what is listed.
    """
    return t("wording.alone", briefing=short_name(row), **_counted(len(frame), words))


def headline(
    frame: pd.DataFrame, sides: Sides, *, status: str, words: str, gaps: Sequence[bool]
) -> str:
    """Say how many of `frame` (the whole ledger) are new, gone, kept and the rest.

    status: a choice of VIEWS["status"]; but for "any", only what it lists is counted. words: a
    choice of VIEWS["words"]. gaps: whether a part of the earlier and of the later briefing was
    announced and not captured.
    """
    named = {"first": short_name(sides.earlier), "last": short_name(sides.later)}
    if status == REWORDED:
        n = _counted(len(in_turns(frame)), words)
        return t("wording.headline_reworded", turns=len(turns(frame)), **named, **n)
    wanted = CHOICES.get(status, (status,))
    counted = frame["status"].value_counts().to_dict()
    shown = [each for each in wanted if counted.get(each)] or list(wanted[:1])
    # New is what the earlier briefing does not say: what was not captured of it may.
    limits = {"new": (gaps[0], sides.earlier), "gone": (gaps[1], sides.later)}
    parts = [
        t(
            _part_key(each, sides),
            **_counted(counted.get(each, 0), "" if place else words),
            limit=_limit(*limits[each]) if each in limits else "",
            **named,
            **_asked_once(sides),
        )
        for place, each in enumerate(shown)
    ]
    return t("wording.headline", parts=t("wording.semicolon").join(parts))


def _counted(n: int, words: str) -> dict[str, object]:
    """Return the placeholders of a count: n, and what it counts; words "": named before."""
    key = f"wording.what_{words}{'_one' if n == 1 else ''}"
    return {"n": n, "what": t(key) if words else ""}


def _limit(has_gap: bool, row: BriefingRow) -> str:
    return t("wording.limit", briefing=short_name(row)) if has_gap else ""


def _part_key(status: str, sides: Sides) -> str:
    one = "_one" if status == "qa_only" and _asked_once(sides) else ""
    return f"wording.headline_{status}{one}"


def _asked_once(sides: Sides) -> dict[str, str]:
    """Return side and other, if questions and answers were captured of one of the two alone."""
    asked = ["q_and_a" in row.sections_captured.split(",") for row in sides]
    if asked[0] == asked[1]:
        return {}
    side, other = sides if asked[0] else (sides.later, sides.earlier)
    return {"side": short_name(side), "other": short_name(other)}


def turns_sentence(frame: pd.DataFrame, sides: Sides) -> str:
    """Name the reworded family of `frame` with the most occurrences; "" if there is none."""
    named = {"first": short_name(sides.earlier), "last": short_name(sides.later)}
    found = turns(frame)
    if not found:
        return ""
    old, new = found[0]
    return t("wording.turn", old=_cited(old), new=_cited(new), **named)


def _cited(row: Wording) -> str:
    return pick(row.quoted, row.name)
