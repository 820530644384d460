"""Bytes to text: what is read, and the one sentence for what is not."""

from pathlib import Path

import pytest

from loaders.errors import UnreadableError
from loaders.readers import MAX_BYTES, READERS, read_bytes, read_file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings(encoding: str) -> None:
    document = read_bytes("page.txt", "湖光灯会".encode(encoding))
    assert document.text == "湖光灯会"
    assert document.encoding == encoding.removesuffix("-sig")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("page.txt", b"", "page.txt is empty"),
        ("page.txt", b" \n", "page.txt is empty"),
        ("page.txt", b"a\0b", "NUL"),
        ("page.txt", b"\xff\xff\xff", "neither UTF-8 nor GB18030"),
        ("page.pdf", b"%PDF", "no format"),
        ("page.txt", b"a" * (MAX_BYTES + 1), "over the 5 MB"),
    ],
)
def test_what_cannot_be_read(name: str, data: bytes, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        read_bytes(name, data)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="cannot be opened"):
        read_file(tmp_path / "none.txt")


def test_every_reader_is_registered_by_a_suffix() -> None:
    assert all(suffix.startswith(".") for suffix in READERS)
