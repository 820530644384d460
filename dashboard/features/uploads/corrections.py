"""Corrections of a reading, made by a visitor in a table of turns: pure functions.

An edition is the object of `python -m loaders parse --json`. The table has one row per turn of the
edition. Edits map the position of a row, from 0, to its changed cells: column -> value.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import pandas as pd

from dashboard.features.uploads.cells import Cells, Edits, Problem
from dashboard.features.uploads.positions import merge_positions, split_positions
from loaders.edition.model import Edition, EditionTurn, Sections
from loaders.fingerprint import Stated, fingerprint_of
from loaders.schema import SECTIONS
from loaders.text.measures import characters

_NameField = Literal["speaker", "title", "organisation"]
_IdentityField = Literal[_NameField, "slot"]
_CodeField = Literal["slot", "kind", "section"]

_EXCERPT = 48  # characters
_TURN = 250  # characters of a turn in a file of JSON, without its text and names
_NAMES: tuple[_NameField, ...] = ("speaker", "title", "organisation")
# Equal in all turns of one speaker of a briefing.
_IDENTITY: tuple[_IdentityField, ...] = (*_NAMES, "slot")
_CODES: tuple[_CodeField, ...] = ("slot", "kind", "section")


class _Piece(NamedTuple):
    """A turn before it is renumbered. was: the numbers that it replaces; none for a second half."""

    turn: EditionTurn
    was: tuple[int, ...]


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


def apply_edits(edition: Edition, edits: Edits) -> tuple[Edition, tuple[Problem, ...]]:
    """Return `edition` with `edits` applied to its turns, and the edits that failed.

    Turns are renumbered from 1; their characters and the captured sections are recomputed. A
    reply_to that does not name an earlier question is removed, and reported.
    """
    problems: list[Problem] = []
    pieces: list[_Piece] = []
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
    announced = edition["sections"]["announced"]
    sections: Sections = {"captured": captured, "announced": announced}
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
    edits = {
        place: _changed_cells(person, change)
        for place, person in enumerate(people)
        if person[0] == change.before[0]
    }
    return {place: cells for place, cells in edits.items() if cells}


def _changed_cells(person: Sequence[str | None], change: SpeakerChange) -> Cells:
    cells: Cells = {}
    for name, own, before, after in zip(_IDENTITY, person, *change, strict=True):
        if own == before != after:
            cells[name] = after
    return cells


def fingerprint(edition: Edition) -> str:
    """Return the fingerprint of the speech in `edition`, as the loaders compute it."""
    return fingerprint_of("".join(turn["text"] for turn in edition["turns"]))


def size(edition: Edition) -> int:
    """Return about how many characters the turns of `edition` take in a file, without text."""
    named = (turn[name] for turn in edition["turns"] for name in _NAMES)
    return _TURN * len(edition["turns"]) + sum(len(name or "") for name in named)


def stated(edition: Edition) -> Stated:
    """Return the title and the days that `edition` states, as the loaders read them."""
    return Stated(edition["title"], edition["date_held"], edition["published_at"])


def _identity(turn: EditionTurn) -> tuple[str | None, ...]:
    return tuple(turn[name] or None for name in _IDENTITY)


def _apply_cells(turn: EditionTurn, cells: Cells, problems: list[Problem]) -> EditionTurn:
    changed = turn.copy()
    if "speaker" in cells:
        changed["speaker"] = _name(cells["speaker"]) or turn["speaker"]
        if not _name(cells["speaker"]):
            problems.append(Problem("nameless", turn["seq"]))
    if "title" in cells:
        changed["title"] = _name(cells["title"])
    if "organisation" in cells:
        changed["organisation"] = _name(cells["organisation"])
    for field in _CODES:
        if code := cells.get(field):
            changed[field] = code
    if "reply_to" in cells:
        reply = cells["reply_to"]
        changed["reply_to"] = None if reply is None else int(reply)
    return changed


def _name(cell: str | None) -> str | None:
    return " ".join((cell or "").split()) or None


def _paragraphs(turn: EditionTurn) -> list[str]:
    return [paragraph for paragraph in turn["text"].split("\n") if paragraph.strip()]


def _split(turn: EditionTurn, before: float | None, problems: list[Problem]) -> list[_Piece]:
    """Split `turn` before paragraph number `before`, from 1; return both halves.

    Returns only `turn` if `before` is null, or if a half would have no characters; the latter is
    added to `problems`.
    """
    whole = _Piece(turn, (turn["seq"],))
    if before is None:
        return [whole]
    paragraphs, at = _paragraphs(turn), int(before) - 1
    halves = ["\n".join(paragraphs[:at]), "\n".join(paragraphs[at:])] if at >= 0 else ["", ""]
    if not all(map(characters, halves)):
        problems.append(Problem("split", turn["seq"], str(before)))
        return [whole]
    above, below = split_positions(turn, at)
    # The time at which the second half begins is unknown.
    first: EditionTurn = {**turn, **above, "text": halves[0], "end": None}
    second: EditionTurn = {
        **turn, **below, "text": halves[1], "start": None, "timestamp": None,
    }  # fmt: skip
    return [_Piece(first, whole.was), _Piece(second, ())]


def _merge(first: _Piece, second: _Piece) -> _Piece:
    before, turn = first.turn, second.turn
    merged: EditionTurn = {
        **before,
        **merge_positions(before, turn),
        "text": f"{before['text']}\n{turn['text']}",
        "end": turn["end"],
    }
    return _Piece(merged, (*first.was, *second.was))


def _renumber(pieces: Sequence[_Piece], problems: list[Problem]) -> list[EditionTurn]:
    now = {was: number for number, piece in enumerate(pieces, 1) for was in piece.was}
    questions: set[int] = set()
    turns: list[EditionTurn] = []
    for number, (turn, _) in enumerate(pieces, 1):
        asked = turn["reply_to"]
        reply = now.get(asked) if asked is not None else None
        if asked is not None and reply not in questions:
            problems.append(Problem("reply", number, str(asked)))
            reply = None
        if turn["kind"] == "question":
            questions.add(number)
        size = characters(turn["text"])
        turns.append({**turn, "seq": number, "reply_to": reply, "characters": size})
    return turns
