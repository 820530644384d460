"""Uploads to a real server: what it takes, and what is left of them once visitors have gone."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import psutil
import pytest
from websockets.exceptions import ConnectionClosed

from dashboard import i18n
from dashboard.middleware import uploads
from loaders.contract import MAX_PAGES
from loaders.schema import TABLES
from tests.fixtures.transcripts import LABELS_APART
from tests.support import server as servers
from tests.support.processes import until
from tests.support.server import Server
from tests.support.temporary import held
from tests.support.uploading import Uploader, in_form

MB = 1_000_000
LIMIT = 8 * MB
ADDING = "add-a-briefing"


@pytest.fixture(scope="module")
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the server's temporary files."""
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture(scope="module")
def server(temporary: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that forgets a visitor after a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(temporary))
        patch.setenv("STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL", "1")
        with servers.running(tmp_path_factory.mktemp("server")) as running:
            yield running


@pytest.fixture
def visitor(server: Server) -> Iterator[Uploader]:
    with Uploader(server.url) as visitor:
        visitor.open(ADDING, "lang=en")
        yield visitor


def resident(server: Server) -> float:
    """Return the resident memory of the server, in MB."""
    return float(psutil.Process(server.pid).memory_info().rss) / MB


def told(name: str, reason: str) -> str:
    words = i18n.catalogue("en")[f"adding.refused.{reason}"]
    return words.format(name=name, most=MAX_PAGES, megabytes=5)


def test_files_are_taken_only_while_a_page_takes_them(server: Server, visitor: Uploader) -> None:
    visitor.open("topics")
    before = resident(server)
    sizes = [visitor.send("lanterns.txt", bytes(7_900_000)).status for _ in range(12)]
    assert set(sizes) == {403}
    assert resident(server) - before < 20
    visitor.open(ADDING)
    assert visitor.send("lanterns.txt", b"a").status == 204
    with Uploader(server.url) as other:
        other.open("topics")
        assert other.send("lanterns.txt", b"a").status == 403
        assert other.send("lanterns.txt", b"a", session="nobody").status == 403
    visitor.open("topics")
    assert visitor.send("lanterns.txt", b"a").status == 403


@pytest.mark.parametrize(
    ("name", "kind", "status"),
    [
        ("灯会.txt", "text/plain", 204),
        ("lanterns.DOCX", "application/octet-stream", 204),
        ("lanterns", "", 204),
        ("saved.json", "application/json", 204),
        ("lanterns.exe", "text/plain", 415),
        ("lanterns.txt.zip", "text/plain", 415),
        ("lanterns.html", "image/png", 415),
    ],
)
def test_only_types_that_are_read_are_taken(
    name: str, kind: str, status: int, visitor: Uploader
) -> None:
    assert visitor.send(name, b"a", kind).status == status


def test_what_is_refused_on_its_way_is_told_by_name(visitor: Uploader) -> None:
    sent = [visitor.send(f"{number}.txt", b"") for number in range(MAX_PAGES + 1)]
    sent.append(visitor.send("song.mp3", b"a"))
    assert [each.status for each in sent] == [204] * MAX_PAGES + [413, 415]
    visitor.submit(sent)
    last = f"{MAX_PAGES}.txt"
    assert visitor.texts.count(told("0.txt", "empty")) == 1
    assert visitor.texts.count(told(last, "too_many")) == 1
    assert visitor.texts.count(told("song.mp3", "format")) == 1
    again = visitor.send(last, b"")  # those that were read are no longer held
    assert again.status == 204
    visitor.submit([again])
    assert visitor.texts.count(told(last, "empty")) == 1
    assert told("song.mp3", "format") not in visitor.texts


def test_a_session_and_all_sessions_hold_so_much(server: Server, visitor: Uploader) -> None:
    sizes = [visitor.send("lanterns.txt", bytes(LIMIT)).status for _ in range(8)]
    assert sizes == [204] * 7 + [413]  # 60 MB
    with Uploader(server.url) as other, Uploader(server.url) as third:
        for each in (other, third):
            each.open(ADDING)
        assert [other.send("lanterns.txt", bytes(LIMIT)).status for _ in range(7)] == [204] * 7
        assert third.send("lanterns.txt", bytes(LIMIT)).status == 429  # over 120 MB
        assert third.send("lanterns.txt", bytes(4 * MB)).status == 204


def test_a_large_body_is_refused_before_it_is_there(server: Server, visitor: Uploader) -> None:
    assert visitor.send("lanterns.txt", bytes(LIMIT + 100_000)).status == 413
    lengths = [b"Content-Length: 90000000", b"Transfer-Encoding: chunked"]
    for length in lengths:
        with begun(server, visitor, length) as line:
            assert taken(line, in_form("a.txt", bytes(MB))) < 50
    assert visitor.send("lanterns.txt", b"a").status == 204  # nothing of them is on its way


def begun(server: Server, visitor: Uploader, length: bytes) -> socket.socket:
    """Send the head of an upload; return its connection."""
    line = socket.create_connection(("127.0.0.1", urlsplit(server.url).port or 0))
    line.sendall(f"PUT /_stcore/upload_file/{visitor.session}/file HTTP/1.1\r\n".encode())
    for name, value in visitor.credentials.items():
        line.sendall(f"{name}: {value}\r\n".encode())
    form = b"Content-Type: multipart/form-data; boundary=lantern"
    line.sendall(b"\r\n".join((b"Host: localhost", length, form, b"", b"")))
    return line


def test_of_an_upload_that_is_given_up_nothing_is_held(server: Server, visitor: Uploader) -> None:
    process, body = psutil.Process(server.pid), in_form("lanterns.txt", bytes(100_000))
    before = process.num_fds()
    for number in range(MAX_PAGES):
        with begun(server, visitor, f"Content-Length: {len(body)}".encode()) as line:
            line.sendall(body[: 200 + number * 8_000])
    until(lambda: process.num_fds() <= before)
    # A connection is closed a moment before the room that was reserved for it is free.
    until(lambda: visitor.send("lanterns.txt", b"a").status == 204)
    assert server.log_text().count("ClientDisconnect") == 0


def taken(line: socket.socket, piece: bytes) -> int:
    """Send `piece` as a chunk up to 100 times; return how often until the connection is closed."""
    for number in range(100):
        try:
            line.sendall(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        except ConnectionError:
            return number
    return 100


def test_what_a_visitor_brought_is_gone_soon_after(server: Server, temporary: Path) -> None:
    """On an idle server: nobody comes after the visitor."""
    with Uploader(server.url) as visitor:
        visitor.open(ADDING, "lang=en")
        visitor.press("sample_market-inline.txt")
        visitor.press("Add to this session")
        visitor.open("topics")
        assert any(path.name.startswith("drafts-") for path in held(temporary))
        assert len(_tables(temporary)) > len(TABLES)
    until(
        lambda: (
            not any(path.name.startswith("drafts-") for path in held(temporary))
            and len(_tables(temporary)) == len(TABLES)
        )
    )


def _tables(temporary: Path) -> list[Path]:
    """Return the files of the corpora that the server has open."""
    return list(temporary.glob("briefing-watch-*/corpus-files/*.parquet"))


def test_nothing_of_a_reading_stays_after_a_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    page = LABELS_APART.encode() + "\n灯会在湖边。".encode() * 50_000
    with servers.running(tmp_path / "first") as first, Uploader(first.url) as visitor:
        visitor.open(ADDING)
        sent = visitor.send("lanterns.txt", page)

        def read() -> None:
            with suppress(ConnectionClosed):
                visitor.submit([sent])

        reading = Thread(target=read)
        reading.start()
        until(lambda: any(tmp_path.glob("briefing-watch-*/*/briefing-page.txt")))
        os.kill(first.pid, signal.SIGKILL)
        reading.join()
        (left,) = tmp_path.glob("briefing-watch-*")
        assert any(left.glob("*/briefing-page.txt"))
    with servers.running(tmp_path / "second"):
        assert not left.exists()


def test_a_chunked_body_has_no_stated_size() -> None:
    """Or many at once would pass by the limits: each states that it is empty."""
    stated = [(b"content-length", b"0"), (b"transfer-encoding", b"chunked")]
    scope = {"type": "http", "headers": stated}
    assert uploads._size(scope, unknown=8.0) == 8.0
    assert uploads._size({**scope, "headers": stated[:1]}) == 0
