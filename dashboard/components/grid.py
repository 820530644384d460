"""A frame as a table to sort, search and scroll, in words of the reader's language."""

from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd
import streamlit as st

from dashboard.i18n import catalogue, language, pick
from dashboard.queries import selection

_FORMATS = (
    dict.fromkeys(("share", "paragraph_share"), "percent")
    | dict.fromkeys(
        ("minutes", "minutes_low", "minutes_high", "seconds", "per_10k", "rest_per_10k"), "%.1f"
    )
    | dict.fromkeys(("dp", "g2", "bic", "log_ratio", "low", "high", "p_value"), "%.2f")
    | dict.fromkeys(("earlier_rate", "later_rate", "difference"), "%.1f")
)
# Columns that refer to a person or a body, and what they are called once the name stands there.
_REFERRED = {"speaker_id": "speaker", "organisation_id": "organisation"}


def grid(frame: pd.DataFrame, *, height: int | Literal["auto"] = "auto") -> None:
    """Show `frame` as a table with its columns, codes, people and bodies named for the reader.

    What has no name keeps its id; the download always holds ids.
    """
    words = catalogue(language())
    shown = _spelled_out(frame, words)
    st.dataframe(
        shown,
        hide_index=True,
        height=height,
        placeholder="",
        column_config={name: _column(name, words) for name in map(str, shown.columns)},
    )


def _column(name: str, words: Mapping[str, str]) -> Any:
    label = words.get(f"column.{name}", name)
    if name == "source_link":
        return st.column_config.LinkColumn(label, display_text=words["places.open"])
    form = _FORMATS.get(name)
    return st.column_config.NumberColumn(label, format=form) if form else label


def _spelled_out(frame: pd.DataFrame, words: Mapping[str, str]) -> pd.DataFrame:
    """`frame` with names for its codes, and for the ids of people and bodies that it refers to."""
    coded = {key.rpartition(".")[0] for key in words}
    names = {
        name: {code: words.get(f"code.{name}.{code}", code) for code in frame[name].unique()}
        for name in frame.columns
        if f"code.{name}" in coded
    }
    listed = {key: pick(*pair) for key, pair in selection.labels().items()}
    referred = {} if {"name", "name_zh"} & set(frame.columns) else _REFERRED
    names |= {name: listed for name in referred if name in frame.columns}
    spelled = {
        name: frame[name].map(lambda key, of=of: of.get(key, key)) for name, of in names.items()
    }
    return frame.assign(**spelled).rename(columns=referred)
