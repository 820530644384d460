"""Exchanges: who asked, who answered, about what, and how long both took."""

from collections.abc import Collection

import pandas as pd

from dashboard.stats.speaking_time import DEFAULT_RATE, SPREAD, rate_range
from loaders.methods import Method

COLUMNS = [
    "year", "exchange", "outlet_zh", "outlet_en", "outlet_class", "answerer_zh", "answerer_en",
    "organisation_id", "slot", "question_characters", "answer_characters", "answer_syllables",
    "minutes", "minutes_low", "minutes_high",
    "briefing_id", "question", "answer", "outlet_id", "answerer_id",
]  # fmt: skip
TOPIC_COLUMNS = ["briefing_id", "turn", "topic_id", "occurrences", "paragraphs"]


METHOD = Method(
    "exchanges",
    "dashboard/stats/exchanges.py",
    formulas=(
        "{minutes} = {answer_syllables} / {rate}",
        "{minutes_low} = {answer_syllables} / ({rate} + {spread})",
        "{minutes_high} = {answer_syllables} / ({rate} - {spread})",
    ),
    units={
        "characters": "question_characters, answer_characters",
        "minutes": "minutes, minutes_low, minutes_high",
        "count": "occurrences, paragraphs",
    },
    limits={"spread": SPREAD},
)


def exchanges(
    turns: pd.DataFrame,
    *,
    rate: int = DEFAULT_RATE,
    within: Collection[tuple[str, int]] | None = None,
) -> pd.DataFrame:
    """Pair each question with each of its answers, in the order in which they were spoken.

    An answer is a turn of kind "answer" whose reply_to is the question's turn. A question with
    several answers has a row for each; a question without an answer has one row, in which the
    columns of the answer are null. `exchange` numbers the questions of a briefing from 1.
    Characters are those of the turns; minutes = the answer's syllables / `rate` (an estimate),
    minutes_low and minutes_high the same at the fast and the slow rate of `rate_range(rate)`.

    turns: rows of `selection.turns`; pass whole briefings, since an answer whose question is not
    among the rows is left out. within: keep only exchanges whose question or answer is among
    these pairs of (briefing_id, turn); None keeps all. rate: syllables a minute.
    Returns COLUMNS, organisation_id and slot being the answerer's; empty input gives no row.

    >>> turns = pd.DataFrame({"briefing_id": "b", "year": 2031, "turn": [1, 2],
    ...     "reply_to": [None, 1], "kind": ["question", "answer"], "speaker_id": ["daily", "tao"],
    ...     "speaker_zh": ["晨报", "陶见山"], "speaker_en": ["Morning News", "Tao Jianshan"],
    ...     "outlet_class": ["provincial", None], "slot": ["press", "host_city"],
    ...     "organisation_id": [None, "qinghe"], "characters": [20, 110], "syllables": [22, 110]})
    >>> exchanges(turns, rate=220)[["outlet_zh", "answerer_zh", "answer_characters", "minutes"]]
      outlet_zh answerer_zh  answer_characters  minutes
    0        晨报         陶见山                110      0.5
    """
    paired = _questions(turns).merge(_answers(turns), how="left", on=["briefing_id", "question"])
    slow, fast = rate_range(rate)
    syllables = paired["answer_syllables"].astype(float)
    paired = paired.assign(
        minutes=syllables / rate, minutes_low=syllables / fast, minutes_high=syllables / slow
    )[COLUMNS]
    if within is None:
        return paired
    keys = set(within)
    sides = zip(paired["briefing_id"], paired["question"], paired["answer"], strict=True)
    mask = [(b, asked) in keys or (b, answer) in keys for b, asked, answer in sides]
    return paired.loc[mask].reset_index(drop=True)


def between_speakers(exchanges: pd.DataFrame, *, speakers: Collection[str]) -> pd.DataFrame:
    """Filter `exchanges` to those whose outlet and answerer are both among `speakers`.

    Every row is kept where `speakers` names only outlets, only answerers, or nobody.

    >>> both = pd.DataFrame({"outlet_id": ["晨报", "晨报", "海声台"],
    ...     "answerer_id": ["陶见山", "周棠", "陶见山"]})
    >>> between_speakers(both, speakers=["晨报", "陶见山"])["answerer_id"].tolist()
    ['陶见山']
    >>> len(between_speakers(both, speakers=["晨报"]))
    3
    """
    if not names_both_sides(exchanges, speakers=speakers):
        return exchanges
    sides = exchanges[["outlet_id", "answerer_id"]].isin(list(speakers))
    return exchanges.loc[sides.all(axis=1)].reset_index(drop=True)


def names_both_sides(exchanges: pd.DataFrame, *, speakers: Collection[str]) -> bool:
    """Return whether `speakers` has an outlet and an answerer of `exchanges`."""
    sides = exchanges[["outlet_id", "answerer_id"]].isin(list(speakers))
    return bool(sides.any().all())


def exchange_topics(exchanges: pd.DataFrame, *, hits: pd.DataFrame) -> pd.DataFrame:
    """Count the topics in each question and each answer of `exchanges`.

    occurrences = non-overlapping matches of the topic's terms in the turn; paragraphs = paragraphs
    of the turn with at least one match. The lexicon lists the terms of each topic; a turn without a
    row contains no term of any topic.

    exchanges: rows of the function `exchanges`. hits: briefing_id, turn, paragraph, topic_id,
    occurrences, for whole turns.
    Returns TOPIC_COLUMNS, one row per turn and topic. Turns are in order; the topics of a turn are
    sorted by falling occurrences, then by falling paragraphs, then by id. No hit gives no row.

    >>> pairs = pd.DataFrame({"briefing_id": ["b"], "question": [1], "answer": [2]})
    >>> hits = pd.DataFrame({"briefing_id": "b", "turn": [1, 2, 2, 2, 3],
    ...     "paragraph": [1, 2, 3, 3, 4], "topic_id": ["纸鸢", "灯会", "纸鸢", "灯会", "灯会"],
    ...     "occurrences": [1, 2, 5, 1, 9]})
    >>> exchange_topics(pairs, hits=hits)[["turn", "topic_id", "occurrences", "paragraphs"]]
       turn topic_id  occurrences  paragraphs
    0     1       纸鸢            1           1
    1     2       纸鸢            5           1
    2     2       灯会            3           2
    """
    sides = [
        exchanges[["briefing_id", side]].dropna().rename(columns={side: "turn"})
        for side in ("question", "answer")
    ]
    turns = pd.concat(sides, ignore_index=True).astype({"turn": "int64"}).drop_duplicates()
    order = {briefing: place for place, briefing in enumerate(turns["briefing_id"].unique())}
    counted = (
        hits.merge(turns, on=["briefing_id", "turn"])
        .groupby(["briefing_id", "turn", "topic_id"], sort=False)
        .agg(occurrences=("occurrences", "sum"), paragraphs=("paragraph", "nunique"))
        .reset_index()
    )
    keys = ["place", "turn", "occurrences", "paragraphs", "topic_id"]
    return counted.assign(place=counted["briefing_id"].map(order)).sort_values(
        keys, ascending=[True, True, False, False, True], ignore_index=True
    )[TOPIC_COLUMNS]


def _questions(turns: pd.DataFrame) -> pd.DataFrame:
    asked = turns.loc[turns["kind"] == "question"]
    return pd.DataFrame(
        {
            "briefing_id": asked["briefing_id"],
            "year": asked["year"],
            "exchange": asked.groupby("briefing_id", sort=False).cumcount() + 1,
            "question": asked["turn"],
            "outlet_id": asked["speaker_id"],
            "outlet_zh": asked["speaker_zh"],
            "outlet_en": asked["speaker_en"],
            "outlet_class": asked["outlet_class"],
            "question_characters": asked["characters"],
        }
    )


def _answers(turns: pd.DataFrame) -> pd.DataFrame:
    answers = turns.loc[(turns["kind"] == "answer") & turns["reply_to"].notna()]
    return pd.DataFrame(
        {
            "briefing_id": answers["briefing_id"],
            "question": answers["reply_to"].astype("int64"),
            "answer": answers["turn"].astype("Int64"),
            "answerer_id": answers["speaker_id"],
            "answerer_zh": answers["speaker_zh"],
            "answerer_en": answers["speaker_en"],
            "organisation_id": answers["organisation_id"],
            "slot": answers["slot"],
            "answer_characters": answers["characters"].astype("Int64"),
            "answer_syllables": answers["syllables"].astype("Int64"),
        }
    )
