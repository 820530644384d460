"""DOCX: the paragraphs and tables of the text, then its notes.

Headers and footers, comments, text struck out and copies for older programs are left out, hidden
text with a warning; no macro is looked at. A DOCX is a ZIP: its members are counted and their sizes
looked at before any is unpacked, and what unpacks is counted while it streams.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from loaders.errors import UnreadableError
from loaders.readers.blocks import Blocks, Line
from loaders.readers.result import Text, require_text

# Word on the web numbers its text (word/document2.xml).
TEXT = re.compile(r"word/document\d{0,3}\.xml")
NOTES = ("word/footnotes.xml", "word/endnotes.xml")
MAX_MEMBERS = 2_000
MAX_PARTS = 3
# The text of a day's briefing is 1 MB of such markup; what unpacks a hundredfold was made for that.
MAX_UNPACKED = 20_000_000
MAX_RATIO = 100
RATIO_FROM = 1_000_000
CHUNK = 65_536
WORD = "wordprocessingml"
SKIPPED = frozenset(("moveFrom", "del", "rt", "Fallback"))
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, KeyError,
          NotImplementedError)  # fmt: skip


def knows(data: bytes) -> bool:
    """Whether `data` is a ZIP that has the text of a Word document among its members."""
    return data.startswith(b"PK\3\4") and b"word/document" in data


def read(name: str, data: bytes) -> Text:
    """The lines of a document. Raises UnreadableError where it is damaged, a bomb, or empty."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _parts(archive)
            if not parts:
                raise _damaged(name)
            _refuse_bomb(name, archive, parts)
            reading = _Document()
            for part in parts:
                _parse(name, archive, part, reading)
    except BROKEN as error:
        raise _damaged(name) from error
    lines = reading.blocks.finished()
    text = require_text(name, "\n".join(line.text for line in lines if not line.mark))
    hidden = sum(len(line.text) for line in lines if line.mark)
    warning = f"{name} holds {hidden:,} characters that are hidden in Word, which were left out."
    return Text(text, "docx", warnings=(warning,) if hidden else ())


def _parts(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The members that are read, in the order of the page: the text and then its notes."""
    names = archive.NameToInfo
    return [
        *(names[name] for name in names if TEXT.fullmatch(name)),
        *(names[name] for name in NOTES if name in names),
    ]


def _refuse_bomb(name: str, archive: zipfile.ZipFile, read_here: list[zipfile.ZipInfo]) -> None:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in read_here)
    if len(members) > MAX_MEMBERS or len(read_here) > MAX_PARTS:
        raise UnreadableError(
            f"{name} is a ZIP of {len(members):,} members, where a Word document has a few dozen; "
            "save it from Word again."
        )
    packed = sum(member.compress_size for member in read_here)
    swells = unpacked > RATIO_FROM and unpacked > packed * MAX_RATIO
    if unpacked > MAX_UNPACKED or swells:
        raise _bomb(name, f"{unpacked / 1e6:,.0f} MB")
    if any(member.flag_bits & 1 for member in read_here):
        raise UnreadableError(f"{name} is a ZIP with a password; save it without one.")
    if any(m.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for m in read_here):
        raise _damaged(name)


def _bomb(name: str, size: str) -> UnreadableError:
    return UnreadableError(
        f"{name} would unpack to {size} of text, where the Word document of a briefing has at most "
        f"{MAX_UNPACKED / 1e6:.0f} MB and {MAX_RATIO} times its size; save the text alone in a new "
        "file."
    )


def _damaged(name: str) -> UnreadableError:
    return UnreadableError(
        f"{name} is a damaged Word document: its ZIP or the XML in it cannot be read; open it in "
        "Word and save it again as DOCX."
    )


def _chunks(name: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of a part, counted: what a member declares need not be what it holds."""
    unpacked = 0
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            unpacked += len(chunk)
            if unpacked > MAX_UNPACKED:
                raise _bomb(name, f"over {MAX_UNPACKED / 1e6:,.0f} MB")
            yield chunk


def _parse(
    name: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo, reading: "_Document"
) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.characters
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        for chunk in _chunks(name, archive, part):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, _DoctypeError) as error:
        raise _damaged(name) from error
    reading.blocks.end_line()


class _DoctypeError(Exception):
    """A Word document declares no entities; one that does was made to harm."""


def _refuse_doctype(*_: object) -> None:
    raise _DoctypeError


@dataclass
class _Document:
    """What is open while the elements of a part go by."""

    blocks: Blocks = field(default_factory=Blocks)
    _skipping: int = 0
    _in_text: bool = False
    _in_run: bool = False
    _hidden_run: bool = False
    _lines: list[list[str]] = field(default_factory=list)

    def start(self, tag: str, given: dict[str, str]) -> None:
        """An element begins."""
        name = tag.rpartition(" ")[2]
        if self._skipping or (name in SKIPPED and (WORD in tag or name == "Fallback")):
            self._skipping += 1
        elif WORD not in tag:
            return
        elif name in _OPENS:
            _OPENS[name](self.blocks)
        elif name == "p":
            self._lines.append([])
        elif name == "r":
            self._in_run, self._hidden_run = True, False
        elif name == "vanish":
            on = next((v for k, v in given.items() if k.endswith("val")), "true")
            self._hidden_run = self._in_run and on not in ("0", "false", "off")
        else:
            self._in_text = name == "t"
            self._add(_SIGNS.get(name, "") if self._in_run else "")

    def end(self, tag: str) -> None:
        """An element ends."""
        name = tag.rpartition(" ")[2]
        self._in_text = False
        if self._skipping:
            self._skipping -= 1
        elif WORD not in tag:
            return
        elif name == "p":
            self._end_line()
        elif name == "r":
            self._in_run = False
        elif name in _CLOSES:
            _CLOSES[name](self.blocks)

    def characters(self, text: str) -> None:
        """Text stands here; what is no w:t is the indentation of the file."""
        if self._in_text and not self._skipping:
            self._add(text)

    def _add(self, text: str) -> None:
        if not text:
            return
        if self._hidden_run:
            self.blocks.add(Line(text, "hidden"))
        elif self._lines:
            self._lines[-1].append(text)

    def _end_line(self) -> None:
        """A paragraph ends; one in a text box ends inside the paragraph that holds the box."""
        pieces = self._lines.pop() if self._lines else []
        for text in "".join(pieces).split("\n"):
            self.blocks.text(text)
            self.blocks.end_line()


_OPENS = {"tbl": Blocks.begin_table, "tr": Blocks.begin_row, "tc": Blocks.begin_cell}
_CLOSES = {"tbl": Blocks.end_table, "tr": Blocks.end_row}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
