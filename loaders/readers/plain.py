"""Plain text and Markdown: the characters as they stand."""

from loaders.readers.encodings import decode
from loaders.readers.result import Text, require_text


def knows(data: bytes) -> bool:
    """Plain text has no mark of its own: it is what no other format knows."""
    return not data


def read(name: str, data: bytes) -> Text:
    """The text of `data`; `name` is for the message.

    Raises UnreadableError for an empty or binary file and for bytes in no known encoding.
    """
    text, encoding, warnings = decode(name, data)
    return Text(require_text(name, text), encoding, warnings=warnings)
