"""An invisible component that corrects Streamlit's behaviour in the user's browser."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard import sessions
from dashboard.components.component import component

_COMPONENT = component("browser")


def sync_browser(
    *,
    language: str,
    brought: bool,
    pages: Sequence[str],
    on_lost: Callable[[], None],
) -> None:
    """Synchronise the user's browser with this run; to be called once per run.

    Draws nothing. A change of theme triggers a new run. The lang attribute of the page, which
    Streamlit sets to English on every page, is set to `language` ("zh" or "en"). The Tab key moves
    from a popover's button into the popover. brought: whether this session holds anything that its
    visitor brought; the tab remembers it, and `on_lost` is called before a run of another session
    of the same tab, which holds nothing of it.

    A click on a link in a text that leads to one of `pages` (slugs) stays in this session, where
    the browser would open another.
    """
    _COMPONENT(
        key="bw_browser",
        data={
            "theme": st.context.theme.type,
            "language": language,
            "session": sessions.current_id(),
            "brought": brought,
            "pages": list(pages),
        },
        on_theme_change=lambda: None,
        on_lost_change=on_lost,
    )
