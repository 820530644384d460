"""The theme that this run's reader sees: light, or dark."""

import streamlit as st

from dashboard.charts.palette import LIGHT, THEMES, Palette


def palette() -> Palette:
    """The colours for this run's charts; those of the light theme where the browser says nothing.

    Where the reader changes the theme, `browser` asks for another run.
    """
    return THEMES.get(st.context.theme.type or "", LIGHT)
