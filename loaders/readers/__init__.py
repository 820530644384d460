"""Read the bytes of a file into a RawDocument: one module and one row in READERS per format.

The bytes decide the format: a PDF that is named .txt is read as a PDF. Where the bytes show no
format, as in an HTML fragment, the suffix of the name decides, and otherwise the file is read as
plain text.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from loaders.contract import FORMATS, MAX_BYTES
from loaders.errors import UnreadableError, unopened
from loaders.messages import Doubt
from loaders.readers import cues, docx, html, pdf, plain, unsupported
from loaders.readers.result import ReadResult

__all__ = ["READERS", "Format", "RawDocument", "read_bytes", "read_file"]


Reader = Callable[[str, bytes], ReadResult]


@dataclass(frozen=True)
class RawDocument:
    """A page as published: its file name, the SHA-256 of its bytes in hexadecimal, and its text.

    `encoding` is as in ReadResult. `format` is the name of a row of READERS, or "edition" for a
    page that was read from an edition (edition.serialize.FORMAT). `cues` maps the number of a line
    (from 1) to its start and end in seconds. `doubts` are those
    of the reader.
    """

    name: str
    sha256: str
    encoding: str
    text: str
    format: str = "text"
    cues: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class Format:
    """A file format: its name, its suffixes such as ".pdf", and its reader.

    `recognises` returns whether the bytes of a file show that it is in this format.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Reader
    recognises: Callable[[bytes], bool]


READERS: tuple[Format, ...] = (
    Format("pdf", FORMATS["pdf"], pdf.read, pdf.recognises),
    Format("docx", FORMATS["docx"], docx.read, docx.recognises),
    Format("cues", FORMATS["cues"], cues.read, cues.recognises),
    Format("html", FORMATS["html"], html.read, html.recognises),
    Format("text", FORMATS["text"], plain.read, plain.recognises),
)
_TEXT = READERS[-1]
_HTML = READERS[-2]


def read_bytes(name: str, data: bytes) -> RawDocument:
    """Read `data`, the bytes of the file `name`, into a RawDocument.

    The format is the one that the bytes show, else the one of the suffix of `name`, else plain
    text. Raises UnreadableError for more than MAX_BYTES bytes, and for a file that no reader can
    read.
    """
    if len(data) > MAX_BYTES:
        raise _too_large_error(name, len(data))
    file_format = _detect_format(name, data)
    result = file_format.read(name, data)
    digest = hashlib.sha256(data).hexdigest()
    return RawDocument(
        name, digest, result.encoding, result.text, file_format.name, result.cues, result.doubts
    )


def read_file(path: Path) -> RawDocument:
    """Read the file at `path` into a RawDocument, as read_bytes does.

    Raises UnreadableError if the file is missing, cannot be opened, or cannot be read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
            size = path.stat().st_size if len(data) > MAX_BYTES else len(data)
    except OSError as error:
        raise unopened(path, error) from error
    if size > MAX_BYTES:
        raise _too_large_error(path.name, size)
    return read_bytes(path.name, data)


def _too_large_error(name: str, size: int) -> UnreadableError:
    return UnreadableError("too_large.page", name=name, megabytes=size / 1e6, most=MAX_BYTES / 1e6)


def _detect_format(name: str, data: bytes) -> Format:
    """Return the format that the bytes show, else the one of the suffix of `name`, else text.

    Raises UnreadableError for an unsupported format, and for a .pdf or .docx with other content.
    """
    recognised = next((candidate for candidate in READERS if candidate.recognises(data)), None)
    if recognised:
        return recognised
    unsupported.refuse(name, data)
    suffix = Path(name).suffix.lower()
    named = next((candidate for candidate in READERS if suffix in candidate.suffixes), _TEXT)
    if named is _HTML and not html.is_marked_up(data):
        return _TEXT
    if named.name in ("pdf", "docx") and data.strip():
        stated = {"format": named.name.upper(), "begin": repr(data[:8])}
        raise UnreadableError("misnamed.format", name=name, **stated)
    return _TEXT if named.name in ("pdf", "docx") else named
