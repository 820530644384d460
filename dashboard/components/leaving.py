"""A click that leaves for another page: no callback can switch pages, but the run after it can."""

import streamlit as st

from dashboard import registry, run_context

SEARCH = "search"  # the slug of the page that lists places
_TO = "bw_leaves_for"  # in the session's state: the slug of the page


def leave_for(slug: str) -> None:
    """Have the run after this callback go to the page `slug`, with the filters set by then."""
    st.session_state[_TO] = slug


def follow() -> None:
    """Go to the page that a click chose in the callback before this run, if there was one."""
    slug = st.session_state.pop(_TO, None)
    if slug:
        file = next(page.file for page in registry.PAGES if page.slug == slug)
        st.switch_page(file, query_params=run_context.link_query())
