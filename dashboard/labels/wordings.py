"""Wordings (提法) in the reader's language, and the pairs of which one turned into the other."""

from dataclasses import dataclass

import pandas as pd

from dashboard.i18n import join, pick, t
from dashboard.labels.names import filter_name
from dashboard.labels.numbers import number
from dashboard.queries.rows import rows_of

_NO_WORDINGS = ("document", "campaign")  # kinds that name a thing


@dataclass(slots=True)
class WordingRow:
    """A row of queries.wording.ledger."""

    wording: str
    family: str | None
    english: str | None
    status: str
    older_compared: int
    newer_compared: int
    older_all: int
    newer_all: int

    @property
    def name(self) -> str:
        """The wording; in English followed by its gloss, if it has one."""
        return (
            pick(self.wording, f"{self.wording} ({self.english})") if self.english else self.wording
        )

    @property
    def quoted(self) -> str:
        """The wording in quotation marks; in English its gloss, if it has one."""
        return t("wordings.quoted", wording=pick(self.wording, self.english or self.wording))


@dataclass(frozen=True)
class Turn:
    """A turn of phrase: of one family, the earlier briefing alone says `old`, the later `new`."""

    old: WordingRow
    new: WordingRow


def of_status(ledger: pd.DataFrame, status: str) -> list[WordingRow]:
    """Return the rows of a status, those that the compared parts say first, the most said first."""
    rows = rows_of(ledger.loc[ledger["status"] == status], WordingRow)
    return sorted(
        rows,
        key=lambda row: (
            not (row.older_compared or row.newer_compared),
            -max(row.older_all, row.newer_all),
        ),
    )


def turns(ledger: pd.DataFrame) -> list[Turn]:
    """Return the turns of phrase, those of the most said families first.

    ledger: rows of queries.wording.ledger. Names of documents and campaigns are left out: a new
    name is of a new thing.
    """
    said = ledger.loc[~ledger["kind"].isin(_NO_WORDINGS) & ledger["family"].notna()]
    totals = (said["older_all"] + said["newer_all"]).groupby(said["family"]).sum()
    found = []
    for family in totals.sort_values(ascending=False, kind="stable").index:
        own = said.loc[said["family"] == family]
        old, new = of_status(own, "gone"), of_status(own, "new")
        if old and new:
            found.append(Turn(old[0], new[0]))
    return found


def without_turns(rows: list[WordingRow], found: list[Turn]) -> list[WordingRow]:
    """Return those of `rows` that no wording of the turns `found` is or contains."""
    in_turns = [row.wording for turn in found for row in (turn.old, turn.new)]
    return [row for row in rows if not any(row.wording in longer for longer in in_turns)]


def said_by(speakers: pd.DataFrame, wording: str) -> str:
    """Name those who say `wording`, each with how often. speakers: of queries.wording.speakers."""
    own = speakers.loc[speakers["wording"] == wording]
    counts = own.groupby("speaker_id", sort=False)["occurrences"].sum()
    ordered = counts.sort_values(ascending=False, kind="stable")
    return join([named(str(key), int(n)) for key, n in ordered.items()])


def named(speaker_id: str, count: int) -> str:
    """Return the name of a speaker, followed by a count."""
    name = filter_name("speaker", speaker_id)
    return t("wordings.said_by", name=name, n=number(count))
