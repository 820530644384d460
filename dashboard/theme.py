"""The theme of this run's reader: light or dark."""

import streamlit as st

from dashboard.charts.palette import LIGHT, THEMES, Palette


def palette() -> Palette:
    """Return the colours for this run's charts; LIGHT if the browser reports no theme.

    When the reader switches the theme, components.browser triggers another run.
    """
    return THEMES.get(st.context.theme.type or "", LIGHT)
