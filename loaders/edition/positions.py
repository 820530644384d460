"""Where each turn stands on the page, and where in its text something was repaired.

The columns of a repaired line (loaders.clean.MendedLine) tell which of its characters an edit made,
or, where it took something away, behind which character that stood.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from loaders.parsing import timestamps
from loaders.parsing.turns import Turn
from loaders.repair.document import CleanDocument, Repair, RepairedLine

# The last fields of a turn of an edition.
FIELDS = ("line", "line_end", "lines", "repairs")


def places_of(clean: CleanDocument, turns: Sequence[Turn]) -> list[dict[str, Any]]:
    """For each of `turns` what FIELDS names, or what a corrected reading states of it.

    line: where it opens, with its label; line_end: where it ends; lines: that of each paragraph.
    repairs: kind, place (line and column), before and after of each, with start and end in the
    turn's text; these are None where what was repaired stands in the label, or was laid out anew.
    Repairs of the whole page (script, encoding) are not among them; they are None where a page has
    too many.
    """
    if clean.stated:
        return [{field: row.get(field) for field in FIELDS} for row in clean.stated]
    opens = _openings(clean, turns)
    repairs = _repairs(clean, turns, opens)
    return [
        {
            "line": line,
            "line_end": turn.paragraphs[-1].number,
            "lines": [paragraph.number for paragraph in turn.paragraphs],
            "repairs": made,
        }
        for turn, line, made in zip(turns, opens, repairs, strict=True)
    ]


def _openings(clean: CleanDocument, turns: Sequence[Turn]) -> list[int]:
    """The line of each turn's label: that of its first words, or the one above that nobody says."""
    spoken = {line.number for turn in turns for line in turn.paragraphs}
    whole: dict[int, str] = {}
    for line in clean.lines:
        if not line.furniture:
            whole.setdefault(line.number, line.text)
    labels = [n for n in whole if n not in spoken and not timestamps.alone(whole[n])]
    opens, done = [], 0
    for turn in turns:
        first = turn.paragraphs[0]
        above = labels[place - 1] if (place := bisect_left(labels, first.number)) else 0
        is_alone = whole.get(first.number) == first.text
        opens.append(above if is_alone and above > done else first.number)
        done = turn.paragraphs[-1].number
    return opens


class _Said(NamedTuple):
    """A paragraph: of which turn, where it begins in the turn's text, and what it says."""

    turn: int
    begin: int
    text: str


def _repairs(
    clean: CleanDocument, turns: Sequence[Turn], opens: Sequence[int]
) -> list[list[dict[str, Any]] | None]:
    if clean.mended is None:
        return [None] * len(turns)
    said = _said(turns)
    on_page = {line.number for line in clean.lines if not line.furniture}
    rows: list[list[dict[str, Any]]] = [[] for _ in turns]
    for number, line in clean.mended.items():
        turn = bisect_right(opens, number) - 1
        if number in said:
            for owner, row in _placed(line, said[number]):
                rows[owner].append(row)
        elif turn >= 0 and number < turns[turn].paragraphs[-1].number and number in on_page:
            rows[turn] += [_row(repair, None) for repair in line.repairs]
    return list(rows)


def _said(turns: Sequence[Turn]) -> Mapping[int, list[_Said]]:
    """The paragraphs by the line that they stand in."""
    found: dict[int, list[_Said]] = {}
    for number, turn in enumerate(turns):
        begin = 0
        for line in turn.paragraphs:
            found.setdefault(line.number, []).append(_Said(number, begin, line.text))
            begin += len(line.text) + 1
    return found


def _placed(line: RepairedLine, said: Sequence[_Said]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Every repair of a line with its turn: what stands before a paragraph is of that one's."""
    starts, at = [], 0
    for paragraph in said:
        start = line.text.find(paragraph.text, at)
        if start < 0:  # laid out anew, as the cells of a table are
            yield from ((said[0].turn, _row(repair, None)) for repair in line.repairs)
            return
        starts.append(start)
        at = start + len(paragraph.text)
    ends = [start + len(each.text) for start, each in zip(starts, said, strict=True)]
    for repair in line.repairs:
        start, end = _span(line, repair.column)
        place = min(bisect_right(ends, start), len(said) - 1)
        paragraph, begins = said[place], starts[place]
        inside = begins <= start and end <= ends[place]
        shift = paragraph.begin - begins
        span = (start + shift, end + shift) if inside else None
        yield paragraph.turn, _row(repair, span)


def _span(line: RepairedLine, column: int) -> tuple[int, int]:
    """The characters of a line that stand in for `column` as published, or the one before it."""
    size = len(line.text)
    start = bisect_left(line.columns, column, hi=size)
    end = bisect_right(line.columns, column, lo=start, hi=size)
    return (start, end) if start < end else (max(start - 1, 0), max(start, 1))


def _row(repair: Repair, span: tuple[int, int] | None) -> dict[str, Any]:
    start, end = span or (None, None)
    return {
        "kind": repair.kind,
        "place": {"line": repair.line, "column": repair.column},
        "before": repair.before,
        "after": repair.after,
        "start": start,
        "end": end,
    }
