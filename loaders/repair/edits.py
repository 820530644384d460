"""Edit a line and keep, for each character, its column in the page as published."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# In a line as published, character n is in column n: one range serves all lines.
PUBLISHED_COLUMNS = range(1, 1_000_000_000)


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement of the characters [start, end) of a line, counted from 0, by `after`."""

    start: int
    end: int
    after: str


@dataclass(frozen=True, slots=True)
class MappedLine:
    """A line, with the column (from 1) of each of its characters in the page as published.

    `columns` may be longer than the text.
    """

    text: str
    columns: Sequence[int]

    def apply(self, edits: Iterable[Edit]) -> "MappedLine":
        """Return the line with `edits` applied. The edits must be sorted and must not overlap.

        All characters that an edit inserts get the published column of the character at its start.

        >>> line = map_line("湖(hú)光").apply([Edit(1, 5, "")])
        >>> line.text, list(line.columns)
        ('湖光', [1, 6])
        """
        parts, columns, position = list[str](), array("L"), 0
        for edit in edits:
            parts += (self.text[position : edit.start], edit.after)
            columns.extend(self.columns[position : edit.start])
            columns.extend([self.columns[edit.start]] * len(edit.after))
            position = edit.end
        columns.extend(self.columns[position : len(self.text)])
        return MappedLine("".join([*parts, self.text[position:]]), columns)


def map_line(line: str) -> MappedLine:
    """Return `line`, as published and not yet edited, with the columns of its characters."""
    return MappedLine(line, PUBLISHED_COLUMNS)
