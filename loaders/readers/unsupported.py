"""Recognise file formats that are not supported, each with advice for the user."""

from collections.abc import Callable

from loaders.errors import UnreadableError

_AS_TEXT = "save the text as UTF-8 text, HTML or DOCX"
_PICTURE = "a picture, and pictures are not read; save the page's text"
_HEAD = 4096


def _starts_with(*signs: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(signs)


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The first row that recognises the bytes applies.
_UNSUPPORTED: tuple[tuple[Callable[[bytes], bool], str], ...] = (
    (
        lambda data: data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in data,
        "a Word document with a password; open it in Word and save it without one",
    ),
    (
        lambda data: data.startswith(_OLE) and "WordDocument".encode("utf-16-le") in data,
        "a Word document of the form before 2007 (.doc); save it as DOCX",
    ),
    (_starts_with(_OLE), f"an Office file of the form before 2007; {_AS_TEXT}"),
    (
        _starts_with(b"PK\3\4", b"PK\5\6", b"PK\7\x08"),
        f"a ZIP that holds no Word document; unpack it, or {_AS_TEXT}",
    ),
    (_starts_with(b"{\\rtf"), "rich text (RTF); save it as DOCX or as UTF-8 text"),
    (
        _starts_with(b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"BZh", b"\xfd7zXZ"),
        "an archive; unpack it first",
    ),
    (_starts_with(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"), _PICTURE),
    (lambda data: data.startswith(b"RIFF") and data[8:12] == b"WEBP", _PICTURE),
    (_starts_with(b"%!PS"), "PostScript; save it as PDF with its text"),
    (
        lambda data: b"mime-version:" in (head := data[:_HEAD].lower()) and b"/related" in head,
        "a web archive (MHTML); save the page as HTML alone",
    ),
    (
        lambda data: data[4:8] == b"ftyp" or data.startswith((b"ID3", b"OggS", b"\x1aE\xdf\xa3")),
        "a recording, and only text is read; save its transcript or its subtitles",
    ),
)


def refuse(name: str, data: bytes) -> None:
    """Raise UnreadableError, with advice, if `data` is in a known format that is not supported."""
    for recognises, description in _UNSUPPORTED:
        if recognises(data):
            raise UnreadableError(f"{name} is {description}, and add it again.")
