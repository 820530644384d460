"""An invisible component that corrects Streamlit's behaviour in the user's browser."""

import streamlit as st

from dashboard.components.component import component

_COMPONENT = component("browser")


def sync_browser(*, language: str) -> None:
    """Synchronise the user's browser with this run; to be called once per run.

    Draws nothing. A change of theme triggers a new run. The lang attribute of the page, which
    Streamlit sets to English on every page, is set to `language` ("zh" or "en"). The Tab key moves
    from a popover's button into the popover.
    """
    _COMPONENT(
        key="bw_browser",
        data={"theme": st.context.theme.type, "language": language},
        on_theme_change=lambda: None,
    )
