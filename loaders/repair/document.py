"""What repair makes of a page: its clean lines, and the log of what was done to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Repair:
    """One row of the log: line and column count from 1 in the page as published."""

    kind: str
    line: int
    column: int
    before: str
    after: str
    places: int = 1


@dataclass(frozen=True, slots=True)
class CleanLine:
    """A line of text: its number as published, its text, and the text before simplification.

    `furniture` marks a line of the site, which tells of the page and is no speech. `start` and
    `end` are seconds, where the source times its lines (cues).
    """

    number: int
    text: str
    printed: str
    furniture: bool = False
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class RepairedLine:
    """A line that was repaired: its text, each character's column as published, every repair."""

    text: str
    columns: Sequence[int]
    repairs: tuple[Repair, ...]


@dataclass(frozen=True)
class CleanDocument:
    """The clean lines of a page, the script that it was in, and the log of its repairs.

    `script` is "simplified", "traditional" or "mixed". `doubts` are rows like those of the log for
    what looks damaged and was left as it is, since nothing settles what it was. `mended` are the
    lines, by number, in which something was repaired that does not concern the whole page; None
    where that was done in too many places to look at. `stated` is what a corrected reading says
    of where its turns stand (loaders.places).
    """

    lines: tuple[CleanLine, ...]
    script: str
    repairs: tuple[Repair, ...]
    doubts: tuple[Repair, ...] = ()
    mended: Mapping[int, RepairedLine] | None = field(default_factory=dict)
    stated: tuple[Mapping[str, Any], ...] = ()
