"""What Streamlit leaves undone in the reader's browser, put right by a component of a few lines."""

from pathlib import Path

import streamlit as st

_JS = (Path(__file__).with_name("browser.js")).read_text(encoding="utf-8")
_COMPONENT = st.components.v2.component("bw_browser", js=_JS)


def sync_browser(*, language: str) -> None:
    """Keep the reader's browser and this run in step; draws nothing, called once in a run.

    Another theme than the one that this run was made for gets another run. The page says that it
    is written in `language` ("zh", "en"), where Streamlit says English of every page. The Tab key
    leads from a popover's button into the popover.
    """
    _COMPONENT(
        key="bw_browser",
        data={"theme": st.context.theme.type, "language": language},
        on_theme_change=lambda: None,
    )
