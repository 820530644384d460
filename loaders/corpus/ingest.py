"""One file that is to join a corpus: read, identified, and made a corpus of its own."""

import gc
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from loaders.briefing import Briefing, fingerprint, read_briefing
from loaders.edition import serialize
from loaders.errors import BriefingsError, NotATranscriptError, UnreadableError
from loaders.readers import MAX_BYTES, read_file
from loaders.schema import TABLES
from loaders.tables.build import tables_of
from loaders.text import segmenter

# A briefing's id, which begins with that of its series, has to fit into a link.
LONGEST_ID = 40


@dataclass(frozen=True)
class Series:
    """An id of a series, and what it is called."""

    series_id: str
    name_zh: str
    name_en: str


ADDED = Series("added", "另行添加", "Added")


@dataclass(frozen=True)
class Request:
    """What a worker is asked: which file to read, and what its page may not say."""

    path: Path
    series: Series
    year: int | None


@dataclass(frozen=True)
class Incoming:
    """What became of one file.

    `refusal` is the sentence that says why it was refused, and `exit_status` what a command ends
    with that reads this file alone; a file that was read has `tables`, a corpus of one briefing.
    """

    path: Path
    refusal: str | None = None
    exit_status: int = 0
    warnings: tuple[str, ...] = ()
    briefing_id: str = ""
    sha256: str = ""
    fingerprint: str = ""
    tables: Mapping[str, pa.Table] = field(default_factory=dict)


def prepare() -> None:
    """What a worker does before its first file."""
    segmenter.use_fast_segmenter()
    segmenter.get_segmenter().tokens("。", "lexicon")
    gc.freeze()  # what stays for good is not gone through again with every page


def ingest_file(request: Request) -> Incoming:
    """Read one page or edition; whatever is wrong with it becomes the sentence of a refusal."""
    try:
        briefing = assign_id(read_source(request.path), series=request.series, year=request.year)
        tables = tables_of(briefing)
    except BriefingsError as error:
        status = 3 if isinstance(error, NotATranscriptError) else 4
        return Incoming(request.path, refusal=str(error), exit_status=status)
    return Incoming(
        request.path,
        warnings=tuple(serialize.warnings(briefing)),
        briefing_id=briefing.briefing_id,
        sha256=briefing.source.sha256,
        fingerprint=fingerprint(briefing.reading),
        tables={name: tables[name] for name in TABLES},
    )


def read_source(path: Path) -> Briefing:
    """The briefing of a page, or of an edition, with the page that it names where that lies beside.

    Raises UnreadableError or NotATranscriptError.
    """
    if path.suffix.lower() != ".json":
        return read_briefing(read_file(path))
    stated = _object(path)
    page = _page_beside(path, stated)
    return serialize.from_json(stated, name=path.name, page=page)


def assign_id(briefing: Briefing, *, series: Series = ADDED, year: int | None = None) -> Briefing:
    """`briefing` with its row of the catalogue: series, year, and an id that its content gives.

    The id is series, day or year, and eight hexadecimal digits of title and speech, so that the
    same source has the same id on any machine and in any order of adding. The year is that of an
    edition, of the day it was held, of the day it was published, or `year`. Raises UnreadableError
    where none is known.
    """
    stated, header = briefing.entry, briefing.reading.header
    day = header.date_held or header.published_at
    known = stated.get("year") or (int(day[:4]) if day else year)
    if known is None:
        raise UnreadableError(
            f"{briefing.source.name} says neither when the briefing was held nor when the page was "
            "published, so its year is not known; name it with --year."
        )
    belongs = _series_of(stated) or series
    content = f"{header.title}\n{fingerprint(briefing.reading)}"
    digits = hashlib.sha256(content.encode()).hexdigest()[:8]
    entry = {
        **stated,
        "briefing_id": f"{belongs.series_id}-{day[:10] if day else known}-{digits}",
        "series": belongs.series_id,
        "series_zh": belongs.name_zh,
        "series_en": belongs.name_en,
        "year": known,
        "corrections": {},
    }
    return replace(briefing, entry=entry)


def _series_of(stated: Mapping[str, Any]) -> Series | None:
    name = stated.get("series")
    if not name:
        return None
    zh = stated.get("series_zh") or name
    return Series(series_id(name), zh, stated.get("series_en") or zh)


def series_id(name: str) -> str:
    """The id of a series: its name where that is one already, else eight digits of its hash.

    >>> series_id("lantern-festival"), series_id("湖光灯会")
    ('lantern-festival', 'series-442eba13')
    """
    if len(name) <= LONGEST_ID and re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+){0,10}", name):
        return name
    return f"series-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _object(path: Path) -> Any:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{path} cannot be opened: {error.strerror}.") from error
    # What a page of the largest size becomes when each character is escaped.
    if len(data) > 3 * MAX_BYTES:
        raise UnreadableError(
            f"{path.name} is {len(data) / 1e6:.1f} MB, over the {3 * MAX_BYTES / 1e6:.0f} MB that "
            "an edition can have; cut it to one briefing."
        )
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(
            f"{path.name} is no JSON ({error}); expected what `parse --json` prints; save it again."
        ) from error


def _page_beside(path: Path, stated: object) -> Briefing | None:
    source = stated.get("source") if isinstance(stated, dict) else None
    if not isinstance(source, str) or source != Path(source).name or "\0" in source:
        return None
    page = path.parent / source
    if page.suffix.lower() == ".json" or not page.is_file():
        return None
    try:
        return read_briefing(read_file(page))
    except BriefingsError:
        return None  # a person has read what the parser could not
