"""Names and sentences, in this run's language, on rows of dashboard.stats.exchanges."""

from dataclasses import dataclass

import pandas as pd

from dashboard.filters import Filters
from dashboard.i18n import pick, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels.numbers import median, number
from dashboard.queries import statistics
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.stats.speaking_time import rate_range


@dataclass(slots=True)
class ExchangeRow:
    """A row of stats.exchanges; without an answer, its figures are NaN and its texts null."""

    briefing_id: str
    exchange: int
    question: int
    question_characters: int
    outlet_id: str
    outlet_zh: str
    outlet_en: str
    outlet_class: str | None
    answer: float
    answer_characters: float
    answerer_id: str | None
    answerer_zh: str | None
    answerer_en: str | None
    organisation_id: str | None
    slot: str | None
    minutes: float
    minutes_low: float
    minutes_high: float


def outlet(row: ExchangeRow) -> str:
    """Return the name of the outlet that asked the question."""
    return pick(row.outlet_zh, row.outlet_en)


def answerer(row: ExchangeRow) -> str:
    """Return the name of the person who answered, or the phrase for an unanswered question."""
    if not is_answered(row):
        return t("chart.unanswered")
    return pick(row.answerer_zh or "", row.answerer_en or "")


def is_answered(row: ExchangeRow) -> bool:
    """Return whether the question has an answer."""
    return bool(pd.notna(row.answer_characters))


def lengths_sentence(exchanges: pd.DataFrame, briefings: pd.DataFrame) -> str:
    """Return one sentence per briefing: its number of exchanges, and how long its answers are.

    Median, shortest and longest answer are in characters. A briefing without an exchange gets no
    sentence.
    """
    return labels_briefings.sentences(briefings, exchanges, _lengths_of)


def between_sentence(chosen: Filters) -> str:
    """Say that only exchanges between the selected outlets and people are listed; "" if others are.

    See queries.statistics.exchanges.
    """
    return t("exchanges.between") if chosen.speaker and statistics.are_between(chosen) else ""


def _lengths_of(row: BriefingRow, own: pd.DataFrame) -> str:
    given = own.loc[own["answer_characters"].notna()].astype({"answer_characters": float})
    if own.empty:
        return ""
    if given.empty:
        return t("exchanges.unanswered", briefing=labels_briefings.name(row), n=len(own))
    ordered = rows_of(given.sort_values("answer_characters", kind="stable"), ExchangeRow)
    form = {1: "length", 2: "both_lengths"}.get(len(ordered), "lengths")
    return t(
        f"exchanges.{form}",
        briefing=labels_briefings.name(row),
        n=len(given),
        open=t("exchanges.open", n=len(own) - len(given)) if len(given) < len(own) else "",
        median=median(given["answer_characters"].median()),
        shortest=_answer_length(ordered[0]),
        longest=_answer_length(ordered[-1]),
    )


def _answer_length(row: ExchangeRow) -> str:
    return t(
        "exchanges.answered",
        answerer=answerer(row),
        outlet=outlet(row),
        characters=number(row.answer_characters),
    )


def minutes_caveat(turns: pd.DataFrame, *, rate: int, uses_times: bool = False) -> str:
    """Return the caveat on minutes estimated at `rate` syllables a minute.

    turns: the selected rows of selection.turns. If a source gives times, the caveat says whether
    they are used (`uses_times`).
    """
    slow, fast = rate_range(rate)
    timed = bool(turns["seconds_basis"].eq("timed").any())
    key = f"times_{'used' if uses_times else 'unused'}" if timed else "no_times"
    return f"{t('speaking_time.minutes_caveat', slow=slow, fast=fast)} {t(f'speaking_time.{key}')}"
