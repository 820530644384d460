"""Plain text: bytes in a known encoding to lines."""

from loaders.errors import UnreadableError

__all__ = ["ENCODINGS", "read"]

# Tried in this order: UTF-8 rejects what is not UTF-8, so a file that passes is UTF-8.
ENCODINGS = ("utf-8-sig", "gb18030")


def read(name: str, data: bytes) -> tuple[str, str]:
    """Return the text of `data` and the encoding it was read in; `name` is for the message.

    Raises UnreadableError for an empty file, a binary file, or bytes in no known encoding.
    """
    if not data.strip():
        raise UnreadableError(f"{name} is empty; save the page again with its text.")
    if b"\0" in data:
        raise UnreadableError(
            f"{name} holds NUL bytes, so it is no plain text; save it as UTF-8 text."
        )
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding), encoding.removesuffix("-sig")
        except UnicodeDecodeError:
            continue
    raise UnreadableError(
        f"{name} is in neither UTF-8 nor GB18030; save it as UTF-8 and load it again."
    )
