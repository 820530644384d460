"""The query of the browser's address: read once in every run, written when a reader chooses.

The address is the only store of a selection. (Streamlit can bind a widget to a parameter instead,
but a bound text sees one value of a repeated parameter and nothing of an unknown one.)
"""

from collections.abc import Mapping

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

# In the session's state: the query written last, and those that the address held before it.
_WRITTEN, _REPLACED = "bw_written_query", "bw_replaced_queries"
_MAX_REPLACED = 32

# The parameter that replaces a query too long to be read, so that the page can say so.
TOO_LONG = "too_long"

# Parameters that programs add to a link when it is shared, opened or embedded. They select nothing,
# so nobody needs to hear of them.
_TRACKING_PREFIXES = ("utm_",)  # campaign of any analytics
_TRACKING_PARAMETERS = frozenset(
    {
        "embed", "embed_options",  # Streamlit's own, for a page within another
        "gclid", "gbraid", "wbraid", "dclid", "_gl",  # Google
        "fbclid", "igshid", "igsh", "twclid", "msclkid", "yclid",  # Meta, X, Microsoft, Yandex
        "mc_cid", "mc_eid",  # Mailchimp
        "from", "isappinstalled", "scene", "subscene", "clicktime", "enterid", "nsukey",  # WeChat
        "spm", "bd_vid",  # Alibaba and Weibo, Baidu
    }
)  # fmt: skip


def is_tracking(parameter: str) -> bool:
    """Return whether `parameter` is one that programs add to links, in any case.

    >>> is_tracking("utm_source"), is_tracking("fbclid"), is_tracking("yaer")
    (True, True, False)
    """
    name = parameter.lower()
    return name.startswith(_TRACKING_PREFIXES) or name in _TRACKING_PARAMETERS


def read() -> dict[str, list[str]]:
    """Return the query of the address: parameter -> values, each in the order of the link.

    A run can start before the browser has received the query that the last run wrote, for example
    after two quick clicks. The browser then reports a query that was replaced; the one written last
    holds and is sent again. A run after back or forward returns to a replaced query on purpose.
    """
    reported, written = _reported(), st.session_state.get(_WRITTEN)
    if written is None or reported == written:
        return reported
    if reported in st.session_state[_REPLACED] and not _is_history_navigation():
        st.query_params.from_dict(written)
        return dict(written)
    st.session_state[_WRITTEN] = None
    return reported


def write(query: Mapping[str, str]) -> None:
    """Make `query` (parameter -> text) the query of the address. For callbacks."""
    previous = st.session_state.get(_WRITTEN)
    replaced = [] if previous is None else [*st.session_state[_REPLACED], previous]
    st.session_state[_REPLACED] = [*replaced, _reported()][-_MAX_REPLACED:]
    st.session_state[_WRITTEN] = {name: [text] for name, text in query.items()}
    st.query_params.from_dict(query)


def _reported() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _is_history_navigation() -> bool:
    run = get_script_run_ctx(suppress_warning=True)
    return run is not None and run.is_history_navigation
