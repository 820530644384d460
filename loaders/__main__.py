"""The command line: python -m loaders build | parse | info.

Exit status: 0 done; 1 `build --check` found a difference, or a table breaks the schema; 2 wrong
use; 3 the file is not a transcript; 4 the file cannot be read, or a source is missing.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from loaders.briefing import Briefing, find_sources, read_briefing
from loaders.build import build
from loaders.errors import (
    BriefingsError,
    NotATranscriptError,
    SourceMissingError,
    UnreadableError,
)
from loaders.lexicon import version as lexicon_version
from loaders.measures import characters
from loaders.readers import read_file
from loaders.rows import PARSER_VERSION
from loaders.schema import TABLES
from loaders.store import BUNDLED, open_corpus, write

SOURCES_VARIABLE = "BRIEFING_SOURCES"
EXIT_STATUS = {NotATranscriptError: 3, UnreadableError: 4, SourceMissingError: 4}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status. An error is one sentence on standard error."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except BriefingsError as error:
        print(f"loaders: {error}", file=sys.stderr)
        return EXIT_STATUS.get(type(error), 1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m loaders",
        description="From published briefing pages to the tables of a corpus.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    make = commands.add_parser("build", help="rebuild data/corpus/ from the pages it is made of")
    make.add_argument(
        "--sources",
        type=Path,
        default=os.environ.get(SOURCES_VARIABLE) or None,
        help=f"folder that holds the pages, known by their SHA-256 (default: ${SOURCES_VARIABLE})",
    )
    make.add_argument(
        "--check",
        action="store_true",
        help="write nothing; say whether data/corpus/ is what they give",
    )
    make.add_argument("--out", type=Path, default=BUNDLED, help="folder of the corpus")
    make.set_defaults(run=_build)
    parse = commands.add_parser("parse", help="show how a page is read")
    parse.add_argument("file", type=Path)
    parse.set_defaults(run=_parse)
    info = commands.add_parser("info", help="describe a corpus")
    info.add_argument("corpus", type=Path, nargs="?", default=BUNDLED)
    info.set_defaults(run=_info)
    return parser


def _build(options: argparse.Namespace) -> int:
    if options.sources is None:
        raise SourceMissingError(
            f"No folder of source pages is named; pass --sources FOLDER or set {SOURCES_VARIABLE}."
        )
    started = time.monotonic()

    def progress(stage: str) -> None:
        print(f"  {time.monotonic() - started:5.1f} s  {stage}", file=sys.stderr)

    tables = build(find_sources(Path(options.sources)), progress=progress)
    about = {"parser_version": PARSER_VERSION, "lexicon_version": lexicon_version()}
    if not options.check:
        version = write(tables, options.out, about)
        print(f"{options.out}: corpus {version}, {sum(map(len, tables.values())):,} rows")
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch) / "corpus"
        write(tables, fresh, about)
        changed = _differing_files(fresh, options.out)
    if changed:
        print(
            f"{options.out} is not what the pages give: {', '.join(changed)} differ; run `build`."
        )
        return 1
    print(f"{options.out} equals what the pages give, byte for byte.")
    return 0


def _differing_files(fresh: Path, kept: Path) -> list[str]:
    names = sorted({p.name for p in fresh.iterdir()} | {p.name for p in kept.glob("*")})
    return [name for name in names if _bytes(fresh / name) != _bytes(kept / name)]


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _parse(options: argparse.Namespace) -> int:
    briefing = read_briefing(read_file(options.file))
    for line in _description(briefing):
        print(line)
    return 0


def _description(briefing: Briefing) -> list[str]:
    header, clean = briefing.reading.header, briefing.clean
    repairs = Counter(entry.kind for entry in clean.repairs)
    captured, announced = briefing.reading.captured, header.announced
    silent = [p.name for p in briefing.participants if not p.spoke]
    return [
        f"title      {header.title}",
        f"held       {header.date_held or 'not stated'}",
        f"published  {header.published_at or 'not stated'} by {header.publisher or 'not stated'}",
        f"sections   captured {', '.join(captured)}; announced {', '.join(announced)}",
        f"script     {clean.script}, encoding {briefing.source.encoding}",
        f"repairs    {', '.join(f'{kind} {n}' for kind, n in sorted(repairs.items())) or 'none'}",
        "",
        *_turn_lines(briefing),
        *([f"\npresent without a turn: {'、'.join(silent)}"] if silent else []),
        *(
            f"line {line.number} begins like a label and was read as speech: {line.text[:16]}"
            for line in briefing.reading.doubts
        ),
    ]


def _turn_lines(briefing: Briefing) -> Iterator[str]:
    slots = {p.name: p.slot for p in briefing.participants}
    for number, turn in briefing.numbered():
        size = sum(characters(line.text) for line in turn.paragraphs)
        kind = f"{turn.kind} to {turn.reply_to}" if turn.reply_to else turn.kind
        slot = slots.get(turn.label.name, "press")
        yield f"{number:4}  {turn.section:8} {kind:13} {size:6,}  {slot:15} {turn.label.name}"


def _info(options: argparse.Namespace) -> int:
    corpus = open_corpus(options.corpus)
    manifest = corpus.manifest
    print(
        f"corpus {corpus.version}  schema {manifest['schema_version']}  parser "
        f"{manifest['parser_version']}  lexicon {manifest['lexicon_version']}"
    )
    for row in corpus.table("briefings").itertuples():
        print(
            f"  {row.briefing_id}: {row.turns} turns, {row.speakers} speakers, "
            f"{row.questions} questions, {row.characters:,} characters"
        )
    for name in TABLES:
        print(f"  {name:15} {manifest['tables'][name]['rows']:8,} rows")
    return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # Chinese, whatever LANG
    try:
        sys.exit(main())
    except BrokenPipeError:  # as when `head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
