"""Start the real server as a user does, on a port of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.timeouts import BACKSTOP

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "dashboard" / "server.py"
# -P keeps the working folder off sys.path, as the command `streamlit` itself does.
STREAMLIT = (sys.executable, "-P", "-m", "streamlit")


@dataclass(frozen=True)
class Server:
    """A running server: its URL, its PID and its log file."""

    url: str
    pid: int
    log: Path

    def log_text(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


@contextmanager
def running(
    scratch: Path,
    *,
    script: Path = SCRIPT,
    streamlit: Sequence[str] = STREAMLIT,
    port: int | None = None,
) -> Iterator[Server]:
    """Start the server and wait until it is healthy; stop it when the `with` block ends.

    `scratch` becomes its home folder and gets its log. `streamlit` is the command that runs
    Streamlit. `port` defaults to a free one. Raises RuntimeError with the log if the server ends or
    does not answer within BACKSTOP seconds.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    port = port or _free_port()
    flags = ["--server.port", str(port), "--server.address", "127.0.0.1"]
    command = [*streamlit, "run", str(script), *flags, "--server.headless", "true"]
    log = scratch / "server.log"
    with (
        log.open("wb") as sink,
        subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "HOME": str(scratch), "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        server = Server(f"http://localhost:{port}", process.pid, log)
        try:
            _wait_until_healthy(server, process)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_until_healthy(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + BACKSTOP
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended with {process.returncode}:\n{server.log_text()}")
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"The server did not answer in time:\n{server.log_text()}")


def _free_port() -> int:
    """Return a TCP port of 127.0.0.1 on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
