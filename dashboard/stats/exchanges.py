"""Exchanges: who asked, who answered, and how long both took."""

from collections.abc import Collection

import pandas as pd

from dashboard.stats.speaking_time import DEFAULT_RATE, rate_range

__all__ = ["COLUMNS", "exchanges"]

COLUMNS = [
    "year", "exchange", "outlet_zh", "outlet_en", "outlet_class", "answerer_zh", "answerer_en",
    "slot", "question_characters", "answer_characters", "answer_syllables",
    "minutes", "minutes_low", "minutes_high",
    "briefing_id", "question", "answer", "outlet_id", "answerer_id",
]  # fmt: skip


def exchanges(
    turns: pd.DataFrame,
    *,
    rate: int = DEFAULT_RATE,
    within: Collection[tuple[str, int]] | None = None,
) -> pd.DataFrame:
    """Each question with each answer that it got, in the order in which they were spoken.

    An answer is a turn of kind "answer" whose reply_to is the question's turn. A question that
    several people answer has a row for each; one that nobody answers has one row with the answer's
    columns null. `exchange` numbers the questions of a briefing from 1. Characters are those of the
    turns; minutes = the answer's syllables / `rate` (an estimate), minutes_low and minutes_high at
    the fast and the slow rate of `rate_range(rate)`.

    turns: rows as `selection.turns` gives them; pass whole briefings, since an answer whose
    question is not among the rows cannot be placed and is left out. within: keep only exchanges
    whose question or answer is one of these (briefing_id, turn).
    Returns COLUMNS; empty input gives no row.

    >>> turns = pd.DataFrame({"briefing_id": "b", "year": 2031, "turn": [1, 2],
    ...     "reply_to": [None, 1], "kind": ["question", "answer"], "speaker_id": ["daily", "tao"],
    ...     "speaker_zh": ["晨报", "陶见山"], "speaker_en": ["Morning News", "Tao Jianshan"],
    ...     "outlet_class": ["provincial", None], "slot": ["press", "host_city"],
    ...     "characters": [20, 110], "syllables": [22, 110]})
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
    kept = set(within)
    sides = zip(paired["briefing_id"], paired["question"], paired["answer"], strict=True)
    mask = [(b, asked) in kept or (b, answer) in kept for b, asked, answer in sides]
    return paired.loc[mask].reset_index(drop=True)


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
            "slot": answers["slot"],
            "answer_characters": answers["characters"].astype("Int64"),
            "answer_syllables": answers["syllables"].astype("Int64"),
        }
    )
