"""The result of a reader: the text of a file, its encoding, cue times and doubts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from loaders.errors import UnreadableError
from loaders.messages import Doubt


@dataclass(frozen=True)
class ReadResult:
    r"""The text of a file, with its encoding, cue times and doubts.

    Lines are separated by "\n", but plain text keeps the line ends of its file. `encoding` is that
    of the bytes (such as "utf-8", "gb18030", "big5", "utf-16", "windows-1252"), or the format for
    DOCX and PDF ("docx", "pdf"). `cues` maps the number of a line (from 1) to its start and end in
    seconds.
    """

    text: str
    encoding: str
    cues: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()


def require_text(name: str, text: str) -> str:
    """Return `text` if it has a letter or a digit, else raise UnreadableError for file `name`."""
    if any(character.isalnum() for character in text):
        return text
    raise UnreadableError("empty.signs" if text.strip() else "empty.white", name=name)
