"""A table that can be sorted, searched and scrolled, in the user's language."""

from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd
import streamlit as st

from dashboard.i18n import catalogue, pick
from dashboard.queries import identifiers
from dashboard.run_context import current_run

_FORMATS = (
    dict.fromkeys(("share", "paragraph_share", "uptake_share"), "percent")
    | dict.fromkeys(
        ("minutes", "minutes_low", "minutes_high", "seconds", "per_10k", "rest_per_10k"), "%.1f"
    )
    | dict.fromkeys(
        ("dp", "dp_unnormalised", "g2", "bic", "log_ratio", "log_ratio_half", "low", "high"), "%.2f"
    )
    | dict.fromkeys(("p_value", "q_value", "holm_p"), "%.4f")
    | dict.fromkeys(("earlier_rate", "later_rate", "difference", "by_chance", "ratio"), "%.1f")
)
# Column of ids of people or organisations -> what it is called once names replace the ids.
_REFERENCE_COLUMNS = {"speaker_id": "speaker", "organisation_id": "organisation"}


def grid(frame: pd.DataFrame, *, height: int | Literal["auto"] = "auto") -> None:
    """Show `frame` as a table, with names in the user's language instead of codes and ids.

    Columns, codes, people and organisations get names; an id without a name stays. Downloads are
    made from the frame itself, so they always hold ids. height: in pixels, or "auto".
    """
    messages = catalogue(current_run().language)
    shown = _replace_codes(frame, messages)
    st.dataframe(
        shown,
        hide_index=True,
        height=height,
        placeholder="",
        column_config={name: _column_config(name, messages) for name in map(str, shown.columns)},
    )


def _column_config(name: str, messages: Mapping[str, str]) -> Any:
    label = messages.get(f"column.{name}", name)
    if name == "source_link":
        return st.column_config.LinkColumn(label, display_text=messages["places.open"])
    form = _FORMATS.get(name)
    return st.column_config.NumberColumn(label, format=form) if form else label


def _replace_codes(frame: pd.DataFrame, messages: Mapping[str, str]) -> pd.DataFrame:
    """Replace codes, and ids of people and organisations, by names in the user's language.

    The ids stay where the frame has a column name or name_zh.
    """
    coded = {key.rpartition(".")[0] for key in messages}
    names = {
        name: {code: messages.get(f"code.{name}.{code}", code) for code in frame[name].unique()}
        for name in frame.columns
        if f"code.{name}" in coded
    }
    labels = {key: pick(*pair) for key, pair in identifiers.labels().items()}
    referred = {} if {"name", "name_zh"} & set(frame.columns) else _REFERENCE_COLUMNS
    names |= {name: labels for name in referred if name in frame.columns}
    named = {
        name: frame[name].map(lambda key, of=of: of.get(key, key)) for name, of in names.items()
    }
    return frame.assign(**named).rename(columns=referred)
