"""Widgets for options other than filters, and the legend of slot colours."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from dashboard import filters, run_context
from dashboard.i18n import t
from dashboard.run_context import current_run


def rate_slider() -> None:
    """Draw the slider for the rate of estimated minutes (syllables a minute), bound to the URL."""
    st.session_state["bw_rate"] = current_run().filters.rate
    st.slider(
        t("panel.rate"),
        min_value=filters.RATES[0],
        max_value=filters.RATES[-1],
        step=5,
        key="bw_rate",
        width=420,
        on_change=lambda: run_context.change_filters(rate=st.session_state["bw_rate"]),
    )


def view_widget(parameter: str, widget: Callable[..., Any], **options: Any) -> None:
    """Draw a `widget` that chooses the value of the view parameter `parameter`, bound to the URL.

    parameter: a key of filters.VIEWS. widget: a function of Streamlit with a label and choices,
    such as st.segmented_control. options: further arguments of `widget`.
    """
    key = f"bw_{parameter}"
    names = {choice: t(f"view.{parameter}.{choice}") for choice in filters.VIEWS[parameter]}
    st.session_state[key] = getattr(current_run().filters, parameter)
    widget(
        t(f"view.{parameter}.label"),
        filters.VIEWS[parameter],
        format_func=names.__getitem__,
        key=key,
        on_change=lambda: run_context.change_filters(**{parameter: st.session_state[key]}),
        **options,
    )


def slot_legend(slots: Sequence[str]) -> None:
    """Draw the legend of the colours of `slots` (codes) in one line, wrapped where too long."""
    entries = [
        f':color[■]{{foreground="{colour}"}} {t(f"code.slot.{slot}")}'
        for slot, colour in current_run().palette.slot.items()
        if slot in slots
    ]
    with st.container(horizontal=True, gap="small"):
        for entry in entries:
            st.caption(entry, width="content")
