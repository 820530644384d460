"""The data model of a turn: uninterrupted speech of one speaker."""

from dataclasses import dataclass, replace

from loaders.parsing.label_names import Label
from loaders.repair.document import CleanLine


@dataclass(frozen=True)
class Turn:
    """Uninterrupted speech of one speaker, with its kind, section and the question it answers.

    `printed_name` is the speaker's name as printed, before simplification, and `line` the number of
    the line with the label, as published. `reply_to` is the number
    (from 1) of the turn that asks the question, or None. `timestamp` is a time as printed, never a
    duration: when the turn was posted, or at which second of a recording it began. `start` and
    `end` are in seconds, and None unless the source times every line of the turn.
    """

    label: Label
    printed_name: str
    line: int
    paragraphs: tuple[CleanLine, ...]
    kind: str = "statement"
    section: str = "opening"
    reply_to: int | None = None
    timestamp: str | None = None
    start: float | None = None
    end: float | None = None

    def with_times(self) -> "Turn":
        """Return the turn with start and end from the times of its lines, if all have them."""
        if any(line.start is None or line.end is None for line in self.paragraphs):
            return self
        return replace(self, start=self.paragraphs[0].start, end=self.paragraphs[-1].end)
