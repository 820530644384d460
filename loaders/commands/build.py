"""python -m loaders build: the bundled corpus, from the pages it is made of."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from loaders import lexicon
from loaders.briefing import find_sources
from loaders.corpus.store import BUNDLED, write
from loaders.errors import SourceMissingError
from loaders.tables.build import build
from loaders.tables.rows import PARSER_VERSION


def run(options: argparse.Namespace) -> int:
    """Rebuild the corpus, or with --check say whether it is what the pages give (0) or not (1)."""
    if options.sources is None:
        raise SourceMissingError(
            "No folder of source pages is named; pass --sources FOLDER or set BRIEFING_SOURCES."
        )
    started = time.monotonic()
    out = options.out or BUNDLED

    def progress(stage: str) -> None:
        print(f"  {time.monotonic() - started:5.1f} s  {stage}", file=sys.stderr)

    tables = build(find_sources(Path(options.sources)), progress=progress)
    about = {"parser_version": PARSER_VERSION, "lexicon_version": lexicon.version()}
    if not options.check:
        version = write(tables, out, about)
        print(f"{out}: corpus {version}, {sum(map(len, tables.values())):,} rows")
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch) / "corpus"
        write(tables, fresh, about)
        changed = _differing_files(fresh, out)
    if changed:
        print(f"{out} is not what the pages give: {', '.join(changed)} differ; run `build`.")
        return 1
    print(f"{out} equals what the pages give, byte for byte.")
    return 0


def _differing_files(fresh: Path, kept: Path) -> list[str]:
    names = sorted({p.name for p in fresh.iterdir()} | {p.name for p in kept.glob("*")})
    return [name for name in names if _bytes(fresh / name) != _bytes(kept / name)]


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
