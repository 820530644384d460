"""Measure how often the comparison errs on the bundled briefings: `make simulate`.

Everything is simulated with the paragraphs that the page Comparison compares of the two bundled
briefings, and with the code that the page runs:

- coverage: paragraphs are drawn with replacement from those of each briefing, so that the true
  ratio is that of all its paragraphs; how many intervals hold it, in all and where the smaller
  count is 1, 2 to 3, and 4 or more. "Thinned" keeps a third of the later occurrences.
- false marks: all paragraphs of both briefings are dealt to the two at random, so that nothing
  differs; in how many deals the page marks anything.
- power: a wording is said at random (negative binomial, with the dispersion of the counts here),
  some times as often on one side as on the other; from how many times on it is marked in eight of
  ten cases, for each side that says it more, if it is the only difference among all that the page
  tests.

The seeds are fixed. The figures are written to data/simulation.json, with the corpus version, and
the pages Methods and Comparison show them. It takes half a minute of one core.
"""

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.filters import VIEWS, Filters
from dashboard.labels.pair import Pair, choose_pair
from dashboard.queries import comparison_family as family
from dashboard.queries import selection, statistics
from dashboard.queries.simulation import FILE
from dashboard.run_context import current_run
from dashboard.stats.multiple_tests import FALSE_SHARE, multiple_tests
from dashboard.stats.random_deals import TOLERANCE, deal_count, excess, random_deals, random_sides
from dashboard.stats.ratio_interval import MIN_JOINT_OCCURRENCES, ratio_interval

TRIALS = 400  # draws of paragraphs for each figure of coverage
NULL_DEALS = 1_000  # deals in which nothing differs
WORDINGS = 400  # simulated wordings for each step of power
EXPECTED = (1, 2, 4, 8, 16)  # occurrences of a wording on the side that says it less
TIMES = (2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 32, 48)
POWER = 0.8
THINNED = 1 / 3
STRATA = {"1": (1, 1), "2-3": (2, 3), "4+": (4, np.inf)}  # the smaller of both counts
_SEED = 20_230_718

_Floats = NDArray[np.float64]


class Table(NamedTuple):
    """Occurrences, a row per paragraph and a column per id; characters and side of each row."""

    counts: pd.DataFrame
    characters: pd.Series
    is_later: pd.Series

    @property
    def sizes(self) -> list[int]:
        """The numbers of paragraphs of the earlier and the later briefing."""
        return [int((~self.is_later).sum()), int(self.is_later.sum())]


def main() -> None:
    """Simulate, write the figures, and print them."""
    pair = choose_pair(selection.briefings(Filters()), statistics.coverage(Filters()))
    if pair is None:
        raise SystemExit("The corpus has no two briefings to compare")
    figures = {
        "corpus_version": current_run().corpus.version,
        "briefings": [*pair.ids.values()],
        "most_times": TIMES[-1],
        "coverage": list(coverages(pair, trials=TRIALS)),
        "pages": {
            scope: {unit: page(pair, scope, unit) for unit in VIEWS["unit"]}
            for scope in VIEWS["scope"]
        },
    }
    text = json.dumps(figures, indent=1, ensure_ascii=False)
    FILE.write_text(f"{text}\n", encoding="utf-8")
    print(text)


def table(pair: Pair, scope: str, unit: str) -> Table:
    """Return the occurrences of topics and terms that the page lists in `scope`."""
    chosen = Filters(scope=scope, unit=unit)
    within = family.compared_filters(chosen, pair, scope)
    compared = family.family(chosen, pair)
    key = ["briefing_id", "paragraph"]
    paragraphs = selection.paragraphs(within).set_index(key).sort_index()
    parts = []
    for by, counts in (("topic_id", selection.hits(within)), (unit, family.COUNTS[unit](within))):
        ids = compared.ratios[by][scope][by].tolist()
        listed = counts.loc[counts[by].isin(ids)]
        wide = listed.pivot_table(index=key, columns=by, values="occurrences", aggfunc="sum")
        parts.append(wide.reindex(index=paragraphs.index, columns=ids).add_prefix(f"{by}:"))
    wide = pd.concat(parts, axis=1).fillna(0)
    is_later = pd.Series(paragraphs.index.get_level_values(0) == pair.ids["later"])
    return Table(wide, paragraphs["characters"], is_later.set_axis(paragraphs.index))


def coverages(pair: Pair, *, trials: int) -> Iterator[dict[str, object]]:
    """Yield the coverage of each case: sizes, thinned or not, and the figures of coverage."""
    statements, whole = (table(pair, scope, "term") for scope in VIEWS["scope"])
    cases = [(statements, statements.sizes), (statements, [6, 6]), (whole, whole.sizes)]
    for source, sizes in cases:
        for thinned in (False, True):
            found = coverage(source, sizes=sizes, keep=THINNED if thinned else 1, trials=trials)
            yield {"paragraphs": sizes, "thinned": thinned, **found}


def coverage(source: Table, *, sizes: Sequence[int], keep: float, trials: int) -> dict[str, object]:
    """Return the share of intervals that hold the true ratio, over `trials` draws of paragraphs.

    source: the paragraphs to draw from. sizes: paragraphs to draw on each side. keep: the share of
    the later occurrences that is kept. The keys are covered, and strata: those of STRATA, with the
    share and the number of intervals of each.
    """
    generator = np.random.default_rng(_SEED)
    matrix, lengths = source.counts.to_numpy(), source.characters.to_numpy(dtype=float)
    sides = [np.flatnonzero(source.is_later.to_numpy() == later) for later in (False, True)]
    rates = [matrix[side].sum(axis=0) / lengths[side].sum() for side in sides]
    # An id that one briefing never says has no true ratio.
    known = (rates[0] > 0) & (rates[1] > 0)
    truth = np.log2(keep * rates[1][known] / rates[0][known])
    is_later = pd.Series(np.repeat([False, True], sizes))
    held: list[NDArray[np.bool_]] = []
    smaller: list[_Floats] = []
    for _ in range(trials):
        rows = np.concatenate([generator.choice(s, n) for s, n in zip(sides, sizes, strict=True)])
        drawn = matrix[np.ix_(rows, known)]
        drawn[is_later] = generator.binomial(drawn[is_later].astype(int), keep)
        interval = ratio_interval(
            pd.DataFrame(drawn), characters=pd.Series(lengths[rows]), is_later=is_later
        )
        is_shown = interval["low"].notna().to_numpy()
        low, high = (interval[end].to_numpy()[is_shown] for end in ("low", "high"))
        held.append((low <= truth[is_shown]) & (truth[is_shown] <= high))
        counts = np.minimum(drawn[~is_later].sum(axis=0), drawn[is_later].sum(axis=0))
        smaller.append(counts[is_shown])
    return _by_stratum(np.concatenate(held), np.concatenate(smaller))


def _by_stratum(held: NDArray[np.bool_], smaller: _Floats) -> dict[str, object]:
    strata = {}
    for name, (first, last) in STRATA.items():
        inside = (smaller >= first) & (smaller <= last)
        share = round(float(held[inside].mean()), 4) if inside.any() else None
        strata[name] = {"covered": share, "intervals": int(inside.sum())}
    return {"covered": round(float(held.mean()), 4), "intervals": len(held), "strata": strata}


def page(pair: Pair, scope: str, unit: str) -> dict[str, object]:
    """Return the figures of the page that compares topics and `unit` in `scope`."""
    chosen = Filters(scope=scope, unit=unit)
    tests = family.family(chosen, pair).tests
    tables = [table(pair, each, unit) for each in family.family(chosen, pair).paragraphs]
    widest = tables[-1]
    return {
        "paragraphs": widest.sizes,
        "tests": tests,
        "deals": NULL_DEALS,
        "false_marks": false_marks(tables, deals=NULL_DEALS),
        "dispersion": round(dispersion(widest), 2),
        "power": {
            side: powers(widest, more_in_later=side == "later", tests=tests, wordings=WORDINGS)
            for side in ("earlier", "later")
        },
    }


def false_marks(tables: Sequence[Table], *, deals: int) -> float:
    """Return the share of deals in which a page marks anything, though nothing differs.

    tables: what the page tests, a table for each scope; each is dealt on its own.
    """
    generator = np.random.default_rng(_SEED)
    p_values = np.concatenate([_null_p_values(each, deals, generator) for each in tables], axis=1)
    frames = {n: pd.DataFrame({"p_value": row}) for n, row in enumerate(p_values)}
    marked = [multiple_tests({n: frame})[n]["conclusive"].any() for n, frame in frames.items()]
    return round(float(np.mean(marked)), 4)


def _null_p_values(source: Table, deals: int, generator: np.random.Generator) -> _Floats:
    """Return the p-values of random deals of `source`: a row per deal, a column per tested id.

    Below 10% they are those of random_deals, whose deals are the same for every way to deal the
    paragraphs; made once, they are looked up instead of made for each.
    """
    tested = source.counts.loc[:, source.counts.sum() >= MIN_JOINT_OCCURRENCES]
    of_rows = excess(tested.to_numpy(), source.characters.to_numpy(dtype=float))
    size, made = min(source.sizes), deal_count(tested.shape[1])
    sides = random_sides(len(of_rows), size=size, deals=made)
    reference = np.sort(np.concatenate([np.abs(each @ of_rows) for each in sides]), axis=0)
    dealt = np.array([generator.permutation(source.is_later.to_numpy()) for _ in range(deals)])
    observed = np.abs(dealt.astype(float) @ of_rows) - TOLERANCE
    hits = np.empty(observed.shape)
    for column in range(observed.shape[1]):
        hits[:, column] = made - np.searchsorted(reference[:, column], observed[:, column])
    return np.asarray((1 + hits) / (1 + made))


def dispersion(source: Table) -> float:
    """Return the dispersion d of the counts here: variance = mean + d × mean², by moments.

    Pooled over all ids that are tested and both sides; a mean is that of a paragraph of its length.
    """
    tested = source.counts.loc[:, source.counts.sum() >= MIN_JOINT_OCCURRENCES]
    over, square = 0.0, 0.0
    for side in (source.is_later, ~source.is_later):
        counts = tested.loc[side].to_numpy()
        lengths = source.characters.loc[side].to_numpy(dtype=float)
        mean = np.outer(lengths / lengths.sum(), counts.sum(axis=0))
        # A mean that is taken from the counts themselves takes up one degree of freedom.
        factor = len(lengths) / (len(lengths) - 1)
        over += float((factor * (counts - mean) ** 2 - mean).sum())
        square += float((mean**2).sum())
    return max(over / square, 0.0)


def powers(
    source: Table, *, more_in_later: bool, tests: int, wordings: int
) -> dict[str, int | None]:
    """Return how many times as often a wording must be said to be marked in POWER of the cases.

    The keys are its EXPECTED occurrences on the other side; None where none of TIMES is enough.
    more_in_later: whether the later side says it more, or the earlier. tests: p-values that are
    corrected together.
    """
    spread = dispersion(source)

    def is_enough(expected: int, times: int) -> bool:
        marked = _marked(source, more_in_later, expected, times, spread, tests, wordings)
        return marked >= POWER

    return {
        str(expected): next((times for times in TIMES if is_enough(expected, times)), None)
        for expected in EXPECTED
    }


def _marked(
    source: Table,
    more_in_later: bool,
    expected: int,
    times: int,
    spread: float,
    tests: int,
    wordings: int,
) -> float:
    """Return the share of `wordings` simulated wordings that a page marks."""
    generator = np.random.default_rng(_SEED)
    lengths = source.characters.to_numpy(dtype=float)
    is_more = source.is_later.to_numpy() == more_in_later
    mean = expected * lengths / lengths[~is_more].sum() * np.where(is_more, times, 1)
    rates = mean[:, np.newaxis] * generator.gamma(1 / spread, spread, (len(mean), wordings))
    counts = pd.DataFrame(generator.poisson(rates).astype(float), index=source.counts.index)
    p_values = random_deals(
        counts, characters=source.characters, is_later=source.is_later, deals=deal_count(tests)
    )
    is_tested = counts.sum() >= MIN_JOINT_OCCURRENCES
    return float((is_tested & (p_values * tests <= FALSE_SHARE)).mean())


if __name__ == "__main__":
    main()
