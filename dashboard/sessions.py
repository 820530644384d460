"""Sessions of visitors: id and client of this run's, and the end of those whose visitor has left.

Streamlit keeps a session for `server.disconnectedSessionTTL` seconds after its visitor has left, so
that a connection that was interrupted finds it again. It drops what is over only when another
visitor comes or leaves, so an idle server would keep the last visitor's pages until then.
"""

from typing import cast

import streamlit as st
from streamlit.runtime import Runtime
from streamlit.runtime.caching.ttl_cache import TTLCache
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.session_manager import SessionInfo
from streamlit.runtime.state import SessionState
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

from dashboard.client_address import client_at


def current_id() -> str:
    """Return the id of the session whose run this is; "" outside of a run."""
    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context else ""


def current_client() -> str:
    """Return the client of this run (client_address.Client.name); "" if it is this machine.

    Also "" outside of a run.
    """
    is_run = Runtime.exists() and current_id()
    return client_at((is_run and st.context.ip_address) or "").name


def is_connected(session_id: str) -> bool:
    """Return whether the visitor of the session `session_id` is connected; False without a server.

    Call it on the server's event loop.
    """
    return Runtime.exists() and Runtime.instance().is_active_session(session_id)


def end_expired() -> int:
    """End the sessions whose visitors left long enough ago; return their number.

    Call it on the server's event loop. What only the sessions refer to is freed by the next
    garbage collection.
    """
    # No public way leads to them (Streamlit 1.67).
    manager = cast("WebsocketSessionManager", Runtime.instance()._session_mgr)  # noqa: SLF001 - as above
    storage = cast("MemorySessionStorage", manager._session_storage)  # noqa: SLF001 - as above
    kept = cast("TTLCache[str, SessionInfo]", storage._cache)  # noqa: SLF001 - as above
    expired = kept.expire()
    for _, left in expired:
        left.session.shutdown()
        # An idle runtime refers to the session that it served last, in a variable of its loop.
        left.session._session_state = SessionState()  # noqa: SLF001 - as above
    return len(expired)
