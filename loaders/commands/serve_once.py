"""python -m loaders --wait: import what reading takes, then carry out one order, and end.

For the server, which starts it before anybody brings a page. The order is one line of JSON on
standard input: `commands`, each the arguments of `python -m loaders`, and the `folder` for what
they write for a while. One that is there at once is carried out at once.
"""

import json
import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from loaders.sandbox.limits import is_there

__all__ = ["ordered"]

_REHEARSAL = Path(__file__).resolve().parents[2] / "data" / "sample" / "market-apart.html"


def ordered() -> list[list[str]]:
    """The commands of the order when it comes; none where it does not."""
    if not is_there(sys.stdin, 0):
        _prepare()
        print("  ready for an order", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        return []
    order = json.loads(line)
    os.environ["TMPDIR"] = tempfile.tempdir = order["folder"]
    commands: list[list[str]] = order["commands"]
    return commands


def _prepare() -> None:
    for command in ("parse", "add", "remove"):
        import_module(f"loaders.commands.{command}")
    incoming = import_module("loaders.corpus.ingest")
    incoming.prepare()
    # The first page takes 0.2 s more than the next: tables of characters, expressions, the lexicon.
    incoming.receive(incoming.Request(_REHEARSAL, incoming.ADDED, None))
