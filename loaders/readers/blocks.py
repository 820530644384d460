"""The lines of a page out of its blocks: paragraphs, and the rows of tables.

A row of two cells whose first is a short name is a label and its speech, `name：speech`; a row
whose cells are one line each is one line, its cells split by tabs; of any other row, which lays a
page out, every line stands for itself.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

SPACE = re.compile(r"[ \t\n\r\f]+")
# Han, their punctuation, and full-width forms.
WIDE = re.compile("[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff]")
LABEL_CELL = re.compile(r"^[^，,。;；!！?？\t]{1,40}$")
CLOCK = re.compile(r"^[\[【(（]?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?[\]】)）]?$")
# Tables that lay out an old page nest a few levels; what lies deeper is taken as plain blocks.
MAX_NESTING = 8


class Line(NamedTuple):
    """A line of the page, and why it may be no text of it: nothing where it is."""

    text: str
    mark: str = ""


@dataclass
class _Table:
    """The row that is open: its cells, each with its lines; no row is open where it is None."""

    cells: list[list[Line]] | None = None


@dataclass
class Blocks:
    """Takes text, ends of lines, tables, rows and cells in their order; `lines` is the outcome."""

    lines: list[Line] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _tables: list[_Table] = field(default_factory=list)
    _too_deep: int = 0

    def text(self, text: str) -> None:
        """Add to the line that is open."""
        self._pieces.append(text)

    def end_line(self, mark: str = "") -> None:
        """End the line that is open; white space alone is no line."""
        if not self._pieces:
            return
        text = collapsed("".join(self._pieces)).strip()
        self._pieces.clear()
        if text:
            self._open().append(Line(text, mark))

    def add(self, line: Line) -> None:
        """Add a whole line beside the one that is open."""
        self._open().append(line)

    def begin_table(self) -> None:
        """Open a table, in the cell that is open if there is one."""
        if len(self._tables) < MAX_NESTING:
            self._tables.append(_Table())
        else:
            self._too_deep += 1

    def begin_row(self) -> None:
        """Open a row; one that is open ends."""
        if self._tables and not self._too_deep:
            self.end_row()
            self._tables[-1].cells = []

    def begin_cell(self) -> None:
        """Open a cell, in a row of its own where none is open."""
        if self._tables and not self._too_deep:
            table = self._tables[-1]
            table.cells = table.cells or []
            if not table.cells or table.cells[-1]:
                table.cells.append([])

    def end_row(self) -> None:
        """End the row that is open, and put its lines where the table stands."""
        if self._tables and not self._too_deep and self._tables[-1].cells is not None:
            cells, self._tables[-1].cells = self._tables[-1].cells, None
            self._open().extend(_row([cell for cell in cells if cell]))

    def end_table(self) -> None:
        """End the table with its row."""
        if self._too_deep:
            self._too_deep -= 1
        elif self._tables:
            self.end_row()
            self._tables.pop()

    def finished(self) -> list[Line]:
        """All lines, after whatever is open has ended."""
        self.end_line()
        self._too_deep = 0
        while self._tables:
            self.end_table()
        return self.lines

    def _open(self) -> list[Line]:
        """Where a line goes: the innermost cell that is open, or the page."""
        for table in reversed(self._tables):
            if table.cells:
                return table.cells[-1]
        return self.lines


def collapsed(text: str) -> str:
    r"""`text` with each run of white space as one space, and as none where a line of Han breaks.

    >>> collapsed("湖光\n  灯会 on\tthe lake")
    '湖光灯会 on the lake'
    """
    return SPACE.sub(_space, text)


def _space(run: re.Match[str]) -> str:
    """CSS Text 3, segment break transformation: between wide characters a line break is nothing."""
    page, start, end = run.string, run.start(), run.end()
    between = start > 0 and end < len(page) and WIDE.match(page, start - 1)
    return "" if between and "\n" in run[0] and WIDE.match(page, end) else " "


def _row(cells: list[list[Line]]) -> Iterable[Line]:
    if len(cells) > 1 and len(cells[0]) == 1 and CLOCK.match(cells[0][0].text):
        return [*cells[0], *_row(cells[1:])]
    if len(cells) == 2 and len(cells[0]) == 1 and _is_label(cells[0][0].text):
        name, (first, *rest) = cells[0][0], cells[1]
        label = name.text.rstrip("：:︰ ")
        return [Line(f"{label}：{first.text}", first.mark), *rest]
    if len(cells) > 1 and all(len(cell) == 1 for cell in cells):
        marks = {cell[0].mark for cell in cells}
        return [Line("\t".join(c[0].text for c in cells), marks.pop() if len(marks) == 1 else "")]
    return [line for cell in cells for line in cell]


def _is_label(text: str) -> bool:
    inner = text.rstrip("：:︰ ")
    return (
        bool(LABEL_CELL.match(text))
        and any(character.isalpha() for character in inner)
        and not re.search("[：:︰]", inner)
    )
