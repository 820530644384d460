"""Findings on wording: what turned or is gone, and what is new, with who says it."""

from dataclasses import replace

import pandas as pd

from dashboard.components import scope_choice
from dashboard.components.change_table import Change, change_chart, turn_row, wording_row
from dashboard.components.panel import Panel, PanelText
from dashboard.features.overview.finding import Finding, Subject
from dashboard.i18n import join, join_sentences, t
from dashboard.labels import wordings
from dashboard.labels.pair import Pair
from dashboard.queries import wording

_MAX_NAMED, _MAX_ROWS, _MAX_TURNS = 3, 6, 4


def find_turned(subject: Subject) -> Finding | None:
    """Return what the later briefing words otherwise, and what it does not say again."""
    pair = _comparable(subject)
    ledger = wording.ledger(subject.chosen)
    gone = wordings.of_status(ledger, "gone")
    if pair is None or not gone:
        return None
    turned = wordings.turns(ledger)
    rest = wordings.without_turns(gone, turned)
    alone = _without_documents(rest)
    words = {**pair.placeholders, "turned": len(turned), "gone": len(gone)}
    if turned:
        old, new = turned[0]
        quoted = {"old": old.quoted, "new": new.quoted}
        title = t("overview.finding.turned.headline", **quoted, **words)
    else:
        title = t("overview.finding.turned.gone", named=_named(alone), **words)
    changes = [turn_row(*turn, pair) for turn in turned[:_MAX_TURNS]]
    changes += [wording_row(row, pair) for row in alone[: _MAX_ROWS - len(changes)]]
    halves = [new.wording for _, new in turned]
    frame = pd.concat(
        [ledger.loc[ledger["status"] == "gone"], ledger.loc[ledger["wording"].isin(halves)]]
    )
    reading = t("overview.finding.turned.reading", **words)
    drawn = {"pairs": min(len(turned), _MAX_TURNS), "of_pairs": len(turned)}
    drawn |= {"n": len(changes) - drawn["pairs"], "all": len(rest)}
    key = "drawn_pairs" if turned else "drawn"
    caveat = join_sentences(
        t("overview.finding.squares", **pair.placeholders),
        t(f"overview.finding.turned.{key}", **drawn, **pair.placeholders),
        _left_out(rest, alone),
    )
    text = _text((title, reading), caveat, frame)
    query = {"status": "reworded" if turned else "gone"}
    return _finding("turned", subject, pair, text, changes, frame, query)


def find_new(subject: Subject) -> Finding | None:
    """Return what the later briefing says in what both have and the earlier one does not."""
    pair = _comparable(subject)
    ledger = wording.ledger(subject.chosen)
    new = wordings.of_status(ledger, "new")
    if pair is None or not new:
        return None
    speakers = wording.speakers(subject.chosen)
    shown = _without_documents(new)
    own = speakers.loc[speakers["wording"].isin([row.wording for row in new])]
    key = "headline_gaps" if pair.gaps[0] else "headline"
    title = t(f"overview.finding.new.{key}", n=len(new), named=_named(shown), **pair.placeholders)
    reading = t("overview.finding.new.reading", who=_who(own), **pair.placeholders)
    drawn = shown[:_MAX_ROWS]
    changes = [wording_row(row, pair, wordings.said_by(own, row.wording)) for row in drawn]
    frame = ledger.loc[ledger["status"] == "new"]
    caveat = join_sentences(
        t("overview.finding.squares", **pair.placeholders),
        t("overview.finding.new.drawn", n=len(changes), all=len(new), **pair.placeholders),
        _left_out(new, shown),
        t("overview.finding.new.gaps", **pair.placeholders) if pair.gaps[0] else "",
    )
    text = _text((title, reading), caveat, frame)
    return _finding("new", subject, pair, text, changes, frame, {"status": "new"})


def _comparable(subject: Subject) -> Pair | None:
    """Return the pair, None if its briefings share no part."""
    if subject.pair is None or not wording.compared_part(subject.chosen).is_alike:
        return None
    return subject.pair


def _without_documents(rows: list[wordings.Wording]) -> list[wordings.Wording]:
    """Return `rows` without documents, of which the finding on announcements speaks."""
    return [row for row in rows if row.kind != "document"] or rows


def _named(rows: list[wordings.Wording]) -> str:
    return join([row.quoted for row in rows[:_MAX_NAMED]])


def _who(speakers: pd.DataFrame) -> str:
    """Name those who say most of the new wordings, each with how many of them."""
    counted = speakers.drop_duplicates(["wording", "speaker_id"])["speaker_id"].value_counts()
    return join([wordings.named(str(key), int(n)) for key, n in counted.head(_MAX_NAMED).items()])


def _left_out(rows: list[wordings.Wording], shown: list[wordings.Wording]) -> str:
    """Say that titles of documents are not drawn; "" if none of `rows` is missing in `shown`."""
    return t("overview.finding.no_titles") if len(shown) < len(rows) else ""


def _text(said: tuple[str, str], caveat: str, frame: pd.DataFrame) -> PanelText:
    """Return the text of a finding: title and reading, `caveat`, and the mark of `frame`."""
    tested = frame["conclusive"].dropna()
    mark = t(
        f"overview.finding.{'tested' if len(tested) else 'untested'}",
        tested=len(tested),
        marked=int(tested.astype(bool).sum()),
    )
    return PanelText(*said, t("comparison.then", before=caveat, after=mark))


def _finding(
    key: str,
    subject: Subject,
    pair: Pair,
    text: PanelText,
    changes: list[Change],
    frame: pd.DataFrame,
    query: dict[str, str],
) -> Finding:
    gaps = scope_choice.caveat(wording.compared_part(subject.chosen))
    panel = Panel(
        frame.reset_index(drop=True),
        [change_chart(changes, pair)],
        replace(text, page_caveat=gaps),
        applied=subject.chosen,
    )
    return Finding(key, panel, changed=True, page="wording", query=query)
