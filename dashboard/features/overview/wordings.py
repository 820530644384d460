"""Findings on wording: what turned or is gone, and what is new, with who says it."""

from dataclasses import dataclass

import pandas as pd

from dashboard.components import scope_choice
from dashboard.components.panel import Panel, PanelText
from dashboard.features.overview.change_table import Change, change_chart
from dashboard.features.overview.finding import Finding, Subject
from dashboard.i18n import join, pick, t
from dashboard.labels.names import filter_name
from dashboard.labels.numbers import number
from dashboard.labels.pair import Pair
from dashboard.queries import wording
from dashboard.queries.rows import rows_of

_ANNOUNCED = ("document", "campaign")  # kinds of which the finding on announcements speaks
_MAX_NAMED, _MAX_ROWS, _MAX_TURNED = 3, 6, 4


@dataclass(slots=True)
class _Wording:
    """A row of queries.wording.ledger; counts are of everything captured, and of what compares."""

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
        """The wording, in English followed by its gloss."""
        if pick("", "en") and self.english:
            return t("overview.finding.glossed", wording=self.wording, english=self.english)
        return self.wording


@dataclass(frozen=True)
class _Turned:
    """A family of which the earlier briefing says `old` alone and the later `new` alone."""

    old: _Wording
    new: _Wording


def find_turned(subject: Subject) -> Finding | None:
    """Return what the later briefing words otherwise, and what it does not say again."""
    pair, ledger = _compared(subject)
    if pair is None:
        return None
    turned, gone = _turned(ledger), _of_status(ledger, "gone")
    if not gone:
        return None
    alone = [row for row in gone if row.wording not in {each.old.wording for each in turned}]
    words = {**pair.placeholders, "turned": len(turned), "gone": len(alone)}
    if turned:
        title = t(
            "overview.finding.turned.headline",
            old=_quoted(turned[0].old),
            new=_quoted(turned[0].new),
            **words,
        )
    else:
        named = _named(alone)
        title = t("overview.finding.turned.gone", named=named, **words)
    reading = t("overview.finding.turned.reading", **words)
    changes = [_turned_row(each, pair) for each in turned[:_MAX_TURNED]]
    changes += [_row(row, "") for row in alone[: _MAX_ROWS - len(changes)]]
    return _finding("turned", subject, title, reading, changes, _frame(ledger, ("gone", "new")))


def find_new(subject: Subject) -> Finding | None:
    """Return what the later briefing says in what both have and the earlier one does not."""
    pair, ledger = _compared(subject)
    if pair is None:
        return None
    listed = [row for row in _of_status(ledger, "new") if row.newer_compared]
    new = sorted(listed, key=lambda row: -row.newer_all)
    if not new:
        return None
    speakers = wording.speakers(subject.chosen)
    own = speakers.loc[
        speakers["wording"].isin([row.wording for row in new])
        & speakers["briefing_id"].eq(pair.later.briefing_id)
    ]
    named = _named(new)
    title = t("overview.finding.new.headline", n=len(new), named=named, **pair.placeholders)
    reading = t("overview.finding.new.reading", who=_who(own), **pair.placeholders)
    changes = [_row(row, _said_by(own, row)) for row in new[:_MAX_ROWS]]
    return _finding("new", subject, title, reading, changes, _frame(ledger, ("new",)))


def _compared(subject: Subject) -> tuple[Pair | None, pd.DataFrame]:
    """Return the pair and its ledger without documents; no pair if the two share no part."""
    ledger = wording.ledger(subject.chosen)
    is_alike = wording.compared_part(subject.chosen).is_alike
    return subject.pair if is_alike else None, ledger.loc[~ledger["kind"].isin(_ANNOUNCED)]


def _of_status(ledger: pd.DataFrame, status: str) -> list[_Wording]:
    return rows_of(ledger.loc[ledger["status"] == status], _Wording)


def _turned(ledger: pd.DataFrame) -> list[_Turned]:
    """Return the families that have a wording of either briefing alone, the most said first."""
    said = ledger.assign(total=ledger["older_all"] + ledger["newer_all"])
    totals = said.groupby("family")["total"].sum().sort_values(ascending=False, kind="stable")
    found = []
    for family in totals.index:
        own = ledger.loc[ledger["family"] == family]
        old, new = _of_status(own, "gone"), _of_status(own, "new")
        if old and new:
            found.append(
                _Turned(
                    max(old, key=lambda row: (row.older_all, -len(row.wording))),
                    max(new, key=lambda row: (row.newer_all, -len(row.wording))),
                )
            )
    return found


def _quoted(row: _Wording) -> str:
    """Return the wording in the reader's language: its gloss in English, if it has one."""
    return pick(row.wording, row.english or row.wording)


def _named(rows: list[_Wording]) -> str:
    quoted = [t("overview.finding.quoted", wording=_quoted(row)) for row in rows[:_MAX_NAMED]]
    return join(quoted)


def _turned_row(turned: _Turned, pair: Pair) -> Change:
    note = t("overview.finding.turned.was", first=pair.headings[0], old=turned.old.name)
    return Change(turned.new.name, note, (turned.old.older_compared, turned.new.newer_compared))


def _row(row: _Wording, note: str) -> Change:
    counts = row.older_compared, row.newer_compared
    return Change(row.name, note, counts, click=("term", row.wording))


def _said_by(speakers: pd.DataFrame, row: _Wording) -> str:
    """Name those who say a wording, with how often."""
    own = speakers.loc[speakers["wording"] == row.wording]
    pairs = own.groupby("speaker_id", sort=False)["occurrences"].sum()
    said = [
        t("overview.finding.said_by", name=filter_name("speaker", str(key)), n=number(n))
        for key, n in pairs.sort_values(ascending=False, kind="stable").items()
    ]
    return join(said)


def _who(speakers: pd.DataFrame) -> str:
    """Name those who say most of the new wordings, with how many of them."""
    counted = speakers.drop_duplicates(["wording", "speaker_id"])["speaker_id"].value_counts()
    return join(
        [
            t("overview.finding.said_by", name=filter_name("speaker", str(key)), n=n)
            for key, n in counted.head(_MAX_NAMED).items()
        ]
    )


def _frame(ledger: pd.DataFrame, statuses: tuple[str, ...]) -> pd.DataFrame:
    return ledger.loc[ledger["status"].isin(statuses)].reset_index(drop=True)


def _finding(
    key: str,
    subject: Subject,
    title: str,
    reading: str,
    changes: list[Change],
    frame: pd.DataFrame,
) -> Finding:
    pair = subject.pair
    assert pair is not None  # noqa: S101 - for the type checker
    text = PanelText(
        title,
        reading,
        t(f"overview.finding.{key}.caveat", n=len(changes), all=len(frame), **pair.placeholders),
        scope_choice.caveat(wording.compared_part(subject.chosen)),
    )
    panel = Panel(frame, [change_chart(changes, pair)], text, applied=subject.chosen)
    return Finding(key, panel, changed=True, page="topics", query={"status": "new"})
