"""Parse one page through every stage, and look up its briefing in the catalogue."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders import lexicon
from loaders.errors import LexiconError, SourceMissingError, UnreadableError
from loaders.fingerprint import fingerprint_of
from loaders.parsing.boilerplate import strip_boilerplate
from loaders.parsing.participants import Participant, participants
from loaders.parsing.transcript import Transcript, read_transcript
from loaders.parsing.turns import Turn
from loaders.readers import RawDocument, read_file
from loaders.repair.document import CleanDocument
from loaders.repair.pipeline import repair

# The fields that a correction of the catalogue may change: columns of the table briefings.
CORRECTABLE = (
    "title", "date_held", "published_at", "publisher", "credited_to", "host_province", "host_city",
    "host_city_en",
)  # fmt: skip
# The contents of data/lexicon/sources.toml, or of another file of its form.
Catalogue = Mapping[str, Any]


@dataclass(frozen=True)
class Briefing:
    """A parsed page with the result of every stage.

    `entry` is its row of the catalogue, with the names of its series and its corrections; empty for
    a page that is not in the catalogue.
    """

    source: RawDocument
    clean: CleanDocument
    transcript: Transcript
    participants: tuple[Participant, ...]
    entry: Mapping[str, Any]

    @property
    def briefing_id(self) -> str:
        """The id from the catalogue."""
        return str(self.entry["briefing_id"])

    def numbered_turns(self) -> Iterator[tuple[int, Turn]]:
        """Return (number, turn) pairs, numbered from 1."""
        return enumerate(self.transcript.turns, 1)


def read_briefing(document: RawDocument, entry: Mapping[str, Any] | None = None) -> Briefing:
    """Repair and parse one page. Raises NotATranscriptError if it has no turn.

    entry: its row of the catalogue, where it is listed.
    """
    clean = strip_boilerplate(repair(document.text, cues=document.cues))
    transcript = read_transcript(clean.lines, name=document.name)
    return Briefing(document, clean, transcript, participants(transcript), entry or {})


def fingerprint(transcript: Transcript) -> str:
    """Return the fingerprint of the speech: equal for copies in any layout."""
    lines = (line for turn in transcript.turns for line in turn.paragraphs)
    return fingerprint_of("".join(line.text for line in lines))


def catalogue_entry(document: RawDocument, catalogue: Catalogue | None = None) -> dict[str, Any]:
    """Return the catalogue row of a page, by its SHA-256, with series names and corrections.

    Raises LexiconError if the page is not listed.
    """
    listed = catalogue or lexicon.read("sources")
    for row in listed["source"]:
        if row["sha256"] == document.sha256:
            series = listed["series"][row["series"]]
            corrections = _corrections(row["briefing_id"], listed)
            names = {"series_zh": series["name_zh"], "series_en": series["name_en"]}
            return {**row, **names, "corrections": corrections}
    raise LexiconError(
        f"{document.name} is not listed in data/lexicon/sources.toml (its SHA-256 is "
        f"{document.sha256}); add a row that gives its series and year."
    )


def _corrections(briefing_id: str, listed: Catalogue) -> dict[str, str]:
    """Return field -> value of the corrections of one briefing."""
    found = [row for row in listed.get("correction", []) if row["briefing_id"] == briefing_id]
    for row in found:
        if row["field"] not in CORRECTABLE or not row.get("reason"):
            raise LexiconError(
                f"data/lexicon/sources.toml: the correction of {row['field']} for {briefing_id} "
                f"needs a reason and one of the fields {', '.join(CORRECTABLE)}."
            )
    return {row["field"]: row["value"] for row in found}


def find_sources(folder: Path, catalogue: Catalogue | None = None) -> list[RawDocument]:
    """Return the pages of the catalogue among the text files under `folder`, by SHA-256.

    Raises SourceMissingError if one is missing.
    """
    listed = catalogue or lexicon.read("sources")
    wanted = {row["sha256"]: row["briefing_id"] for row in listed["source"]}
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
        raise UnreadableError(f"{path} cannot be opened: {error.strerror}.") from error
