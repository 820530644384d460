"""The choices of the page: kind, what became of it in the other year, tense."""

import streamlit as st

from dashboard.components.controls import view_widget

_WIDTH = 148  # pixels: two fit side by side on a phone


def draw() -> None:
    """Draw the choices in one line, wrapped where it is too long."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        view_widget("announced", st.pills, required=True, wrap=True)
        for parameter in ("series", "tense"):
            view_widget(parameter, st.selectbox, width=_WIDTH)
