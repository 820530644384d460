"""The memory of a process that adds a long page, as its supervisor measures it."""

import subprocess
import sys
from pathlib import Path

import pytest

from loaders.sandbox.limits import Limits
from loaders.sandbox.worker import Worker
from tests.fixtures.long_page import long_page
from tests.support.processes import until
from tests.support.timeouts import PROCESS_BACKSTOP


@pytest.mark.skipif(sys.platform != "linux", reason="other systems share other pages")
def test_a_long_page_is_added_in_little_memory(tmp_path: Path) -> None:
    """A page of 400 kB and 700 turns, added by a prepared process, takes 240 MB at most."""
    (tmp_path / "page.txt").write_text(long_page(), encoding="utf-8")
    within = Limits(60.0, 300, PROCESS_BACKSTOP)
    with Worker(["-m", "loaders", "--wait"], within, captured=True) as worker:
        until(lambda: worker.is_ready)
        worker.submit((str(tmp_path), [["add", "page.txt", "--corpus", "corpus", "--json"]]))
        assert worker.wait() == 0, worker.output()
        assert '"read"' in worker.output()[0]


def test_a_page_is_read_without_pandas() -> None:
    code = (
        "import sys; from loaders.corpus import ingest; ingest.prepare()\n"
        "from loaders.commands.serve_once import _REHEARSAL\n"
        "request = ingest.IngestRequest(_REHEARSAL, ingest.ADDED, None, is_last=True)\n"
        "tables = ingest.ingest_file(request).tables\n"
        "assert 'pandas' not in sys.modules\n"
        "from loaders.schema import to_pandas; print(len(to_pandas(tables['turns'])))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert int(done.stdout) > 0
