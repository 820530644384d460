"""Read a PDF that has text: PDFium's lines, joined into paragraphs by their positions.

The unpacked size of each stream is checked first, since PDFium unpacks a whole stream at once.
"""

import re
import zlib
from collections.abc import Iterable, Iterator

from loaders.errors import UnreadableError
from loaders.messages import Doubt, doubt
from loaders.readers.pdf_forms import MAX_DEPTH, MAX_DRAWN, draws_too_many
from loaders.readers.pdf_lines import paragraphs
from loaders.readers.result import ReadResult

# The text of a page unpacks to about 100 KB, a picture of the page in full colour to 26 MB.
MAX_CONTENT_BYTES = 16_000_000
MAX_TOTAL_CONTENT_BYTES = 64_000_000
MAX_PICTURE_BYTES = 64_000_000
SIGNATURE = b"%PDF-"
STREAM_START = re.compile(rb"stream\r?\n")
FLATE_FILTER = re.compile(rb"/Fl(?:ateDecode)?(?![A-Za-z])")
MAX_DICTIONARY_BYTES = 2_000
MAX_FILTERS = 3
MAX_STREAMS = 20_000
MAX_PAGES_LISTED = 5
CHUNK_BYTES = 65_536
UNMAPPED_CHARACTER = re.compile("[\0-\x01\x03-\x08\x0e-\x1f\ue000-\uf8ff\ufffd\uffff]")
MIN_MAPPED_SHARE = 0.7  # a text whose font has no table from glyphs to characters is below it


def recognises(data: bytes) -> bool:
    """Return whether `data` has the PDF signature in its first 1,024 bytes.

    Data that begins with "<" is markup and no PDF.
    """
    return SIGNATURE in data[:1024] and data[:1024].lstrip()[:1] != b"<"


def read(name: str, data: bytes) -> ReadResult:
    """Return the paragraphs of a PDF, with a doubt of pages whose text is missing or unreadable.

    Raises UnreadableError for a damaged PDF, a password, too many pages, streams or drawn forms,
    streams that unpack to too many bytes, and a PDF without readable text.
    """
    from loaders.readers.pdf_pages import read_pages  # noqa: PLC0415 - a 0.1 s import, for PDF

    _refuse_bomb(name, data)
    if draws_too_many(data):
        raise UnreadableError("intricate.forms", name=name, n=MAX_DRAWN, depth=MAX_DEPTH)
    pages = read_pages(name, data)
    text = "\n".join(paragraphs([page.lines for page in pages]))
    lossy_pages = [str(number) for number, page in enumerate(pages, 1) if page.loses_text]
    _refuse_wordless(name, text, len(pages), loses_text=bool(lossy_pages))
    empty_pages = sum(not page.lines for page in pages)
    doubts: tuple[Doubt, ...] = ()
    if lossy_pages:
        doubts = (doubt("fontless", pages=", ".join(lossy_pages[:MAX_PAGES_LISTED])),)
    elif empty_pages:
        doubts = (doubt("textless", n=empty_pages, pages=len(pages)),)
    return ReadResult(text, "pdf", doubts=doubts)


def _refuse_wordless(name: str, text: str, pages: int, *, loses_text: bool) -> None:
    characters = len(text) - text.count("\n")
    is_wordless = not any(character.isalnum() for character in text)
    if is_wordless and loses_text:
        raise UnreadableError("font.missing", name=name)
    if is_wordless:
        raise UnreadableError("picture.scan", name=name, pages=pages)
    if 1 - len(UNMAPPED_CHARACTER.findall(text)) / characters < MIN_MAPPED_SHARE:
        raise UnreadableError("picture.glyphs", name=name)


def _refuse_bomb(name: str, data: bytes) -> None:
    """Raise UnreadableError for too many streams, or for streams that unpack to too many bytes.

    Each stream is unpacked only up to its limit.
    """
    total = 0
    for number, match in enumerate(STREAM_START.finditer(data), 1):
        if number > MAX_STREAMS:
            raise UnreadableError("intricate.streams", name=name, n=MAX_STREAMS)
        earliest = max(0, match.start() - MAX_DICTIONARY_BYTES)
        start = data.rfind(b"obj", earliest, match.start())
        dictionary = data[max(start, earliest) : match.start()]
        filters = FLATE_FILTER.findall(dictionary)
        if not filters:
            continue
        is_picture = b"/Image" in dictionary
        limit = MAX_PICTURE_BYTES if is_picture else MAX_CONTENT_BYTES
        size = _unpacked_size(data, match.end(), filters=len(filters), limit=limit)
        total += 0 if is_picture else size
        if size >= limit or total >= MAX_TOTAL_CONTENT_BYTES:
            most = {"each": limit / 1e6, "all": MAX_TOTAL_CONTENT_BYTES / 1e6}
            raise UnreadableError("intricate.content", name=name, **most)


def _unpacked_size(data: bytes, start: int, *, filters: int, limit: int) -> int:
    """Return how many bytes the stream at `start` unpacks to, at most `limit`.

    `filters` is how often the dictionary names deflate, which may be more often than the stream was
    packed. So the result is the largest size after unpacking once, twice, up to `filters` times
    (at most MAX_FILTERS).
    """
    largest, view = 0, memoryview(data)
    for depth in range(1, min(filters, MAX_FILTERS) + 1):
        pieces: Iterable[bytes | memoryview] = (
            view[at : at + CHUNK_BYTES] for at in range(start, len(data), CHUNK_BYTES)
        )
        for _ in range(depth):
            pieces = _inflate(pieces, limit)
        size = sum(len(piece) for piece in pieces)
        largest = max(largest, size)
        if not size:
            break
    return min(limit, largest)


def _inflate(pieces: Iterable[bytes | memoryview], limit: int) -> Iterator[bytes]:
    """Yield the unpacked bytes of `pieces` until the stream ends, has an error, or reaches `limit`.

    The limit is in bytes, and may be exceeded by less than CHUNK_BYTES.
    """
    unpacker, size = zlib.decompressobj(), 0
    for piece in pieces:
        packed: bytes | memoryview = piece
        while packed:
            try:
                chunk = unpacker.decompress(packed, CHUNK_BYTES)
            except zlib.error:
                return
            yield chunk
            size += len(chunk)
            packed = unpacker.unconsumed_tail
            if unpacker.eof or size >= limit:
                return
