"""Parse a page into a Briefing, and look up pages in the catalogue of sources."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from loaders.errors import LexiconError, SourceMissingError, unopened
from loaders.lexicon import sources
from loaders.lexicon.sources import Catalogue
from loaders.parsing.participants import Participant, participants
from loaders.parsing.pipeline import parse
from loaders.parsing.transcript import Transcript
from loaders.parsing.turns import Turn
from loaders.readers import RawDocument, read_file
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


def catalogue_entry(document: RawDocument, catalogue: Catalogue | None = None) -> Entry:
    """Return the facts of a page that the catalogue lists, found by SHA-256.

    `catalogue` defaults to data/lexicon/sources.toml. Raises LexiconError if the page is not
    listed, or if a row of the catalogue is not valid.
    """
    listed = catalogue or sources.catalogue()
    source = listed.find(document.sha256)
    if source is None:
        raise LexiconError(
            f"{document.name} is not listed in data/lexicon/sources.toml (its SHA-256 is "
            f"{document.sha256}); add a row that gives its series and year."
        )
    series = listed.series[source.series]
    return Entry(
        briefing_id=source.briefing_id,
        series=series.series_id,
        series_zh=series.name_zh,
        series_en=series.name_en,
        year=source.year,
        url=source.url,
        sha256=source.sha256,
        corrections=listed.corrections_of(source.briefing_id),
    )


def find_sources(folder: Path, catalogue: Catalogue | None = None) -> list[RawDocument]:
    """Read all pages of the catalogue from `folder`, in the order of the catalogue.

    Every .txt file at any depth is compared by SHA-256, so the names of the files do not matter.
    `catalogue` defaults to data/lexicon/sources.toml. Raises SourceMissingError if a page is not
    found, UnreadableError if a file cannot be opened or decoded.
    """
    listed = catalogue or sources.catalogue()
    wanted = {source.sha256: source.briefing_id for source in listed.sources}
    files = sorted(path for path in folder.rglob("*.txt") if path.is_file())
    found = {_sha256(path): path for path in files}
    missing = [name for digest, name in wanted.items() if digest not in found]
    if missing:
        raise SourceMissingError(
            f"{folder} does not hold the pages of {', '.join(missing)} (looked at {len(files)} "
            "text files by SHA-256); name the folder that does with --sources."
        )
    return [read_file(found[digest]) for digest in wanted]


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise unopened(path, error) from error
