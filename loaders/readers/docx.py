"""Read DOCX: the paragraphs and tables of the text, then its notes.

Left out are headers and footers, comments, deleted text, copies for older programs, and, with a
doubt, hidden text. Macros are never read. A DOCX is a ZIP: the number and declared sizes of its
members are checked before any is unpacked, and the unpacked bytes are counted while they stream.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from loaders.errors import UnreadableError
from loaders.messages import doubt
from loaders.readers.blocks import Blocks, Line
from loaders.readers.result import ReadResult, require_text

# Word on the web numbers the part that holds the text (word/document2.xml).
DOCUMENT_PART = re.compile(r"word/document\d{0,3}\.xml")
NOTE_PARTS = ("word/footnotes.xml", "word/endnotes.xml")
MAX_MEMBERS = 2_000
MAX_PARTS = 3
# A day's briefing is 1 MB of Word's XML; a file that unpacks a hundredfold is a bomb.
MAX_UNPACKED_BYTES = 20_000_000
MAX_RATIO = 100
MIN_BYTES_FOR_RATIO = 1_000_000
CHUNK_BYTES = 65_536
WORD_NAMESPACE = "wordprocessingml"
SKIPPED_ELEMENTS = frozenset(("moveFrom", "del", "rt", "Fallback"))
DAMAGE_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError,
                 KeyError, NotImplementedError)  # fmt: skip


def recognises(data: bytes) -> bool:
    """Return whether `data` is a ZIP with the text of a Word document among its members."""
    return data.startswith(b"PK\3\4") and b"word/document" in data


def read(name: str, data: bytes) -> ReadResult:
    """Return the lines of a Word document, with a doubt if hidden text was left out.

    Raises UnreadableError for a damaged document, a password, a ZIP bomb, and a document without
    text.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _text_parts(archive)
            if not parts:
                raise _damaged_error(name)
            _refuse_bomb(name, archive, parts)
            document = _DocumentParser()
            for part in parts:
                _parse_part(name, archive, part, document)
    except DAMAGE_ERRORS as error:
        raise _damaged_error(name) from error
    lines = document.blocks.finish()
    text = require_text(name, "\n".join(line.text for line in lines if not line.kind))
    hidden = sum(len(line.text) for line in lines if line.kind)
    return ReadResult(text, "docx", doubts=(doubt("hidden_in_word", n=hidden),) if hidden else ())


def _text_parts(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the members that hold text, in reading order: the document, then its notes."""
    names = archive.NameToInfo
    return [
        *(names[name] for name in names if DOCUMENT_PART.fullmatch(name)),
        *(names[name] for name in NOTE_PARTS if name in names),
    ]


def _refuse_bomb(name: str, archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in parts)
    if len(members) > MAX_MEMBERS or len(parts) > MAX_PARTS:
        raise UnreadableError("intricate.members", name=name, n=len(members))
    packed = sum(member.compress_size for member in parts)
    is_over_ratio = unpacked > MIN_BYTES_FOR_RATIO and unpacked > packed * MAX_RATIO
    if unpacked > MAX_UNPACKED_BYTES or is_over_ratio:
        raise _bomb_error(name, unpacked)
    if any(member.flag_bits & 1 for member in parts):
        raise UnreadableError("password.zip", name=name)
    if any(m.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for m in parts):
        raise _damaged_error(name)


def _bomb_error(name: str, unpacked: int) -> UnreadableError:
    limits = {"most": MAX_UNPACKED_BYTES / 1e6, "ratio": MAX_RATIO}
    return UnreadableError("intricate.unpacked", name=name, megabytes=unpacked / 1e6, **limits)


def _damaged_error(name: str) -> UnreadableError:
    return UnreadableError("damaged.word", name=name)


def _read_chunks(name: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the unpacked bytes of a part in chunks of at most CHUNK_BYTES.

    Raises UnreadableError beyond MAX_UNPACKED_BYTES, since the declared size may be false.
    """
    unpacked = 0
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            unpacked += len(chunk)
            if unpacked > MAX_UNPACKED_BYTES:
                raise _bomb_error(name, unpacked)
            yield chunk


def _parse_part(
    name: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo, document: "_DocumentParser"
) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = document.start
    parser.EndElementHandler = document.end
    parser.CharacterDataHandler = document.characters
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        for chunk in _read_chunks(name, archive, part):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, _DoctypeError) as error:
        raise _damaged_error(name) from error
    document.blocks.end_line()


class _DoctypeError(Exception):
    """A document type declaration: Word writes none, and its entities can be an attack."""


def _refuse_doctype(*_: object) -> None:
    raise _DoctypeError


@dataclass
class _DocumentParser:
    """Handlers of the XML events of a document's parts, which add the document's lines to `blocks`.

    `_lines` is a stack of open paragraphs, since a paragraph may hold a text box with more.
    """

    blocks: Blocks = field(default_factory=Blocks)
    _skipping: int = 0
    _in_text: bool = False
    _in_run: bool = False
    _hidden_run: bool = False
    _lines: list[list[str]] = field(default_factory=list)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Handle the start of an element; `tag` is its namespace, a space, and its local name."""
        name = tag.rpartition(" ")[2]
        is_word = WORD_NAMESPACE in tag
        if self._skipping or (name in SKIPPED_ELEMENTS and (is_word or name == "Fallback")):
            self._skipping += 1
        elif not is_word:
            return
        elif name in _ON_START:
            _ON_START[name](self.blocks)
        elif name == "p":
            self._lines.append([])
        elif name == "r":
            self._in_run, self._hidden_run = True, False
        elif name == "vanish":
            value = next((v for k, v in attributes.items() if k.endswith("val")), "true")
            self._hidden_run = self._in_run and value not in ("0", "false", "off")
        else:
            self._in_text = name == "t"
            self._add(_SPECIAL_CHARACTERS.get(name, "") if self._in_run else "")

    def end(self, tag: str) -> None:
        """Handle the end of an element; `tag` is as in `start`."""
        name = tag.rpartition(" ")[2]
        self._in_text = False
        if self._skipping:
            self._skipping -= 1
        elif WORD_NAMESPACE not in tag:
            return
        elif name == "p":
            self._end_line()
        elif name == "r":
            self._in_run = False
        elif name in _ON_END:
            _ON_END[name](self.blocks)

    def characters(self, text: str) -> None:
        """Add `text` if it is inside w:t; any other text is the indentation of the XML."""
        if self._in_text and not self._skipping:
            self._add(text)

    def _add(self, text: str) -> None:
        if not text:
            return
        if self._hidden_run:
            self.blocks.add_line(Line(text, "hidden"))
        elif self._lines:
            self._lines[-1].append(text)

    def _end_line(self) -> None:
        """End the innermost open paragraph and add its lines to `blocks`.

        A paragraph of a text box ends before the paragraph that holds the box.
        """
        pieces = self._lines.pop() if self._lines else []
        for text in "".join(pieces).split("\n"):
            self.blocks.add_text(text)
            self.blocks.end_line()


_ON_START = {"tbl": Blocks.begin_table, "tr": Blocks.begin_row, "tc": Blocks.begin_cell}
_ON_END = {"tbl": Blocks.end_table, "tr": Blocks.end_row}
_SPECIAL_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
