"""One hostile visitor does everything at once for a minute; another one reads: `make siege`.

The attacker floods pages, data API and WebSockets, holds connections, sends messages that no page
sends, foreign hosts and origins, uploads that no page asked for, and pages that are slow to read.
Both come through a proxy, so that the server sees two addresses. Prints how the reader's pages
came, what the attacker's requests met, and the server's memory, 60 s after the end too. The exit
status is 1 if a page took a second at the 95th percentile, one failed, or the server kept 20 MB.
"""

import argparse
import http.client
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from benchmarks.bench import resident_mb
from benchmarks.reader import Reader
from dashboard.registry import PAGES
from tests.support import server as servers
from tests.support.server import Server

_ATTACKER, _READER = ({"X-Forwarded-For": f"{each}.7"} for each in ("203.0.113", "198.51.100"))
_MAX_P95_MS, _MAX_KEPT_MB, _REST_SECONDS = 1_000, 20, 60
_PAUSE = 0.5  # seconds between two pages of the reader
_UPLOAD = b"x" * 7_900_000


class Attack:
    """The attacker: `met` counts what its requests met, by kind of request."""

    def __init__(self, server: Server) -> None:
        self.met = Counter[str]()
        self._server, self._address = server, urlsplit(server.url).netloc
        self._end = threading.Event()
        kinds: list[Callable[[], str]] = [
            self._page, self._api, self._upload, self._foreign_host, self._foreign_origin,
            self._rerun, self._other_messages, self._text, self._noise, self._hold, self._half,
        ]  # fmt: skip
        self._held: list[object] = []
        self._threads = [threading.Thread(target=self._go_on, args=(each,)) for each in kinds]

    def start(self) -> None:
        """Begin every kind of request, each in a thread."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End all of them, and close what is held."""
        self._end.set()
        for thread in self._threads:
            thread.join()
        for each in self._held:
            with suppress(OSError, WebSocketException):
                each.close()  # type: ignore[attr-defined]  # sockets and WebSockets

    def _go_on(self, request: Callable[[], str]) -> None:
        while not self._end.is_set():
            try:
                met = request()
            except (OSError, http.client.HTTPException, WebSocketException, EOFError) as error:
                met = type(error).__name__
                time.sleep(0.02)
            self.met[f"{request.__name__.strip('_')}: {met}"] += 1

    def _send(self, method: str, path: str, body: bytes = b"", **headers: str) -> str:
        connection = http.client.HTTPConnection(self._address, timeout=30)
        try:
            connection.request(method, path, body, {**_ATTACKER, **headers})
            answer = connection.getresponse()
            answer.read()
            return str(answer.status)
        finally:
            connection.close()

    def _page(self) -> str:
        return self._send("GET", f"/?year={time.monotonic_ns()}")

    def _api(self) -> str:
        return self._send("GET", f"/api/tables/term_counts.json?speaker={time.monotonic_ns()}")

    def _upload(self) -> str:
        return self._send("PUT", "/_stcore/upload_file/some-session/some-file", _UPLOAD)

    def _foreign_host(self) -> str:
        return self._send("GET", "/", Host="evil.example")

    def _connect(self, origin: str = "") -> ClientConnection:
        return connect(
            self._server.url.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            origin=Origin(origin or self._server.url),
            additional_headers=_ATTACKER,
            max_size=None,
            open_timeout=30,
        )

    def _foreign_origin(self) -> str:
        with self._connect("https://evil.example"):
            return "opened"

    def _rerun(self) -> str:
        message = BackMsg()
        message.rerun_script.query_string = "finding=new"
        with self._connect() as opened:
            for _ in range(200):
                opened.send(message.SerializeToString())
            time.sleep(1)
            return "sent"

    def _other_messages(self) -> str:
        with self._connect() as opened:
            for _ in range(50):
                opened.send(BackMsg(clear_cache=True).SerializeToString())
            return "sent"

    def _text(self) -> str:
        with self._connect() as opened:
            opened.send("a text")
            opened.recv(timeout=30)
            return "answered"

    def _noise(self) -> str:
        with self._connect() as opened:
            opened.send(b"\xff" * 4_000_000)
            opened.recv(timeout=30)
            return "answered"

    def _hold(self) -> str:
        self._held.append(self._connect())
        return "held"

    def _half(self) -> str:
        host, port = self._address.split(":")
        held = socket.create_connection((host, int(port)), timeout=30)
        held.sendall(b"GET / HTTP/1.1\r\nX-Forwarded-For: 203.0.113.7\r\n")
        self._held.append(held)
        time.sleep(0.05)
        return "held"


def read_on(server: Server, seconds: float) -> tuple[list[float], int]:
    """Read all pages, one after another, for `seconds`; return their milliseconds and failures."""
    end, times, failures = time.monotonic() + seconds, list[float](), 0
    slugs = ["", *(page.slug for page in PAGES[1:])]
    while time.monotonic() < end:
        try:
            with Reader(server.url, headers=_READER) as reader:
                for slug in slugs:
                    times.append(reader.open(slug))
                    time.sleep(_PAUSE)
                    if time.monotonic() > end:
                        break
        except (RuntimeError, OSError, WebSocketException) as error:
            print(f"  the reader met {error!r}", flush=True)
            failures += 1
            time.sleep(_PAUSE)
    return times, failures


def main() -> int:
    """Besiege a server and print what came of it; return 1 if it did not hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.siege")
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, servers.running(Path(name)) as server:
        read_on(server, 30)  # every page once, so that all is loaded
        before = resident_mb(server.pid)
        calm, _ = read_on(server, 15)
        attack = Attack(server)
        attack.start()
        times, failures = read_on(server, options.seconds)
        attack.stop()
        peak = resident_mb(server.pid)
        time.sleep(_REST_SECONDS)
        after = resident_mb(server.pid)
        log = len(server.log_text())
    for met, count in sorted(attack.met.items()):
        print(f"  {count:8,} x {met}")
    p95 = statistics.quantiles(times, n=20)[-1]
    print(
        f"reader: {len(times)} pages, p50 {statistics.median(times):.0f} ms, p95 {p95:.0f} ms "
        f"(in peace {statistics.quantiles(calm, n=20)[-1]:.0f}), {failures} failures\n"
        f"server: {before:.0f} MB before, {peak:.0f} at the end, {after:.0f} after a minute; "
        f"log {log:,} bytes"
    )
    return int(p95 > _MAX_P95_MS or failures > 0 or after > before + _MAX_KEPT_MB)


if __name__ == "__main__":
    sys.exit(main())
