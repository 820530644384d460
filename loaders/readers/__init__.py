"""From bytes to a RawDocument: one module a format, one row in READERS a format."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from loaders.errors import UnreadableError
from loaders.readers import plain

__all__ = ["READERS", "RawDocument", "read_bytes", "read_file"]

MAX_BYTES = 5_000_000


@dataclass(frozen=True)
class RawDocument:
    """A page as published: its name, the SHA-256 of its bytes, how they were read, and its text."""

    name: str
    sha256: str
    encoding: str
    text: str


Reader = Callable[[str, bytes], tuple[str, str]]
READERS: dict[str, Reader] = {".txt": plain.read}


def read_bytes(name: str, data: bytes) -> RawDocument:
    """Read `data` by the ending of `name`. Raises UnreadableError where that cannot be done."""
    if len(data) > MAX_BYTES:
        raise UnreadableError(
            f"{name} is {len(data) / 1e6:.1f} MB, over the {MAX_BYTES / 1e6:.0f} MB that a "
            "briefing can have; cut it to the transcript."
        )
    suffix = Path(name).suffix.lower()
    reader = READERS.get(suffix)
    if reader is None:
        raise UnreadableError(
            f"{name} is of no format that is read here; expected {' or '.join(sorted(READERS))}."
        )
    text, encoding = reader(name, data)
    return RawDocument(name, hashlib.sha256(data).hexdigest(), encoding, text)


def read_file(path: Path) -> RawDocument:
    """Read the file at `path`. Raises UnreadableError where it is missing or cannot be read."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{path} cannot be opened: {error.strerror}.") from error
    return read_bytes(path.name, data)
