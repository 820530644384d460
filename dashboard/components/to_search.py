"""Leave a page for the page Search within the session, so that an added briefing is still there."""

import streamlit as st

from dashboard import registry, run_context

SLUG = "search"
_LEAVING = "bw_leaving_to_search"


def leave(**changes: object) -> None:
    """Apply `changes` to the selection and go to Search in the run that follows. For callbacks."""
    run_context.change_filters(**changes)
    st.session_state[_LEAVING] = True


def follow() -> None:
    """Go to the page Search, if a click has asked for it. Call it before anything is drawn."""
    if st.session_state.pop(_LEAVING, False):
        file = next(page.file for page in registry.PAGES if page.slug == SLUG)
        st.switch_page(file, query_params=run_context.link_query())
