"""Parse a page into a Briefing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from loaders.parsing.participants import Participant, participants
from loaders.parsing.pipeline import parse
from loaders.parsing.transcript import Transcript
from loaders.parsing.turns import Turn
from loaders.readers import RawDocument
from loaders.repair.document import CleanDocument
from loaders.repair.pipeline import repair


@dataclass(frozen=True)
class Entry:
    """The facts of a page that it does not state; None if unknown.

    They come from its row of the catalogue, with the names of its series and its corrections
    (column -> value), or from an edition. An entry that is not from the catalogue has no id, and a
    series only if an edition states it, until corpus.ingest.assign_id sets both. `sha256` is that
    of the page.
    """

    briefing_id: str = ""
    series: str | None = None
    series_zh: str | None = None
    series_en: str | None = None
    year: int | None = None
    url: str | None = None
    sha256: str | None = None
    corrections: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Briefing:
    """A parsed page with the result of every stage.

    `source` is the page as read, `clean` its repaired lines.
    """

    source: RawDocument
    clean: CleanDocument
    transcript: Transcript
    participants: tuple[Participant, ...]
    entry: Entry

    @property
    def briefing_id(self) -> str:
        """The id of the briefing, from `entry`."""
        return self.entry.briefing_id

    def numbered_turns(self) -> Iterator[tuple[int, Turn]]:
        """Return an iterator over (number, turn) pairs, numbered from 1."""
        return enumerate(self.transcript.turns, 1)


def read_briefing(document: RawDocument, entry: Entry | None = None) -> Briefing:
    """Repair and parse one page.

    `entry` is the page's row of the catalogue, None for a page that is not listed. Raises
    NotATranscriptError if the page contains no turn.
    """
    repaired = repair(document.text, cues=document.cues)
    clean, transcript = parse(repaired, name=document.name)
    return Briefing(document, clean, transcript, participants(transcript), entry or Entry())
