"""`streamlit` that appends the duration of every script run, in ms, to the file $BENCH_RUNS.

ScriptRunner._run_script is timed: from the start of a run in its thread until its last message is
queued for the client. That is all the server does for a click, except sending.
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
