"""The error rates that `make simulate` measured on the bundled briefings."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[2] / "data" / "simulation.json"


@dataclass(frozen=True)
class Simulated:
    """Figures measured of one comparison.

    paragraphs: of each side. tests: p-values corrected together. deals: random deals of the
    paragraphs. false_marks: the share of deals in which a page marks a difference. power_of_side:
    side ("earlier" or "later") that says a wording more often -> expected occurrences on the other
    -> how many times as often it must say it to be marked in eight of ten cases; null if nothing
    that was tried is enough.
    """

    paragraphs: tuple[int, int]
    tests: int
    deals: int
    false_marks: float
    power_of_side: Mapping[str, Mapping[int, float | None]]

    @property
    def power(self) -> Mapping[int, float | None]:
        """Expected occurrences -> times, whichever side says the wording more often."""
        earlier, later = (self.power_of_side[side] for side in ("earlier", "later"))
        return {
            expected: max(times, other) if times and (other := later[expected]) else None
            for expected, times in earlier.items()
        }


@dataclass(frozen=True)
class CoverageCase:
    """Coverage of the 95% intervals of the ratio, in one case of sizes.

    paragraphs: of each side. thinned: a part of the later side's occurrences was left out at
    random, so that its rates are lower. covered: the share of all intervals. covered_by_count:
    that of the intervals of a count, by the smaller of both ("1", "2-3", "4+").
    """

    paragraphs: tuple[int, int]
    thinned: bool
    covered: float | None
    covered_by_count: Mapping[str, float | None]


@dataclass(frozen=True)
class Figures:
    """All that was measured: see benchmarks/simulate.py.

    corpus_version, briefings: what it was measured on. most_times: the largest ratio that was
    tried. pages: scope -> unit that is tested with the topics ("term" or "phrase") -> figures.
    """

    corpus_version: str
    briefings: tuple[str, ...]
    most_times: int
    coverage: tuple[CoverageCase, ...]
    pages: Mapping[str, Mapping[str, Simulated]]


@cache
def figures() -> Figures:
    """Return what the file holds."""
    found = json.loads(FILE.read_text(encoding="utf-8"))
    return Figures(
        found["corpus_version"],
        tuple(found["briefings"]),
        found["most_times"],
        tuple(map(_coverage_case, found["coverage"])),
        {
            scope: {unit: _simulated(page) for unit, page in pages.items()}
            for scope, pages in found["pages"].items()
        },
    )


def simulated(scope: str, unit: str, briefings: tuple[str, ...]) -> Simulated | None:
    """Return what was measured of the comparison of these briefings; None if nothing was.

    scope: "statements" or "whole". unit: what is tested with the topics, "term" or "phrase".
    """
    return figures().pages[scope][unit] if briefings == figures().briefings else None


def _simulated(page: Mapping[str, Any]) -> Simulated:
    first, last = page["paragraphs"]
    power = {
        side: {int(expected): times for expected, times in by_expected.items()}
        for side, by_expected in page["power"].items()
    }
    return Simulated((first, last), page["tests"], page["deals"], page["false_marks"], power)


def _coverage_case(case: Mapping[str, Any]) -> CoverageCase:
    first, last = case["paragraphs"]
    strata = {count: stratum["covered"] for count, stratum in case["strata"].items()}
    return CoverageCase((first, last), case["thinned"], case["covered"], strata)
