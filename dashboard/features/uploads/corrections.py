"""Corrections of a reading, made by a visitor in a table of turns: pure functions.

An edition is the object of `python -m loaders parse --json`. The table has one row per turn of the
edition. Edits map the position of a row, from 0, to its changed cells: column -> value.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from dashboard.features.uploads.positions import merge_positions, split_positions
from loaders.contract import MAX_NAME
from loaders.fingerprint import fingerprint_of
from loaders.schema import SECTIONS
from loaders.text.measures import characters

Edition = Mapping[str, Any]
Edits = Mapping[int, Mapping[str, Any]]

_EXCERPT = 48  # characters
_NAMES = ("speaker", "title", "organisation")
_IDENTITY = (*_NAMES, "slot")  # equal in all turns of one speaker of a briefing
_CODES = ("slot", "kind", "section")


class Problem(NamedTuple):
    """An edit that could not be applied.

    key: of its message, `adding.problem.{key}` in the locales. seq: number of the turn. value: the
    refused value, if the message needs it.
    """

    key: str
    seq: int
    value: str = ""


class SpeakerChange(NamedTuple):
    """A correction of a speaker: (speaker, title, organisation, slot) before and after."""

    before: tuple[str | None, ...]
    after: tuple[str | None, ...]


def turn_table(edition: Edition) -> pd.DataFrame:
    """Build the editable table of the turns of `edition`, one row per turn.

    Columns: seq, speaker, title, organisation, slot, kind, section, reply_to; join (True merges the
    turn into the one before), split (number, from 1, of the paragraph that begins a new turn),
    paragraphs (their number) and text (an excerpt).
    """
    rows = [
        {
            "seq": turn["seq"],
            **{name: turn[name] or "" for name in _NAMES},
            **{name: turn[name] for name in _CODES},
            "reply_to": turn["reply_to"],
            "join": False,
            "split": None,
            "paragraphs": len(_paragraphs(turn)),
            "text": excerpt(turn["text"]),
        }
        for turn in edition["turns"]
    ]
    return pd.DataFrame(rows).astype({"reply_to": "Int64", "split": "Int64", "join": "bool"})


def excerpt(text: str, *, limit: int = _EXCERPT) -> str:
    r"""Return the first `limit` characters of a turn's text, on one line.

    >>> excerpt("大家好。\n今天介绍灯会。", limit=8)
    '大家好。 今天…'
    """
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def changes_rows(edits: Edits) -> bool:
    """Return whether `edits` merge or split a turn, so that the rows of the table change."""
    return any(row.get("join") or row.get("split") is not None for row in edits.values())


def apply_edits(edition: Edition, edits: Edits) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Return `edition` with `edits` applied to its turns, and the edits that failed.

    Turns are renumbered from 1; their characters and the captured sections are recomputed. A
    reply_to that does not name an earlier question is removed, and reported.
    """
    problems: list[Problem] = []
    pieces: list[dict[str, Any]] = []
    for place, turn in enumerate(edition["turns"]):
        cells = edits.get(place, {})
        changed = _apply_cells(turn, cells, problems)
        first, *rest = _split(changed, cells.get("split"), problems)
        if cells.get("join") and pieces:
            pieces[-1] = _merge(pieces[-1], first)
        elif cells.get("join"):
            problems.append(Problem("first", turn["seq"]))
            pieces.append(first)
        else:
            pieces.append(first)
        pieces += rest
    turns = _renumber(pieces, problems)
    spoken = {turn["section"] for turn in turns}
    captured = [section for section in SECTIONS if section in spoken]
    sections = {**edition["sections"], "captured": captured}
    return {**edition, "sections": sections, "turns": turns}, tuple(problems)


def speaker_changes(edition: Edition, edits: Edits) -> tuple[SpeakerChange, ...]:
    """Return the distinct changes of speaker, title, organisation or slot that `edits` make."""
    turns = edition["turns"]
    pairs = (
        SpeakerChange(_identity(turns[place]), _identity(_apply_cells(turns[place], cells, [])))
        for place, cells in sorted(edits.items())
    )
    return tuple(dict.fromkeys(pair for pair in pairs if pair.before != pair.after))


def same_change_elsewhere(edition: Edition, change: SpeakerChange) -> Edits:
    """Return the edits that apply `change` to the other turns of the same speaker.

    {} if no turn has the values `change.after`, since the change was then reverted. A title,
    organisation or slot that differs from `change.before` in a turn is not changed there.
    """
    people = list(map(_identity, edition["turns"]))
    if change.after not in people:
        return {}
    cells = {
        place: {
            name: after
            for name, own, before, after in zip(_IDENTITY, person, *change, strict=True)
            if own == before != after
        }
        for place, person in enumerate(people)
        if person[0] == change.before[0]
    }
    return {place: own for place, own in cells.items() if own}


def fingerprint(edition: Edition) -> str:
    """Return the fingerprint of the speech in `edition`, as loaders.briefing computes it."""
    return fingerprint_of("".join(turn["text"] for turn in edition["turns"]))


def _identity(turn: Mapping[str, Any]) -> tuple[str | None, ...]:
    return tuple(turn[name] or None for name in _IDENTITY)


def _apply_cells(
    turn: Mapping[str, Any], cells: Mapping[str, Any], problems: list[Problem]
) -> dict[str, Any]:
    changed = dict(turn) | {"was": (turn["seq"],)}
    for name in _NAMES:
        if name in cells:
            changed[name] = " ".join(str(cells[name] or "").split())[:MAX_NAME] or None
    if changed["speaker"] is None:
        problems.append(Problem("nameless", turn["seq"]))
        changed["speaker"] = turn["speaker"]
    changed |= {name: cells[name] for name in _CODES if cells.get(name)}
    if "reply_to" in cells:
        reply = cells["reply_to"]
        changed["reply_to"] = None if reply is None or pd.isna(reply) else int(reply)
    return changed


def _paragraphs(turn: Mapping[str, Any]) -> list[str]:
    return [paragraph for paragraph in turn["text"].split("\n") if paragraph.strip()]


def _split(
    turn: dict[str, Any], before: float | None, problems: list[Problem]
) -> list[dict[str, Any]]:
    """Split `turn` before paragraph number `before`, from 1; return both halves.

    Returns only `turn` if `before` is null, or if a half would have no characters; the latter is
    added to `problems`.
    """
    if before is None or pd.isna(before):
        return [turn]
    paragraphs, at = _paragraphs(turn), int(before) - 1
    halves = ["\n".join(paragraphs[:at]), "\n".join(paragraphs[at:])] if at >= 0 else ["", ""]
    if not all(map(characters, halves)):
        problems.append(Problem("split", turn["seq"], str(before)))
        return [turn]
    above, below = split_positions(turn, at)
    # The time at which the second half begins is unknown.
    first = turn | above | {"text": halves[0], "end": None}
    rest = {"text": halves[1], "start": None, "timestamp": None, "was": ()}
    return [first, turn | below | rest]


def _merge(before: dict[str, Any], turn: dict[str, Any]) -> dict[str, Any]:
    text = f"{before['text']}\n{turn['text']}"
    rest = {"text": text, "end": turn["end"], "was": (*before["was"], *turn["was"])}
    return before | merge_positions(before, turn) | rest


def _renumber(pieces: Sequence[Mapping[str, Any]], problems: list[Problem]) -> list[dict[str, Any]]:
    now = {was: number for number, piece in enumerate(pieces, 1) for was in piece["was"]}
    questions: set[int] = set()
    turns = []
    for number, piece in enumerate(pieces, 1):
        asked = piece["reply_to"]
        reply = now.get(asked) if asked is not None else None
        if asked is not None and reply not in questions:
            problems.append(Problem("reply", number, str(asked)))
            reply = None
        if piece["kind"] == "question":
            questions.add(number)
        stated = {name: value for name, value in piece.items() if name != "was"}
        size = characters(piece["text"])
        turns.append({**stated, "seq": number, "reply_to": reply, "characters": size})
    return turns
