"""Fuzz the parser for input that makes it fail or hang: `make fuzz`.

`python -m benchmarks.fuzz --seconds N --seed S` spends N seconds of processor time, half of them on
each of:

- pages: the tests' invented pages, damaged at random in every format (mutations.py), go through the
  whole pipeline (whole_way.py). Any exception but a BriefingsError is a finding; it is shrunk and
  printed.
- growth: a hostile text four times as long must not take over eight times as long (growth.py).

The same seed tries the same inputs in the same order; the seconds decide how many. The exit status
is 1 if something was found, else 0.
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

SECONDS, PAGES_PER_ROUND = 120.0, 40
# Seconds of processor time after which one page, or one pair of growth, is stopped and reported.
MAX_SECONDS = 30.0
BYTES_PRINTED = 1_500
PAIRS_PRINTED = 5


class TooLongError(BaseException):
    """Raised if an input takes MAX_SECONDS; not an Exception, so Hypothesis does not shrink it."""


@dataclass
class Findings:
    """The number of pages by outcome, the last page tried, and the findings as text."""

    outcomes: Counter[str] = field(default_factory=Counter)
    last: Page = ("", b"")
    found: list[str] = field(default_factory=list)


def main() -> int:
    """Fuzz for the given seconds, print a summary, and return 1 if anything was found, else 0."""
    options = _options()
    segmenter.use_fast_segmenter()
    signal.signal(signal.SIGPROF, _raise_too_long)
    findings = Findings()
    half = options.seconds / 2
    _repeat_for(half, lambda number: _try_pages(options.seed * 1_000_000 + number, findings))
    tried = sum(findings.outcomes.values())
    print(f"pages: {tried:,} tried (seed {options.seed})")
    for outcome, count in findings.outcomes.most_common():
        print(f"  {outcome:<22}{count:>7,}")
    pairs, measured = growth.pairs(options.seed), list[Growth]()
    _repeat_for(half, lambda _: _try_pair(next(pairs), measured, findings))
    _print_growth(measured)
    for finding in findings.found:
        print(f"\nFOUND {finding}")
    print(f"\n{len(findings.found)} found")
    return bool(findings.found)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of processor time, in all")
    parser.add_argument("--seed", type=int, default=0, help="what is tried (default: 0)")
    return parser.parse_args()


def _repeat_for(seconds: float, action: Callable[[int], None]) -> None:
    """Call `action` with 0, 1, ... for `seconds` of processor time, at least once."""
    began, number = time.process_time(), 0
    while number == 0 or time.process_time() - began < seconds:
        action(number)
        number += 1


def _try_pages(number: int, findings: Findings) -> None:
    """Try PAGES_PER_ROUND pages drawn with seed `number`; record the first finding, shrunk."""

    @seed(number)
    @settings(
        database=None, deadline=None, max_examples=PAGES_PER_ROUND,
        phases=(Phase.generate, Phase.shrink), suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet, print_blob=False, report_multiple_bugs=False,
    )  # fmt: skip
    @given(pages())
    def check(page: Page) -> None:
        findings.last = page
        with _time_limit():
            findings.outcomes[whole_way(*page)] += 1

    try:
        check()
    except (Exception, TooLongError) as error:  # noqa: BLE001 - any exception is a finding
        name, data = findings.last
        trace = "".join(traceback.format_exception(error, limit=-4)).rstrip()
        content = repr(data[:BYTES_PRINTED])
        if len(data) > BYTES_PRINTED:
            content += f" and {len(data):,} in all"
        findings.found.append(f"in round {number}: {name} of {content}\n{trace}")
        print(f"FOUND {findings.found[-1]}", flush=True)


def _try_pair(pair: growth.Pair, measured: list[Growth], findings: Findings) -> None:
    try:
        with _time_limit():
            measured.append(growth.growth(pair))
    except TooLongError:
        findings.found.append(f"{pair} takes over {MAX_SECONDS:g} s")
    except Exception:  # noqa: BLE001 - any exception is a finding
        findings.found.append(f"{pair} raises\n{traceback.format_exc(limit=-4)}")
    else:
        if measured[-1].is_found:
            findings.found.append(str(measured[-1]))


def _print_growth(measured: list[Growth]) -> None:
    listed = len({each.pair for each in measured} & {*growth.LISTED})
    total = len(growth.LISTED)
    print(f"growth: {len(measured):,} pairs tried, {listed} of the {total} listed ones")
    print(f"  slowest, ms for 1,000 characters (of {growth.MIN_SECONDS * 1000:.0f} ms and more)")
    comparable = [each for each in measured if each.large >= growth.MIN_SECONDS]
    for each in sorted(comparable, key=lambda one: -one.rate)[:PAIRS_PRINTED]:
        print(f"  {each}")
    print("  steepest")
    for each in sorted(comparable, key=lambda one: -one.ratio)[:PAIRS_PRINTED]:
        print(f"  {each}")


@contextmanager
def _time_limit() -> Iterator[None]:
    signal.setitimer(signal.ITIMER_PROF, MAX_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _raise_too_long(_number: int, _frame: FrameType | None) -> None:
    raise TooLongError


if __name__ == "__main__":
    sys.exit(main())
