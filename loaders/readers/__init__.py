"""From bytes to a RawDocument: one module a format, one row in READERS a format.

The bytes tell the format: a PDF that is named .txt is a PDF. The ending of the name decides where
they leave it open, as between plain text and Markdown.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from loaders.errors import UnreadableError
from loaders.readers import cues, docx, html, pdf, plain, unsupported
from loaders.readers.result import Text

__all__ = ["MAX_BYTES", "READERS", "SUFFIXES", "Format", "RawDocument", "read_bytes", "read_file"]

MAX_BYTES = 5_000_000

Reader = Callable[[str, bytes], Text]


@dataclass(frozen=True)
class RawDocument:
    """A page as published: its name, the SHA-256 of its bytes, how they were read, and its text.

    `cues` maps the number of a line (from 1) to its start and end in seconds.
    """

    name: str
    sha256: str
    encoding: str
    text: str
    format: str = "text"
    cues: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Format:
    """A format: its name, the endings it has, how it is read, and whether bytes are of it."""

    name: str
    suffixes: tuple[str, ...]
    read: Reader
    knows: Callable[[bytes], bool]


READERS: tuple[Format, ...] = (
    Format("pdf", (".pdf",), pdf.read, pdf.knows),
    Format("docx", (".docx", ".docm"), docx.read, docx.knows),
    Format("cues", (".vtt", ".srt"), cues.read, cues.knows),
    Format("html", (".html", ".htm", ".xhtml", ".shtml"), html.read, html.knows),
    Format("text", (".txt", ".text", ".md", ".markdown"), plain.read, plain.knows),
)
SUFFIXES: tuple[str, ...] = tuple(suffix for row in READERS for suffix in row.suffixes)
_TEXT = READERS[-1]
_HTML = READERS[-2]


def read_bytes(name: str, data: bytes) -> RawDocument:
    """Read `data` as what it is. Raises UnreadableError where that cannot be done."""
    if len(data) > MAX_BYTES:
        raise _too_large(name, len(data))
    form = _format_of(name, data)
    found = form.read(name, data)
    digest = hashlib.sha256(data).hexdigest()
    return RawDocument(
        name, digest, found.encoding, found.text, form.name, found.cues, found.warnings
    )


def read_file(path: Path) -> RawDocument:
    """Read the file at `path`. Raises UnreadableError where it is missing or cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
            size = path.stat().st_size if len(data) > MAX_BYTES else len(data)
    except OSError as error:
        raise UnreadableError(f"{path} cannot be opened: {error.strerror}.") from error
    if size > MAX_BYTES:
        raise _too_large(path.name, size)
    return read_bytes(path.name, data)


def _too_large(name: str, size: int) -> UnreadableError:
    return UnreadableError(
        f"{name} is {size / 1e6:.1f} MB, over the {MAX_BYTES / 1e6:.0f} MB that a briefing can "
        "have; cut it to the transcript."
    )


def _format_of(name: str, data: bytes) -> Format:
    """The format that the bytes show, else the one that the name states."""
    known = next((row for row in READERS if row.knows(data)), None)
    if known:
        return known
    unsupported.refuse(name, data)
    suffix = Path(name).suffix.lower()
    stated = next((row for row in READERS if suffix in row.suffixes), _TEXT)
    if stated is _HTML and not html.is_marked_up(data):
        return _TEXT
    if stated.name in ("pdf", "docx") and data.strip():
        raise UnreadableError(
            f"{name} is named as {stated.name.upper()} and is none (it begins "
            f"{data[:8]!r}); save it again, or name it by what it is."
        )
    return _TEXT if stated.name in ("pdf", "docx") else stated
