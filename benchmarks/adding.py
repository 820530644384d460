"""How long a visitor waits who brings a page: part of `make bench`.

Runs the page "Add a briefing" as the server does, without a browser, with the sample pages in turn:
bring a page until its reading is drawn; add it; put its title right and add it again, which takes
the first out. Each once without a spare process of the parser (as on a page that was opened a
moment ago) and once with one that is ready, in turn, so that both meet the same machine. It judges
nothing by the clock: the targets stand beside.
"""

import logging
import statistics
import sys
import time
from collections.abc import Callable
from unittest.mock import patch

from streamlit.testing.v1 import AppTest

from dashboard import i18n
from dashboard.registry import PAGES
from dashboard.worker import client, process
from tests.support.server import ROOT

RUNS = 6
STEPS = {"page -> its reading": 1.0, "added": 2.0, "put right, added again": 2.0}
SAMPLES = ("market-apart.html", "market-inline.txt")
PATIENCE = 120  # seconds


def main() -> int:
    """Measure, print, and return 0."""
    # It warns that no server runs.
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").disabled = True
    taken: dict[tuple[str, bool], list[float]] = {}
    for run in range(RUNS):
        for spare in (False, True):
            for step, seconds in _visit(SAMPLES[run % len(SAMPLES)], spare=spare).items():
                taken.setdefault((step, spare), []).append(seconds)
    process.end()
    print(f"adding a page, s (median of {RUNS}){'no spare':>13}{'spare':>8}{'times':>8}  target")
    for step, target in STEPS.items():
        without, ready = (statistics.median(taken[step, spare]) for spare in (False, True))
        print(f"  {step:<30}{without:>12.2f}{ready:>8.2f}{without / ready:>8.1f}  under {target:g}")
    return 0


def _visit(sample: str, *, spare: bool) -> dict[str, float]:
    """The seconds of each step of a visit; `spare`: with a process that is ready before each."""
    if spare:
        return _steps(sample, _ready)
    process.end()
    with patch.object(client, "prepare"):
        return _steps(sample, lambda: None)


def _ready() -> None:
    deadline = time.monotonic() + PATIENCE
    while not process.is_ready():
        if time.monotonic() > deadline:
            raise RuntimeError("No spare process of the parser became ready.")
        time.sleep(0.05)


def _steps(sample: str, ready: Callable[[], None]) -> dict[str, float]:
    app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=PATIENCE)
    app.query_params["lang"] = "zh"
    app.run()
    app.switch_page(str(next(page.file for page in PAGES if page.slug == "add-a-briefing"))).run()
    seconds: list[float] = []
    for act in (
        lambda: app.button(key=f"sample_{sample}").click().run(),
        lambda: _press(app, "add"),
        lambda: _press(app, "add_again"),
    ):
        if len(seconds) == 2:
            (title,) = [each for each in app.text_input if f"{each.key}".startswith("bw_title_")]
            title.set_value(f"{title.value}（更正）").run()
        ready()
        began = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - began)
    told = [each.value for each in app.success]
    if app.exception or told != [i18n.text("zh", "adding.outcome.read")]:
        raise RuntimeError(f"The sample was not added: {[*app.exception, *app.text]}")
    return dict(zip(STEPS, seconds, strict=True))


def _press(app: AppTest, name: str) -> None:
    label = i18n.text("zh", f"adding.{name}")
    (button,) = [each for each in app.button if each.label == label]
    button.click().run()


if __name__ == "__main__":
    sys.exit(main())
