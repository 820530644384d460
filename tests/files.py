"""Files made for the tests: Word documents, PDFs and subtitles with a text that is given."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from html import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
COPIES = "http://schemas.openxmlformats.org/markup-compatibility/2006"
FONT = (
    (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H"
        b" /DescendantFonts [4 0 R] >>"
    ),
    (
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /CIDSystemInfo"
        b" << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor 5 0 R >>"
    ),
    (
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900]"
        b" /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>"
    ),
)
# A line of a PDF: where its first character stands, and its text.
Placed = tuple[float, float, str]


def paragraph(text: str) -> str:
    """A paragraph of a Word document."""
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def table(*rows: Sequence[Sequence[str]]) -> str:
    """A table of a Word document: rows of cells, each cell its paragraphs."""
    cells = (
        "".join(f"<w:tc>{''.join(map(paragraph, cell))}</w:tc>" for cell in row) for row in rows
    )
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def docx(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    """A Word document with `body`, and other members of its ZIP."""
    return packed(
        {"[Content_Types].xml": "<Types/>", "word/document.xml": part(body)} | dict(parts or {})
    )


def part(body: str, root: str = "document") -> str:
    """A part of a Word document."""
    return f'<w:{root} xmlns:w="{WORD}" xmlns:mc="{COPIES}">{body}</w:{root}>'


def packed(members: Mapping[str, str]) -> bytes:
    """A ZIP of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


def pdf(*pages: Iterable[Placed], trailer: str = "", flate: bool = False) -> bytes:
    """A PDF of A4 pages in 12 points, in a Chinese font that is not in the file."""
    bodies = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", *FONT]
    kids = []
    for page in pages:
        drawn = "".join(
            f"BT /F 12 Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n"
            for x, y, text in page
        )
        kids.append(f"{len(bodies) + 1} 0 R")
        bodies.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources"
            b" << /Font << /F 3 0 R >> >> /Contents %d 0 R >>" % (len(bodies) + 2)
        )
        bodies.append(stream(drawn.encode(), flate=flate))
    bodies[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    return _file(bodies, trailer)


def nested_forms(levels: int, *, each: int, words: str, flate: bool = True) -> bytes:
    """A PDF whose page draws a form, which draws the next `each` times, to the words in the last.

    The resources of every second form are an object of their own.
    """
    page = len(FONT) + 3
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % page,
        *FONT,
    ]
    resources = "<< /Font << /F 3 0 R >> /XObject << /X %d 0 R >> >>"
    said = f"BT /F 12 Tf 90 700 Td <{words.encode('utf-16-be').hex()}> Tj ET\n".encode()
    form = "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources "
    first = page + 2
    bodies.append(
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources {resources % first} "
        f"/Contents {page + 1} 0 R >>".encode()
    )
    bodies.append(stream(b"/X Do\n", flate=flate))
    for level in range(1, levels + 1):
        own = len(bodies) + 1
        content = said if level == levels else b"/X Do\n" * each
        inline = level % 2 == 0
        beside = resources % (own + (1 if inline else 2))
        entries = form + (beside if inline else f"{own + 1} 0 R") + " "
        bodies.append(stream(content, flate=flate, entries=entries))
        bodies += [] if inline else [beside.encode()]
    return _file(bodies, "")


def stream(data: bytes, *, flate: bool = True, entries: str = "") -> bytes:
    """A stream of a PDF, packed or not."""
    filtered = "/Filter /FlateDecode " if flate else ""
    data = zlib.compress(data, 9) if flate else data
    head = f"<< {filtered}{entries}/Length {len(data)} >>\nstream\n"
    return head.encode() + data + b"\nendstream"


def _file(bodies: Sequence[bytes], trailer: str) -> bytes:
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table_at = len(out)
    entries = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    out += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{entries}".encode()
    end = (
        f"trailer << /Size {len(bodies) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{table_at}\n%%EOF"
    )
    return out + end.encode()


def with_content(page: bytes, content: bytes) -> bytes:
    """The PDF `page` with another stream in place of its first; its table of objects is gone."""
    begins = page.index(b"<< /Length")
    head = page[:begins] + content + b"\nendobj\n"
    return re.sub(rb"startxref.*", b"", head, flags=re.DOTALL) + b"trailer << /Root 1 0 R >>\n%%EOF"


def stamp(seconds: float, *, point: str = ".") -> str:
    """A time of a cue."""
    hours, rest = divmod(round(seconds * 1000), 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:02d}:{minutes:02d}:{rest // 1000:02d}{point}{rest % 1000:03d}"


def vtt(cues: Iterable[tuple[float, float, str]]) -> str:
    """WebVTT of cues: start, end, text."""
    blocks = [f"{stamp(start)} --> {stamp(end)}\n{text}" for start, end, text in cues]
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


def srt(cues: Iterable[tuple[float, float, str]]) -> str:
    """SubRip of cues: start, end, text."""
    return "\n\n".join(
        f"{number}\n{stamp(start, point=',')} --> {stamp(end, point=',')}\n{text}"
        for number, (start, end, text) in enumerate(cues, 1)
    )
