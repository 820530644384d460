"""Edits of a line that keep the column of every character in the page as published."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# A line as published has each character in its own column: one range serves all lines.
AS_PUBLISHED = range(1, 1_000_000_000)


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters start..end of a line are to become `after`."""

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

    def edited(self, edits: Iterable[Edit]) -> "MappedLine":
        """The line after `edits`, which are in order and apart.

        What an edit puts in stands where the edit began.

        >>> line = placed("湖(hú)光").edited([Edit(1, 5, "")])
        >>> line.text, list(line.columns)
        ('湖光', [1, 6])
        """
        pieces, places, done = list[str](), array("L"), 0
        for edit in edits:
            pieces += (self.text[done : edit.start], edit.after)
            places.extend(self.columns[done : edit.start])
            places.extend([self.columns[edit.start]] * len(edit.after))
            done = edit.end
        places.extend(self.columns[done : len(self.text)])
        return MappedLine("".join([*pieces, self.text[done:]]), places)


def map_line(line: str) -> MappedLine:
    """A line as published."""
    return MappedLine(line, AS_PUBLISHED)
