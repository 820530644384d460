"""A run of the script for each change of the theme, which Streamlit itself does not give."""

from pathlib import Path

import streamlit as st

__all__ = ["rerun_on_change"]

_JS = (Path(__file__).resolve().parent / "static" / "theme_watch.js").read_text(encoding="utf-8")
_WATCH = st.components.v2.component("bw_theme_watch", js=_JS)


def rerun_on_change() -> None:
    """Run the script once more when the reader sees another theme than this run was made for.

    Draws nothing; call it once in a run, in a place that is not shown.
    """
    _WATCH(
        key="bw_theme_watch",
        data={"theme": st.context.theme.type},
        height="content",
        on_theme_change=lambda: None,
    )
