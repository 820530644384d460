"""The choices of the page: kind, what became of it in the other year, tense."""

import streamlit as st

from dashboard.components.controls import view_widget


def draw() -> None:
    """Draw the choices in one line, wrapped where it is too long."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        view_widget("announced", st.pills, required=True, wrap=True)
        view_widget("series", st.selectbox, width=148)
        view_widget("tense", st.selectbox, width=148)
