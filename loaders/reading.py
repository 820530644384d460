"""Read a file into a Briefing: a page as published, or an edition of one."""

import json
from pathlib import Path

from loaders.briefing import Briefing, read_briefing
from loaders.contract import EDITION_SUFFIX, MAX_BYTES
from loaders.edition import serialize
from loaders.errors import BriefingsError, UnreadableError, unopened
from loaders.readers import read_file


def read_source(path: Path) -> Briefing:
    """Read a page, or an edition (.json) together with its source page.

    The source page is the file that the edition names, if it is in the same folder and can be read.
    Raises UnreadableError or NotATranscriptError.
    """
    if path.suffix.lower() != EDITION_SUFFIX:
        return _read_page(path)
    edition = _load_json(path)
    page = _read_source_page(path, edition)
    return serialize.from_json(edition, name=path.name, page=page)


def _read_page(path: Path) -> Briefing:
    return read_briefing(read_file(path))


def _load_json(path: Path) -> object:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise unopened(path, error) from error
    # The size of an edition of the largest page if each character is escaped in the JSON.
    if len(data) > 3 * MAX_BYTES:
        sizes = {"megabytes": len(data) / 1e6, "most": 3 * MAX_BYTES / 1e6}
        raise UnreadableError("edition.large", name=path.name, **sizes)
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnreadableError("edition.no_json", name=path.name, error=str(error)) from error


def _read_source_page(path: Path, edition: object) -> Briefing | None:
    """Read the page that an edition names as its source; None if it cannot be read.

    `path` is that of the edition, and only a file in the same folder is read.
    """
    source = edition.get("source") if isinstance(edition, dict) else None
    if not isinstance(source, str) or source != Path(source).name or "\0" in source:
        return None
    page = path.parent / source
    if page.suffix.lower() == EDITION_SUFFIX or not page.is_file():
        return None
    try:
        return _read_page(page)
    except BriefingsError:
        return None  # an edition may be made by hand from a page that the parser cannot read
