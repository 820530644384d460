"""Names of ids in this run's language, alt texts of bar charts, and keys of turns."""

import pandas as pd

from dashboard.charts import share_bars
from dashboard.filters import Filters
from dashboard.i18n import catalogue, pick, pick_both, t
from dashboard.queries import identifiers
from dashboard.queries.rows import TitledSpeaker
from dashboard.run_context import current_run


def filter_name(parameter: str, key: str) -> str:
    """Return the name of the rows that the filter `parameter`=`key` selects.

    An empty `parameter` gives the name for speech without an organisation. A key that is not in the
    corpus is returned unchanged.
    """
    if not parameter:
        return t("panel.no_body")
    if parameter == "slot" and key == "press":
        return t("panel.reporters")
    if parameter in ("slot", "kind"):
        return t(f"code.{parameter}.{key}")
    return pick(*identifiers.labels().get(key, (key, key)))


def in_all_forms(key: str) -> str:
    """Return the name of a person, body, outlet or topic in every form by which it may be sought.

    A list of choices is searched by what it shows: after the name in this run's language that in
    the other one, then the name as printed, in traditional characters and in pinyin.
    """
    forms = [*pick_both(*identifiers.labels()[key]), *identifiers.search_names().get(key, ())]
    return t("filter.form_separator").join(dict.fromkeys(forms))


def speaker_title(row: TitledSpeaker) -> str:
    """Return the title of the speaker of `row` in this run's language, "" if none is stated.

    A title without a listed English form is returned as stated.
    """
    return pick(row.title or "", row.title_en or row.title or "")


def bars_alt_text(rows: pd.DataFrame, *, heading: str) -> str:
    """Return the alt text of a bar chart in this run's language (see share_bars.alt_text)."""
    messages = catalogue(current_run().language)
    return share_bars.alt_text(
        rows,
        heading=heading,
        sentence=messages["chart.bars_alt"],
        item=messages["chart.bars_alt_item"],
        separator=messages["app.list_separator"],
    )


def turn_keys(turns: pd.DataFrame) -> list[tuple[str, int]]:
    """Return the key (briefing_id, turn) of each row of `turns`, in order."""
    return list(zip(turns["briefing_id"], turns["turn"], strict=True))


def cleared_params(chosen: Filters, *parameters: str) -> list[str]:
    """Return those of `parameters` and "term" that are set in `chosen`, each followed by "".

    In the custom data of a chart's mark, "" clears the parameter before it. A click on the mark
    then shows all rows behind the mark, not narrowed by earlier choices.
    """
    set_parameters = [each for each in (*parameters, "term") if getattr(chosen, each)]
    return [part for parameter in set_parameters for part in (parameter, "")]
