"""Findings on wording: what turned or is gone, and what is new, with who says it."""

import pandas as pd

from dashboard.components import scope_choice
from dashboard.components.change_table import Change, change_chart, turn_row, wording_row
from dashboard.components.panel import Panel, PanelText
from dashboard.features.overview.finding import Finding, Subject
from dashboard.i18n import join, t
from dashboard.labels import wordings
from dashboard.labels.pair import Pair
from dashboard.queries import wording

_MAX_NAMED, _MAX_ROWS, _MAX_TURNS = 3, 6, 4


def find_turned(subject: Subject) -> Finding | None:
    """Return what the later briefing words otherwise, and what it does not say again."""
    pair, ledger = _compared(subject)
    gone = wordings.of_status(ledger, "gone") if pair else []
    if pair is None or not gone:
        return None
    turned = wordings.turns(ledger)
    alone = wordings.without_turns(gone, turned)
    words = {**pair.placeholders, "turned": len(turned), "gone": len(alone)}
    if turned:
        old, new = turned[0]
        quoted = {"old": old.quoted, "new": new.quoted}
        title = t("overview.finding.turned.headline", **quoted, **words)
    else:
        title = t("overview.finding.turned.gone", named=_named(alone), **words)
    changes = [turn_row(*turn, pair) for turn in turned[:_MAX_TURNS]]
    changes += [wording_row(row) for row in alone[: _MAX_ROWS - len(changes)]]
    frame = ledger.loc[ledger["status"].isin(["gone", "new"])]
    reading = t("overview.finding.turned.reading", **words)
    return _finding("turned", subject, pair, (title, reading), changes, frame)


def find_new(subject: Subject) -> Finding | None:
    """Return what the later briefing says in what both have and the earlier one does not."""
    pair, ledger = _compared(subject)
    new = wordings.of_status(ledger, "new") if pair else []
    if pair is None or not new:
        return None
    speakers = wording.speakers(subject.chosen)
    own = speakers.loc[speakers["wording"].isin([row.wording for row in new])]
    title = t("overview.finding.new.headline", n=len(new), named=_named(new), **pair.placeholders)
    reading = t("overview.finding.new.reading", who=_who(own), **pair.placeholders)
    changes = [wording_row(row, wordings.said_by(own, row.wording)) for row in new[:_MAX_ROWS]]
    frame = ledger.loc[ledger["status"] == "new"]
    return _finding("new", subject, pair, (title, reading), changes, frame)


def _compared(subject: Subject) -> tuple[Pair | None, pd.DataFrame]:
    """Return the pair, None if its briefings share no part, and its ledger without documents.

    Of documents the finding on announcements speaks.
    """
    ledger = wording.ledger(subject.chosen)
    is_alike = wording.compared_part(subject.chosen).is_alike
    return subject.pair if is_alike else None, ledger.loc[ledger["kind"] != "document"]


def _named(rows: list[wordings.Wording]) -> str:
    return join([row.quoted for row in rows[:_MAX_NAMED]])


def _who(speakers: pd.DataFrame) -> str:
    """Name those who say most of the new wordings, each with how many of them."""
    counted = speakers.drop_duplicates(["wording", "speaker_id"])["speaker_id"].value_counts()
    return join([wordings.named(str(key), int(n)) for key, n in counted.head(_MAX_NAMED).items()])


def _finding(
    key: str,
    subject: Subject,
    pair: Pair,
    said: tuple[str, str],
    changes: list[Change],
    frame: pd.DataFrame,
) -> Finding:
    caveat = t(
        f"overview.finding.{key}.caveat", n=len(changes), all=len(frame), **pair.placeholders
    )
    tested = frame["conclusive"].dropna()
    mark = t(
        f"overview.finding.{'tested' if len(tested) else 'untested'}",
        tested=len(tested),
        marked=int(tested.astype(bool).sum()),
    )
    gaps = scope_choice.caveat(wording.compared_part(subject.chosen))
    panel = Panel(
        frame.reset_index(drop=True),
        [change_chart(changes, pair)],
        PanelText(*said, t("comparison.then", before=caveat, after=mark), gaps),
        applied=subject.chosen,
    )
    return Finding(key, panel, changed=True, page="wording", query={"status": "new"})
