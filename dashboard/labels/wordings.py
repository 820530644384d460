"""Wordings (提法) and their families: the forms of one formula, or other words for one thought."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd
from pandas.api.typing import NAType

from dashboard.i18n import join, pick, t
from dashboard.labels.names import filter_name
from dashboard.labels.numbers import number
from dashboard.queries.rows import rows_of
from dashboard.stats.wording_changes import COUNTS, STATUSES

REWORDED = "reworded"
GROUPS = (REWORDED, "new", "gone", "kept", "qa_only", "not_captured", "not_counted", "alone")
_NAMES = ("document", "campaign")  # kinds


@dataclass(slots=True)
class Wording:
    """A row of queries.wording.ledger; status is None with fewer than two briefings."""

    wording: str
    family: str | None
    kind: str | None
    english: str | None
    english_source: str | None
    status: str | None
    older_compared: int | NAType
    newer_compared: int | NAType
    older_all: int | NAType
    newer_all: int | NAType
    first_briefing_id: str
    first_paragraph: int
    conclusive: bool | None

    @property
    def most(self) -> tuple[int, int, int]:
        """The rank of the row: compared occurrences, all of them, characters."""
        compared = max(as_int(self.older_compared), as_int(self.newer_compared))
        return compared, max(as_int(self.older_all), as_int(self.newer_all)), len(self.wording)

    @property
    def name(self) -> str:
        """The wording; in English followed by its gloss, if it has one."""
        return pick(
            self.wording, f"{self.wording} ({self.english})" if self.english else self.wording
        )

    @property
    def quoted(self) -> str:
        """The wording in quotation marks; in English its gloss, if it has one."""
        return t("wordings.quoted", wording=pick(self.wording, self.english or self.wording))

    @property
    def compared(self) -> tuple[int, int]:
        """Occurrences in what both have, of the earlier and of the later briefing."""
        return as_int(self.older_compared), as_int(self.newer_compared)


class Family(NamedTuple):
    """The rows of one family, or one row without a family."""

    head: str | None
    rows: list[Wording]


def families(frame: pd.DataFrame, order: str) -> list[Family]:
    """Gather rows of the ledger by family, the family of the most frequent wording first.

    order: a choice of VIEWS["order"]; "alphabet" sorts by the wording, of a family by its head.
    """
    found: dict[str, Family] = {}
    for row in rows_of(frame, Wording):
        found.setdefault(row.family or row.wording, Family(row.family, [])).rows.append(row)
    listed = [each._replace(rows=_sorted(each.rows, order)) for each in found.values()]
    if order == "alphabet":
        return sorted(listed, key=lambda each: each.head or each.rows[0].wording)
    return sorted(listed, key=lambda each: max(row.most for row in each.rows), reverse=True)


def group_of(family: Family) -> str:
    """Return the one of GROUPS to which a family belongs.

    A family is reworded if one of its wordings is gone and another one new, names of documents and
    campaigns aside; it is kept if both briefings say one of its wordings, whichever.
    """
    statuses = {row.status for row in family.rows}
    if {"gone", "new"} <= {row.status for row in _turns(family)}:
        return REWORDED
    if "kept" in statuses or ("gone" in statuses and statuses & {"new", "qa_only"}):
        return "kept"
    return next((str(each) for each in STATUSES if each in statuses), "alone")


def turn(family: Family) -> tuple[Wording, Wording]:
    """Return the wording of a reworded family that is gone, and the one that is new."""
    gone, new = (
        max(
            (row for row in _turns(family) if row.status == status),
            key=lambda row: (row.most[0], len(row.wording)),
        )
        for status in ("gone", "new")
    )
    return gone, new


def _turns(family: Family) -> list[Wording]:
    """Return the rows of a family that are no names: those of documents and campaigns are."""
    return [row for row in family.rows if row.kind not in _NAMES]


def totals(rows: Sequence[Wording]) -> dict[str, int]:
    """Return the occurrences of a whole family, each place once: longer wordings hold shorter.

    Keys: those of stats.wording_changes.COUNTS.
    """
    return {name: sum(as_int(getattr(row, name)) for row in shortest(rows)) for name in COUNTS}


def shortest(rows: Sequence[Wording]) -> list[Wording]:
    """Return those of `rows` that hold no other: their places are all places, each once."""
    return [
        row
        for row in rows
        if not any(each.wording in row.wording for each in rows if each is not row)
    ]


def _sorted(rows: list[Wording], order: str) -> list[Wording]:
    if order == "alphabet":
        return sorted(rows, key=lambda row: row.wording)
    return sorted(
        rows, key=lambda row: (STATUSES.index(row.status or "kept"), *(-n for n in row.most))
    )


def as_int(n: int | NAType) -> int:
    """Return a count, 0 for one that is null."""
    return 0 if isinstance(n, NAType) else int(n)


def turns(ledger: pd.DataFrame) -> list[tuple[Wording, Wording]]:
    """Return for each reworded family the wording that is gone and the new one.

    The family of the most frequent wording comes first; families of which both wordings have one
    gloss come last.
    """
    found = [turn(each) for each in families(ledger, "count") if group_of(each) == REWORDED]
    return sorted(found, key=lambda pair: pair[0].english is not None and same_gloss(*pair))


def same_gloss(old: Wording, new: Wording) -> bool:
    """Return whether both wordings have one gloss in English."""
    return old.english == new.english


def in_turns(ledger: pd.DataFrame) -> set[str]:
    """Return the wordings of reworded families: all of each family, also what both say."""
    reworded = [each for each in families(ledger, "count") if group_of(each) == REWORDED]
    return {row.wording for family in reworded for row in family.rows}


def of_status(ledger: pd.DataFrame, status: str) -> list[Wording]:
    """Return the wordings of a status, the most said in what both have first."""
    rows = rows_of(ledger.loc[ledger["status"] == status], Wording)
    return sorted(rows, key=lambda row: (-max(row.compared), -row.most[1], row.wording))


def without_turns(rows: list[Wording], found: list[tuple[Wording, Wording]]) -> list[Wording]:
    """Return those of `rows` that are in none of the turns `found`."""
    in_turns = {row.wording for pair in found for row in pair}
    return [row for row in rows if row.wording not in in_turns]


def said_by(speakers: pd.DataFrame, wording: str) -> str:
    """Say how often `wording` is said in all, and by whom; speakers: see queries.wording."""
    own = speakers.loc[speakers["wording"] == wording]
    counts = own.groupby("speaker_id", sort=False)["occurrences"].sum()
    ordered = counts.sort_values(ascending=False, kind="stable")
    people = join([named(str(key), int(n)) for key, n in ordered.items()])
    return t("wordings.in_all", n=number(int(counts.sum())), people=people)


def named(speaker_id: str, count: int) -> str:
    """Return the name of a speaker, followed by a count."""
    name = filter_name("speaker", speaker_id)
    return t("wordings.said_by", name=name, n=number(count))
