"""Measure the time of a word cloud of 200 words, drawn and cached: part of `make bench`.

The words are the 200 most frequent of the bundled corpus; their sizes fall more slowly than their
occurrences, so that all of them are large enough to be drawn. "drawn" is a picture that is not in
the cache: layout, drawing and PNG in the light theme. "cached" is a picture drawn before. The
time is printed next to its target; a missed target is not a failure.
"""

import statistics
import sys
import time
from collections.abc import Callable

import pandas as pd

from dashboard.charts.palette import LIGHT
from dashboard.charts.word_cloud import Cloud, font_unit, word_cloud
from dashboard.filters import Filters
from dashboard.queries import selection

RUNS, WARM_UP = 15, 2
WORDS = 200
TARGET_MS = 300


def main() -> int:
    """Measure both, print the times, and return the exit status 0."""
    frame = words()
    unit = font_unit([frame], max_words=WORDS)

    def draw(year: int) -> Cloud | None:
        """Draw the cloud in the colour of `year`, so that each year is another picture."""
        return word_cloud(frame.assign(year=year), unit=unit, max_words=WORDS, palette=LIGHT)

    first = draw(0)
    drawn = times(lambda run: draw(1000 + run))
    cached = times(lambda _run: draw(0))
    print(f"word cloud of {len(first.terms) if first else 0} words, ms (target: under {TARGET_MS})")
    print(f"  drawn: median {statistics.median(drawn):.0f}, slowest {max(drawn):.0f}")
    print(f"  cached: median {statistics.median(cached):.1f}")
    return 0


def words() -> pd.DataFrame:
    """Return the WORDS most frequent words: columns term, value (square root of occurrences)."""
    counts = selection.term_counts(Filters())
    long_enough = counts.loc[~counts["is_stopword"] & (counts["term"].str.len() > 1)]
    summed = long_enough.groupby("term")["occurrences"].sum().nlargest(WORDS)
    return pd.DataFrame({"term": summed.index, "value": summed.to_numpy() ** 0.5})


def times(action: Callable[[int], object]) -> list[float]:
    """Return the milliseconds of each run of `action`, without the first WARM_UP runs."""
    milliseconds = []
    for run in range(WARM_UP + RUNS):
        began = time.perf_counter()
        action(run)
        milliseconds.append((time.perf_counter() - began) * 1000)
    return milliseconds[WARM_UP:]


if __name__ == "__main__":
    sys.exit(main())
