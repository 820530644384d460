"""Add a briefing: show how an uploaded page is read, correct the reading, add it to the session."""

import streamlit as st

from dashboard.escape import escape_markdown
from dashboard.features.uploads import draft_panels, panels
from dashboard.i18n import t

panels.inputs()
chosen = panels.choose_draft()
if chosen:
    with chosen.opened():
        draft_panels.apply_table(chosen)
        st.header(t("adding.read_as"), anchor=False)
        head = st.container()
        draft_panels.summary(chosen)
        chosen.stated = draft_panels.state_fields(chosen)
        draft_panels.about(chosen)
        with head:  # above the inputs, and drawn after them, since it shows what they state
            st.markdown(
                f"**{escape_markdown(chosen.edition['title'])}**"
            )  # in a heading's font it would lack characters
            draft_panels.doubts(chosen)
        st.header(t("adding.turns"), anchor=False)
        st.caption(t("adding.turns_reading"))
        draft_panels.turns(chosen)
        st.header(t("adding.correct"), anchor=False)
        st.caption(t("adding.correct_reading"))
        draft_panels.correction_table(chosen)
        st.header(t("adding.join_title"), anchor=False)
        panels.add_controls(chosen)
        draft_panels.downloads(chosen)
