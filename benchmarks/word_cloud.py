"""How long a word cloud of 200 words takes, drawn and kept: part of `make bench`.

The words are the 200 most frequent of the bundled corpus, their sizes falling more slowly than
their occurrences do, so that all of them are large enough to be drawn. Drawn means that nobody has
asked for it before: laid out, painted, and made into a PNG in the reader's theme. Kept is the same
picture again. It judges nothing by the clock: the target stands beside.
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
    """Measure, print, and return 0."""
    frame = words()
    unit = font_unit([frame], most=WORDS)

    def draw(year: int) -> Cloud | None:
        """The cloud in the colour of `year`, which makes it another picture."""
        return word_cloud(frame.assign(year=year), unit=unit, most=WORDS, palette=LIGHT)

    first = draw(0)
    drawn = times(lambda run: draw(1000 + run))
    kept = times(lambda _run: draw(0))
    print(f"word cloud of {first.words if first else 0} words, ms (target: under {TARGET_MS})")
    print(f"  drawn: median {statistics.median(drawn):.0f}, slowest {max(drawn):.0f}")
    print(f"  kept: median {statistics.median(kept):.1f}")
    return 0


def words() -> pd.DataFrame:
    """The most frequent words of the corpus: term, value (the root of its occurrences)."""
    counts = selection.term_counts(Filters())
    long_enough = counts.loc[~counts["is_stopword"] & (counts["term"].str.len() > 1)]
    summed = long_enough.groupby("term")["occurrences"].sum().nlargest(WORDS)
    return pd.DataFrame({"term": summed.index, "value": summed.to_numpy() ** 0.5})


def times(act: Callable[[int], object]) -> list[float]:
    """The milliseconds of each run of `act` but the first ones."""
    taken = []
    for run in range(WARM_UP + RUNS):
        began = time.perf_counter()
        act(run)
        taken.append((time.perf_counter() - began) * 1000)
    return taken[WARM_UP:]


if __name__ == "__main__":
    sys.exit(main())
