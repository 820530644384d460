"""Measure how fast pages are read and made into tables, compared with a plain script.

The pages are those in $BRIEFING_SOURCES/cc0; without that folder the two sample pages are read and
nothing is compared. "read" goes from bytes to turns and people, in one process. "tables" goes on to
all tables of each page as a corpus of one briefing, as `python -m loaders add` builds them before
merging, in one process and in one process per core. The plain script is timed as a whole process,
with its imports.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from loaders.briefing import read_briefing
from loaders.corpus import ingest
from loaders.corpus.ingest import ADDED, IngestRequest, IngestResult
from loaders.readers import read_file
from loaders.sandbox import pool
from loaders.sandbox.limits import MEGABYTES, Limits

TARGET = 5  # times as fast as the plain script
RUNS = 3
SAMPLE = Path(__file__).parent.parent / "data" / "sample"
PLAIN = "benchmarks.plain_script"


class _Time(NamedTuple):
    """Wall-clock seconds and processor seconds."""

    seconds: float
    processor: float


def main() -> None:
    """Measure, and print the times and the comparison."""
    folder = Path(os.environ.get("BRIEFING_SOURCES", ""), "cc0")
    has_sources = "BRIEFING_SOURCES" in os.environ and folder.is_dir()
    pages = sorted(path for path in (folder if has_sources else SAMPLE).iterdir() if path.is_file())
    size = sum(path.stat().st_size for path in pages) / 1e6
    ingest.prepare()
    cores = os.cpu_count() or 1
    print(f"{len(pages)} pages, {size:.2f} MB (best of {RUNS} runs; seconds, of processor time)")
    reading = _best(lambda: _read(pages))
    _print_time("read, one process", reading, size)
    _print_time("tables, one process", _best(lambda: _tables(pages, 1)), size)
    on_all_cores = _best(lambda: _tables(pages, cores))
    _print_time(f"tables, {cores} processes", on_all_cores, size)
    if not has_sources:
        print("  no comparison: $BRIEFING_SOURCES/cc0 was not found")
        return
    _compare(on_all_cores, pages)


def _compare(ours: _Time, pages: list[Path]) -> None:
    plain, steps = min((_plain(pages) for _ in range(RUNS)), key=lambda run: run[0].seconds)
    for step, seconds in steps.items():
        print(f"    plain script, {step}: {seconds:.2f} s")
    print(f"  plain script, all steps: {plain.seconds:.1f} s, ", end="")
    print(f"{plain.seconds / ours.seconds:.1f} times as long (target: {TARGET}); ", end="")
    print(f"processor {plain.processor:.1f} s, {plain.processor / ours.processor:.1f} times")
    least = sum(steps[each] for each in ("start", "pages", "words"))
    print(f"  plain script, words alone: {least:.1f} s, {least / ours.seconds:.1f} times as long")


def _print_time(label: str, measured: _Time, size: float) -> None:
    rate = size / measured.seconds
    print(f"  {label}: {measured.seconds:.2f} s ({measured.processor:.2f}), {rate:.2f} MB/s")


def _best(action: Callable[[], None]) -> _Time:
    return min(_time(action) for _ in range(RUNS))


def _time(action: Callable[[], None]) -> _Time:
    """Measure `action`, including its child processes that have ended."""
    start, processor = time.perf_counter(), _processor_seconds()
    action()
    return _Time(time.perf_counter() - start, _processor_seconds() - processor)


def _processor_seconds() -> float:
    return sum(os.times()[:4])


def _read(pages: list[Path]) -> None:
    for page in pages:
        read_briefing(read_file(page))


def _tables(pages: list[Path], jobs: int) -> None:
    requests = [IngestRequest(page, ADDED, 2020) for page in pages]
    results = pool.imap(
        ingest.ingest_file, requests, prepare=ingest.prepare, jobs=jobs,
        limits=Limits(60, 2 * MEGABYTES),
    )  # fmt: skip
    failed = [each for each in results if not isinstance(each, IngestResult) or each.refusal]
    if failed:
        raise RuntimeError(f"A page was not read, and its time is worth nothing: {failed[0]}")


def _plain(pages: list[Path]) -> tuple[_Time, dict[str, float]]:
    """Measure the plain script; return its time, and step -> seconds ("start": its imports)."""
    command = [sys.executable, "-m", PLAIN, *map(str, pages)]
    printed: list[str] = []
    total = _time(lambda: printed.append(_output(command)))
    rows = (line.split(" ", 1) for line in printed[0].splitlines())
    steps = {step: float(seconds) for seconds, step in rows}
    return total, {"start": total.seconds - sum(steps.values()), **steps}


def _output(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
