"""Read plain text and Markdown, without changes."""

from loaders.readers.encodings import decode
from loaders.readers.result import ReadResult, require_text


def recognises(data: bytes) -> bool:
    """Return whether `data` is empty.

    Other plain text has no signature to recognise, and is the fallback for unrecognised bytes.
    """
    return not data


def read(name: str, data: bytes) -> ReadResult:
    """Return the text and the encoding of `data`; `name` is the file name for error messages.

    Raises UnreadableError for an empty or binary file, an unknown encoding, text that was encoded
    twice, and text without a letter or a digit.
    """
    text, encoding, doubts = decode(name, data)
    return ReadResult(require_text(name, text), encoding, doubts=doubts)
