"""Measure the server's time for each page, and its memory: `make bench`.

Starts the real server on a free port and reads every page as a browser would, over the WebSocket,
but draws nothing. For each page, prints the times of a warm server:

- open: a new session opens a link to the page, each time with another filter;
- click: the page runs again in the same session, as it does after every click;
- new: a link to a view that was not requested before, so that all its panels are built.

Each is the median and the 95th percentile, in milliseconds of script time in the server (see
timed_server.py), of 30 runs after four that do not count; "new" of 8 runs. Then follow the resident
memory of another server, at its start and after every page was opened in each language, and the
results of word_cloud.py, adding.py, memory.py and tables.py. Times are printed next to their
targets; a missed target is not a failure.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from benchmarks import adding, memory, tables, word_cloud
from benchmarks.reader import Reader
from dashboard.registry import PAGES, Page
from tests.support import server as servers
from tests.support.server import Server

RUNS, WARM_UP, NEW = 30, 4, 8
TARGET_MS, MEDIAN_MS, TARGET_MB = 100, 40, 250
# Filters with which a page is opened in turn, so that no run repeats the previous one.
QUERIES = ("", "year=2022", "year=2023", "kind=answer")
TIMED_SERVER = Path(__file__).with_name("timed_server.py")


def main() -> int:
    """Run all measurements, print them, and return 0. Raises RuntimeError if a server fails."""
    with tempfile.TemporaryDirectory() as scratch:
        _print_times(Path(scratch) / "timed")
        _print_memory(Path(scratch) / "plain")
    word_cloud.main()
    adding.main()
    memory.main()
    # In its own process: a worker imports the main module again, which here imports the dashboard.
    subprocess.run([sys.executable, "-m", tables.__name__], check=True)
    return 0


def percentile(values: list[float], share: int) -> float:
    """Return the value that `share` per cent of `values` do not exceed, interpolated."""
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


def resident_mb(pid: int) -> float:
    """Return the resident memory of process `pid` in megabytes of 1,000,000 bytes."""
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        line = next(row for row in status.read_text().splitlines() if row.startswith("VmRSS"))
        return int(line.split()[1]) * 1024 / 1e6
    done = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, check=True)
    return int(done.stdout) * 1024 / 1e6


def _print_times(scratch: Path) -> None:
    log = scratch / "runs.txt"
    os.environ["BENCH_RUNS"] = str(log)
    with servers.running(scratch, streamlit=(sys.executable, "-P", str(TIMED_SERVER))) as server:
        print(
            f"script time in the server, warm, ms (target: under {TARGET_MS}, median {MEDIAN_MS})"
        )
        head = f"{'page':<20}{'open p50':>10}{'p95':>8}{'click p50':>12}{'p95':>8}"
        print(f"{head}{'new p50':>10}{'p95':>8}")
        medians = []
        for page in PAGES:
            opened = _times(log, partial(_open, server, page))
            clicked = _times(log, partial(_click, server, page))
            medians += [percentile(opened, 50), percentile(clicked, 50)]
            built = _times(log, partial(_open_new, server, page), warm_up=0, runs=NEW)
            figures = _figures(opened, 10) + _figures(clicked, 12) + _figures(built, 10)
            print(f"{page.slug:<20}{figures}", flush=True)
        slowest, middle = max(medians), statistics.median(medians)
        print(f"  slowest {slowest:.0f} (target: under {TARGET_MS}), ", end="")
        print(f"median {middle:.0f} (target: under {MEDIAN_MS})")
        _require_no_traceback(server)


def _print_memory(scratch: Path) -> None:
    with servers.running(scratch) as server:
        at_start = resident_mb(server.pid)
        for language in ("zh", "en"):
            for page in PAGES:
                with Reader(server.url) as reader:
                    reader.open(_path(page), f"lang={language}")
        after = resident_mb(server.pid)
        _require_no_traceback(server)
    print(f"server's memory, MB (target: under {TARGET_MB})")
    print(f"  as it starts {at_start:.0f}, after every page in both languages {after:.0f}")


def _open(server: Server, page: Page) -> None:
    for query in islice(cycle(QUERIES), WARM_UP + RUNS):
        with Reader(server.url) as reader:
            reader.open(_path(page), query)


def _click(server: Server, page: Page) -> None:
    with Reader(server.url) as reader:
        reader.open(_path(page))
        for _ in range(WARM_UP + RUNS):
            reader.click()


def _open_new(server: Server, page: Page) -> None:
    # With a speaking rate that no run had before, every cache is missed.
    for rate in range(151, 151 + NEW):
        with Reader(server.url) as reader:
            reader.open(_path(page), f"rate={rate}")


def _path(page: Page) -> str:
    """Return the page name that a browser sends: the slug, or "" for the page at the root."""
    return "" if page is PAGES[0] else page.slug


def _times(
    log: Path, action: Callable[[], None], *, warm_up: int = WARM_UP, runs: int = RUNS
) -> list[float]:
    """Call `action` and return the ms of the last `runs` of the script runs that it causes.

    The server writes a duration to `log` after it has answered, so this waits for all of them.
    """
    before = len(_lines(log))
    action()
    while len(_lines(log)) < before + warm_up + runs:
        time.sleep(0.05)
    return [float(line) for line in _lines(log)[-runs:]]


def _lines(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def _figures(values: list[float], width: int) -> str:
    return f"{percentile(values, 50):>{width}.0f}{percentile(values, 95):>8.0f}"


def _require_no_traceback(server: Server) -> None:
    """Raise RuntimeError if a page failed, since the time of a failed page means nothing."""
    if "Traceback" in server.log_text():
        raise RuntimeError(f"A page failed:\n{server.log_text()}")


if __name__ == "__main__":
    sys.exit(main())
