"""The parser's own commands in this process, for tests of what is done with their answers.

A process of the parser takes two seconds to start. The process itself is tested in
tests/unit/dashboard/worker/ and by the browser tests.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout

import pytest

from dashboard.worker import client, process
from dashboard.worker.process import Done
from loaders.__main__ import main
from loaders.sandbox.limits import VARIABLE
from loaders.text import segmenter

__all__ = ["parser_here"]


@contextmanager
def parser_here() -> Iterator[None]:
    """Run the jobs of `dashboard.worker` in this process, and start no other."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, "1")
        patch.setattr(segmenter, "_chosen", [*segmenter._chosen])
        patch.setattr(process, "run", _run)
        patch.setattr(client, "prepare", lambda: None)
        yield


def _run(commands: Sequence[Sequence[str]], _folder: str) -> Done:
    said, complained = io.StringIO(), io.StringIO()
    with redirect_stdout(said), redirect_stderr(complained):
        status = next((status for command in commands if (status := main(command))), 0)
    return Done(status, said.getvalue(), complained.getvalue())
