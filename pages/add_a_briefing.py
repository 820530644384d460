"""Add a briefing: see how a page is read, put it right, and have every page show it."""

import streamlit as st

from dashboard.i18n import t
from dashboard.inert import markdown
from dashboard.panels import adding, draft

st.markdown(t("adding.how"))
adding.refusals()
adding.bring()
chosen = adding.choose()
if chosen:
    draft.edits(chosen)
    st.header(t("adding.read_as"), anchor=False)
    st.markdown(
        f"**{markdown(chosen.now['title'])}**"
    )  # in a heading's font it would lack characters
    draft.doubts(chosen)
    draft.summary(chosen)
    st.header(t("adding.turns"), anchor=False)
    st.caption(t("adding.turns_reading"))
    draft.turns(chosen)
    st.header(t("adding.correct"), anchor=False)
    st.caption(t("adding.correct_reading"))
    draft.correct(chosen)
    st.header(t("adding.join_title"), anchor=False)
    adding.join(chosen)
    draft.deliver(chosen)
