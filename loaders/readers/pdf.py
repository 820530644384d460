"""PDF with text: PDFium's lines with their places, joined to paragraphs.

Before PDFium unpacks a stream whole, its size is looked at.
"""

import re
import zlib
from collections.abc import Iterable, Iterator

from loaders.errors import UnreadableError
from loaders.readers.pdf_forms import MAX_DEPTH, MAX_DRAWN, draws_too_many
from loaders.readers.pdf_lines import paragraphs
from loaders.readers.result import Text

# Text of a page unpacks to some 100 KB, a picture of it in full colour to 26 MB.
MAX_CONTENT = 16_000_000
MAX_CONTENT_IN_ALL = 64_000_000
MAX_PICTURE = 64_000_000
SIGN = b"%PDF-"
STREAM = re.compile(rb"stream\r?\n")
FLATE = re.compile(rb"/Fl(?:ateDecode)?(?![A-Za-z])")
DICTIONARY_BYTES = 2_000
MAX_LAYERS = 3
MAX_STREAMS = 20_000
SHOWN = 5
CHUNK = 65_536
UNMAPPED = re.compile("[\0-\x01\x03-\x08\x0e-\x1f\ue000-\uf8ff\ufffd\uffff]")
TOO_FEW = 0.7  # the share of characters that a text without a table of its glyphs stays under


def knows(data: bytes) -> bool:
    """Whether `data` begins as a PDF does; some put a few bytes before it."""
    return SIGN in data[:1024] and data[:1024].lstrip()[:1] != b"<"


def read(name: str, data: bytes) -> Text:
    """The paragraphs of a PDF. Raises UnreadableError for one with a password, or without text."""
    from loaders.readers.pdf_pages import read_pages  # noqa: PLC0415 - 0.1 s, for PDF alone

    _refuse_bomb(name, data)
    if draws_too_many(data):
        raise UnreadableError(
            f"{name} draws over {MAX_DRAWN:,} forms, or forms within forms more than {MAX_DEPTH} "
            "deep, where a page of text has a handful; print it to a new PDF."
        )
    pages = read_pages(name, data)
    text = "\n".join(paragraphs([page.lines for page in pages]))
    losing = [str(number) for number, page in enumerate(pages, 1) if page.loses_text]
    _refuse_wordless(name, text, len(pages), loses_text=bool(losing))
    bare = sum(not page.lines for page in pages)
    warnings = []
    if losing:
        warnings.append(
            f"{name} draws text that could not be read on page {', '.join(losing[:SHOWN])}, in a "
            "font that is not in the file; print it to a new PDF with its fonts."
        )
    elif bare:
        warnings.append(
            f"{name} has pages without text ({bare} of {len(pages)}); they may be pictures of it."
        )
    return Text(text, "pdf", warnings=tuple(warnings))


def _refuse_wordless(name: str, text: str, pages: int, *, loses_text: bool) -> None:
    characters = len(text) - text.count("\n")
    is_wordless = not any(character.isalnum() for character in text)
    if is_wordless and loses_text:
        raise UnreadableError(
            f"{name} draws its text in a font that is not in the file; print it to a new PDF with "
            "its fonts."
        )
    if is_wordless:
        raise UnreadableError(
            f"{name} has {pages} {'page' if pages == 1 else 'pages'} and no text, as a scan does; "
            "recognise its text (OCR) first, and load what comes out."
        )
    if 1 - len(UNMAPPED.findall(text)) / characters < TOO_FEW:
        raise UnreadableError(
            f"{name} draws its text in glyphs that stand for no characters; recognise its text "
            "(OCR) first, or load the page that it was printed from."
        )


def _refuse_bomb(name: str, data: bytes) -> None:
    """Unpack the streams one by one, no further than the limit, before PDFium takes them whole."""
    content = 0
    for number, match in enumerate(STREAM.finditer(data), 1):
        if number > MAX_STREAMS:
            raise UnreadableError(
                f"{name} holds over {MAX_STREAMS:,} streams, where a page of text has two or "
                "three; print it to a new PDF."
            )
        earliest = max(0, match.start() - DICTIONARY_BYTES)
        begins = data.rfind(b"obj", earliest, match.start())
        dictionary = data[max(begins, earliest) : match.start()]
        filters = FLATE.findall(dictionary)
        if not filters:
            continue
        is_picture = b"/Image" in dictionary
        limit = MAX_PICTURE if is_picture else MAX_CONTENT
        size = _unpacked(data, match.end(), layers=len(filters), limit=limit)
        content += 0 if is_picture else size
        if size >= limit or content >= MAX_CONTENT_IN_ALL:
            raise UnreadableError(
                f"{name} holds streams that unpack to over {limit / 1e6:.0f} MB each, or "
                f"{MAX_CONTENT_IN_ALL / 1e6:.0f} MB in all; print it to a new PDF without pictures."
            )


def _unpacked(data: bytes, start: int, *, layers: int, limit: int) -> int:
    """How many bytes a stream of `data` unpacks to, `limit` where it is as many or more.

    The most of any layer: a dictionary may name a filter oftener than the stream is packed.
    """
    largest, view = 0, memoryview(data)
    for depth in range(1, min(layers, MAX_LAYERS) + 1):
        pieces: Iterable[bytes | memoryview] = (
            view[at : at + CHUNK] for at in range(start, len(data), CHUNK)
        )
        for _ in range(depth):
            pieces = _inflated(pieces, limit)
        size = sum(len(piece) for piece in pieces)
        largest = max(largest, size)
        if not size:
            break
    return min(limit, largest)


def _inflated(pieces: Iterable[bytes | memoryview], limit: int) -> Iterator[bytes]:
    """The pieces unpacked, up to the end of the stream, to what is broken in it, or to `limit`."""
    unpacker, size = zlib.decompressobj(), 0
    for piece in pieces:
        packed: bytes | memoryview = piece
        while packed:
            try:
                unpacked = unpacker.decompress(packed, CHUNK)
            except zlib.error:
                return
            yield unpacked
            size += len(unpacked)
            packed = unpacker.unconsumed_tail
            if unpacker.eof or size >= limit:
                return
