"""A turn: an unbroken stretch of speech by one speaker."""

from dataclasses import dataclass, replace

from loaders.parsing.label_names import Label
from loaders.repair.document import CleanLine


@dataclass(frozen=True)
class Turn:
    """A stretch by one speaker: its paragraphs and its place in the course of the briefing.

    `printed_name` is the name before simplification; `reply_to` counts turns from 1. `timestamp` is
    the time printed beside it, when it was posted or at which second it began; never a duration.
    `start` and `end` are seconds, where the source times every line of it.
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

    def timed(self) -> "Turn":
        """The turn with the start and the end that its lines have from cues."""
        if any(line.start is None or line.end is None for line in self.paragraphs):
            return self
        return replace(self, start=self.paragraphs[0].start, end=self.paragraphs[-1].end)
