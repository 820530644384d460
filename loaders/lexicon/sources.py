"""The catalogue of source pages, data/lexicon/sources.toml, with what the pages do not state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, NamedTuple, get_args

from loaders.lexicon.records import load

# Columns of table `briefings` that a correction may change.
Correctable = Literal[
    "title", "date_held", "published_at", "publisher", "credited_to", "host_province", "host_city",
    "host_city_en",
]  # fmt: skip
CORRECTABLE: tuple[str, ...] = get_args(Correctable)


@dataclass(frozen=True)
class Series:
    """A series of briefings: its id and its names in Chinese and English."""

    series_id: str
    name_zh: str
    name_en: str


class Source(NamedTuple):
    """A page, known by the SHA-256 of its bytes.

    is_republished: the page is another site's copy, not the organiser's record.
    forbids_reproduction: the page says so in its notice.
    """

    briefing_id: str
    series: str
    year: int
    sha256: str
    is_republished: bool = False
    forbids_reproduction: bool = False
    url: str | None = None


class Correction(NamedTuple):
    """A correction of a field of a briefing, with its reason."""

    briefing_id: str
    field: Correctable
    value: str
    reason: str


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


class _Names(NamedTuple):
    name_zh: str
    name_en: str


class _File(NamedTuple):
    source: tuple[Source, ...]
    series: Mapping[str, _Names]
    publishers: Mapping[str, str]
    correction: tuple[Correction, ...] = ()


@cache
def catalogue() -> Catalogue:
    """Return the catalogue, cached; raises LexiconError if the file is not valid."""
    file = load(_File, "sources")
    return Catalogue(
        sources=file.source,
        series={key: Series(key, *names) for key, names in file.series.items()},
        corrections=file.correction,
        publishers=file.publishers,
    )
