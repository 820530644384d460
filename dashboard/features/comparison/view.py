"""Two briefings side by side, in this run's language: what compares, and what it shows.

A *reading* is one way to compare: statements with statements, or whole transcripts with whole
transcripts. Whoever asks for the second gets both, a line each.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.features.comparison.pair import SIDES, Pair
from dashboard.filters import Filters
from dashboard.i18n import pick, t
from dashboard.labels.numbers import lines, number, per_10k
from dashboard.queries import selection

LEAST = 4  # a term that occurs less often in both together is not listed
_UNDECIDED = 12  # terms of a year that are drawn though nothing can be told of them
SCOPES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "statements": {"section": ("opening",), "kind": ("statement",)},
    "whole": {"section": (), "kind": ()},
}
OCCURRENCES = ("earlier_occurrences", "later_occurrences")

Readings = Mapping[str, pd.DataFrame]  # scope -> of log_ratio, the scope that is chosen last


def scopes(scope: str) -> list[str]:
    """The readings that are given where `scope` is chosen, that one last."""
    return list(SCOPES)[: list(SCOPES).index(scope) + 1]


def within(chosen: Filters, two: Pair, scope: str) -> Filters:
    """What `chosen` leaves of the two, in the sections and kinds that `scope` compares."""
    return two.only(chosen.without_view).replace(**SCOPES[scope])


def topic_charts(
    readings: Readings, two: Pair, chosen: Collection[str]
) -> list[tuple[str, pd.DataFrame]]:
    """Rows of dumbbell for the topics that come up, those with more in the later one first.

    Two parts, each with its heading, the largest difference first. chosen: the topics that are
    filtered for, none for all.
    """
    found = _by_id(readings, "topic_id")
    last = readings[[*readings][-1]].sort_values("difference")
    heard = [key for key in last["topic_id"] if any(_heard(each[key]) for each in found.values())]
    differences = dict(zip(last["topic_id"], last["difference"], strict=True))
    later = [key for key in reversed(heard) if differences[key] > 0]
    earlier = [key for key in heard if differences[key] <= 0]
    labels = selection.labels()

    def rows(keys: Sequence[str]) -> pd.DataFrame:
        drawn = _rows(found, keys, two, "topic", lambda key: pick(*labels[key]), _rates)
        shown = [not chosen or key in chosen for key in drawn["id"]]
        marked = [key in chosen for key in drawn["id"]]
        return drawn.assign(shown=shown, chosen=marked)

    parts = {"later": later, "earlier": earlier}
    return [
        (t(f"comparison.more.{side}", **two.words, n=len(keys)), rows(keys))
        for side, keys in parts.items()
    ]


def term_charts(
    readings: Readings, two: Pair, by: str, chosen: str
) -> list[tuple[Any, str, pd.DataFrame]]:
    """Rows of interval_plot: the terms that tell, then those of which too little is said.

    Four parts, each with its briefing and heading: of both, those with more in the earlier one and
    those with more in the later one, the farthest from no difference first.
    by: "term" or "phrase"; chosen: the one whose places are listed.
    """
    found = _by_id(readings, by)
    last = readings[[*readings][-1]]
    last = last.loc[last[list(OCCURRENCES)].any(axis=1)]
    far = last.loc[last["log_ratio"].abs().sort_values(ascending=False, kind="stable").index]
    parts = []
    for tells in (True, False):
        for is_later, briefing in enumerate(two[:2]):
            side = ((far["log_ratio"] > 0) == bool(is_later)) & (far["conclusive"] == tells)
            keys = far.loc[side, by].tolist()
            drawn = keys if tells else keys[:_UNDECIDED]
            drawn += [chosen] * (chosen in keys and chosen not in drawn)
            rows = _rows(found, drawn, two, "term", str, _ratio)
            detail = _part(tells, len(keys), len(drawn))
            shown = rows.assign(shown=True, chosen=rows["id"] == chosen)
            parts.append((briefing, detail, shown))
    return parts


def _part(tells: bool, count: int, drawn: int) -> str:
    if tells:
        return t("comparison.part_tells", n=count)
    key = "part_too_little" if drawn == count else "part_cut"
    return t(f"comparison.{key}", n=count, drawn=drawn)


def _by_id(readings: Readings, by: str) -> dict[str, dict[str, Any]]:
    return {
        scope: {getattr(row, by): row for row in selection.rows(found)}
        for scope, found in readings.items()
    }


def _heard(row: Any) -> bool:
    return bool(row.earlier_occurrences or row.later_occurrences)


def _rows(
    found: Mapping[str, Mapping[str, Any]],
    keys: Sequence[str],
    two: Pair,
    parameter: str,
    name: Callable[[str], str],
    value: Callable[[Any, Pair, str], str],
) -> pd.DataFrame:
    """A row of the chart for each of `keys` and reading; what is of the whole row in each."""
    listed = []
    for place, key in enumerate(keys):
        own = {scope: rows[key] for scope, rows in found.items()}
        # A topic's places are to be listed then, not those of a term that was clicked before.
        marks = ["topic", key, "term", ""] if parameter == "topic" else [parameter, key]
        whole = {
            "row": place, "id": key, "name": name(key), "marks": marks,
            "count_text": _counts(own), "hover": _hover(name(key), own, two),
        }  # fmt: skip
        for line, (scope, row) in enumerate(own.items()):
            text = _of_reading(scope, value(row, two, scope), len(own))
            listed.append({**whole, **_line(row, two), "line": line, "value_text": text})
    columns = ["row", "id", "name", "marks", "count_text", "hover", "conclusive", "earlier", "later",
               "value", "low", "high", "colour", "state_text", "line", "value_text"]  # fmt: skip
    return pd.DataFrame(listed, columns=columns).astype({"conclusive": bool})


def _line(row: Any, two: Pair) -> dict[str, object]:
    """One reading of a row."""
    return {
        "conclusive": row.conclusive, "earlier": row.earlier_rate, "later": row.later_rate,
        "value": row.log_ratio, "low": row.low, "high": row.high,
        "colour": two.colours[row.log_ratio > 0], "state_text": _verdict(row),
    }  # fmt: skip


def _verdict(row: Any) -> str:
    """Why nothing can be told of a row, "" where something can."""
    if row.conclusive:
        return ""
    return t("comparison.too_little" if _heard(row) else "comparison.in_neither")


def _of_reading(scope: str, text: str, readings: int) -> str:
    if readings == 1:
        return text
    return t("comparison.of_reading", reading=t(f"comparison.reading.{scope}"), value=text)


def _counts(own: Mapping[str, Any]) -> str:
    pairs = [
        t("comparison.pair", earlier=row.earlier_occurrences, later=row.later_occurrences)
        for row in own.values()
    ]
    return t("comparison.counts", counts=t("comparison.readings_separator").join(pairs))


def _rates(row: Any, _two: Pair, _scope: str) -> str:
    return t("comparison.pair", earlier=per_10k(row.earlier_rate), later=per_10k(row.later_rate))


def _ratio(row: Any, two: Pair, scope: str) -> str:
    """What a row of the terms says at its end: how many times as often, or why it cannot."""
    states = [_state(row, side, two, scope) for side in SIDES]
    unsaid = [t(f"comparison.state.{state}") for state in states if state != "said"]
    ratio = t("comparison.times", times=_times(abs(row.log_ratio)))
    return _verdict(row) or "".join(unsaid) or ratio


def _times(log_ratio: float) -> str:
    times = 2.0**log_ratio
    return f"{times:,.0f}" if times >= 10 else f"{times:.2g}"


def _state(row: Any, side: str, two: Pair, scope: str) -> str:
    """Whether `side` said it, did not, or may have where nothing was captured."""
    if getattr(row, f"{side}_occurrences"):
        return "said"
    gaps = two.gaps[SIDES.index(side)] if scope == "whole" else []
    return "not_captured" if gaps else "not_said"


def _hover(name: str, own: Mapping[str, Any], two: Pair) -> str:
    told = []
    for scope, row in own.items():
        told.append(t(f"view.scope.{scope}"))
        for side, named in zip(SIDES, two.names, strict=True):
            state = _state(row, side, two, scope)
            words = {"n": number(getattr(row, f"{side}_occurrences")),
                     "rate": per_10k(getattr(row, f"{side}_rate"))}  # fmt: skip
            told.append(t(f"comparison.hover_{state}", side=named, **words))
        if _heard(row):
            low, high = (t("comparison.times", times=_times(end)) for end in (row.low, row.high))
            told.append(t("comparison.hover_interval", low=low, high=high, **two.words))
            told.append("" if row.conclusive else t("comparison.too_little_to_tell", **two.words))
    return lines(name, *told, t("chart.hover_click"))


def ticks(extent: float) -> list[tuple[float, str]]:
    """Where an axis of log ratios has its marks, and how many times as often each stands for."""
    step = max(1, round(extent / 2.5))
    places = sorted({sign * step * n for n in range(int(extent / step) + 1) for sign in (-1, 1)})
    return [(float(place), _tick(place)) for place in places]


def _tick(place: int) -> str:
    if place == 0:
        return t("comparison.alike")
    return t("comparison.times", times=number(2 ** abs(place)))


def alt(rows: pd.DataFrame, heading: str) -> str:
    """The rows of a chart in words: each name with its counts, and what stands on its lines."""
    items = [
        " ".join(
            [row.name, row.count_text] * (row.line == 0)
            + [row.value_text]
            + [row.state_text] * (row.state_text not in row.value_text)
        )
        for row in selection.rows(rows)
    ]
    said = t("chart.bars_alt", heading=heading, items=t("chart.alt_separator").join(items))
    return " ".join(said.split())


def table(readings: Readings, two: Pair, by: str) -> pd.DataFrame:
    """The frame behind a chart: a row an id and reading, the farthest from no difference first.

    Beside the columns of log_ratio: scope, and of either side whether it was said, not said, or not
    captured. Where their years do not name the two, their ids do. Figures are rounded to four
    decimals.
    """
    parts = []
    which = {f"{side}_year": row.year for side, row in zip(SIDES, two[:2], strict=True)}
    if not two.by_year:
        which |= {f"{side}_briefing": key for side, key in two.ids.items()}
    for scope, found in readings.items():
        listed = selection.rows(found)
        states = {
            f"{side}_state": [_state(row, side, two, scope) for row in listed] for side in SIDES
        }
        parts.append(found.assign(scope=scope, **which, **states))
    whole = pd.concat(parts, ignore_index=True)
    if by == "topic_id":
        names = [selection.labels()[key] for key in whole[by]]
        whole = whole.assign(label_zh=[zh for zh, _ in names], label_en=[en for _, en in names])
    order = {"untold": ~whole["conclusive"].astype(bool), "distance": -whole["log_ratio"].abs()}
    whole = whole.assign(**order).sort_values([*order, by, "scope"], ignore_index=True)
    front = [by, *whole.columns.intersection(["label_zh", "label_en"]), "scope", *which]
    rest = whole.columns.difference([*front, *order], sort=False)
    return whole[[*front, *rest]].round(4)
