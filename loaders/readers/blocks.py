"""Build the lines of a page from its paragraphs and table rows.

A row of two cells whose first is a short name becomes a label and its speech, `name：speech`. A row
whose cells have one line each becomes one line, its cells separated by tabs. The lines of any other
row, which is there for layout, stay separate.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

WHITE_SPACE = re.compile(r"[ \t\n\r\f]+")
# Han characters, Chinese punctuation, and full-width forms.
WIDE = re.compile("[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff]")
LABEL_CELL = re.compile(r"^[^，,。;；!！?？\t]{1,40}$")
CLOCK = re.compile(r"^[\[【(（]?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?[\]】)）]?$")
# Layout tables of old pages nest a few levels; deeper tables are read as plain blocks.
MAX_TABLE_DEPTH = 8


class Line(NamedTuple):
    """A line of the page; `kind` is "" for text, else "hidden", "link" or "nav"."""

    text: str
    kind: str = ""


@dataclass
class _Table:
    """The open row of a table as a list of cells, each a list of lines; None if no row is open."""

    cells: list[list[Line]] | None = None


@dataclass
class Blocks:
    """Builder of the lines of a page, fed with text, line ends and table parts in document order.

    Lines inside a table are collected in its cells, and added to `lines` when the row ends.
    """

    lines: list[Line] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _tables: list[_Table] = field(default_factory=list)
    _ignored_tables: int = 0

    def add_text(self, text: str) -> None:
        """Append `text` to the open line."""
        self._pieces.append(text)

    def end_line(self, kind: str = "") -> None:
        """End the open line and store it with `kind`; a line of white space alone is dropped."""
        if not self._pieces:
            return
        text = collapse_spaces("".join(self._pieces)).strip()
        self._pieces.clear()
        if text:
            self._target().append(Line(text, kind))

    def add_line(self, line: Line) -> None:
        """Add a complete line without ending the open one."""
        self._target().append(line)

    def begin_table(self) -> None:
        """Open a table, inside the open cell if there is one."""
        if len(self._tables) < MAX_TABLE_DEPTH:
            self._tables.append(_Table())
        else:
            self._ignored_tables += 1

    def begin_row(self) -> None:
        """Open a row of the innermost table, after ending the row that is open there."""
        if self._tables and not self._ignored_tables:
            self.end_row()
            self._tables[-1].cells = []

    def begin_cell(self) -> None:
        """Open a cell, and a row for it if none is open."""
        if self._tables and not self._ignored_tables:
            table = self._tables[-1]
            table.cells = table.cells or []
            if not table.cells or table.cells[-1]:
                table.cells.append([])

    def end_row(self) -> None:
        """End the open row, and add its lines to the cell or page that holds the table."""
        if self._tables and not self._ignored_tables and self._tables[-1].cells is not None:
            cells, self._tables[-1].cells = self._tables[-1].cells, None
            self._target().extend(_row_lines([cell for cell in cells if cell]))

    def end_table(self) -> None:
        """End the innermost table and its open row."""
        if self._ignored_tables:
            self._ignored_tables -= 1
        elif self._tables:
            self.end_row()
            self._tables.pop()

    def finish(self) -> list[Line]:
        """End the open line and all open tables, and return all lines of the page."""
        self.end_line()
        self._ignored_tables = 0
        while self._tables:
            self.end_table()
        return self.lines

    def _target(self) -> list[Line]:
        """Return the list that a new line belongs to: the innermost open cell's or the page's."""
        for table in reversed(self._tables):
            if table.cells:
                return table.cells[-1]
        return self.lines


def collapse_spaces(text: str) -> str:
    r"""Collapse each run of white space to one space; remove line breaks between wide characters.

    >>> collapse_spaces("湖光\n  灯会 on\tthe lake")
    '湖光灯会 on the lake'
    """
    return WHITE_SPACE.sub(_replace_space, text)


def _replace_space(run: re.Match[str]) -> str:
    """Return "" for a run with a line break between wide characters, else a space.

    This is the segment break transformation of CSS Text 3.
    """
    page, start, end = run.string, run.start(), run.end()
    between = start > 0 and end < len(page) and WIDE.match(page, start - 1)
    return "" if between and "\n" in run[0] and WIDE.match(page, end) else " "


def _row_lines(cells: list[list[Line]]) -> Iterable[Line]:
    if len(cells) > 1 and len(cells[0]) == 1 and CLOCK.match(cells[0][0].text):
        return [*cells[0], *_row_lines(cells[1:])]
    if len(cells) == 2 and len(cells[0]) == 1 and _is_label(cells[0][0].text):
        name, (first, *rest) = cells[0][0], cells[1]
        label = name.text.rstrip("：:︰ ")
        return [Line(f"{label}：{first.text}", first.kind), *rest]
    if len(cells) > 1 and all(len(cell) == 1 for cell in cells):
        kinds = {cell[0].kind for cell in cells}
        return [Line("\t".join(c[0].text for c in cells), kinds.pop() if len(kinds) == 1 else "")]
    return [line for cell in cells for line in cell]


def _is_label(text: str) -> bool:
    inner = text.rstrip("：:︰ ")
    return (
        bool(LABEL_CELL.match(text))
        and any(character.isalpha() for character in inner)
        and not re.search("[：:︰]", inner)
    )
