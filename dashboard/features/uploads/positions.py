"""Where a turn stands on its page and what was repaired in it, as turns are merged and split.

The last fields of a turn of an edition: line and line_end (the lines that it stands on), lines
(that of each paragraph) and repairs, each with its place and, where that is known, its start and
end in the turn's text. A reading of long ago has none of them, and a turn that was written by hand
has None.
"""

from collections.abc import Mapping
from typing import Any

Turn = Mapping[str, Any]
_FIELDS = ("line", "line_end", "lines", "repairs")


def merge_positions(first: Turn, second: Turn) -> dict[str, Any]:
    """The fields of the turn that two become, the second below the first."""
    if not all(field in turn for turn in (first, second) for field in _FIELDS):
        return {}
    further = len(first["text"]) + 1
    moved = [_moved(repair, further) for repair in second["repairs"] or ()]
    lines = [turn["lines"] for turn in (first, second)]
    known = [repairs for repairs in (first["repairs"], second["repairs"]) if repairs is not None]
    return {
        "line": first["line"] if first["line"] is not None else second["line"],
        "line_end": second["line_end"] if second["line_end"] is not None else first["line_end"],
        "lines": None if None in lines else [*lines[0], *lines[1]],
        "repairs": [*(first["repairs"] or ()), *moved] if known else None,
    }


def split_positions(turn: Turn, at: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields of the two turns that one becomes, of which the first has `at` paragraphs.

    A repair whose place in the text is not known goes with its line, one in the label with the
    first.
    """
    if not all(field in turn for field in _FIELDS):
        return {}, {}
    paragraphs = turn["text"].split("\n")
    cut = sum(len(paragraph) + 1 for paragraph in paragraphs[:at])
    lines = turn["lines"] or [None] * len(paragraphs)
    border = lines[at] if at < len(lines) else None
    repairs = turn["repairs"]
    halves: tuple[list[Any], list[Any]] = ([], [])
    for repair in repairs or ():
        halves[_is_below(repair, cut, border)].append(repair)
    second = [_moved(repair, -cut) for repair in halves[1]]
    above = {"line_end": lines[at - 1], "lines": turn["lines"] and lines[:at]}
    below = {"line": border, "lines": turn["lines"] and lines[at:]}
    if repairs is None:
        return above, below
    return {**above, "repairs": halves[0]}, {**below, "repairs": second}


def turn_at(turns: list[Turn], line: int) -> int | None:
    """The number of the turn that stands on a line of the page; None where none is known to."""
    for turn in turns:
        first, last = turn.get("line"), turn.get("line_end")
        if first is not None and last is not None and first <= line <= last:
            return int(turn["seq"])
    return None


def _is_below(repair: Mapping[str, Any], cut: int, border: int | None) -> bool:
    if repair["start"] is not None:
        return bool(repair["start"] >= cut)
    return border is not None and bool(repair["place"]["line"] >= border)


def _moved(repair: Mapping[str, Any], further: int) -> dict[str, Any]:
    start, end = repair["start"], repair["end"]
    if start is None or end is None:
        return dict(repair)
    return {**repair, "start": start + further, "end": end + further}
