"""Hostile clients of a real server, which has 1,024 file descriptors and no way out."""

import base64
import os
import socket
import struct
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from streamlit.proto.BackMsg_pb2 import (
    BackendOperationRequest,
    BackMsg,
    DeferredFileRequestPayload,
)
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from benchmarks.reader import Reader
from dashboard.middleware.messages import BURST, PER_SECOND
from tests.support import server as servers
from tests.support.server import Server
from tests.support.timeouts import BACKSTOP

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="has no limit of descriptors")
# The limit is lowered in two steps, so that the server has a soft limit to raise.
LIMITED = ("sh", "-c", 'ulimit -Sn 256; ulimit -Hn 1024; exec "$@"', "sh", *servers.STREAMLIT)


@pytest.fixture(scope="module")
def proxy() -> Iterator[socket.socket]:
    """A proxy that accepts every connection and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, proxy: socket.socket) -> Iterator[Server]:
    """A server for this file alone; what it asks of the web goes to `proxy`."""
    address = f"http://127.0.0.1:{proxy.getsockname()[1]}"
    with pytest.MonkeyPatch.context() as environment:
        for scheme in ("http", "https"):
            environment.setenv(f"{scheme}_proxy", address)
        environment.setenv("no_proxy", "localhost,127.0.0.1")
        scratch = tmp_path_factory.mktemp("limited")
        with servers.running(scratch, streamlit=LIMITED) as running:
            yield running


@pytest.fixture(autouse=True)
def quiet_log(server: Server) -> Iterator[None]:
    """No test may leave a traceback in the log, or more than some lines."""
    before = len(server.log_text())
    yield
    added = server.log_text()[before:]
    assert "Traceback" not in added
    assert len(added) < 2000


def opened(server: Server, origin: str | None = None) -> ClientConnection:
    return connect(
        server.url.replace("http", "ws", 1) + "/_stcore/stream",
        subprotocols=[Subprotocol("streamlit")],
        origin=Origin(origin or server.url),
        open_timeout=BACKSTOP,
        close_timeout=0,  # a server that lets messages wait lets the close wait, too
    )


def shaken(server: Server, *, client: str) -> tuple[socket.socket, int]:
    """A handshake of `client`, as a proxy on this machine forwards it: its socket and status."""
    port = int(server.url.rpartition(":")[2])
    connection = socket.create_connection(("127.0.0.1", port), timeout=BACKSTOP)
    lines = [
        "GET /_stcore/stream HTTP/1.1", f"Host: localhost:{port}", f"Origin: {server.url}",
        f"X-Forwarded-For: {client}", "Connection: Upgrade", "Upgrade: websocket",
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
        "Sec-WebSocket-Version: 13", "Sec-WebSocket-Protocol: streamlit", "", "",
    ]  # fmt: skip
    connection.sendall("\r\n".join(lines).encode())
    return connection, int(connection.recv(12).split()[1])


def answer(server: Server, path: str, **headers: str) -> tuple[int, str]:
    """The status of GET `path` as a browser asks for a page, and the text of the answer."""
    request = urllib.request.Request(server.url + path, headers={"Accept": "text/html", **headers})
    try:
        with urllib.request.urlopen(request, timeout=BACKSTOP) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def raw(server: Server, request: bytes) -> bytes:
    """The beginning of the answer to the bytes of `request`."""
    with socket.create_connection(("127.0.0.1", int(server.url.rpartition(":")[2]))) as connection:
        connection.settimeout(BACKSTOP)
        connection.sendall(request)
        return connection.recv(1000)


def test_many_runs_at_once_take_turns(server: Server) -> None:
    """A message after a burst of runs is read once those above the budget had their time."""
    run = BackMsg(rerun_script=ClientState(page_name="search")).SerializeToString()
    download = BackendOperationRequest(deferred_file=DeferredFileRequestPayload(file_id="none"))
    last = BackMsg(backend_operation_request=download)
    with opened(server) as flood, Reader(server.url) as reader:
        began = time.monotonic()
        for _ in range(BURST + 5):
            flood.send(run)
        flood.send(last.SerializeToString())
        assert reader.open("search") > 0
        kind = None
        while kind != "backend_operation_response":
            answered = flood.recv(timeout=BACKSTOP, decode=False)
            kind = ForwardMsg.FromString(answered).WhichOneof("type")
        assert time.monotonic() - began > 5 / PER_SECOND


@pytest.mark.parametrize("origin", ["http://evil.test", "http://evil.test:8501", "null"])
def test_a_foreign_origin_is_refused_without_a_call(
    server: Server, proxy: socket.socket, origin: str
) -> None:
    with pytest.raises(InvalidStatus) as refused:
        opened(server, origin)
    assert refused.value.response.status_code == 403
    with pytest.raises(BlockingIOError):
        proxy.accept()


def test_a_handshake_without_an_origin_is_refused(server: Server) -> None:
    with pytest.raises(InvalidStatus):
        connect(server.url.replace("http", "ws", 1) + "/_stcore/stream")


def test_a_foreign_host_is_told_how_to_be_ours(server: Server) -> None:
    status, page = answer(server, "/", Host="evil.test")
    assert (status, page.count("BRIEFING_HOSTS=briefings.example.org")) == (421, 2)
    assert answer(server, "/health", Host="127.0.0.1")[0] == 200
    assert raw(server, b"GET /health HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 200")


def test_a_large_header_is_refused(server: Server) -> None:
    lines = {f"X-{number}": "y" for number in range(101)}
    assert answer(server, "/health", **lines)[0] == 431
    assert answer(server, "/health", Cookie="y" * 33_000)[0] == 431
    assert answer(server, "/health", Cookie="y" * 30_000)[0] == 200


def test_a_bad_request_gets_headers_too(server: Server) -> None:
    answered = raw(server, b"no HTTP\r\n\r\n")
    assert answered.startswith(b"HTTP/1.1 400")
    assert b"content-security-policy: default-src 'none'" in answered


@pytest.mark.parametrize(("message", "code"), [("run", 1003), (b"\xff\xff", 1007)])
def test_what_is_no_message_closes(server: Server, message: str | bytes, code: int) -> None:
    with opened(server) as connection:
        connection.send(message)
        with pytest.raises(ConnectionClosed) as closed:
            connection.recv(timeout=BACKSTOP)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == code


def test_a_large_message_is_refused_at_its_beginning(server: Server) -> None:
    connection, status = shaken(server, client="203.0.113.99")
    with connection:
        assert status == 101
        # A masked binary frame of 100 MB, of which no byte follows.
        connection.sendall(b"\x82\xff" + struct.pack("!Q", 100_000_000) + bytes(4))
        received = b""
        while more := connection.recv(4096):  # until the server has closed
            received += more
    assert struct.pack("!H", 1009) + b"frame with 100000000 bytes exceeds limit" in received


def test_what_no_page_sends_changes_nothing(server: Server) -> None:
    with Reader(server.url) as reader:
        for message in (BackMsg(clear_cache=True), BackMsg(debug_shutdown_runtime=True)):
            reader._socket.send(message.SerializeToString())
        assert reader.open("search") > 0


def test_idle_sessions_leave_room_for_others(server: Server) -> None:
    """One client's 400 sessions; then those of ten clients, and what is left when they are gone."""
    with ExitStack() as closing:

        def crowd(client: str, size: int) -> Counter[int]:
            shakes = [shaken(server, client=client) for _ in range(size)]
            for connection, _ in shakes:
                closing.enter_context(connection)
            return Counter(status for _, status in shakes)

        assert crowd("203.0.113.1", 400) == {101: 48, 403: 352}
        status, page = answer(server, "/", **{"X-Forwarded-For": "203.0.113.1"})
        assert (status, "from your address" in page) == (429, True)
        assert answer(server, "/")[0] == 200
        with Reader(server.url) as reader:
            assert reader.open("search") > 0
        assert answer(server, "/health")[0] == 200

        taken = sum((crowd(f"203.0.113.{n}", 48) for n in range(2, 12)), Counter[int]())
        assert 48 < taken[101] < 144
        status, page = answer(server, "/")
        assert (status, "Too many readers" in page) == (503, True)
        assert answer(server, "/health") == (503, '{"status":"full"}')
    deadline = time.monotonic() + BACKSTOP
    while answer(server, "/health")[0] != 200 and time.monotonic() < deadline:
        time.sleep(0.05)
    with Reader(server.url) as reader:
        assert reader.open("search") > 0
