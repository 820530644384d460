"""Locate each turn on its page, and each repair in the text of its turn.

A repaired line (loaders.repair.document.RepairedLine) stores for each of its characters the column
in the page as published. The column of a repair thus locates the characters that the repair
produced or, if the repair removed text, the character before.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from loaders.edition.model import Positions, TurnRepair
from loaders.parsing.turns import Turn
from loaders.repair.document import CleanDocument, Repair, RepairedLine


def positions_of(clean: CleanDocument, turns: Sequence[Turn]) -> list[Positions]:
    """Return the position fields of each turn.

    `line` is the line number of the label, `line_end` that of the last line, and `lines` has that
    of each paragraph, from 1 as published. `repairs` has the kind, place (line and column), before
    and after of each repair, with `start` and `end` as indices in the turn's text. Both are None if
    the repair is in the label, or if the line was split into cells. Repairs of the whole page
    (script, encoding) are not included. `repairs` is None if the page has too many.
    """
    repairs = _repairs_by_turn(clean, turns)
    return [
        {
            "line": turn.line,
            "line_end": turn.paragraphs[-1].number,
            "lines": [paragraph.number for paragraph in turn.paragraphs],
            "repairs": made,
        }
        for turn, made in zip(turns, repairs, strict=True)
    ]


class _Paragraph(NamedTuple):
    """A paragraph: the index of its turn, its offset in the turn's text, and its text."""

    turn: int
    begin: int
    text: str


def _repairs_by_turn(clean: CleanDocument, turns: Sequence[Turn]) -> list[list[TurnRepair] | None]:
    if clean.repaired_lines is None:
        return [None] * len(turns)
    paragraphs = _paragraphs_by_line(turns)
    label_lines = [turn.line for turn in turns]
    on_page = {line.number for line in clean.lines if not line.is_boilerplate}
    rows: list[list[TurnRepair]] = [[] for _ in turns]
    for number, line in clean.repaired_lines.items():
        turn = bisect_right(label_lines, number) - 1
        if number in paragraphs:
            for owner, row in _assign_repairs(line, paragraphs[number]):
                rows[owner].append(row)
        elif turn >= 0 and number < turns[turn].paragraphs[-1].number and number in on_page:
            rows[turn] += [_repair_row(repair, None) for repair in line.repairs]
    return list(rows)


def _paragraphs_by_line(turns: Sequence[Turn]) -> Mapping[int, list[_Paragraph]]:
    """Return line number -> the paragraphs from that line, in order."""
    found: dict[int, list[_Paragraph]] = {}
    for number, turn in enumerate(turns):
        begin = 0
        for line in turn.paragraphs:
            found.setdefault(line.number, []).append(_Paragraph(number, begin, line.text))
            begin += len(line.text) + 1
    return found


def _assign_repairs(
    line: RepairedLine, paragraphs: Sequence[_Paragraph]
) -> Iterator[tuple[int, TurnRepair]]:
    """Yield the index of the turn and the row for each repair of a line.

    A repair before a paragraph, such as in its label, belongs to that paragraph's turn.
    """
    starts, at = [], 0
    for paragraph in paragraphs:
        start = line.text.find(paragraph.text, at)
        if start < 0:  # the text was changed by splitting, as cells of a table are
            yield from ((paragraphs[0].turn, _repair_row(repair, None)) for repair in line.repairs)
            return
        starts.append(start)
        at = start + len(paragraph.text)
    ends = [start + len(each.text) for start, each in zip(starts, paragraphs, strict=True)]
    for repair in line.repairs:
        start, end = _span_of_column(line, repair.column)
        index = min(bisect_right(ends, start), len(paragraphs) - 1)
        paragraph = paragraphs[index]
        is_inside = starts[index] <= start and end <= ends[index]
        shift = paragraph.begin - starts[index]
        span = (start + shift, end + shift) if is_inside else None
        yield paragraph.turn, _repair_row(repair, span)


def _span_of_column(line: RepairedLine, column: int) -> tuple[int, int]:
    """Return the [start, end) indices of the characters that the repair at `column` produced.

    `column` is that of the page as published. If the repair removed text, and so produced nothing,
    the range is that of the character before.
    """
    size = len(line.text)
    start = bisect_left(line.columns, column, hi=size)
    end = bisect_right(line.columns, column, lo=start, hi=size)
    return (start, end) if start < end else (max(start - 1, 0), max(start, 1))


def _repair_row(repair: Repair, span: tuple[int, int] | None) -> TurnRepair:
    start, end = span or (None, None)
    return {
        "kind": repair.kind,
        "place": {"line": repair.line, "column": repair.column},
        "before": repair.before,
        "after": repair.after,
        "start": start,
        "end": end,
    }
