"""What a reader chooses beside the filters: how a page shows what is selected."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from dashboard import filters, theme
from dashboard.i18n import t


def rate_slider() -> None:
    """The syllables a minute that estimates rest on; the choice stands in the URL."""
    st.session_state["bw_rate"] = filters.current().rate
    st.slider(
        t("panel.rate"),
        min_value=filters.RATES[0],
        max_value=filters.RATES[-1],
        step=5,
        key="bw_rate",
        width=420,
        on_change=lambda: filters.set(rate=st.session_state["bw_rate"]),
    )


def view(parameter: str, widget: Callable[..., Any], **looks: Any) -> None:
    """A `widget` that chooses how a page shows what is selected; the choice stands in the URL."""
    key = f"bw_{parameter}"
    st.session_state[key] = getattr(filters.current(), parameter)
    widget(
        t(f"view.{parameter}.label"),
        filters.VIEWS[parameter],
        format_func=lambda choice: t(f"view.{parameter}.{choice}"),
        key=key,
        on_change=lambda: filters.set(**{parameter: st.session_state[key]}),
        **looks,
    )


def slot_legend(slots: Sequence[str]) -> None:
    """What the colours of `slots` mean, in one line; below each other where that is too long."""
    entries = [
        f':color[■]{{foreground="{colour}"}} {t(f"code.slot.{slot}")}'
        for slot, colour in theme.palette().slot.items()
        if slot in slots
    ]
    with st.container(horizontal=True, gap="small"):
        for entry in entries:
            st.caption(entry, width="content")
