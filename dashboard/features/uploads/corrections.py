"""What a person puts right in a reading, in a table of its turns: pure, an edition in and out.

An edition is the object of `python -m loaders parse --json`. Its table has a row a turn; the edits
of a table are the changed cells of each changed row, by the row's place from 0.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from dashboard.features.uploads.positions import merge_positions, split_positions
from loaders.fingerprint import fingerprint_of
from loaders.schema import SECTIONS
from loaders.text.measures import characters

Edition = Mapping[str, Any]
Edits = Mapping[int, Mapping[str, Any]]

_BEGINNING = 48  # characters of a turn that tell it from others
_NAMES = ("speaker", "title", "organisation")
_PERSON = (*_NAMES, "slot")  # what is the same in all turns of one speaker of a briefing
_CODES = ("slot", "kind", "section")
_LONGEST = 200  # characters of a name, as loaders.edition has it


class Problem(NamedTuple):
    """An edit that could not be made: its key in the locales, of which turn, and its value."""

    key: str
    seq: int
    value: str = ""


class Renamed(NamedTuple):
    """What was put right of who speaks: speaker, title, organisation and slot, before and after."""

    before: tuple[str | None, ...]
    after: tuple[str | None, ...]


def table(edition: Edition) -> pd.DataFrame:
    """The turns of `edition` to be put right: a row each.

    seq, speaker, title, organisation, slot, kind, section, reply_to; join (whether it belongs to
    the turn before), split (the number of the paragraph that begins another turn), paragraphs (how
    many it has) and text (its beginning).
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
            "text": beginning(turn["text"]),
        }
        for turn in edition["turns"]
    ]
    return pd.DataFrame(rows).astype({"reply_to": "Int64", "split": "Int64", "join": "bool"})


def beginning(text: str, *, limit: int = _BEGINNING) -> str:
    r"""The first `limit` characters of a turn's text, on one line.

    >>> beginning("大家好。\n今天介绍灯会。", limit=8)
    '大家好。 今天…'
    """
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def restructures(edits: Edits) -> bool:
    """Whether `edits` merge or split a turn, so that the rows of the table change."""
    return any(row.get("join") or row.get("split") is not None for row in edits.values())


def corrected(edition: Edition, edits: Edits) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """`edition` with `edits` made in its turns, numbered anew, and what could not be made.

    Characters and captured sections follow. A turn that replies to what is no question before it
    replies to none.
    """
    problems: list[Problem] = []
    pieces: list[dict[str, Any]] = []
    for place, turn in enumerate(edition["turns"]):
        cells = edits.get(place, {})
        changed = _with_cells(turn, cells, problems)
        first, *rest = _split(changed, cells.get("split"), problems)
        if cells.get("join") and pieces:
            pieces[-1] = _joined(pieces[-1], first)
        elif cells.get("join"):
            problems.append(Problem("first", turn["seq"]))
            pieces.append(first)
        else:
            pieces.append(first)
        pieces += rest
    turns = _numbered(pieces, problems)
    spoken = {turn["section"] for turn in turns}
    captured = [section for section in SECTIONS if section in spoken]
    sections = {**edition["sections"], "captured": captured}
    return {**edition, "sections": sections, "turns": turns}, tuple(problems)


def renamed(edition: Edition, edits: Edits) -> tuple[Renamed, ...]:
    """Who speaks under another name, title, body or slot after `edits`, each change once."""
    turns = edition["turns"]
    pairs = (
        Renamed(_person(turns[place]), _person(_with_cells(turns[place], cells, [])))
        for place, cells in sorted(edits.items())
    )
    return tuple(dict.fromkeys(pair for pair in pairs if pair.before != pair.after))


def alike(edition: Edition, change: Renamed) -> Edits:
    """The edits that make `change` wherever else that speaker still stands as before it.

    None, where the change is taken back. A title, body or slot that stands otherwise with the same
    speaker stays.
    """
    people = list(map(_person, edition["turns"]))
    if change.after not in people:
        return {}
    cells = {
        place: {
            name: after
            for name, own, before, after in zip(_PERSON, person, *change, strict=True)
            if own == before != after
        }
        for place, person in enumerate(people)
        if person[0] == change.before[0]
    }
    return {place: own for place, own in cells.items() if own}


def fingerprint(edition: Edition) -> str:
    """The fingerprint of what was said, as loaders.briefing works it out of the same paragraphs."""
    return fingerprint_of("".join(turn["text"] for turn in edition["turns"]))


def _person(turn: Mapping[str, Any]) -> tuple[str | None, ...]:
    return tuple(turn[name] or None for name in _PERSON)


def _with_cells(
    turn: Mapping[str, Any], cells: Mapping[str, Any], problems: list[Problem]
) -> dict[str, Any]:
    changed = dict(turn) | {"was": (turn["seq"],)}
    for name in _NAMES:
        if name in cells:
            changed[name] = " ".join(str(cells[name] or "").split())[:_LONGEST] or None
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
    """The turn, or the two that it becomes where its paragraph number `before` begins another."""
    if before is None or pd.isna(before):
        return [turn]
    paragraphs, at = _paragraphs(turn), int(before) - 1
    halves = ["\n".join(paragraphs[:at]), "\n".join(paragraphs[at:])] if at >= 0 else ["", ""]
    if not all(map(characters, halves)):
        problems.append(Problem("split", turn["seq"], str(before)))
        return [turn]
    above, below = split_positions(turn, at)
    # Where within its time the second began is not known.
    first = turn | above | {"text": halves[0], "end": None}
    rest = {"text": halves[1], "start": None, "timestamp": None, "was": ()}
    return [first, turn | below | rest]


def _joined(before: dict[str, Any], turn: dict[str, Any]) -> dict[str, Any]:
    text = f"{before['text']}\n{turn['text']}"
    rest = {"text": text, "end": turn["end"], "was": (*before["was"], *turn["was"])}
    return before | merge_positions(before, turn) | rest


def _numbered(pieces: Sequence[Mapping[str, Any]], problems: list[Problem]) -> list[dict[str, Any]]:
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
