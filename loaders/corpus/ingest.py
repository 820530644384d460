"""Read one file, assign an id to its briefing and build the tables to be merged into a corpus."""

import gc
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa

from loaders.briefing import Briefing, Entry
from loaders.contract import ADDED_SERIES
from loaders.edition.doubts import doubts_of
from loaders.errors import BriefingsError, UnreadableError
from loaders.fingerprint import Stated
from loaders.lexicon.sources import Series
from loaders.messages import Doubt
from loaders.reading import read_source
from loaders.schema import TABLES
from loaders.tables.arrow_alone import use_arrow_alone
from loaders.tables.build import tables_of
from loaders.text import dictionary, romanisation, segmenter

# In characters: the id of a briefing begins with the id of its series, and is part of links.
MAX_SERIES_ID_LENGTH = 40


ADDED = Series(ADDED_SERIES, "另行添加", "Added")


@dataclass(frozen=True)
class IngestRequest:
    """A file to ingest, its series, and the year to use if the page states none.

    `is_last` is true if the process reads no other file: it then frees memory as soon as it can.
    """

    path: Path
    series: Series
    year: int | None
    is_last: bool = False


@dataclass(frozen=True)
class IngestResult:
    """The outcome of one file: its tables, or why it was refused.

    `refusal` is the error, None for a file that was read. `tables` are the tables of this briefing,
    empty if the file was refused.
    """

    path: Path
    refusal: BriefingsError | None = None
    doubts: tuple[Doubt, ...] = ()
    briefing_id: str = ""
    sha256: str = ""
    fingerprint: str = ""
    stated: Stated = field(default_factory=Stated)
    tables: Mapping[str, pa.Table] = field(default_factory=dict)


def prepare() -> None:
    """Load the segmenter; run once in each worker before its first file."""
    use_arrow_alone()
    segmenter.use_fast_segmenter()
    segmenter.get_segmenter().tokens("。", "lexicon")
    gc.freeze()  # keep the dictionaries out of every later garbage collection


def ingest_file(request: IngestRequest) -> IngestResult:
    """Read one page or edition and build its tables; an error becomes the result's `refusal`."""
    try:
        briefing = assign_id(read_source(request.path), series=request.series, year=request.year)
        if request.is_last:
            tables = tables_of(briefing, segmented=segmenter.get_segmenter().release)
            dictionary.release()
            romanisation.release()
        else:
            tables = tables_of(briefing)
    except BriefingsError as error:
        return IngestResult(request.path, refusal=error)
    header = briefing.transcript.header
    return IngestResult(
        request.path,
        doubts=tuple(doubts_of(briefing)),
        briefing_id=briefing.briefing_id,
        sha256=briefing.source.sha256,
        fingerprint=briefing.transcript.fingerprint,
        stated=Stated(header.title, header.date_held, header.published_at),
        tables={name: tables[name] for name in TABLES},
    )


def assign_id(briefing: Briefing, *, series: Series = ADDED, year: int | None = None) -> Briefing:
    """Return `briefing` with its catalogue entry: series, year, and an id derived from its content.

    The id is `<series>-<day or year>-<8 hexadecimal digits>`. The digits are a hash of title and
    speech, so that the same source has the same id on any machine and in any order of adding.

    `series` applies unless the edition states a series. The year is the one that the edition
    states, else that of the day on which the briefing was held, else that of publication, else
    `year`. Raises UnreadableError if no year is known.
    """
    entry, header = briefing.entry, briefing.transcript.header
    day = header.date_held or header.published_at
    known_year = entry.year or (int(day[:4]) if day else year)
    if known_year is None:
        raise UnreadableError("undated.year", name=briefing.source.name)
    series = _stated_series(entry) or series
    content = f"{header.title}\n{briefing.transcript.fingerprint}"
    digits = hashlib.sha256(content.encode()).hexdigest()[:8]
    completed = replace(
        entry,
        briefing_id=f"{series.series_id}-{day[:10] if day else known_year}-{digits}",
        series=series.series_id,
        series_zh=series.name_zh,
        series_en=series.name_en,
        year=known_year,
    )
    return replace(briefing, entry=completed)


def _stated_series(entry: Entry) -> Series | None:
    if not entry.series:
        return None
    zh = entry.series_zh or entry.series
    return Series(series_id(entry.series), zh, entry.series_en or zh)


def series_id(name: str) -> str:
    """Return `name` if it is a valid id (`lantern-festival`), else `series-` and 8 hash digits.

    >>> series_id("lantern-festival"), series_id("湖光灯会")
    ('lantern-festival', 'series-442eba13')
    """
    if len(name) <= MAX_SERIES_ID_LENGTH and re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+){0,10}", name):
        return name
    return f"series-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
