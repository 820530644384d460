"""Try to break the store: killed writers, readers during writes, many writers, a full disk.

`make crash` prints what was tried and what came of it. It fails if a reader ever saw half a corpus,
a read failed, an update was lost, or the old version was not served on.
"""

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from dashboard.served_corpus import ServedCorpus
from loaders.corpus import store
from loaders.errors import CorpusError
from loaders.schema import TABLES

ROOT = Path(__file__).resolve().parents[1]
_SAMPLES = ROOT / "data" / "sample"
_SEED = 20310506
# A write beyond the limit of RLIMIT_FSIZE fails, and does not end the process.
_WITH_SMALL_FILES = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
from loaders.__main__ import main
sys.exit(main())
"""


@dataclass(frozen=True)
class Outcome:
    """One attempt: how often it was made, and how often the store was at fault."""

    tried: str
    times: int
    torn: int = 0
    failed: int = 0
    lost: int = 0
    left: int = 0

    @property
    def is_good(self) -> bool:
        """True if nothing went wrong."""
        return not (self.torn or self.failed or self.lost or self.left)


def kill_writers(folder: Path, times: int) -> Outcome:
    """Kill a writer `times` times in mid-publication; read the corpus after each.

    A killed writer may leave files, which the next one removes; those after the last are `left`.
    """
    draw = random.Random(_SEED)  # noqa: S311 - no secret
    found = Outcome("writers killed (kill -9)", times)
    store.write(_marked(0), folder, {})
    for number in range(times):
        with subprocess.Popen(_writer(folder, number), cwd=ROOT, stdout=subprocess.PIPE) as writer:
            _await_line(writer)
            time.sleep(draw.uniform(0, 0.3))
            writer.send_signal(signal.SIGKILL)
        found = _plus(found, _read(ServedCorpus(folder)))
    store.write(_marked(0), folder, {})
    expected = 2 + 1 + len(TABLES) + 1  # folders, manifest, tables, pointer
    left = len(list(folder.rglob("*"))) - expected
    return replace(found, left=left)


def read_during_writes(folder: Path, times: int) -> Outcome:
    """Open and read the corpus `times` times while a writer replaces it without a pause."""
    found = Outcome("reads during writes", times)
    store.write(_marked(0), folder, {})
    with subprocess.Popen(_writer(folder, 1), cwd=ROOT, stdout=subprocess.PIPE) as writer:
        _await_line(writer)
        served = ServedCorpus(folder)
        for _ in range(times):
            served.refresh()
            found = _plus(found, Outcome("", 1, failed=1) if served.problem else _read(served))
        still_writes = writer.poll() is None
        writer.kill()
    return replace(found, lost=0 if still_writes else 1)


def write_at_once(folder: Path, writers: int) -> Outcome:
    """Add a page each by `writers` runs of `loaders add` at once."""
    pages = _distinct_pages(folder.parent / "pages", writers)
    command = [sys.executable, "-m", "loaders", "add", "--corpus", str(folder), "--jobs", "1"]
    runs = [
        subprocess.Popen([*command, str(page)], cwd=ROOT, stdout=subprocess.DEVNULL)
        for page in pages
    ]
    failed = sum(run.wait() != 0 for run in runs)
    bundled = len(store.open_corpus().table("briefings"))
    lost = bundled + writers - len(store.open_corpus(folder).table("briefings"))
    return Outcome("writers at once", writers, failed=failed, lost=lost)


def fill_disk(folder: Path) -> Outcome:
    """Add a page while no file may grow beyond a size: in the corpus, in the temporary folder.

    Each time the old version has to be served on, with one sentence, and a clean retry has to work.
    """
    found = Outcome("full disks", 0)
    for number, limit in enumerate((30_000, 1_000)):
        target = folder / str(number)
        version = store.write(_marked(number), target, {})
        page = _distinct_pages(target.with_name(f"pages-{number}"), 1)[0]
        command = ["add", str(page), "--corpus", str(target)]
        limited = subprocess.run(
            [sys.executable, "-c", _WITH_SMALL_FILES, str(limit), *command],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        told = limited.returncode == 1 and "Traceback" not in limited.stderr
        kept = store.open_corpus(target).version == version
        again = subprocess.run(
            [sys.executable, "-m", "loaders", *command], cwd=ROOT, capture_output=True, check=False
        )
        found = replace(
            found,
            times=found.times + 1,
            failed=found.failed + (not told) + (again.returncode != 0),
            lost=found.lost + (not kept),
            left=found.left + len(list(target.glob(".new-*"))),
        )
    return found


def write_on(folder: Path, number: int) -> None:
    """Replace the corpus again and again until killed; print a line after the first version."""
    for count in range(1_000_000):
        store.write(_marked(number * 1_000 + count), folder, {})
        if not count:
            print("written", flush=True)


def _writer(folder: Path, number: int) -> list[str]:
    return [sys.executable, "-m", "benchmarks.crash", "--write", str(folder), str(number)]


def _marked(number: int) -> dict[str, pd.DataFrame]:
    """Return the bundled tables, two of which say `number`."""
    corpus = store.open_corpus()
    tables = {name: corpus.table(name) for name in TABLES}
    tables["briefings"] = tables["briefings"].assign(title=str(number))
    tables["topics"] = tables["topics"].assign(label_en=str(number))
    return tables


def _read(served: ServedCorpus) -> Outcome:
    """Read the corpus once: its two marks differ if it is half of one version."""
    try:
        corpus = served.current()
    except CorpusError as error:
        print(error, file=sys.stderr)
        return Outcome("", 1, failed=1)
    marks = {*corpus.table("briefings")["title"], *corpus.table("topics")["label_en"]}
    return Outcome("", 1, torn=int(len(marks) != 1))


def _await_line(writer: subprocess.Popen[bytes]) -> None:
    """Wait until a writer has written its first version."""
    if writer.stdout:
        writer.stdout.readline()


def _plus(found: Outcome, read: Outcome) -> Outcome:
    return replace(found, torn=found.torn + read.torn, failed=found.failed + read.failed)


def _distinct_pages(folder: Path, count: int) -> list[Path]:
    """Return `count` pages: a sample with another sentence in each."""
    folder.mkdir(parents=True)
    sample = (_SAMPLES / "market-apart.html").read_text(encoding="utf-8")
    pages = []
    for number in range(count):
        page = folder / f"{number}.html"
        page.write_text(sample.replace("。", f"。第{number + 2}页。"), encoding="utf-8")
        pages.append(page)
    return pages


@contextmanager
def _scratch() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="crash-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(*, kills: int, reads: int, writers: int) -> list[Outcome]:
    """Try everything and return the outcomes."""
    tries: list[Callable[[Path], Outcome]] = [
        lambda folder: kill_writers(folder / "killed", kills),
        lambda folder: read_during_writes(folder / "read", reads),
        lambda folder: write_at_once(folder / "many", writers),
        lambda folder: fill_disk(folder / "full"),
    ]
    outcomes = []
    for each in tries:
        with _scratch() as folder:
            started = time.monotonic()
            outcomes.append(each(folder))
            print(f"  {time.monotonic() - started:6.1f} s  {outcomes[-1]}", flush=True)
    return outcomes


def main() -> int:
    """Print the outcomes; return 1 if one of them is not good."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--reads", type=int, default=10_000)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--write", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        write_on(Path(options.write[0]), int(options.write[1]))
        return 0
    outcomes = run(kills=options.kills, reads=options.reads, writers=options.writers)
    return 0 if all(each.is_good for each in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
