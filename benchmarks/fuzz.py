"""Whether anything that a stranger brings breaks the parser or holds it up: `make fuzz`.

`python -m benchmarks.fuzz --seconds N --seed S` spends N seconds of processor time, one half each:

- pages: the tests' invented pages, damaged at random in every format (mutations.py), go the whole
  way (whole_way.py). Anything that comes out of it but a refusal in a sentence is a finding; it is
  shrunk and printed.
- growth: a hostile text four times as long must not take over eight times as long (growth.py).

The same seed tries the same things in the same order; how many of them, the seconds decide. Ends
with 1 where something was found, else with 0.
"""

import argparse
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings

from benchmarks import growth
from benchmarks.growth import Growth
from benchmarks.mutations import Page, pages
from benchmarks.whole_way import whole_way
from loaders.text import segmenter

SECONDS, A_ROUND = 120.0, 40
# Processor time that one page or one step of growth may take before it is stopped and told.
LONGEST = 30.0
SHOWN = 1_500
SLOWEST = 5


class TooLongError(BaseException):
    """One input took LONGEST. No Exception, so that Hypothesis does not try to shrink it."""


@dataclass
class Findings:
    """What became of the pages, the last of them, and what was found."""

    outcomes: Counter[str] = field(default_factory=Counter)
    last: Page = ("", b"")
    found: list[str] = field(default_factory=list)


def main() -> int:
    """Try, print a summary, and return the exit status."""
    options = _options()
    segmenter.use_fast_segmenter()
    signal.signal(signal.SIGPROF, _stop)
    findings = Findings()
    half = options.seconds / 2
    _until(half, lambda number: _round(options.seed * 1_000_000 + number, findings))
    tried = sum(findings.outcomes.values())
    print(f"pages: {tried:,} tried (seed {options.seed})")
    for outcome, count in findings.outcomes.most_common():
        print(f"  {outcome:<22}{count:>7,}")
    pairs, grown = growth.pairs(options.seed), list[Growth]()
    _until(half, lambda _: _grow(next(pairs), grown, findings))
    _print_growth(grown)
    for finding in findings.found:
        print(f"\nFOUND {finding}")
    print(f"\n{len(findings.found)} found")
    return bool(findings.found)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of processor time, in all")
    parser.add_argument("--seed", type=int, default=0, help="what is tried (default: 0)")
    return parser.parse_args()


def _until(seconds: float, act: Callable[[int], None]) -> None:
    """`act` with 0, 1, ... for so many seconds of processor time, and once at least."""
    began, number = time.process_time(), 0
    while number == 0 or time.process_time() - began < seconds:
        act(number)
        number += 1


def _round(number: int, findings: Findings) -> None:
    """Some pages; of the first that breaks something, what Hypothesis shrinks it to is noted."""

    @seed(number)
    @settings(
        database=None, deadline=None, max_examples=A_ROUND, phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck), verbosity=Verbosity.quiet, print_blob=False,
        report_multiple_bugs=False,
    )  # fmt: skip
    @given(pages())
    def check(page: Page) -> None:
        findings.last = page
        with _no_longer():
            findings.outcomes[whole_way(*page)] += 1

    try:
        check()
    except (Exception, TooLongError) as error:  # noqa: BLE001 - whatever comes out is the finding
        name, data = findings.last
        told = "".join(traceback.format_exception(error, limit=-4)).rstrip()
        shown = repr(data[:SHOWN]) + ("" if len(data) <= SHOWN else f" and {len(data):,} in all")
        findings.found.append(f"in round {number}: {name} of {shown}\n{told}")
        print(f"FOUND {findings.found[-1]}", flush=True)


def _grow(pair: growth.Pair, grown: list[Growth], findings: Findings) -> None:
    try:
        with _no_longer():
            grown.append(growth.growth(pair))
    except TooLongError:
        findings.found.append(f"{pair} takes over {LONGEST:g} s")
    except Exception:  # noqa: BLE001 - whatever comes out is the finding
        findings.found.append(f"{pair} raises\n{traceback.format_exc(limit=-4)}")
    else:
        if grown[-1].is_found:
            findings.found.append(str(grown[-1]))


def _print_growth(grown: list[Growth]) -> None:
    listed = len({each.pair for each in grown} & {*growth.LISTED})
    print(f"growth: {len(grown):,} pairs tried, {listed} of the {len(growth.LISTED)} listed ones")
    print(f"  slowest, ms for 1,000 characters (of {growth.FLOOR * 1000:.0f} ms and more)")
    measured = [each for each in grown if each.large >= growth.FLOOR]
    for each in sorted(measured, key=lambda one: -one.rate)[:SLOWEST]:
        print(f"  {each}")
    print("  steepest")
    for each in sorted(measured, key=lambda one: -one.ratio)[:SLOWEST]:
        print(f"  {each}")


@contextmanager
def _no_longer() -> Iterator[None]:
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise TooLongError


if __name__ == "__main__":
    sys.exit(main())
