"""The sentences above the ledger of wordings, in this run's language."""

import pandas as pd

from dashboard.i18n import join, pick, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels.numbers import number
from dashboard.labels.wordings import Wording, as_int, turns
from dashboard.queries.pair import Sides
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.stats.wording_changes import STATUSES

_MAX_TURNS, _MAX_NAMED = 1, 3  # reworded families and wordings that a sentence names


def short_name(row: BriefingRow) -> str:
    """Return the shortest name of a briefing that a sentence can use."""
    tag = labels_briefings.tag(row)
    return t("wording.year", year=tag) if tag == str(row.year) else tag


def headline(frame: pd.DataFrame, sides: Sides | None, alone: BriefingRow | None) -> str:
    """Say how many wordings of `frame` (the whole ledger) are new, gone, kept and the rest.

    alone: the only briefing, if there are not two `sides`.
    """
    if sides is None:
        return t("wording.alone", briefing=short_name(alone), n=number(len(frame))) if alone else ""
    counted = frame["status"].value_counts().to_dict()
    words = {"first": short_name(sides.earlier), "last": short_name(sides.later)}
    asked = _asked_once(sides)
    words |= asked
    parts = [
        t(
            f"wording.headline_{status}{'_one' if asked and status == 'qa_only' else ''}",
            n=counted[status],
            **words,
        )
        for status in STATUSES
        if counted.get(status)
    ]
    return t("wording.headline", parts=t("wording.semicolon").join(parts)) if parts else ""


def _asked_once(sides: Sides) -> dict[str, str]:
    """Return side and other, if questions and answers were captured of one of the two alone."""
    asked = ["q_and_a" in row.sections_captured.split(",") for row in sides]
    if asked[0] == asked[1]:
        return {}
    side, other = sides if asked[0] else (sides.later, sides.earlier)
    return {"side": short_name(side), "other": short_name(other)}


def turns_sentence(frame: pd.DataFrame, sides: Sides) -> str:
    """Name the reworded families of `frame` with the most occurrences; "" if there are none."""
    words = {"first": short_name(sides.earlier), "last": short_name(sides.later)}
    said = [
        t("wording.turn", old=_cited(old), new=_cited(new), **words)
        for old, new in turns(frame)[:_MAX_TURNS]
    ]
    return t("wording.turns", turns=t("wording.semicolon").join(said)) if said else ""


def new_sentence(frame: pd.DataFrame, sides: Sides) -> str:
    """Name the new wordings of `frame` that are said most; "" if there are none."""
    new = [row for row in rows_of(frame, Wording) if row.status == "new"]
    most = sorted(new, key=lambda row: (-as_int(row.newer_all), row.wording))[:_MAX_NAMED]
    said = [
        t("wording.times", wording=_cited(row), n=number(as_int(row.newer_all))) for row in most
    ]
    return t("wording.most", last=short_name(sides.later), wordings=join(said)) if said else ""


def _cited(row: Wording) -> str:
    return pick(row.quoted, row.name)
