"""python -m loaders --wait: prepare to read a page, wait for one job, carry it out and exit.

The server starts this process before a page is uploaded, so that a visitor does not wait for the
imports. The job is one line of JSON on standard input: `commands` is a list of commands, each a
list of arguments of `python -m loaders`; `folder` is for their temporary files. If the job is on
standard input at the start already, it is carried out without the preparation.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

from loaders.sandbox.limits import has_input

_REHEARSAL = Path(__file__).resolve().parents[2] / "data" / "sample" / "market-apart.html"


def read_job() -> list[list[str]]:
    """Wait for a job and return its commands; return [] if standard input ends without a job.

    Temporary files of this process go to the job's folder from then on.
    """
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
    """Import the commands, and read a sample page once to fill the caches."""
    from loaders.commands import add, parse, remove  # noqa: F401, PLC0415 - while no job has come
    from loaders.corpus import ingest  # noqa: PLC0415 - as above

    ingest.prepare()
    # Reading the first page takes 0.2 s longer than the next, to load tables of characters and the
    # lexicon and to compile expressions.
    ingest.ingest_file(ingest.IngestRequest(_REHEARSAL, ingest.ADDED, None))
