"""python -m loaders --wait: import what reading needs, carry out one job, and exit.

For the server, which starts it before a page is uploaded. The job is one line of JSON on standard
input: `commands`, each the arguments of `python -m loaders`, and the `folder` for their temporary
files. A job that is on standard input at the start is carried out without the preparation.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

from loaders.sandbox.limits import has_input

_REHEARSAL = Path(__file__).resolve().parents[2] / "data" / "sample" / "market-apart.html"


def read_job() -> list[list[str]]:
    """Wait for the job and return its commands, [] where standard input ends without one."""
    if not has_input(sys.stdin, 0):
        _prepare()
        print("  ready for a job", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        return []
    job = json.loads(line)
    os.environ["TMPDIR"] = tempfile.tempdir = job["folder"]
    commands: list[list[str]] = job["commands"]
    return commands


def _prepare() -> None:
    """Import the commands, and read a page once to fill the caches."""
    from loaders.commands import add, parse, remove  # noqa: F401, PLC0415 - after a job is awaited
    from loaders.corpus import ingest  # noqa: PLC0415 - as above

    ingest.prepare()
    # The first page takes 0.2 s more than the next: tables of characters, expressions, the lexicon.
    ingest.ingest_file(ingest.IngestRequest(_REHEARSAL, ingest.ADDED, None))
