"""How fast pages are read and made tables, beside a plain script on the same pages.

The pages are those in $BRIEFING_SOURCES/cc0; without them the two sample pages are read, and
nothing is compared. Reading is bytes to turns and people, in one process; tables are all tables of
each page as a corpus of its own, as `python -m loaders add` makes them before it joins them, in one
process and in one a core. Whole processes are compared, their imports included.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from loaders import incoming, pool
from loaders.briefing import read_briefing
from loaders.incoming import ADDED, Incoming, Request
from loaders.limits import MEGABYTES
from loaders.readers import read_file

__all__ = ["main"]

TARGET = 5  # times as fast as the plain script
RUNS = 3
SAMPLE = Path(__file__).parent.parent / "data" / "sample"
PLAIN = "benchmarks.plain_script"


def main() -> None:
    """Measure and print."""
    folder = Path(os.environ.get("BRIEFING_SOURCES", ""), "cc0")
    at_hand = "BRIEFING_SOURCES" in os.environ and folder.is_dir()
    pages = sorted(path for path in (folder if at_hand else SAMPLE).iterdir() if path.is_file())
    size = sum(path.stat().st_size for path in pages) / 1e6
    incoming.prepare()
    reading = min(_seconds(lambda: _read(pages)) for _ in range(RUNS))
    print(f"{len(pages)} pages, {size:.2f} MB (least of {RUNS} runs)")
    print(f"  read: {reading:.2f} s, {size / reading:.2f} MB/s, one process")
    one = min(_seconds(lambda: _tables(pages, 1)) for _ in range(RUNS))
    print(f"  tables: {one:.2f} s, {size / one:.2f} MB/s, one process")
    if not at_hand:
        print("  no comparison: $BRIEFING_SOURCES/cc0 is not at hand")
        return
    cores = os.cpu_count() or 1
    every = min(_seconds(lambda: _tables(pages, cores)) for _ in range(RUNS))
    print(f"  tables: {every:.2f} s, {size / every:.2f} MB/s, {cores} processes")
    steps = _plain(pages)
    for step, seconds in steps.items():
        print(f"    plain script, {step}: {seconds:.2f} s")
    whole, least = sum(steps.values()), sum(steps[each] for each in ("start", "pages", "words"))
    print(f"  plain script, what tables rest on: {whole:.1f} s, {whole / every:.1f} times as long")
    print(f"  plain script, words alone: {least:.1f} s, {least / every:.1f} times as long ", end="")
    print(f"(target: {TARGET})")


def _read(pages: list[Path]) -> None:
    for page in pages:
        read_briefing(read_file(page))


def _tables(pages: list[Path], jobs: int) -> None:
    requests = [Request(page, ADDED, 2020) for page in pages]
    found = pool.run(
        incoming.receive, requests, prepare=incoming.prepare, jobs=jobs, seconds=60,
        megabytes=2 * MEGABYTES,
    )  # fmt: skip
    failed = [each for each in found if not isinstance(each, Incoming) or each.refusal]
    if failed:
        raise RuntimeError(f"A page was not read, and its time is worth nothing: {failed[0]}")


def _plain(pages: list[Path]) -> dict[str, float]:
    """Seconds of each step of the plain script; its start with imports, as ours has, is one."""
    command = [sys.executable, "-m", PLAIN, *map(str, pages)]
    began = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    whole = time.perf_counter() - began
    rows = (line.split(" ", 1) for line in done.stdout.splitlines())
    steps = {step: float(seconds) for seconds, step in rows}
    return {"start": whole - sum(steps.values()), **steps}


def _seconds(act: Callable[[], None]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
