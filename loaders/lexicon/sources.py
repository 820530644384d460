"""The catalogue of source pages, data/lexicon/sources.toml, with what the pages do not state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from loaders import lexicon
from loaders.errors import LexiconError

# Columns of table `briefings` that a correction may change.
CORRECTABLE = (
    "title", "date_held", "published_at", "publisher", "credited_to", "host_province", "host_city",
    "host_city_en",
)  # fmt: skip
_Row = TypeVar("_Row")


@dataclass(frozen=True)
class Series:
    """A series of briefings: its id and its names in Chinese and English."""

    series_id: str
    name_zh: str
    name_en: str


@dataclass(frozen=True)
class Source:
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


@dataclass(frozen=True)
class Correction:
    """A correction of a field of a briefing, with its reason."""

    briefing_id: str
    field: str
    value: str
    reason: str = ""


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


@cache
def catalogue() -> Catalogue:
    """Return the catalogue; raise LexiconError if one of its rows is not valid."""
    return parse(lexicon.read("sources"))


def parse(tables: Mapping[str, Any]) -> Catalogue:
    """Convert the contents of sources.toml; raise LexiconError if a row is not valid."""
    corrections = [_row(Correction, row) for row in tables.get("correction", [])]
    for row in corrections:
        _check(row)
    names: Mapping[str, Mapping[str, str]] = tables["series"]
    return Catalogue(
        sources=tuple(_row(Source, row) for row in tables["source"]),
        series={key: _row(Series, {"series_id": key, **row}) for key, row in names.items()},
        corrections=tuple(corrections),
        publishers=tables.get("publishers", {}),
    )


def _row(kind: type[_Row], row: Mapping[str, object]) -> _Row:
    try:
        return kind(**row)
    except TypeError as error:  # a field is missing, or not known
        raise LexiconError(f"data/lexicon/sources.toml: {error} in {row}; correct it.") from error


def _check(row: Correction) -> None:
    if row.field not in CORRECTABLE or not row.reason:
        raise LexiconError(
            f"data/lexicon/sources.toml: the correction of {row.field} for {row.briefing_id} "
            f"needs a reason and one of the fields {', '.join(CORRECTABLE)}."
        )
