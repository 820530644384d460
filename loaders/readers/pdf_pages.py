"""Read the pages of a PDF through PDFium: their lines, each with its position.

Separate from loaders.readers.pdf because PDFium takes 0.1 s to load and few briefings are PDF.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import NamedTuple

import pypdfium2 as pdfium  # type: ignore[import-untyped] # it carries no types, and no stubs are out
from pypdfium2 import raw

from loaders.errors import UnreadableError
from loaders.readers.pdf_lines import PageLine

MAX_PAGES = 500
PASSWORD_ERROR = 4


class Page(NamedTuple):
    """The lines of a page, and whether most of the text that it draws is lost.

    PDFium drops characters that are drawn one by one in a Chinese font that is neither in the file
    nor on this machine. Shadows double the text objects that a page draws, so that only more than
    two objects for each character read mean that text was lost.
    """

    lines: list[PageLine]
    loses_text: bool


def read_pages(name: str, data: bytes) -> list[Page]:
    """Return the pages of the PDF `data`; `name` is the file name for error messages.

    Raises UnreadableError for a damaged PDF, a password, or more than MAX_PAGES pages.
    """
    try:
        with closing(pdfium.PdfDocument(data)) as document:
            pages = len(document)
            if pages > MAX_PAGES:
                raise UnreadableError("pages.many", name=name, pages=pages, most=MAX_PAGES)
            return [_read_page(document, number) for number in range(pages)]
    except (pdfium.PdfiumError, ValueError, OverflowError) as error:
        raise _open_error(name, error) from error


def _open_error(name: str, error: Exception) -> UnreadableError:
    if getattr(error, "err_code", None) == PASSWORD_ERROR:
        return UnreadableError("password.pdf", name=name)
    return UnreadableError("damaged.pdf", name=name)


def _read_page(document: pdfium.PdfDocument, number: int) -> Page:
    with closing(document[number]) as page, closing(page.get_textpage()) as text:
        count = text.count_chars()
        codes = [raw.FPDFText_GetUnicode(text, index) for index in range(count)]
        lines = list(_page_lines(text, _decode_code_points(codes), number))
        drawn = sum(
            raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page, index)) == raw.FPDF_PAGEOBJ_TEXT
            for index in range(raw.FPDFPage_CountObjects(page))
        )
        return Page(lines, drawn > 2 * sum(len(line.text) for line in lines))


def _decode_code_points(codes: Iterable[int]) -> str:
    """Decode one character per code point; surrogates and invalid code points become U+FFFD."""
    return "".join(
        chr(code) if 0 <= code < 0xD800 or 0xE000 <= code < 0x110000 else "\ufffd" for code in codes
    )


def _page_lines(text: pdfium.PdfTextPage, characters: str, page: int) -> Iterator[PageLine]:
    """Yield each line of a page with its box, from its first to its last non-space character.

    `characters` is the text of the page, one character for each that PDFium counts. `page` is the
    number of the page, from 0.
    """
    for match in re.finditer(r"[^\r\n]+", characters):
        line = match[0].strip()
        if not line:
            continue
        begins = match.start() + len(match[0]) - len(match[0].lstrip())
        ends = begins + len(line) - 1
        left, bottom, _, top = text.get_charbox(begins, loose=True)
        _, _, right, _ = text.get_charbox(ends, loose=True)
        yield PageLine(line, page, left, right, bottom, top - bottom)
