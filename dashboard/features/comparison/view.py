"""Rows, labels and tables of the comparison page, in this run's language.

A *scope* is one way to compare: statements with statements, or whole transcripts with whole
transcripts. If whole transcripts are chosen, both scopes are drawn, a line each.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.i18n import join, pick, t
from dashboard.labels.numbers import join_lines, number, per_10k, times
from dashboard.labels.pair import Pair
from dashboard.queries import identifiers
from dashboard.queries.comparison_family import RatiosByScope
from dashboard.queries.pair import SIDES
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.stats.log_ratio import SIDES_OF_MORE, more_often
from dashboard.stats.multiple_tests import null_untested

_MAX_DRAWN = 12  # terms per chart; conclusive differences are drawn however many they are
OCCURRENCES = ("earlier_occurrences", "later_occurrences")


@dataclass(slots=True)
class RatioRow:
    """A row of one of RatiosByScope; low and high are NaN without an interval.

    forms: the nested forms of a term, joined by 、; "" for a topic.
    """

    earlier_occurrences: int
    later_occurrences: int
    earlier_rate: float
    later_rate: float
    difference: float
    log_ratio: float
    low: float
    high: float
    conclusive: bool
    forms: str

    def occurrences(self, side: str) -> int:
        """Return the occurrences in one of SIDES."""
        return self.earlier_occurrences if side == SIDES[0] else self.later_occurrences

    def rate(self, side: str) -> float:
        """Return the rate per 10,000 characters in one of SIDES."""
        return self.earlier_rate if side == SIDES[0] else self.later_rate


@dataclass(slots=True)
class _LineText:
    """The texts of a row of charts.dumbbell or interval_plot; line: 0 for the first of its id."""

    name: str
    line: int
    count_text: str
    value_text: str
    state_text: str


def topic_charts(
    ratios: RatiosByScope, pair: Pair, chosen: Collection[str]
) -> list[tuple[str, pd.DataFrame]]:
    """Return (heading, rows) of each dumbbell chart of the topics that occur.

    There is a chart for each of stats.log_ratio.SIDES_OF_MORE that has topics, in that order; the
    largest difference of rates comes first. chosen: the topics that are filtered for, empty for
    all.
    """
    rows_by_scope = _by_id(ratios, "topic_id")
    compared = ratios[[*ratios][-1]].sort_values(
        "difference", key=abs, ascending=False, kind="stable"
    )
    compared = compared.loc[compared[list(OCCURRENCES)].any(axis=1)]
    keys_by_side = compared["topic_id"].groupby(more_often(compared), sort=False).agg(list)
    labels = identifiers.labels()

    def rows(keys: Sequence[str]) -> pd.DataFrame:
        drawn = _rows(
            rows_by_scope, keys, pair, "topic", lambda key: pick(*labels[key]), _rates_text
        )
        shown = [not chosen or key in chosen for key in drawn["id"]]
        marked = [key in chosen for key in drawn["id"]]
        return drawn.assign(shown=shown, chosen=marked)

    return [
        (t(f"comparison.more.{side}", n=len(keys), **pair.placeholders), rows(keys))
        for side, keys in keys_by_side.reindex(SIDES_OF_MORE).dropna().items()
    ]


def term_charts(
    ratios: RatiosByScope, pair: Pair, by: str, chosen: str
) -> list[tuple[BriefingRow, str, pd.DataFrame]]:
    """Return (briefing, heading, rows) of each of the four interval plots of terms.

    The plots are, in this order: the terms with the higher rate in the earlier briefing, then in
    the later; the names of the hosts with the higher rate in the earlier briefing, then in the
    later. In each, the largest difference comes first; _MAX_DRAWN at most, and all conclusive ones.

    by: "term" or "phrase". chosen: the term whose passages are listed, which always has a row if it
    occurs.
    """
    rows_by_scope = _by_id(ratios, by)
    listed = ratios[[*ratios][-1]]
    listed = listed.loc[listed[list(OCCURRENCES)].any(axis=1)]
    farthest_first = listed.sort_values("difference", key=abs, ascending=False, kind="stable")
    parts = []
    for is_host in (False, True):
        group = farthest_first.loc[farthest_first["host_name"].astype(bool) == is_host]
        for is_later, briefing in enumerate(pair[:2]):
            is_drawn = group["difference"] > 0 if is_later else group["difference"] < 0
            # A term with the same rate in both is drawn if somebody looks for it.
            is_drawn |= (group["difference"] == 0) & (group[by] == chosen) & (not is_later)
            side = group.loc[is_drawn]
            always = side["conclusive"].astype(bool) | (side[by] == chosen)
            keys = side.loc[always | (np.arange(len(side)) < _MAX_DRAWN), by].tolist()
            rows = _rows(rows_by_scope, keys, pair, "term", str, _ratio_text)
            names = {key: _term_label(rows_by_scope, key) for key in keys}
            shown = rows.assign(name=rows["id"].map(names), shown=True, chosen=rows["id"] == chosen)
            parts.append((briefing, _part_heading(is_host, len(side), len(keys)), shown))
    return parts


def _part_heading(is_host: bool, count: int, drawn: int) -> str:
    kind = "hosts" if is_host else "terms"
    key = f"part_{kind}" if drawn == count else f"part_{kind}_cut"
    return t(f"comparison.{key}", n=count, drawn=drawn)


def _term_label(rows_by_scope: Mapping[str, Mapping[str, RatioRow]], key: str) -> str:
    """Return the name of a row: a place with the forms that are counted in it, else the term."""
    forms = _forms([*rows_by_scope.values()][-1][key])
    counted = [form for form in forms if key in form]
    return t("comparison.with_forms", name=key, forms=join(counted)) if counted else key


def _forms(row: RatioRow) -> list[str]:
    """Return the nested forms of a row of terms; [] for a topic."""
    return [form for form in row.forms.split("、") if form]


def _by_id(ratios: RatiosByScope, by: str) -> dict[str, dict[str, RatioRow]]:
    return {
        scope: dict(zip(frame[by], _ratio_rows(frame), strict=True))
        for scope, frame in ratios.items()
    }


def _ratio_rows(frame: pd.DataFrame) -> list[RatioRow]:
    return rows_of(frame if "forms" in frame else frame.assign(forms=""), RatioRow)


def _occurs(row: RatioRow) -> bool:
    return bool(row.earlier_occurrences or row.later_occurrences)


def _rows(
    rows_by_scope: Mapping[str, Mapping[str, RatioRow]],
    keys: Sequence[str],
    pair: Pair,
    parameter: str,
    name: Callable[[str], str],
    value: Callable[[RatioRow, Pair, str], str],
) -> pd.DataFrame:
    """Return the rows of charts.dumbbell or interval_plot: one for each of `keys` and scope."""
    listed = []
    for place, key in enumerate(keys):
        by_scope = {scope: rows[key] for scope, rows in rows_by_scope.items()}
        # Clear a term that was clicked before: its passages would be listed, not the topic's.
        marks = (
            ["topic", key, "term", "", "at", "topics"]
            if parameter == "topic"
            else [parameter, key, "at", "terms"]
        )
        shared = {
            "row": place, "id": key, "name": name(key), "marks": marks,
            "count_text": _counts_text(by_scope), "hover": _hover(name(key), by_scope, pair),
        }  # fmt: skip
        for line, (scope, row) in enumerate(by_scope.items()):
            text = _label_scope(scope, value(row, pair, scope), len(by_scope))
            listed.append({**shared, **_scope_columns(row, pair), "line": line, "value_text": text})
    columns = [
        "row", "id", "name", "marks", "count_text", "hover", "conclusive", "earlier", "later",
        "value", "low", "high", "direction", "colour", "state_text", "line", "value_text",
    ]  # fmt: skip
    return pd.DataFrame(listed, columns=columns).astype({"conclusive": bool})


def _scope_columns(row: RatioRow, pair: Pair) -> dict[str, object]:
    """Return the columns of a chart row that differ between scopes."""
    return {
        "conclusive": row.conclusive, "earlier": row.earlier_rate, "later": row.later_rate,
        "value": row.log_ratio, "low": row.low, "high": row.high,
        "direction": float(np.sign(row.difference)), "colour": pair.colours[row.difference > 0],
        "state_text": "" if _occurs(row) else t("comparison.in_neither"),
    }  # fmt: skip


def _label_scope(scope: str, text: str, scope_count: int) -> str:
    if scope_count == 1:
        return text
    return t("comparison.of_reading", reading=t(f"comparison.reading.{scope}"), value=text)


def _counts_text(by_scope: Mapping[str, RatioRow]) -> str:
    pairs = [
        t("comparison.pair", earlier=row.earlier_occurrences, later=row.later_occurrences)
        for row in by_scope.values()
    ]
    return t("comparison.counts", counts=t("comparison.readings_separator").join(pairs))


def _rates_text(row: RatioRow, _pair: Pair, _scope: str) -> str:
    return t("comparison.pair", earlier=per_10k(row.earlier_rate), later=per_10k(row.later_rate))


def _ratio_text(row: RatioRow, pair: Pair, scope: str) -> str:
    """Return the text at the end of a row of terms: the ratio, or why there is none."""
    if not _occurs(row):
        return t("comparison.in_neither")
    for side, other in zip(SIDES, reversed(pair.short_names), strict=True):
        state = _state(row, side, pair, scope)
        if state != "said":
            return t(f"comparison.only.{state}", side=other)
    return t("comparison.times", times=times(abs(row.log_ratio)))


def _state(row: RatioRow, side: str, pair: Pair, scope: str) -> str:
    """Return "said", "not_said" or "not_captured" for one side of a row.

    "not_captured": no occurrence, in a whole transcript with a section that was not captured.
    """
    if row.occurrences(side):
        return "said"
    gaps = pair.gaps[SIDES.index(side)] if scope == "whole" else []
    return "not_captured" if gaps else "not_said"


def _hover(name: str, by_scope: Mapping[str, RatioRow], pair: Pair) -> str:
    texts = [_forms_text(name, [*by_scope.values()][-1])]
    for scope, row in by_scope.items():
        texts.append(t(f"view.scope.{scope}"))
        for side, side_name in zip(SIDES, pair.names, strict=True):
            state = _state(row, side, pair, scope)
            words = {"n": number(row.occurrences(side)),
                     "rate": per_10k(row.rate(side))}  # fmt: skip
            texts.append(t(f"comparison.hover_{state}", side=side_name, **words))
        if pd.notna(row.low):
            low, high = (t("comparison.times", times=times(end)) for end in (row.low, row.high))
            texts.append(t("comparison.hover_interval", low=low, high=high, **pair.placeholders))
        if _occurs(row):
            mark = "conclusive" if row.conclusive else "too_little"
            texts.append(t(f"comparison.hover_{mark}", **pair.placeholders))
    return join_lines(name, *texts, t("chart.hover_click"))


def _forms_text(name: str, row: RatioRow) -> str:
    """Return which nested forms the row counts, and which have no row of their own."""
    counted = [form for form in _forms(row) if name in form]
    inside = [form for form in _forms(row) if name not in form]
    texts = [t("comparison.hover_counted", forms=join(counted))] if counted else []
    texts += [t("comparison.hover_inside", forms=join(inside), n=len(inside))] if inside else []
    return join_lines(*texts)


def ticks(extent: float) -> list[tuple[float, str]]:
    """Return (position, label) of each tick of a log2 axis from -`extent` to `extent`."""
    step = max(1, round(extent / 2.5))
    places = sorted({sign * step * n for n in range(int(extent / step) + 1) for sign in (-1, 1)})
    return [(float(place), _tick_label(place)) for place in places]


def _tick_label(place: int) -> str:
    if place == 0:
        return t("comparison.alike")
    return t("comparison.times", times=number(2 ** abs(place)))


def alt(rows: pd.DataFrame, heading: str) -> str:
    """Return the alt text of a chart: each name with its counts and the texts of its lines."""
    items = [
        " ".join(
            [row.name, row.count_text] * (row.line == 0)
            + [row.value_text]
            + [row.state_text] * (row.state_text not in row.value_text)
        )
        for row in rows_of(rows, _LineText)
    ]
    text = t("chart.bars_alt", heading=heading, items=t("chart.alt_separator").join(items))
    return " ".join(text.split())


def table(ratios: RatiosByScope, pair: Pair, by: str) -> pd.DataFrame:
    """Return the table behind a chart: a row per id and scope, conclusive differences first.

    Of conclusive and of inconclusive differences, the largest comes first. Columns: those of
    stats.log_ratio and stats.multiple_tests; of terms, forms and host_name; scope; the years of
    both briefings (also their ids, if the years do not identify them); the state of each side:
    said, not_said or not_captured. Topics also have their names. Figures are rounded to four
    decimals, p-values to six.
    """
    parts = []
    briefing_columns: dict[str, int | str] = {
        f"{side}_year": row.year for side, row in zip(SIDES, pair[:2], strict=True)
    }
    if not pair.is_named_by_year:
        briefing_columns |= {f"{side}_briefing": key for side, key in pair.ids.items()}
    for scope, frame in ratios.items():
        rows = _ratio_rows(frame)
        states = {
            f"{side}_state": [_state(row, side, pair, scope) for row in rows] for side in SIDES
        }
        parts.append(frame.assign(scope=scope, **briefing_columns, **states))
    table = pd.concat(parts, ignore_index=True)
    if by == "topic_id":
        names = [identifiers.labels()[key] for key in table[by]]
        table = table.assign(label_zh=[zh for zh, _ in names], label_en=[en for _, en in names])
    order = {
        "inconclusive": ~table["conclusive"].astype(bool),
        "distance": -table["difference"].abs(),
    }
    table = table.assign(**order).sort_values([*order, by, "scope"], ignore_index=True)
    front = [by, *table.columns.intersection(["label_zh", "label_en"]), "scope", *briefing_columns]
    rest = table.columns.difference([*front, *order], sort=False)
    decimals = {
        name: 6 if name in ("p_value", "q_value", "holm_p") else 4
        for name in table.select_dtypes("number").columns
    }
    return null_untested(table[[*front, *rest]].round(decimals))
