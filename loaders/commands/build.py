"""python -m loaders build: build the bundled corpus from its source pages."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from loaders import lexicon
from loaders.corpus.store import BUNDLED, write
from loaders.errors import SourceMissingError
from loaders.tables.build import build
from loaders.tables.rows import PARSER_VERSION
from loaders.tables.sources import find_sources


def run(options: argparse.Namespace) -> int:
    """Build the corpus from its source pages and write it; return 0.

    With --check, do not write it but compare it with the stored corpus, byte for byte: return 0 if
    they are equal, else 1. Raises SourceMissingError if no folder of source pages is named, or a
    page is not in that folder.
    """
    if options.sources is None:
        raise SourceMissingError(
            "No folder of source pages is named; pass --sources FOLDER or set BRIEFING_SOURCES."
        )
    started = time.monotonic()
    out = options.out or BUNDLED

    def progress(stage: str) -> None:
        print(f"  {time.monotonic() - started:5.1f} s  {stage}", file=sys.stderr)

    tables = build(find_sources(Path(options.sources)), progress=progress)
    metadata = {"parser_version": PARSER_VERSION, "lexicon_version": lexicon.version()}
    if not options.check:
        version = write(tables, out, metadata)
        print(f"{out}: corpus {version}, {sum(map(len, tables.values())):,} rows")
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        built = Path(scratch) / "corpus"
        write(tables, built, metadata)
        differing = _differing_files(built, out)
    if differing:
        print(f"{out} is not what the pages give: {', '.join(differing)} differ; run `build`.")
        return 1
    print(f"{out} equals what the pages give, byte for byte.")
    return 0


def _differing_files(built: Path, stored: Path) -> list[str]:
    found = {path.relative_to(folder) for folder in (built, stored) for path in folder.rglob("*")}
    names = sorted(map(str, found))
    return [name for name in names if _read_bytes(built / name) != _read_bytes(stored / name)]


def _read_bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
