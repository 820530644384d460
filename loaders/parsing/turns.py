"""The data model of a turn: uninterrupted speech of one speaker."""

from dataclasses import dataclass, replace

from loaders.parsing.label_names import Label
from loaders.repair.document import CleanLine


@dataclass(frozen=True)
class Turn:
    """Uninterrupted speech of one speaker: its paragraphs, kind, section and question.

    `printed_name` is the name before simplification; `reply_to` is the number of the question,
    from 1. `timestamp` is the printed time when it was posted or at which second it began, never a
    duration. `start` and `end` are seconds, if the source times every line of it.
    """

    label: Label
    printed_name: str
    paragraphs: tuple[CleanLine, ...]
    kind: str = "statement"
    section: str = "opening"
    reply_to: int | None = None
    timestamp: str | None = None
    start: float | None = None
    end: float | None = None

    def with_times(self) -> "Turn":
        """Return the turn with start and end from the cues of its lines, if all have them."""
        if any(line.start is None or line.end is None for line in self.paragraphs):
            return self
        return replace(self, start=self.paragraphs[0].start, end=self.paragraphs[-1].end)
