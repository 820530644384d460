"""Fact comparison: which facts two briefings share, reword, change, add or drop."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

STATES = ("kept", "reworded", "changed", "new", "gone")
_SIDES = ("earlier", "later")
_FACT_COLUMNS = ("value", "value_en", "paragraph")
COLUMNS = ["field", "state", *(f"{side}_{name}" for side in _SIDES for name in _FACT_COLUMNS)]


def fact_comparison(facts: pd.DataFrame, *, earlier: str, later: str) -> pd.DataFrame:
    """Match the facts of two briefings: one row per pair, or per fact without a counterpart.

    state is "kept" (the same value on both sides), "reworded" (other words, but an equal
    `match`), "changed" (the field holds one fact on each side, and the two differ), "new" (only in
    the later briefing) or "gone" (only in the earlier briefing). Facts of equal value are paired
    first, then those of equal `match`; each fact is in one row. "gone" means not stated again: a
    briefing does not say whether the thing itself was dropped.

    earlier, later: the ids of the two briefings.
    facts: rows of table facts, in their order: briefing_id, field, value, value_en, match (an id
    shared by facts of one meaning, or null), paragraph. Rows of other briefings are ignored.
    Returns COLUMNS: fields in the order of the later briefing; within a field, the facts of the
    earlier briefing in order, then the new ones. The columns of an absent side are null. Empty
    input gives no row.

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
    sides = [_group_by_field(facts, briefing) for briefing in (earlier, later)]
    rows = [
        _row(field, *pair)
        for field in dict.fromkeys([*sides[1], *sides[0]])
        for pair in _match_facts(sides[0].get(field, []), sides[1].get(field, []))
    ]
    types = {f"{side}_paragraph": "Int32" for side in _SIDES}
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object).astype(types)


_Fact = Mapping[str, Any]


def _group_by_field(facts: pd.DataFrame, briefing_id: str) -> dict[str, list[_Fact]]:
    rows = facts.loc[facts["briefing_id"] == briefing_id]
    rows = rows.astype(object).where(rows.notna(), None)
    by_field: dict[str, list[_Fact]] = {}
    for fact in rows.to_dict("records"):
        by_field.setdefault(str(fact["field"]), []).append({str(k): v for k, v in fact.items()})
    return by_field


def _match_facts(
    earlier: Iterable[_Fact], later: Iterable[_Fact]
) -> Iterator[tuple[str, _Fact | None, _Fact | None]]:
    """Yield (state, earlier fact, later fact) of each pair in a field, None for an absent side."""
    before, after = list(earlier), list(later)
    matches: dict[int, tuple[str, _Fact]] = {}
    for state, key in (("kept", "value"), ("reworded", "match")):
        for number, fact in enumerate(before):
            match = next((other for other in after if fact[key] and fact[key] == other[key]), None)
            if number not in matches and match is not None:
                matches[number] = state, match
                after.remove(match)
    if len(before) == len(after) == 1 and not matches:
        matches[0] = "changed", after.pop()
    for number, fact in enumerate(before):
        state, counterpart = matches.get(number, ("gone", None))
        yield state, fact, counterpart
    yield from (("new", None, fact) for fact in after)


def _row(field: str, state: str, earlier: _Fact | None, later: _Fact | None) -> tuple[object, ...]:
    values = [fact[name] if fact else None for fact in (earlier, later) for name in _FACT_COLUMNS]
    return (field, state, *values)
