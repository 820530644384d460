"""Sequence: the position of each turn in its briefing, in characters."""

import pandas as pd

from loaders.methods import Method

METHOD = Method(
    "sequence",
    "dashboard/stats/sequence.py",
    formulas=("{begin} = Σ {earlier_characters}", "{finish} = {begin} + {turn_characters}"),
    units={"characters": "begin, finish"},
)


def sequence(turns: pd.DataFrame) -> pd.DataFrame:
    """Add the columns begin and finish to `turns`: the position of each turn in its briefing.

    begin = the sum of the characters of all earlier turns, finish = begin + characters of the turn;
    both are in characters, from 0 at the briefing's first turn. Turns are in the order of `turn`.

    turns: rows of `selection.turns`; pass whole briefings, since a turn left out moves those after
    it. Returns all columns given, and begin and finish; briefings in the order given. Empty input
    gives no row.

    >>> turns = pd.DataFrame({"briefing_id": "b", "turn": [1, 2], "characters": [40, 60],
    ...     "speaker_zh": ["主持人", "陶见山"]})
    >>> sequence(turns)[["speaker_zh", "begin", "finish"]]
      speaker_zh  begin  finish
    0        主持人      0      40
    1        陶见山     40     100
    """
    order = {briefing: place for place, briefing in enumerate(turns["briefing_id"].unique())}
    rows = turns.assign(place=turns["briefing_id"].map(order))
    rows = rows.sort_values(["place", "turn"], ignore_index=True).drop(columns="place")
    finish = rows.groupby("briefing_id", sort=False)["characters"].cumsum()
    return rows.assign(begin=finish - rows["characters"], finish=finish)
