"""Find the pages of the bundled corpus, and what the catalogue states of each."""

import hashlib
from pathlib import Path

from loaders.briefing import Entry
from loaders.errors import LexiconError, SourceMissingError, unopened
from loaders.lexicon import sources
from loaders.lexicon.sources import Catalogue
from loaders.readers import RawDocument, read_bytes


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
    paths = sorted(path for path in folder.rglob("*.txt") if path.is_file())
    files = ((path.name, _read(path)) for path in paths)
    hashed = ((hashlib.sha256(data).hexdigest(), name, data) for name, data in files)
    found = {digest: (name, data) for digest, name, data in hashed if digest in wanted}
    missing = [name for digest, name in wanted.items() if digest not in found]
    if missing:
        raise SourceMissingError(
            f"{folder} does not hold the pages of {', '.join(missing)} (looked at {len(paths)} "
            "text files by SHA-256); name the folder that does with --sources."
        )
    return [read_bytes(*found[digest]) for digest in wanted]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise unopened(path, error) from error
