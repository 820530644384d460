"""The choices of the page: kind, what became of it in the other year, tense."""

import streamlit as st

from dashboard import filters, run_context
from dashboard.components.controls import view_widget
from dashboard.i18n import t
from dashboard.run_context import current_run

_WIDTH = 148  # pixels: two fit side by side on a phone


def draw() -> None:
    """Draw the choices in one line, wrapped where it is too long."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        view_widget("announced", st.pills, required=True, wrap=True)
        _choice("series")
        _choice("tense")


def _choice(parameter: str) -> None:
    """Draw the list of choices of the view parameter `parameter`, bound to the URL."""
    key = f"bw_{parameter}"
    names = {each: t(f"view.{parameter}.{each}") for each in filters.VIEWS[parameter]}
    st.session_state[key] = getattr(current_run().filters, parameter)
    st.selectbox(
        t(f"view.{parameter}.label"),
        list(names),
        format_func=lambda each: names.get(each, each),
        key=key,
        width=_WIDTH,
        on_change=lambda: run_context.change_filters(**{parameter: st.session_state[key]}),
    )
