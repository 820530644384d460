"""Nested forms of a PDF: read if they are few, refused with one sentence if they are many."""

import zlib

import pytest

from loaders.errors import UnreadableError
from loaders.readers import pdf_forms, read_bytes
from loaders.readers.pdf_forms import draws_too_many
from tests.fixtures.file_formats import nested_forms, stream

WORDS = "湖光灯会"


def exceeds(data: bytes, max_drawn: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.setattr(pdf_forms, "MAX_DRAWN", max_drawn)
    return draws_too_many(data)


@pytest.mark.parametrize("flate", [True, False])
@pytest.mark.parametrize(("levels", "each"), [(1, 1), (3, 3), (24, 1), (14, 2)])
def test_text_in_forms_is_read(levels: int, each: int, flate: bool) -> None:
    data = nested_forms(levels, each=each, words=WORDS, flate=flate)
    assert WORDS in read_bytes("page.pdf", data).text


@pytest.mark.parametrize("flate", [True, False])
@pytest.mark.parametrize(("levels", "each"), [(15, 2), (25, 2), (60, 2), (3, 1000), (40, 1)])
def test_too_many_or_too_deep_forms_are_refused(levels: int, each: int, flate: bool) -> None:
    data = nested_forms(levels, each=each, words=WORDS, flate=flate)
    with pytest.raises(UnreadableError) as caught:
        read_bytes("page.pdf", data)
    assert str(caught.value) == (
        "page.pdf draws over 20,000 forms, or forms within forms more than 24 deep, where a page "
        "of text has a handful; print it to a new PDF."
    )


@pytest.mark.parametrize(("levels", "each", "drawn"), [(1, 1, 1), (3, 3, 13), (4, 2, 15)])
def test_nested_draws_are_counted(
    levels: int, each: int, drawn: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # 1 form, 1 + 3 + 9 forms, 1 + 2 + 4 + 8 forms.
    data = nested_forms(levels, each=each, words=WORDS)
    assert not exceeds(data, drawn, monkeypatch)
    assert exceeds(data, drawn - 1, monkeypatch)


def pdf_of(*bodies: bytes) -> bytes:
    objects = (b"%d 0 obj\n%s\nendobj\n" % (n, body) for n, body in enumerate(bodies, 1))
    return b"%PDF-1.7\n" + b"".join(objects)


FORM = "/Subtype /Form /Resources << /XObject << /A 2 0 R /Im 3 0 R >> >> "


def test_a_form_that_draws_itself_is_too_deep() -> None:
    assert draws_too_many(pdf_of(stream(b"/A Do"), stream(b"/A Do", entries=FORM)))


def test_pictures_are_not_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = stream(b"\0" * 9, entries="/Subtype /Image ")
    many = stream(b"/Im Do " * 50, entries=FORM)
    assert not exceeds(pdf_of(stream(b"/A Do /Im Do"), many, picture), 1, monkeypatch)


def test_each_draw_of_a_form_on_a_page_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    page = pdf_of(stream(b"/A Do q /#41 Do Q (A Do)"), stream(b"", entries=FORM))
    assert not exceeds(page, 2, monkeypatch)
    assert exceeds(page, 1, monkeypatch)


def test_resources_in_an_object_stream_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    # The object stream holds object 9: its number and offset, then its text.
    packed = b"9 0 << /XObject << /B 3 0 R >> >>"
    objects = stream(packed, entries="/Type /ObjStm /N 1 /First 4 ")
    outer = stream(b"/B Do /B Do", entries="/Subtype /Form /Resources 9 0 R ")
    inner = stream(b"", entries="/Subtype /Form ")
    bodies = (stream(b"/A Do"), outer, inner, objects, b"<< /XObject << /A 2 0 R >> >>")
    assert not exceeds(pdf_of(*bodies), 3, monkeypatch)
    assert exceeds(pdf_of(*bodies), 2, monkeypatch)


@pytest.mark.parametrize(
    "unit",
    [
        b"%d 0 obj<</Subtype /Form>>stream\n/A Do ",
        b"%d 0 obj<</Subtype /Form /Resources 1 0 R>>stream\n/A1 Do endstream endobj ",
        b"/A %d 0 R /Subtype /Form ",
        b"1 1 1 1 %d ",
    ],
)
def test_repeated_syntax_without_draws_is_fast(unit: bytes) -> None:
    data = b"%PDF-1.7\n/Subtype /Form " + b"".join(unit % n for n in range(1, 12_000))
    assert not draws_too_many(data)


def test_a_stream_that_does_not_unpack_draws_nothing() -> None:
    broken = stream(b"/A Do", entries=FORM).replace(zlib.compress(b"/A Do", 9), b"broken")
    assert not draws_too_many(pdf_of(stream(b"/A Do"), broken))
