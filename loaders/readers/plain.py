"""Read plain text and Markdown, without changes."""

from loaders.readers.encodings import decode
from loaders.readers.result import ReadResult, require_text


def recognises(data: bytes) -> bool:
    """Return whether `data` is empty: other plain text has no signature, and is the fallback."""
    return not data


def read(name: str, data: bytes) -> ReadResult:
    """Return the text of `data`; `name` is for the message.

    Raises UnreadableError for an empty or binary file and for bytes in no known encoding.
    """
    text, encoding, warnings = decode(name, data)
    return ReadResult(require_text(name, text), encoding, warnings=warnings)
