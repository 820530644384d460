"""A click that leaves for another page: no callback can switch pages, but the run after it can."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

import streamlit as st

from dashboard import registry, run_context

SEARCH = "search"  # the slug of the page that lists places
_TO = "bw_leaves_for"  # in the session's state: the slug of the page and its query
_MAX_LENGTH = 8_000  # of an address


def leave_for(slug: str, query: Mapping[str, str] | None = None) -> None:
    """Have the run after this callback go to the page `slug`.

    query: of its address, as parameter -> text; by default the filters set by then.
    """
    st.session_state[_TO] = slug, run_context.link_query() if query is None else dict(query)


def leave_by(href: object) -> None:
    """Have the run after this callback follow a link within the dashboard: a slug and a query.

    Nothing is done if `href`, which comes from a browser, leads to no page.
    """
    if not isinstance(href, str) or len(href) > _MAX_LENGTH:
        return
    slug, _, query = href.partition("?")
    if any(page.slug == slug for page in registry.PAGES):
        leave_for(slug, dict(parse_qsl(query)))


def follow() -> None:
    """Go to the page that a click chose in the callback before this run, if there was one."""
    slug, query = st.session_state.pop(_TO, ("", {}))
    if slug:
        file = next(page.file for page in registry.PAGES if page.slug == slug)
        st.switch_page(file, query_params=query)
