"""Names of ids in this run's language, alt texts of bar charts, and keys of turns."""

import pandas as pd

from dashboard.charts import share_bars
from dashboard.filters import Filters
from dashboard.i18n import catalogue, language, pick, t
from dashboard.queries import selection


def filter_name(parameter: str, key: str) -> str:
    """Return the name of what the filter `parameter`=`key` selects."""
    if not parameter:
        return t("panel.no_body")
    if parameter == "slot" and key == "press":
        return t("panel.reporters")
    if parameter in ("slot", "kind"):
        return t(f"code.{parameter}.{key}")
    return pick(*selection.labels().get(key, (key, key)))


def bars_alt_text(rows: pd.DataFrame, *, heading: str) -> str:
    """Return the rows of a bar chart as alt text."""
    messages = catalogue(language())
    return share_bars.alt_text(
        rows,
        heading=heading,
        sentence=messages["chart.bars_alt"],
        item=messages["chart.bars_alt_item"],
        separator=messages["app.list_separator"],
    )


def turn_keys(turns: pd.DataFrame) -> list[tuple[str, int]]:
    """Return the keys (briefing_id, turn) of `turns`."""
    return list(zip(turns["briefing_id"], turns["turn"], strict=True))


def cleared_params(chosen: Filters, *parameters: str) -> list[str]:
    """Return "term" and those `parameters` that are set, each followed by "", which clears it.

    For a mark's custom data: a click then shows all of what was clicked, without earlier choices.
    """
    set_parameters = [each for each in (*parameters, "term") if getattr(chosen, each)]
    return [part for parameter in set_parameters for part in (parameter, "")]
