"""python -m loaders --wait: prepare to read a page, wait for one job, carry it out and exit.

A worker (loaders.sandbox.worker) runs this for `--limit`, and for the server, which starts it
before a page is uploaded, so that a visitor does not wait for the imports. A job is a folder and a
list of commands: each is a list of arguments of `python -m loaders`, with paths from that folder.
If the job is there at the start already, it is carried out without the preparation.
"""

import os
from pathlib import Path

from loaders.sandbox.worker import Supervisor

_REHEARSAL = Path(__file__).resolve().parents[2] / "data" / "sample" / "market-apart.html"


def read_job() -> list[list[str]]:
    """Wait for a job, change to its folder and return its commands.

    Return [] if the supervisor exits before it sends a job.
    """
    supervisor = Supervisor()
    if not supervisor.has_job():
        _prepare()
        supervisor.send("ready")
    try:
        folder, commands = supervisor.receive()
    except EOFError:
        return []
    os.chdir(folder)
    return list(commands)


def _prepare() -> None:
    """Import the commands, and read a sample page once to fill the caches.

    The first page takes 0.2 s longer than the next: tables of characters, the lexicon, expressions.
    """
    from loaders.commands import add, parse, remove  # noqa: F401, PLC0415 - while no job has come
    from loaders.corpus import ingest  # noqa: PLC0415 - as above

    ingest.prepare()
    ingest.ingest_file(ingest.IngestRequest(_REHEARSAL, ingest.ADDED, None))
