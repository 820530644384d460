"""Merge and split the position fields of turns: their lines on the page, and their repairs.

These are the last fields of a turn of an edition: line and line_end (first and last line on the
page, from 1), lines (line of each paragraph) and repairs, each with its place on the page and,
where known, its start and end in the turn's text, in characters. An old edition lacks these fields;
in a turn that was written by hand they are None.
"""

from collections.abc import Sequence

from loaders.contract import POSITION_FIELDS
from loaders.edition.model import EditionTurn, Positions, TurnRepair


def merge_positions(first: EditionTurn, second: EditionTurn) -> Positions:
    """Return the position fields of `first` with `second` appended, as one turn.

    {} if either turn lacks these fields.
    """
    if not all(field in turn for turn in (first, second) for field in POSITION_FIELDS):
        return {}
    distance = len(first["text"]) + 1
    shifted = [_shift(repair, distance) for repair in second["repairs"] or ()]
    above, below = first["lines"], second["lines"]
    known = [repairs for repairs in (first["repairs"], second["repairs"]) if repairs is not None]
    return {
        "line": first["line"] if first["line"] is not None else second["line"],
        "line_end": second["line_end"] if second["line_end"] is not None else first["line_end"],
        "lines": None if above is None or below is None else [*above, *below],
        "repairs": [*(first["repairs"] or ()), *shifted] if known else None,
    }


def split_positions(turn: EditionTurn, at: int) -> tuple[Positions, Positions]:
    """Return the position fields that change in each half of a turn split after `at` paragraphs.

    A repair without a position in the text belongs to the half that contains its line, a repair in
    the label to the first half. Returns two empty dicts if the turn lacks these fields.
    """
    if not all(field in turn for field in POSITION_FIELDS):
        return {}, {}
    paragraphs = turn["text"].split("\n")
    offset = sum(len(paragraph) + 1 for paragraph in paragraphs[:at])
    lines = turn["lines"] or [None] * len(paragraphs)
    border = lines[at] if at < len(lines) else None
    repairs = turn["repairs"]
    halves: tuple[list[TurnRepair], list[TurnRepair]] = ([], [])
    for repair in repairs or ():
        halves[_is_below(repair, offset, border)].append(repair)
    second = [_shift(repair, -offset) for repair in halves[1]]
    above: Positions = {"line_end": lines[at - 1], "lines": turn["lines"] and lines[:at]}
    below: Positions = {"line": border, "lines": turn["lines"] and lines[at:]}
    if repairs is None:
        return above, below
    return {**above, "repairs": halves[0]}, {**below, "repairs": second}


def turn_at(turns: Sequence[EditionTurn], line: int) -> int | None:
    """Return the seq of the turn on `line` (from 1) of the page; None if there is none."""
    for turn in turns:
        first, last = turn.get("line"), turn.get("line_end")
        if first is not None and last is not None and first <= line <= last:
            return turn["seq"]
    return None


def _is_below(repair: TurnRepair, offset: int, border: int | None) -> bool:
    if repair["start"] is not None:
        return repair["start"] >= offset
    return border is not None and repair["place"]["line"] >= border


def _shift(repair: TurnRepair, distance: int) -> TurnRepair:
    start, end = repair["start"], repair["end"]
    if start is None or end is None:
        return repair.copy()
    return {**repair, "start": start + distance, "end": end + distance}
