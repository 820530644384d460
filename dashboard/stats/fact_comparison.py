"""Fact comparison: which facts two briefings share, narrow, widen, reword, add or drop."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import Match, SequenceMatcher
from typing import Any

import pandas as pd

from loaders.methods import Method

STATES = ("same", "narrowed", "widened", "reworded", "different", "new", "gone")
_SIDES = ("earlier", "later")
_FACT_COLUMNS = ("value", "value_en", "paragraph")
COLUMNS = [
    "field", "state", *(f"{side}_{name}" for side in _SIDES for name in _FACT_COLUMNS),
    "dropped", "added",
]  # fmt: skip
SEPARATOR = "、"  # between the values of a list in one cell
CHANGED_STATES = ("narrowed", "widened", "reworded")
_MIN_COMMON = 2  # tokens: one in common between two changes is part of the change
_TOKEN = re.compile(r"[A-Za-z0-9’'-]+|\s+|.", re.DOTALL)

# Parts of a wording in order: (whether the other wording lacks it, text).
Parts = list[tuple[bool, str]]


METHOD = Method("fact_comparison", "dashboard/stats/fact_comparison.py")


def fact_comparison(facts: pd.DataFrame, *, earlier: str, later: str) -> pd.DataFrame:
    """Match the facts of two briefings: one row per pair, or per fact without a counterpart.

    state is "same" (the same value on both sides), "narrowed" (an equal `match`, and `wider` of the
    later fact names the earlier one: the later wording is on a part of its subject), "widened" (the
    reverse), "reworded" (an equal `match`, other words, neither wider), "different" (the field
    holds one fact on each side, and the two differ), "new" (only in the later briefing) or "gone"
    (only in the earlier briefing). Facts of equal value are paired first, then those of equal
    `match`; each fact is in one row. "gone" means not stated again: a briefing does not say whether
    the thing itself was dropped.

    earlier, later: the ids of the two briefings.
    facts: rows of table facts, in their order: briefing_id, field, value, value_en, match (an id
    shared by facts of one subject, or null), wider (values with that `match` and a wider subject,
    joined by 、, or null), paragraph. Rows of other briefings are ignored.
    Returns COLUMNS: fields in the order of the later briefing; within a field, the facts of the
    earlier briefing in order, then the new ones. dropped and added are what narrowed, widened and
    reworded values have alone (see `changed_parts`), joined by 、; else null, like the columns of
    an absent side. Empty input gives no row.

    >>> rows = [("去年", "sub_forum", "纸鸢", None, None),
    ...         ("去年", "sub_forum", "灯彩技艺", "light", None),
    ...         ("今年", "sub_forum", "少年灯彩技艺", "light", "灯彩技艺"),
    ...         ("今年", "sub_forum", "湖光", None, None)]
    >>> facts = pd.DataFrame(rows, columns=["briefing_id", "field", "value", "match", "wider"])
    >>> facts = facts.assign(value_en=None, paragraph=1)
    >>> found = fact_comparison(facts, earlier="去年", later="今年")
    >>> found[["state", "earlier_value", "later_value", "added"]]
          state earlier_value later_value added
    0      gone            纸鸢        None  None
    1  narrowed          灯彩技艺      少年灯彩技艺    少年
    2       new          None          湖光  None
    """
    sides = [_group_by_field(facts, briefing) for briefing in (earlier, later)]
    rows = [
        _row(field, *pair)
        for field in dict.fromkeys([*sides[1], *sides[0]])
        for pair in _match_facts(sides[0].get(field, []), sides[1].get(field, []))
    ]
    types = {f"{side}_paragraph": "Int32" for side in _SIDES}
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object).astype(types)


def changed_parts(earlier: str, later: str) -> tuple[Parts, Parts]:
    """Split two wordings into parts, each with whether the other wording lacks it.

    A Chinese character and a Latin word (in either case) are tokens. A single token in common
    between two changes counts as changed, so that words are marked whole. Space next to a changed
    part is a part of its own.

    >>> changed_parts("网络谣言治理", "网络辟谣")
    ([(False, '网络'), (True, '谣言治理')], [(False, '网络'), (True, '辟谣')])
    >>> changed_parts("Digital charity", "Development of digital charity")[1]
    [(True, 'Development of'), (False, ' digital charity')]
    """
    tokens = [_TOKEN.findall(wording) for wording in (earlier, later)]
    before, after = ([token.casefold() for token in side] for side in tokens)
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    common = [block for block in blocks if block.size and not _is_between_changes(block, *tokens)]
    starts = [[(block.a, block.b)[side] for block in common] for side in (0, 1)]
    sizes = [block.size for block in common]
    return (
        _split_parts(tokens[0], starts[0], sizes),
        _split_parts(tokens[1], starts[1], sizes),
    )


def _is_between_changes(block: Match, earlier: list[str], later: list[str]) -> bool:
    """Return whether a matching block is too short to count, and not at both starts or ends."""
    size = sum(not token.isspace() for token in earlier[block.a : block.a + block.size])
    at_start = block.a == block.b == 0
    at_end = (block.a + block.size, block.b + block.size) == (len(earlier), len(later))
    return size < _MIN_COMMON and not at_start and not at_end


def _split_parts(tokens: list[str], starts: list[int], sizes: list[int]) -> Parts:
    """Split `tokens` into changed parts and the common runs of `sizes` tokens at `starts`."""
    parts: Parts = []
    done = 0
    for start, size in zip([*starts, len(tokens)], [*sizes, 0], strict=True):
        changed, common = "".join(tokens[done:start]), "".join(tokens[start : start + size])
        parts += _set_space_apart(changed) if changed else []
        parts += [(False, common)] if common else []
        done = start + size
    return _merge_unchanged(parts)


def _set_space_apart(changed: str) -> Parts:
    inner = changed.strip()
    before, _, after = changed.partition(inner) if inner else (changed, "", "")
    return [part for part in ((False, before), (bool(inner), inner), (False, after)) if part[1]]


def _merge_unchanged(parts: Parts) -> Parts:
    merged: Parts = []
    for changed, text in parts:
        if merged and not changed and not merged[-1][0]:
            merged[-1] = (False, merged[-1][1] + text)
        else:
            merged.append((changed, text))
    return merged


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
    for key in ("value", "match"):
        for number, fact in enumerate(before):
            match = next((other for other in after if fact[key] and fact[key] == other[key]), None)
            if number not in matches and match is not None:
                matches[number] = _relation(fact, match), match
                after.remove(match)
    if len(before) == len(after) == 1 and not matches:
        matches[0] = "different", after.pop()
    for number, fact in enumerate(before):
        state, counterpart = matches.get(number, ("gone", None))
        yield state, fact, counterpart
    yield from (("new", None, fact) for fact in after)


def _relation(earlier: _Fact, later: _Fact) -> str:
    """Return the state of two facts of one subject."""
    if earlier["value"] == later["value"]:
        return "same"
    for state, narrow, wide in (("narrowed", later, earlier), ("widened", earlier, later)):
        if wide["value"] in (narrow["wider"] or "").split(SEPARATOR):
            return state
    return "reworded"


def _row(field: str, state: str, earlier: _Fact | None, later: _Fact | None) -> tuple[object, ...]:
    values = [fact[name] if fact else None for fact in (earlier, later) for name in _FACT_COLUMNS]
    changes: list[str | None] = [None, None]
    if earlier and later and state in CHANGED_STATES:
        wordings = changed_parts(earlier["value"], later["value"])
        changes = [SEPARATOR.join(stretches(parts)) or None for parts in wordings]
    return (field, state, *values, *changes)


def stretches(parts: Parts) -> list[str]:
    """Return the texts of the changed ones of `parts`, in order.

    >>> stretches([(True, "少年"), (False, "灯彩"), (True, "技艺")])
    ['少年', '技艺']
    """
    return [text for changed, text in parts if changed]
