"""The result of repairing a page: its clean lines and the log of the repairs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Repair:
    """One row of the log; line and column count from 1 in the page as published.

    `places` is how many places had the same repair; line and column are those of the first.
    """

    kind: str
    line: int
    column: int
    before: str
    after: str
    places: int = 1


@dataclass(frozen=True, slots=True)
class CleanLine:
    """A line of text: its number as published, its text, and the text before simplification.

    `is_boilerplate` marks a line of the site, which may describe the page and is not speech.
    `start` and `end` are seconds, if the source times its lines (cues).
    """

    number: int
    text: str
    printed: str
    is_boilerplate: bool = False
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class RepairedLine:
    """A repaired line: its text, each character's column as published, and all its repairs."""

    text: str
    columns: Sequence[int]
    repairs: tuple[Repair, ...]


@dataclass(frozen=True)
class CleanDocument:
    """The clean lines of a page, the script that it was in, and the log of its repairs.

    `script` is "simplified", "traditional" or "mixed". `doubts` are rows like those of the log for
    text that looks damaged and was left unchanged, since its original is uncertain.
    `repaired_lines` are the lines with repairs that do not concern the whole page, by number; None
    if those are too many to review. `stated` holds the turns of a corrected reading, with their
    positions (loaders.edition.positions).
    """

    lines: tuple[CleanLine, ...]
    script: str
    repairs: tuple[Repair, ...]
    doubts: tuple[Repair, ...] = ()
    repaired_lines: Mapping[int, RepairedLine] | None = field(default_factory=dict)
    stated: tuple[Mapping[str, Any], ...] = ()
