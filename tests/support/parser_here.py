"""Run the parser's commands in the test process, to test what the dashboard does with the output.

This saves two seconds, which a parser process takes to start. That process is tested by
tests/unit/dashboard/worker and by the browser tests.
"""

import io
from collections.abc import Mapping, Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from dashboard.worker import client, process
from dashboard.worker.process import Done
from loaders.__main__ import main
from loaders.sandbox.limits import VARIABLE
from loaders.text import segmenter


def parser_here(patch: pytest.MonkeyPatch) -> None:
    """Make `worker.process.run` run its commands in this process until `patch` is undone.

    No worker is started. patch: the monkeypatch of the test, so that later patches of the test are
    undone before this.
    """
    patch.setenv(VARIABLE, "1")
    patch.setattr(segmenter, "_active", [*segmenter._active])
    patch.setattr(process, "run", _run)
    patch.setattr(client, "prepare", lambda: None)


def _run(files: Mapping[str, bytes], commands: Sequence[Sequence[str]]) -> Done:
    output, errors = io.StringIO(), io.StringIO()
    with TemporaryDirectory() as folder, chdir(folder):
        for name, data in files.items():
            Path(name).write_bytes(data)
        with redirect_stdout(output), redirect_stderr(errors):
            status = next((status for command in commands if (status := main(command))), 0)
    return Done(status, output.getvalue(), errors.getvalue())
