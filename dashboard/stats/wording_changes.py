"""Wording changes: what became of each wording (提法) from one briefing to a later one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

import pandas as pd

from loaders.methods import Method

STATUSES = ("new", "kept", "gone", "qa_only", "not_captured", "not_counted")
COUNTS = ["older_compared", "newer_compared", "older_all", "newer_all"]
COLUMNS = ["wording", "status", *COUNTS]
_ASKED = "q_and_a"  # what is said there depends on what is asked
_SIDES = ("older", "newer")


METHOD = Method(
    "wording_changes",
    "dashboard/stats/wording_changes.py",
    units={"count": ", ".join(COUNTS)},
)


def wording_changes(
    counts: pd.DataFrame,
    *,
    older: str,
    newer: str,
    captured: Mapping[str, Collection[str]],
    is_comparable: bool = True,
    uncounted: Collection[str] = (),
    unheld: Collection[str] = (),
) -> pd.DataFrame:
    """Return the status of each wording of `counts`, and its occurrences in both briefings.

    status is the first that applies:
    - not_counted: it is among `uncounted`, the wordings that were not counted in the briefings
      `unheld`, and one of the two is such a briefing;
    - kept: both say it, in whatever part;
    - qa_only: one says it, and only in questions and answers: the other was not asked the same;
    - not_captured: one says it in a section that was not captured of the other;
    - new, gone: only the newer says it, or only the older, outside questions and answers.
    A wording is therefore new as to what both have: what was not captured of the older briefing
    may hold it. It is never gone because a part of the newer one is missing.

    counts: wording, briefing_id, section, is_compared (True in the part that both have) and
    occurrences; a row for each paragraph that has the wording. captured: briefing_id -> the
    sections that were captured. is_comparable: False if the two have no part in common.
    Returns COLUMNS, a row for each wording that either says, sorted by wording. Counts are null for
    what was not counted, and the compared ones if nothing is comparable. Empty input gives no row.

    >>> counts = pd.DataFrame({"wording": ["灯下读书", "灯下读书", "风筝新风", "巷里有灯"],
    ...     "briefing_id": ["a", "b", "b", "b"], "is_compared": [True, True, True, False],
    ...     "section": ["opening", "opening", "opening", "q_and_a"], "occurrences": [1, 2, 1, 3]})
    >>> wording_changes(counts, older="a", newer="b",
    ...     captured={"a": ["opening"], "b": ["opening", "q_and_a"]})[["wording", "status"]].values
    array([['巷里有灯', 'qa_only'],
           ['灯下读书', 'kept'],
           ['风筝新风', 'new']], dtype=object)
    """
    ids = dict(zip(_SIDES, (older, newer), strict=True))
    said = counts.loc[counts["briefing_id"].isin(ids.values())]
    sums = pd.DataFrame(index=pd.Index(sorted(said["wording"].unique()), name="wording"))
    for side, key in ids.items():
        own = said.loc[said["briefing_id"] == key]
        parts = {
            "compared": own.loc[own["is_compared"].astype(bool)],
            "all": own,
            "stated": own.loc[own["section"] != _ASKED],
        }
        for name, part in parts.items():
            sums[f"{side}_{name}"] = part.groupby("wording")["occurrences"].sum()
    sums = sums.fillna(0).astype("Int64")
    sections = _sections(said)
    is_uncounted = sums.index.isin([*uncounted]) & bool({older, newer} & {*unheld})
    sums["status"] = [
        "not_counted" if hidden else _status(str(wording), row, sections, captured, ids)
        for wording, row, hidden in zip(sums.index, _records(sums), is_uncounted, strict=True)
    ]
    for side, key in ids.items():
        hidden = is_uncounted & (key in unheld)
        sums[f"{side}_all"] = sums[f"{side}_all"].mask(hidden)
        sums[f"{side}_compared"] = sums[f"{side}_compared"].mask(hidden | (not is_comparable))
    return sums.reset_index()[COLUMNS]


def wholly_nested(counts: pd.DataFrame, *, bound: Mapping[str, Collection[str]]) -> set[str]:
    """Return the wordings that are said only as part of longer ones of `counts`.

    In each paragraph one longer wording, or several that all lengthen it on the same side, account
    for each of its occurrences: 二十大 in 党的二十大. counts: wording, briefing_id, paragraph and
    occurrences. bound: wording -> the longer words in which it is no occurrence.

    >>> counts = pd.DataFrame({"wording": ["迎灯会", "看灯会", "灯会"], "briefing_id": "b",
    ...     "paragraph": [1, 2, 1], "occurrences": 1})
    >>> wholly_nested(pd.concat([counts, counts.tail(1).assign(paragraph=2)]), bound={})
    {'灯会'}
    """
    longer = longer_wordings(counts["wording"].unique(), bound=bound)
    places = _places(counts, {*longer, *chain.from_iterable(longer.values())})
    return {
        short
        for short, found in longer.items()
        if any(_sums(short, group, places) == places[short] for group in _groups(short, found))
    }


def longer_wordings(
    wordings: Iterable[str], *, bound: Mapping[str, Collection[str]]
) -> dict[str, list[str]]:
    """Return wording -> the shortest of `wordings` that hold it as an occurrence, in their order.

    A wording that none of them holds is no key. bound: as of `wholly_nested`. The work grows with
    the characters of all wordings, not with their pairs.

    >>> longer_wordings(["喜迎灯会", "迎灯会", "灯会", "看灯"], bound={})
    {'迎灯会': ['喜迎灯会'], '灯会': ['迎灯会']}
    """
    listed = dict.fromkeys(wordings)
    found: dict[str, list[str]] = {}
    for each in listed:
        for short in _parts(each) & listed.keys():
            if not any(word in each for word in bound.get(short, ())):
                found.setdefault(short, []).append(each)
    return {short: _shortest(found[short]) for short in listed if short in found}


def _parts(wording: str) -> set[str]:
    """Return all that is within `wording` and shorter."""
    size = len(wording)
    return {wording[i:j] for i in range(size) for j in range(i + 1, size + 1)} - {wording}


def _shortest(longer: Sequence[str]) -> list[str]:
    """Return those of `longer` that hold no other of them."""
    known = {*longer}
    return [each for each in longer if not known & _parts(each)]


def _places(
    counts: pd.DataFrame, wordings: Collection[str]
) -> dict[str, dict[tuple[str, int], int]]:
    """Return wording -> (briefing_id, paragraph) -> occurrences, of `wordings` alone."""
    own = counts.loc[counts["wording"].isin([*wordings])]
    sums = own.groupby(["wording", "briefing_id", "paragraph"])["occurrences"].sum()
    found: dict[str, dict[tuple[str, int], int]] = {}
    for (wording, *key), n in zip(sums.index, sums.tolist(), strict=True):
        found.setdefault(wording, {})[key[0], key[1]] = n
    return found


def _sections(said: pd.DataFrame) -> dict[tuple[str, str], set[str]]:
    """Return (wording, briefing_id) -> the sections in which it is said."""
    found: dict[tuple[str, str], set[str]] = {}
    columns = (said[name].tolist() for name in ("wording", "briefing_id", "section"))
    for wording, briefing, section in zip(*columns, strict=True):
        found.setdefault((wording, briefing), set()).add(section)
    return found


def _records(sums: pd.DataFrame) -> list[dict[str, int]]:
    return [
        dict(zip(map(str, sums.columns), map(int, row), strict=True)) for row in sums.to_numpy()
    ]


def _status(
    wording: str,
    row: Mapping[str, int],
    sections: Mapping[tuple[str, str], set[str]],
    captured: Mapping[str, Collection[str]],
    ids: Mapping[str, str],
) -> str:
    if row["older_all"] and row["newer_all"]:
        return "kept"
    side, other = _SIDES if row["older_all"] else _SIDES[::-1]
    if not row[f"{side}_stated"]:
        return "qa_only"
    stated = sections[wording, ids[side]] - {_ASKED}
    if not stated & {*captured[ids[other]]}:
        return "not_captured"
    return "gone" if side == "older" else "new"


def _groups(short: str, longer: Sequence[str]) -> list[list[str]]:
    """Return each of `longer` alone, and those that lengthen `short` before it, and after it."""
    before = [each for each in longer if each.endswith(short)]
    after = [each for each in longer if each.startswith(short)]
    return [*([each] for each in longer), before, after]


def _sums(
    short: str, longer: Sequence[str], places: Mapping[str, Mapping[tuple[str, int], int]]
) -> dict[tuple[str, int], int]:
    """Count the occurrences of `short` within `longer`, by paragraph."""
    found: dict[tuple[str, int], int] = {}
    for each in longer:
        for key, n in places[each].items():
            found[key] = found.get(key, 0) + n * each.count(short)
    return found
