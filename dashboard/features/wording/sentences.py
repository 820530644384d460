"""The sentences above the ledger of wordings, in this run's language."""

from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.i18n import join, join_sentences, join_some, pick, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels.numbers import number
from dashboard.labels.wordings import (
    REWORDED,
    Family,
    Wording,
    as_int,
    families,
    group_of,
    in_turns,
    turns,
)
from dashboard.queries.pair import Sides
from dashboard.queries.rows import BriefingRow
from dashboard.stats.wording_changes import STATUSES

# Choice of VIEWS["status"] -> the statuses that it lists, if they are not its own name or all.
CHOICES = {"any": STATUSES, "unknown": ("not_captured", "not_counted")}
_OTHER = {"new": "first", "gone": "last"}  # status -> the briefing that does not say it
_MAX_NAMED = 3  # wordings of a family


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


def group_title(
    key: str, listed: Sequence[Family], of_all: Mapping[str, int], words: Mapping[str, str]
) -> str:
    """Return the heading of a group: how many wordings of each status it has.

    listed: its families. of_all: status -> the number that the headline gives. words: the names of
    the two briefings, as placeholders.
    """
    own = Counter(row.status for family in listed for row in family.rows)
    parts = [
        t(
            f"wording.part_{'own' if each == key else each}",
            n=number(own[each]),
            all=number(of_all[each]),
            **words,
        )
        for each in sorted(STATUSES, key=lambda each: each != key)
        if own[each]
    ]
    return t(f"wording.group.{key}", parts=join(parts), families=len(listed), **words)


def headings_sentence(frame: pd.DataFrame) -> str:
    """Say what the headings over `frame`, the listed wordings, count; "" if there are none."""
    groups = {group_of(family) for family in families(frame, "count")}
    return t("wording.headings") if len(groups) > 1 else ""


def family_note(
    whole: Sequence[Wording], named: Sequence[Wording], words: Mapping[str, str]
) -> str:
    """Say what the counts of a family are of, and which of its wordings `named` are new, and gone.

    named: all of them, or none, where a title says it.
    """
    parts = [t("wording.family", n=len(whole))]
    for status in ("new", "gone"):
        own = [row for row in named if row.status == status]
        listed = join_some([_with_counts(row) for row in own], _MAX_NAMED, more="wording.and_more")
        if own:
            form = "all_" if len(own) == len(whole) else ""
            parts.append(t(f"wording.family_{form}{status}", wordings=listed, **words))
    return join_sentences(*parts)


def _with_counts(row: Wording) -> str:
    counts = [number(as_int(n)) for n in (row.older_all, row.newer_all)]
    return t("wording.held", wording=row.wording, n=" → ".join(counts))


def other_name(row: Wording, names: Mapping[str, Sequence[str]], words: Mapping[str, str]) -> str:
    """Say what the other briefing calls what a new or gone name is of; "" if it names no such."""
    if row.status not in _OTHER or row.wording not in names:
        return ""
    quoted = [t("wording.name", name=name) for name in names[row.wording]]
    return t("wording.other_name", briefing=words[_OTHER[row.status]], names=join(quoted))


def names_sentence(
    frame: pd.DataFrame, names: Mapping[str, Sequence[str]], words: Mapping[str, str], status: str
) -> str:
    """Say of how many of `frame`, listed as new or gone, the rows have an `other_name`."""
    n = int(frame["wording"].isin([*names]).sum()) if status in _OTHER else 0
    return t("wording.other_names", n=n, briefing=words[_OTHER[status]]) if n else ""


def turns_sentence(frame: pd.DataFrame, sides: Sides) -> str:
    """Name the first turn of which `frame`, the listed wordings, has both; "" if there is none."""
    named = {"first": short_name(sides.earlier), "last": short_name(sides.later)}
    found = turns(frame)
    if not found:
        return ""
    old, new = found[0]
    return t("wording.turn", old=_cited(old), new=_cited(new), **named)


def _cited(row: Wording) -> str:
    return pick(row.quoted, row.name)
