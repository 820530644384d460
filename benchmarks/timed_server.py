"""`streamlit`, with the duration of every script run written to the file that $BENCH_RUNS names.

The clock stands around ScriptRunner._run_script: from the moment the thread takes up a run until
its last message is queued for the reader. That is all the server does for a click, save sending.
"""

import os
import time
from pathlib import Path
from typing import Any

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.web.cli import main

RUNS = Path(os.environ["BENCH_RUNS"])
_run_script: Any = ScriptRunner._run_script


def _timed(self: ScriptRunner, rerun_data: Any) -> None:
    began = time.perf_counter()
    _run_script(self, rerun_data)
    with RUNS.open("a", encoding="utf-8") as log:
        log.write(f"{(time.perf_counter() - began) * 1000:.3f}\n")


ScriptRunner._run_script = _timed  # type: ignore[method-assign]  # no public hook is this wide

if __name__ == "__main__":
    main()
