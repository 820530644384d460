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
    paragraphs. false_marks: the share of deals in which a page marks a difference. power: expected
    occurrences on one side -> how many times as often the other side must say a wording to be
    marked in eight of ten cases, whichever side that is; null if nothing that was tried is enough.
    """

    paragraphs: tuple[int, int]
    tests: int
    deals: int
    false_marks: float
    power: Mapping[int, float | None]


@cache
def figures() -> Mapping[str, Any]:
    """Return all that the file holds: see benchmarks/simulate.py."""
    found: Mapping[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def simulated(scope: str, unit: str, briefings: tuple[str, ...]) -> Simulated | None:
    """Return what was measured of the comparison of these briefings; None if nothing was.

    scope: "statements" or "whole". unit: what is tested with the topics, "term" or "phrase".
    """
    if list(briefings) != figures()["briefings"]:
        return None
    page = figures()["pages"][scope][unit]
    first, last = page["paragraphs"]
    earlier, later = (page["power"][side] for side in ("earlier", "later"))
    power = {
        int(expected): max(times, later[expected]) if times and later[expected] else None
        for expected, times in earlier.items()
    }
    return Simulated((first, last), page["tests"], page["deals"], page["false_marks"], power)
