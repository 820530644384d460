"""Names, in this run's language, of asker and answerer in a row of dashboard.stats.exchanges."""

from typing import Any

import pandas as pd

from dashboard.i18n import pick, t


def outlet(row: Any) -> str:
    """Return the name of the outlet that asked the question."""
    return pick(row.outlet_zh, row.outlet_en)


def answerer(row: Any) -> str:
    """Return the name of the person who answered, or the phrase for an unanswered question."""
    return pick(row.answerer_zh, row.answerer_en) if is_answered(row) else t("chart.unanswered")


def is_answered(row: Any) -> bool:
    """Return whether the question has an answer."""
    return bool(pd.notna(row.answer_characters))
