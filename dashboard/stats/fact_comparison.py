"""Fact comparison: what two briefings state alike, in other words, newly or no longer."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

STATES = ("kept", "reworded", "changed", "new", "gone")
_SIDES = ("earlier", "later")
_OF_A_FACT = ("value", "value_en", "paragraph")
COLUMNS = ["field", "state", *(f"{side}_{name}" for side in _SIDES for name in _OF_A_FACT)]


def fact_comparison(facts: pd.DataFrame, *, earlier: str, later: str) -> pd.DataFrame:
    """The facts of two briefings side by side: a row a pair, or a fact without a counterpart.

    state is "kept" (the same value on both sides), "reworded" (other words that `match` says mean
    the same), "changed" (a field that holds one fact on each side, and they differ), "new" (only
    in the later briefing) or "gone" (only in the earlier one). Equal words go before equal meaning,
    and each fact stands in one row. What is gone was not stated again; whether the thing itself was
    dropped, a briefing does not say.

    facts: rows of that table, in their order: briefing_id, field, value, value_en, match (an id
    that facts of one meaning share, null for none), paragraph. Other briefings' rows do not count.
    Returns COLUMNS: fields in the order of the later briefing, in each the facts of the earlier
    one in theirs, then those that are new. What one side lacks is null. Empty input gives no row.

    >>> rows = [("去年", "sub_forum", "纸鸢", None), ("去年", "sub_forum", "灯彩", "light"),
    ...         ("今年", "sub_forum", "花灯", "light"), ("今年", "sub_forum", "湖光", None)]
    >>> facts = pd.DataFrame(rows, columns=["briefing_id", "field", "value", "match"])
    >>> facts = facts.assign(value_en=None, paragraph=1)
    >>> found = fact_comparison(facts, earlier="去年", later="今年")
    >>> found[["state", "earlier_value", "later_value"]]
          state earlier_value later_value
    0      gone            纸鸢        None
    1  reworded            灯彩          花灯
    2       new          None          湖光
    """
    sides = [_by_field(facts, briefing) for briefing in (earlier, later)]
    rows = [
        _row(field, *pair)
        for field in dict.fromkeys([*sides[1], *sides[0]])
        for pair in _pairs(sides[0].get(field, []), sides[1].get(field, []))
    ]
    types = {f"{side}_paragraph": "Int32" for side in _SIDES}
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object).astype(types)


_Fact = Mapping[str, Any]


def _by_field(facts: pd.DataFrame, briefing_id: str) -> dict[str, list[_Fact]]:
    own = facts.loc[facts["briefing_id"] == briefing_id]
    own = own.astype(object).where(own.notna(), None)
    found: dict[str, list[_Fact]] = {}
    for fact in own.to_dict("records"):
        found.setdefault(str(fact["field"]), []).append({str(k): v for k, v in fact.items()})
    return found


def _pairs(
    earlier: Iterable[_Fact], later: Iterable[_Fact]
) -> Iterator[tuple[str, _Fact | None, _Fact | None]]:
    """Each fact once: with the one it is paired with, or alone."""
    before, after = list(earlier), list(later)
    met: dict[int, tuple[str, _Fact]] = {}
    for state, key in (("kept", "value"), ("reworded", "match")):
        for place, fact in enumerate(before):
            found = next((other for other in after if fact[key] and fact[key] == other[key]), None)
            if place not in met and found is not None:
                met[place] = state, found
                after.remove(found)
    if len(before) == len(after) == 1 and not met:
        met[0] = "changed", after.pop()
    for place, fact in enumerate(before):
        state, counterpart = met.get(place, ("gone", None))
        yield state, fact, counterpart
    yield from (("new", None, fact) for fact in after)


def _row(field: str, state: str, earlier: _Fact | None, later: _Fact | None) -> tuple[object, ...]:
    values = [fact[name] if fact else None for fact in (earlier, later) for name in _OF_A_FACT]
    return (field, state, *values)
