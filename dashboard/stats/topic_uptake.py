"""Topic uptake: how much of an answer is on what was asked, and what it brings in by itself."""

import pandas as pd

from loaders.methods import Method

COLUMNS = ["answer_paragraphs", "uptake_paragraphs", "uptake_characters", "uptake_share"]
PARAGRAPH_COLUMNS = ["briefing_id", "question", "answer", "paragraph", "characters", "names_asked"]
TOPIC_COLUMNS = ["briefing_id", "question", "answer", "topic_id", "uptake", "occurrences"]
UPTAKES = ("taken_up", "not_taken_up", "brought_in")
_PAIR = ["briefing_id", "question", "answer"]


METHOD = Method(
    "topic_uptake",
    "dashboard/stats/topic_uptake.py",
    formulas=("{uptake_share} = {uptake_characters} / {answer_characters}",),
    units={
        "zero_to_one": "uptake_share",
        "count": "answer_paragraphs, uptake_paragraphs",
        "characters": "uptake_characters",
    },
)


def topic_uptake(
    exchanges: pd.DataFrame, *, hits: pd.DataFrame, paragraphs: pd.DataFrame
) -> pd.DataFrame:
    """Measure how much of each answer is in paragraphs that name a topic of its question.

    uptake_paragraphs, uptake_characters = the paragraphs of the answer in which a term of a topic
    of the question occurs, and their characters; uptake_share = uptake_characters /
    answer_characters, a fraction of 1. The measure is this project's. It counts the words of a
    list: an answer may be on the question without one of them, or have one and be on something
    else.

    exchanges: rows of stats.exchanges. hits: briefing_id, turn, paragraph, topic_id, occurrences;
    paragraphs: briefing_id, turn, paragraph, characters; both of whole turns.
    Returns the rows of `exchanges` with COLUMNS: null without an answer, and but for
    answer_paragraphs null where the question names no topic. No exchange gives no row.

    >>> pairs = pd.DataFrame({"briefing_id": ["b"], "question": [1], "answer": [2],
    ...     "answer_characters": [120]})
    >>> hits = pd.DataFrame({"briefing_id": "b", "turn": [1, 2, 2], "paragraph": [1, 2, 3],
    ...     "topic_id": ["纸鸢", "纸鸢", "灯会"], "occurrences": 1})
    >>> spoken = pd.DataFrame({"briefing_id": "b", "turn": [1, 2, 2], "paragraph": [1, 2, 3],
    ...     "characters": [20, 30, 90]})
    >>> topic_uptake(pairs, hits=hits, paragraphs=spoken)[COLUMNS].to_numpy().tolist()
    [[2, 1, 30, 0.25]]
    """
    said = answer_paragraphs(exchanges, hits=hits, paragraphs=paragraphs)
    is_on = said["names_asked"].astype(bool)
    sums = (
        said.assign(
            answer_paragraphs=1,
            uptake_paragraphs=is_on.astype(int),
            uptake_characters=said["characters"].where(is_on, 0),
        )
        .groupby(_PAIR, as_index=False)[COLUMNS[:3]]
        .sum()
    )
    paired = exchanges.merge(sums.astype({"answer": "Int64"}), how="left", on=_PAIR)
    asking = _topics_of(exchanges, hits, "question")
    known = set(zip(asking["briefing_id"], asking["question"], strict=True))
    keys = zip(paired["briefing_id"], paired["question"], strict=True)
    has_topic = pd.Series([key in known for key in keys], index=paired.index, dtype=bool)
    measured = {c: paired[c].astype("Int64").where(has_topic) for c in COLUMNS[1:3]}
    length = paired["answer_characters"].astype(float)
    share = measured["uptake_characters"].astype(float) / length.where(length > 0)
    return paired.assign(
        answer_paragraphs=paired["answer_paragraphs"].astype("Int64"),
        **measured,
        uptake_share=share,
    )


def answer_paragraphs(
    exchanges: pd.DataFrame, *, hits: pd.DataFrame, paragraphs: pd.DataFrame
) -> pd.DataFrame:
    """List the paragraphs of each answer, and whether each names a topic of its question.

    exchanges, hits, paragraphs: as in topic_uptake. Returns PARAGRAPH_COLUMNS, a row per exchange
    and paragraph in order; an exchange without an answer has none.
    """
    said = _answered(exchanges).merge(
        paragraphs.rename(columns={"turn": "answer"})[
            ["briefing_id", "answer", "paragraph", "characters"]
        ],
        on=["briefing_id", "answer"],
    )
    asked = _topics_of(exchanges, hits, "question")[["briefing_id", "question", "topic_id"]]
    named = hits.merge(asked, on=["briefing_id", "topic_id"])
    on = set(zip(named["briefing_id"], named["question"], named["paragraph"], strict=True))
    keys = zip(said["briefing_id"], said["question"], said["paragraph"], strict=True)
    return said.assign(names_asked=[key in on for key in keys])[PARAGRAPH_COLUMNS]


def uptake_topics(exchanges: pd.DataFrame, *, hits: pd.DataFrame) -> pd.DataFrame:
    """Sort the topics of each answered exchange: taken up, not taken up, brought in.

    uptake: "taken_up" if question and answer name the topic, "not_taken_up" if the question alone
    does, "brought_in" if the answer alone does. occurrences: of its terms in the answer, 0 if it is
    not taken up.

    exchanges, hits: as in topic_uptake. Returns TOPIC_COLUMNS; the exchanges in order, of each the
    topics in the order of UPTAKES, then by falling occurrences, then by id.

    >>> pairs = pd.DataFrame({"briefing_id": ["b"], "question": [1], "answer": [2]})
    >>> hits = pd.DataFrame({"briefing_id": "b", "turn": [1, 1, 2, 2], "paragraph": [1, 1, 2, 3],
    ...     "topic_id": ["纸鸢", "风力", "纸鸢", "灯会"], "occurrences": [1, 1, 2, 5]})
    >>> uptake_topics(pairs, hits=hits)[["topic_id", "uptake", "occurrences"]]
      topic_id        uptake  occurrences
    0       纸鸢      taken_up            2
    1       风力  not_taken_up            0
    2       灯会    brought_in            5
    """
    answered = _answered(exchanges).assign(place=lambda rows: range(len(rows)))
    asked, said = (
        answered.merge(_topics_of(exchanges, hits, side), on=["briefing_id", side])
        for side in ("question", "answer")
    )
    both = asked.rename(columns={"occurrences": "asked"}).merge(
        said, how="outer", on=[*_PAIR, "place", "topic_id"]
    )
    states = both["asked"].isna() * 2 + both["occurrences"].isna() * 1
    return both.assign(
        order=states,
        uptake=[UPTAKES[state] for state in states],
        occurrences=both["occurrences"].fillna(0).astype("int64"),
    ).sort_values(
        ["place", "order", "occurrences", "topic_id"],
        ascending=[True, True, False, True],
        ignore_index=True,
    )[TOPIC_COLUMNS]


def _answered(exchanges: pd.DataFrame) -> pd.DataFrame:
    return exchanges[_PAIR].dropna().astype({"answer": "int64"})


def _topics_of(exchanges: pd.DataFrame, hits: pd.DataFrame, side: str) -> pd.DataFrame:
    """Sum occurrences by briefing_id, `side` (a turn of column `side` of `exchanges`), topic_id."""
    turns = exchanges[["briefing_id", side]].dropna().astype({side: "int64"}).drop_duplicates()
    found = hits.rename(columns={"turn": side}).merge(turns, on=["briefing_id", side])
    keys = ["briefing_id", side, "topic_id"]
    return found.groupby(keys, sort=False).agg(occurrences=("occurrences", "sum")).reset_index()
