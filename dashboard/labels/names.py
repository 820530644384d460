"""What ids are called in this run's language, and a chart's rows in words."""

import pandas as pd

from dashboard.charts import share_bars
from dashboard.filters import Filters
from dashboard.i18n import catalogue, language, pick, t
from dashboard.queries import selection


def name(parameter: str, key: str) -> str:
    """The name of what `parameter`=`key` selects."""
    if not parameter:
        return t("panel.no_body")
    if parameter == "slot" and key == "press":
        return t("panel.reporters")
    if parameter in ("slot", "kind"):
        return t(f"code.{parameter}.{key}")
    return pick(*selection.labels().get(key, (key, key)))


def bars_alt(rows: pd.DataFrame, *, heading: str) -> str:
    """The rows of a bar chart in words."""
    words = catalogue(language())
    return share_bars.alt(
        rows,
        heading=heading,
        sentence=words["chart.bars_alt"],
        item=words["chart.bars_alt_item"],
        separator=words["app.list_separator"],
    )


def turn_keys(turns: pd.DataFrame) -> list[tuple[str, int]]:
    """The keys (briefing_id, turn) of `turns`."""
    return list(zip(turns["briefing_id"], turns["turn"], strict=True))


def cleared_params(chosen: Filters, *parameters: str) -> list[str]:
    """Those of `parameters` that are set, and the term, each with the value that lets it go.

    For a mark's custom data: what is clicked is listed whole, whatever else was chosen before.
    """
    set_now = [each for each in (*parameters, "term") if getattr(chosen, each)]
    return [part for parameter in set_now for part in (parameter, "")]
