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
from typing import NamedTuple

from loaders.briefing import read_briefing
from loaders.corpus import ingest
from loaders.corpus.ingest import ADDED, Incoming, Request
from loaders.readers import read_file
from loaders.sandbox import pool
from loaders.sandbox.limits import MEGABYTES

TARGET = 5  # times as fast as the plain script
RUNS = 3
SAMPLE = Path(__file__).parent.parent / "data" / "sample"
PLAIN = "benchmarks.plain_script"


class _Time(NamedTuple):
    """How long something took on the clock, and how long the processors worked on it."""

    seconds: float
    processor: float


def main() -> None:
    """Measure and print."""
    folder = Path(os.environ.get("BRIEFING_SOURCES", ""), "cc0")
    at_hand = "BRIEFING_SOURCES" in os.environ and folder.is_dir()
    pages = sorted(path for path in (folder if at_hand else SAMPLE).iterdir() if path.is_file())
    size = sum(path.stat().st_size for path in pages) / 1e6
    ingest.prepare()
    cores = os.cpu_count() or 1
    print(
        f"{len(pages)} pages, {size:.2f} MB (least of {RUNS} runs; seconds, of them of processors)"
    )
    reading = _least(lambda: _read(pages))
    _tell("read, one process", reading, size)
    _tell("tables, one process", _least(lambda: _tables(pages, 1)), size)
    every = _least(lambda: _tables(pages, cores))
    _tell(f"tables, {cores} processes", every, size)
    if not at_hand:
        print("  no comparison: $BRIEFING_SOURCES/cc0 is not at hand")
        return
    _compare(every, pages)


def _compare(ours: _Time, pages: list[Path]) -> None:
    whole, steps = min((_plain(pages) for _ in range(RUNS)), key=lambda found: found[0].seconds)
    for step, seconds in steps.items():
        print(f"    plain script, {step}: {seconds:.2f} s")
    print(f"  plain script, what tables rest on: {whole.seconds:.1f} s, ", end="")
    print(f"{whole.seconds / ours.seconds:.1f} times as long (target: {TARGET}); ", end="")
    print(f"of processors {whole.processor:.1f} s, {whole.processor / ours.processor:.1f} times")
    least = sum(steps[each] for each in ("start", "pages", "words"))
    print(f"  plain script, words alone: {least:.1f} s, {least / ours.seconds:.1f} times as long")


def _tell(what: str, taken: _Time, size: float) -> None:
    rate = size / taken.seconds
    print(f"  {what}: {taken.seconds:.2f} s ({taken.processor:.2f}), {rate:.2f} MB/s")


def _least(act: Callable[[], None]) -> _Time:
    return min(_taken(act) for _ in range(RUNS))


def _taken(act: Callable[[], None]) -> _Time:
    """The time of `act` and of the processes that it began and ended."""
    start, processor = time.perf_counter(), _processor()
    act()
    return _Time(time.perf_counter() - start, _processor() - processor)


def _processor() -> float:
    return sum(os.times()[:4])


def _read(pages: list[Path]) -> None:
    for page in pages:
        read_briefing(read_file(page))


def _tables(pages: list[Path], jobs: int) -> None:
    requests = [Request(page, ADDED, 2020) for page in pages]
    found = pool.run(
        ingest.ingest_file, requests, prepare=ingest.prepare, jobs=jobs, seconds=60,
        megabytes=2 * MEGABYTES,
    )  # fmt: skip
    failed = [each for each in found if not isinstance(each, Incoming) or each.refusal]
    if failed:
        raise RuntimeError(f"A page was not read, and its time is worth nothing: {failed[0]}")


def _plain(pages: list[Path]) -> tuple[_Time, dict[str, float]]:
    """The time of the plain script, and seconds of its steps; its start with imports is one."""
    command = [sys.executable, "-m", PLAIN, *map(str, pages)]
    said: list[str] = []
    taken = _taken(lambda: said.append(_output(command)))
    rows = (line.split(" ", 1) for line in said[0].splitlines())
    steps = {step: float(seconds) for seconds, step in rows}
    return taken, {"start": taken.seconds - sum(steps.values()), **steps}


def _output(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
