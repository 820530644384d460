"""python -m loaders add: add pages, folders of pages and corrected readings to a corpus."""

import argparse
import glob
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

from loaders.commands.report import Progress, Report, say_waiting
from loaders.contract import EDITION_SUFFIX, SUFFIXES, Outcome
from loaders.corpus.ingest import (
    ADDED,
    IngestRequest,
    IngestResult,
    ingest_file,
    prepare,
    series_id,
)
from loaders.corpus.manifest import sha256_of
from loaders.corpus.recount import Batch, BatchCounts, count_batch
from loaders.corpus.store import BUNDLED
from loaders.corpus.update import CorpusIndex, CorpusWriter, require_own_corpus
from loaders.errors import UnreadableError
from loaders.lexicon.sources import Series
from loaders.sandbox import pool
from loaders.sandbox.limits import Limits, is_limited
from loaders.tables.arrow_alone import use_arrow_alone

# Batches of paragraphs that this process counts before it starts a pool: they take less time than a
# worker needs to start.
IN_PROCESS_BATCHES = 4
_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def run(options: argparse.Namespace) -> int:
    """Read every file, then add those that could be read to the corpus in one write.

    Print the report of all files, and return its exit status.
    """
    use_arrow_alone()
    require_own_corpus(options.corpus, new=True)
    paths = list(dict.fromkeys(_find_files(options.paths)))
    report = Report(options.corpus)
    start = None if options.empty else BUNDLED
    read_before = _read_only_file(paths, options)
    waiting = partial(say_waiting, options.corpus)
    with CorpusWriter(options.corpus, start=start, waiting=waiting) as writer:
        series = _series(options, writer)
        index = writer.index()
        to_read = list(_skip_stored(paths, index, report))
        requests = [IngestRequest(path, series, options.year) for path in to_read]
        with Progress("read", len(requests)) as progress:
            outcomes: Iterator[IngestResult | UnreadableError]
            outcomes = iter(read_before.pop, None) if read_before else _ingest(requests, options)
            # No name holds an outcome after its step: the tables of a long page take 15 MB.
            for path in to_read:
                _add_to_corpus(_as_result(path, next(outcomes)), writer, index, report)
                progress.step()
        if report.has_changes:
            print("  counting every word in every text, and writing", file=sys.stderr)
            report.version = writer.write(lambda batches: _count_batches(batches, options))
    if options.report:
        report.write_csv(options.report)
    print(report.as_json() if options.json else report.as_text())
    return report.exit_status


def _find_files(patterns: Iterable[str]) -> Iterator[Path]:
    """Yield the files that `patterns` name: paths, folders (all sources below them) and globs.

    Raises UnreadableError for a glob without a match.
    """
    for pattern in patterns:
        path = Path(pattern)
        if path.is_dir():
            sources = (p for p in path.rglob("*") if p.is_file() and _is_source(p))
            # A corrected reading comes before the page that it names.
            yield from sorted(sources, key=lambda p: (p.suffix.lower() != EDITION_SUFFIX, p))
        elif path.exists() or not glob.has_magic(pattern):
            yield path
        else:
            names = glob.glob(pattern, recursive=True)  # noqa: PTH207 - it may be absolute
            matches = sorted(map(Path, names))
            if not matches:
                raise UnreadableError("unopened.pattern", name=pattern)
            yield from (p for p in matches if p.is_file())


def _is_source(path: Path) -> bool:
    return path.suffix.lower() in (*SUFFIXES, EDITION_SUFFIX) and not path.name.startswith(".")


def _series(options: argparse.Namespace, writer: CorpusWriter) -> Series:
    if not options.series:
        return ADDED
    name = series_id(options.series)
    zh, en = writer.series().get(name, (options.series, options.series_en or options.series))
    return Series(name, zh, en)


def _skip_stored(paths: Iterable[Path], index: CorpusIndex, report: Report) -> Iterator[Path]:
    """Yield the paths of files that the corpus does not have with text; report the other files."""
    for path in paths:
        briefing_id, has_text = index.find(_sha256(path)) or ("", False)
        if has_text:
            report.add(path, "already_there", briefing_id)
        else:
            yield path


def _sha256(path: Path) -> str:
    try:
        return sha256_of(path)
    except OSError:
        return ""  # the reader reports the error


def _read_only_file(
    paths: list[Path], options: argparse.Namespace
) -> list[IngestResult | UnreadableError]:
    """Read a single file in a process under limits, before DuckDB takes 45 MB; else return []."""
    if len(paths) != 1 or options.series or not is_limited():
        return []
    return [*_ingest([IngestRequest(path, ADDED, options.year) for path in paths], options)]


def _ingest(
    requests: list[IngestRequest], options: argparse.Namespace
) -> Iterator[IngestResult | UnreadableError]:
    """Return an iterator over the outcome of each request, in order.

    A process under limits may start no other, so it reads the files itself, without a pool.
    """
    requests[-1:] = (replace(request, is_last=True) for request in requests[-1:])
    if is_limited():
        prepare()
        return map(ingest_file, requests)
    return _map_in_pool(ingest_file, requests, options, min(options.jobs, len(requests)))


def _count_batches(batches: Iterable[Batch], options: argparse.Namespace) -> Iterator[BatchCounts]:
    batches = iter(batches)
    first = list(islice(batches, IN_PROCESS_BATCHES))
    yield from map(count_batch, first)
    if len(first) == IN_PROCESS_BATCHES and options.jobs > 1 and not is_limited():
        for counts in _map_in_pool(count_batch, batches, options, options.jobs):
            if isinstance(counts, UnreadableError):
                raise counts
            yield counts
    else:
        yield from map(count_batch, batches)


def _map_in_pool(
    work: Callable[[_Item], _Result],
    items: Iterable[_Item],
    options: argparse.Namespace,
    jobs: int,
) -> Iterator[_Result | UnreadableError]:
    return pool.imap(
        work,
        items,
        prepare=prepare,
        jobs=max(1, jobs),
        limits=Limits(options.seconds, options.megabytes),
    )


def _as_result(path: Path, outcome: IngestResult | UnreadableError) -> IngestResult:
    if isinstance(outcome, IngestResult):
        return outcome
    return IngestResult(path, refusal=outcome.of(path.name))


def _add_to_corpus(
    result: IngestResult, writer: CorpusWriter, index: CorpusIndex, report: Report
) -> None:
    """Queue a new briefing, or a text for one stored without text, and report the outcome."""
    if result.refusal:
        report.refuse(result.path, result.refusal)
        return
    copied = index.find_copy(result.fingerprint, result.stated)
    stored = index.find(result.sha256) or copied
    if stored is None:
        writer.add(result.tables)
        index.add(result.briefing_id, result.sha256, result.fingerprint, result.stated)
        outcome: Outcome = "read_with_warnings" if result.doubts else "read"
        report.add(result.path, outcome, result.briefing_id, doubts=result.doubts)
        return
    briefing_id, has_text = stored
    if not has_text and writer.fill_text(briefing_id, result.tables["paragraphs"]):
        index.mark_text_held(briefing_id)
        report.add(result.path, "text_filled_in", briefing_id)
    else:
        detail = _differing_reading(result, briefing_id)
        report.add(result.path, "already_there", briefing_id, detail=detail)


def _differing_reading(result: IngestResult, briefing_id: str) -> str:
    """Return a hint for a corrected reading that differs from the stored briefing, else ""."""
    if result.path.suffix.lower() != EDITION_SUFFIX or result.briefing_id == briefing_id:
        return ""
    return f"its reading differs from the one that is there; `remove {briefing_id}` first."
