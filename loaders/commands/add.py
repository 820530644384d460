"""python -m loaders add: pages, folders of pages and corrected readings, into a corpus."""

import argparse
import glob
import hashlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from loaders.commands.own_corpus import require_own_corpus
from loaders.commands.report import Progress, Report
from loaders.corpus.ingest import ADDED, Incoming, Request, Series, ingest_file, prepare, series_id
from loaders.corpus.recount import Batch, Recount, recount
from loaders.corpus.store import BUNDLED
from loaders.corpus.update import CorpusIndex, CorpusWriter
from loaders.errors import UnreadableError
from loaders.readers import SUFFIXES
from loaders.sandbox import pool
from loaders.sandbox.limits import VARIABLE

# So few batches of paragraphs are counted sooner than a process begins.
FEW = 4


def run(options: argparse.Namespace) -> int:
    """Read every file, then put those that could be read into the corpus, all together."""
    require_own_corpus(options.corpus, new=True)
    paths = list(dict.fromkeys(_files(options.paths)))
    report = Report(options.corpus)
    start = None if options.empty else BUNDLED
    with CorpusWriter(options.corpus, start=start) as collection:
        series = _series(options, collection)
        known = collection.known()
        wanted = list(_not_there(paths, known, report))
        requests = [Request(path, series, options.year) for path in wanted]
        with Progress("read", len(requests)) as progress:
            for path, found in zip(wanted, _received(requests, options), strict=True):
                _take(_incoming(path, found), collection, known, report)
                progress.step()
        if report.changes:
            print("  counting every word in every text, and writing", file=sys.stderr)
            report.version = collection.write(lambda batches: _counted(batches, options))
    if options.report:
        report.write_csv(options.report)
    print(report.as_json() if options.json else report.as_text())
    return report.exit_status


def _files(patterns: Iterable[str]) -> Iterator[Path]:
    """The files of each path: itself, all within a folder that a reader knows, or of a pattern."""
    for pattern in patterns:
        path = Path(pattern)
        if path.is_dir():
            within = (p for p in path.rglob("*") if p.is_file() and _is_source(p))
            # What a person has corrected comes before the page that it names.
            yield from sorted(within, key=lambda p: (p.suffix.lower() != ".json", p))
        elif path.exists() or not glob.has_magic(pattern):
            yield path
        else:
            names = glob.glob(pattern, recursive=True)  # noqa: PTH207 - it may be absolute
            found = sorted(map(Path, names))
            if not found:
                raise UnreadableError(f"{pattern} fits no file; correct the pattern.")
            yield from (p for p in found if p.is_file())


def _is_source(path: Path) -> bool:
    return path.suffix.lower() in (*SUFFIXES, ".json") and not path.name.startswith(".")


def _series(options: argparse.Namespace, collection: CorpusWriter) -> Series:
    if not options.series:
        return ADDED
    name = series_id(options.series)
    zh, en = collection.series().get(name, (options.series, options.series_en or options.series))
    return Series(name, zh, en)


def _not_there(paths: Iterable[Path], known: CorpusIndex, report: Report) -> Iterator[Path]:
    """The paths whose bytes are not there with their text; the others are told."""
    for path in paths:
        found = known.find(_digest(path))
        if found and found[1]:
            report.add(path, "already there", found[0])
        else:
            yield path


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""  # whoever reads it says so


def _received(requests: list[Request], options: argparse.Namespace) -> Iterator[Any]:
    """What became of each file, in order: read here where the whole command is under limits."""
    if os.environ.get(VARIABLE):
        prepare()
        return map(ingest_file, requests)
    return _in_pool(ingest_file, requests, options, min(options.jobs, len(requests)))


def _counted(batches: Iterable[Batch], options: argparse.Namespace) -> Iterator[Recount]:
    batches = iter(batches)
    few = [batch for batch, _ in zip(batches, range(FEW), strict=False)]
    yield from map(recount, few)
    if len(few) == FEW and options.jobs > 1 and not os.environ.get(VARIABLE):
        yield from _in_pool(recount, batches, options, options.jobs)
    else:
        yield from map(recount, batches)


def _in_pool(
    work: Callable[[Any], Any], items: Iterable[Any], options: argparse.Namespace, jobs: int
) -> Iterator[Any]:
    return pool.run(
        work,
        items,
        prepare=prepare,
        jobs=max(1, jobs),
        seconds=options.seconds,
        megabytes=options.megabytes,
    )


def _incoming(path: Path, found: Incoming | pool.Failure) -> Incoming:
    if isinstance(found, Incoming):
        return found
    remedy = "left out; cut it to the transcript, or save the page as plain text."
    return Incoming(path, refusal=f"{path.name} {found.why}; {remedy}", exit_status=4)


def _take(found: Incoming, collection: CorpusWriter, known: CorpusIndex, report: Report) -> None:
    """Add a briefing, or its text where only that is missing, or neither."""
    if found.refusal:
        report.add(found.path, "refused", detail=found.refusal, exit_status=found.exit_status)
        return
    there = known.find(found.sha256, found.fingerprint)
    if there is None:
        collection.add(found.tables)
        known.add(found.briefing_id, found.sha256, found.fingerprint)
        outcome = "read with warnings" if found.warnings else "read"
        report.add(found.path, outcome, found.briefing_id, detail=" ".join(found.warnings))
        return
    briefing_id, holds_text = there
    if not holds_text and collection.fill(briefing_id, found.tables["paragraphs"]):
        known.with_text(briefing_id)
        report.add(found.path, "text filled in", briefing_id)
    else:
        report.add(found.path, "already there", briefing_id, detail=_another(found, briefing_id))


def _another(found: Incoming, briefing_id: str) -> str:
    """What to do where a corrected reading comes after its briefing."""
    if found.path.suffix.lower() != ".json" or found.briefing_id == briefing_id:
        return ""
    return f"its reading differs from the one that is there; `remove {briefing_id}` first."
