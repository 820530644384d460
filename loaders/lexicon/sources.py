"""The catalogue of source pages, data/lexicon/sources.toml, with what the pages do not state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from loaders.lexicon.records import Record, Rows, Table, Text, load

# Columns of table `briefings` that a correction may change.
Correctable = Literal[
    "title", "date_held", "published_at", "publisher", "credited_to", "host_province", "host_city",
    "host_city_en",
]  # fmt: skip


@dataclass(frozen=True)
class Series:
    """A series of briefings: its id and its names in Chinese and English."""

    series_id: str
    name_zh: str
    name_en: str


class Source(Record, frozen=True):
    """A page, known by the SHA-256 of its bytes.

    is_republished: the page is another site's copy, not the organiser's record.
    forbids_reproduction: the page says so in its notice.
    """

    briefing_id: Text
    series: Text
    year: int
    sha256: Text
    is_republished: bool = False
    forbids_reproduction: bool = False
    url: Text | None = None


class Correction(Record, frozen=True):
    """A correction of a field of a briefing, with its reason."""

    briefing_id: Text
    field: Correctable
    value: Text
    reason: Text


@dataclass(frozen=True)
class Catalogue:
    """The pages, their series by id, their corrections, and Chinese -> English publishers."""

    sources: tuple[Source, ...]
    series: Mapping[str, Series]
    corrections: tuple[Correction, ...] = ()
    publishers: Mapping[str, str] = field(default_factory=dict)

    def find(self, sha256: str) -> Source | None:
        """Return the page with that SHA-256; None if it is not listed."""
        return next((source for source in self.sources if source.sha256 == sha256), None)

    def corrections_of(self, briefing_id: str) -> dict[str, str]:
        """Return the corrections of one briefing, field -> value."""
        found = (row for row in self.corrections if row.briefing_id == briefing_id)
        return {row.field: row.value for row in found}


class _Names(Record, frozen=True):
    name_zh: Text
    name_en: Text


class _File(Record, frozen=True):
    source: Rows[Source]
    series: Table[_Names]
    publishers: Table[Text]
    correction: Rows[Correction] = ()


@cache
def catalogue() -> Catalogue:
    """Return the catalogue, cached; raises LexiconError if the file is not valid."""
    file = load(_File, "sources")
    return Catalogue(
        sources=file.source,
        series={key: Series(key, row.name_zh, row.name_en) for key, row in file.series.items()},
        corrections=file.correction,
        publishers=file.publishers,
    )
