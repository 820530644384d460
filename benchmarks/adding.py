"""Measure how long a visitor waits for an upload: part of `make bench`.

Runs the page "Add a briefing" as the server does, without a browser, with the sample pages in turn.
Three steps are timed: upload a page until its reading is shown; add it; correct its title and add
it again, which replaces the briefing added before. Each step is measured without an idle parser
process (as on a page that was just opened) and with one that is ready, alternately, so that both
run under the same load. Times are printed next to their targets; a missed target is not a failure.
"""

import logging
import statistics
import sys
import time
from collections.abc import Callable
from unittest.mock import patch

from streamlit.testing.v1 import AppTest

from dashboard import i18n
from dashboard.components import component
from dashboard.registry import PAGES
from dashboard.worker import client, process
from tests.support.server import ROOT

RUNS = 6
STEPS = {"page -> its reading": 1.0, "added": 2.0, "corrected, added again": 2.0}
SAMPLES = ("market-apart.html", "market-inline.txt")
TIMEOUT_SECONDS = 120


def main() -> int:
    """Measure all steps, print their times, and return the exit status 0."""
    # Streamlit warns that no server is running.
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").disabled = True
    times: dict[tuple[str, bool], list[float]] = {}
    for run in range(RUNS):
        for idle in (False, True):
            for step, seconds in _visit(SAMPLES[run % len(SAMPLES)], idle=idle).items():
                times.setdefault((step, idle), []).append(seconds)
    process.idle_worker.end()
    print(f"adding a page, s (median of {RUNS}){'cold':>13}{'warm':>8}{'times':>8}  target")
    for step, target in STEPS.items():
        cold, warm = (statistics.median(times[step, idle]) for idle in (False, True))
        print(f"  {step:<30}{cold:>12.2f}{warm:>8.2f}{cold / warm:>8.1f}  under {target:g}")
    return 0


def _visit(sample: str, *, idle: bool) -> dict[str, float]:
    """Return step -> seconds; with `idle`, wait for a ready parser process before each step."""
    if idle:
        return _time_steps(sample, _wait_until_ready)
    process.idle_worker.end()
    with patch.object(client, "prepare"):
        return _time_steps(sample, lambda: None)


def _wait_until_ready() -> None:
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while not ((worker := process.idle_worker.worker) and worker.is_ready):
        if time.monotonic() > deadline:
            raise RuntimeError("No idle parser process became ready.")
        time.sleep(0.05)


def _time_steps(sample: str, wait: Callable[[], None]) -> dict[str, float]:
    component.install()  # as the server does
    app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=TIMEOUT_SECONDS)
    app.query_params["lang"] = "zh"
    app.run()
    app.switch_page(str(next(page.file for page in PAGES if page.slug == "add-a-briefing"))).run()
    seconds: list[float] = []
    for action in (
        lambda: app.button(key=f"sample_{sample}").click().run(),
        lambda: _press(app, "add"),
        lambda: _press(app, "add_again"),
    ):
        if len(seconds) == 2:
            (title,) = [each for each in app.text_input if f"{each.key}".startswith("bw_title_")]
            title.set_value(f"{title.value}（更正）").run()
        wait()
        began = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - began)
    messages = [each.value for each in app.success]
    added = [i18n.text("zh", f"adding.outcome.{each}") for each in ("read", "read_with_warnings")]
    if app.exception or len(messages) != 1 or messages[0] not in added:
        raise RuntimeError(f"The sample was not added: {[*app.exception, *app.text, *messages]}")
    return dict(zip(STEPS, seconds, strict=True))


def _press(app: AppTest, name: str) -> None:
    label = i18n.text("zh", f"adding.{name}")
    (button,) = [each for each in app.button if each.label == label]
    button.click().run()


if __name__ == "__main__":
    sys.exit(main())
