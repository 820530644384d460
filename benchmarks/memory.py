"""Measure the memory of adding a page of 400 kB and 700 turns: part of `make bench`.

"server" is a prepared process, as the server has one ready, which reads and adds the page under the
limits on pages of strangers; "idle" is the same process before. "add" is the command line, and
"its reader" the process that reads the page for it. Figures are resident memory, the largest that
is seen every 5 ms.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from loaders.sandbox.limits import Limits, tree
from loaders.sandbox.worker import Worker
from tests.fixtures.long_page import long_page

TARGET_MB = 250


def main() -> None:
    """Measure both ways, and print them next to the target; a missed target is not a failure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "page.txt").write_text(long_page(), encoding="utf-8")
        idle, server = _server(folder)
        command, reader = _command_line(folder)
    print(f"adding a page of 400 kB and 700 turns, peak MB (target: under {TARGET_MB})")
    print(f"  server {server:.0f} (idle {idle:.0f}), add {command:.0f}, its reader {reader:.0f}")


def _server(folder: Path) -> tuple[float, float]:
    with Worker(["-m", "loaders", "--wait"], Limits(), captured=True) as worker:
        while not worker.is_ready:
            time.sleep(0.02)
        process = psutil.Process(worker.pid)
        idle = process.memory_info().rss / 1e6
        worker.submit((name := str(folder), [["add", "page.txt", "--corpus", f"{name}/c"]]))
        peak = _peaks(process)[0]
        if worker.wait():
            raise RuntimeError(f"The page was not added: {worker.output()}")
    return idle, peak


def _command_line(folder: Path) -> tuple[float, float]:
    command = [sys.executable, "-m", "loaders", "add", str(folder / "page.txt")]
    with psutil.Popen(
        [*command, "--corpus", str(folder / "d")], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        own, reader = _peaks(process)
        if process.wait():
            raise RuntimeError(f"The page was not added: {process.stderr.read()}")
    return own, reader


def _peaks(process: psutil.Process) -> tuple[float, float]:
    """Return the peak of a process until it ends, and that of its descendants together, in MB."""
    own = others = 0.0
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        try:
            first, *rest = [each.memory_info().rss / 1e6 for each in tree(process)]
        except psutil.Error:  # one has exited
            continue
        own, others = max(own, first), max(others, sum(rest))
        time.sleep(0.005)
    return own, others


if __name__ == "__main__":
    main()
