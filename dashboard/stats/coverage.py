"""Coverage: which sections of a briefing were announced and captured, and which outlets asked."""

from collections.abc import Sequence

import pandas as pd

from loaders.methods import Method

COLUMNS = [
    "briefing_id", "year", "section", "state", "turns", "questions", "characters", "outlets",
]  # fmt: skip
_COUNTS = ["turns", "questions", "characters", "outlets"]


METHOD = Method("coverage", "dashboard/stats/coverage.py")


def coverage(
    briefings: pd.DataFrame, *, turns: pd.DataFrame, sections: Sequence[str]
) -> pd.DataFrame:
    """Return one row per briefing and section: the section's state and what was captured of it.

    state is "captured", "not_captured" (the page announces the section, but does not carry it) or
    "not_announced". turns counts the turns of the section, questions its questions, characters its
    characters, and outlets the different outlets that asked in it. These counts are null for a
    section that was not captured, never 0: not captured is not unsaid.

    briefings: rows of table briefings (sections_captured and sections_announced hold ids separated
    by commas). turns: all turns of these briefings, rows of `selection.turns`.
    Returns COLUMNS, briefings in the order given and sections in that of `sections`; empty input
    gives no row.

    >>> briefings = pd.DataFrame({"briefing_id": ["b"], "year": [2031],
    ...     "sections_captured": ["opening"], "sections_announced": ["opening,q_and_a"]})
    >>> turns = pd.DataFrame({"briefing_id": ["b"], "section": ["opening"], "kind": ["statement"],
    ...     "speaker_id": ["陶见山"], "characters": [300]})
    >>> coverage(briefings, turns=turns, sections=["opening", "q_and_a"])[["state", "characters"]]
              state  characters
    0      captured         300
    1  not_captured        <NA>
    """
    question = turns["kind"].eq("question")
    repeated = turns.duplicated(["briefing_id", "section", "kind", "speaker_id"])
    flagged = turns.assign(turns=1, questions=question, outlets=question & ~repeated)
    sums = flagged.groupby(["briefing_id", "section"])[_COUNTS].sum().to_dict("index")
    rows = []
    columns = ("briefing_id", "year", "sections_captured", "sections_announced")
    for briefing_id, year, *lists in zip(*(briefings[name] for name in columns), strict=True):
        captured, announced = (ids.split(",") for ids in lists)
        for section in sections:
            state = _state(section, captured, announced)
            counted = sums.get((briefing_id, section), dict.fromkeys(_COUNTS, 0))
            known = counted if state == "captured" else {}
            rows.append({"briefing_id": briefing_id, "year": year, "section": section,
                         "state": state, **known})  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(_COUNTS, "Int64"))


def outlets_by_class(turns: pd.DataFrame, *, classes: Sequence[str]) -> pd.DataFrame:
    """Count the different outlets of each class that asked, in each briefing with a question.

    Returns briefing_id, outlet_class and outlets, a row for every class of `classes`, even with 0
    outlets: that no foreign outlet asked is a finding. A briefing without a captured question has
    no row. Empty input gives no row.

    >>> turns = pd.DataFrame({"briefing_id": "b", "kind": ["question", "question", "answer"],
    ...     "speaker_id": ["晨报", "海声台", "陶见山"],
    ...     "outlet_class": ["provincial", "provincial", None]})
    >>> outlets_by_class(turns, classes=["provincial", "foreign"])
      briefing_id outlet_class  outlets
    0           b   provincial        2
    1           b      foreign        0
    """
    asked = turns.loc[turns["kind"].eq("question"), ["briefing_id", "outlet_class", "speaker_id"]]
    counted = asked.drop_duplicates().groupby(["briefing_id", "outlet_class"]).size().to_dict()
    rows = [
        (briefing, kind, counted.get((briefing, kind), 0))
        for briefing in asked["briefing_id"].unique()
        for kind in classes
    ]
    return pd.DataFrame(rows, columns=["briefing_id", "outlet_class", "outlets"])


def _state(section: str, captured: Sequence[str], announced: Sequence[str]) -> str:
    if section in captured:
        return "captured"
    return "not_captured" if section in announced else "not_announced"
