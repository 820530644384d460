"""Recognise file formats that are not supported, each with a code of its refusal."""

from collections.abc import Callable

from loaders.errors import UnreadableError

_PICTURE = "picture.file"
_HEAD = 4096


def _starts_with(*signs: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(signs)


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The first row that recognises the bytes applies.
_UNSUPPORTED: tuple[tuple[Callable[[bytes], bool], str], ...] = (
    (
        lambda data: data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in data,
        "password.word",
    ),
    (
        lambda data: data.startswith(_OLE) and "WordDocument".encode("utf-16-le") in data,
        "format.old_word",
    ),
    (_starts_with(_OLE), "format.old_office"),
    (
        _starts_with(b"PK\3\4", b"PK\5\6", b"PK\7\x08"),
        "archive.zip",
    ),
    (_starts_with(b"{\\rtf"), "format.rich"),
    (
        _starts_with(b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"BZh", b"\xfd7zXZ"),
        "archive.packed",
    ),
    (_starts_with(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"), _PICTURE),
    (lambda data: data.startswith(b"RIFF") and data[8:12] == b"WEBP", _PICTURE),
    (_starts_with(b"%!PS"), "format.postscript"),
    (
        lambda data: b"mime-version:" in (head := data[:_HEAD].lower()) and b"/related" in head,
        "format.web_archive",
    ),
    (
        lambda data: data[4:8] == b"ftyp" or data.startswith((b"ID3", b"OggS", b"\x1aE\xdf\xa3")),
        "recording.file",
    ),
)


def refuse(name: str, data: bytes) -> None:
    """Raise UnreadableError if `data` is in a known format that is not supported."""
    for recognises, code in _UNSUPPORTED:
        if recognises(data):
            raise UnreadableError(code, name=name)
