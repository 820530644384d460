"""Word clouds: the words of each year, speaker, slot or topic, in pictures on one scale."""

import streamlit as st

from dashboard import controls, filters, panel, selection
from dashboard.panels import clouds as panels
from dashboard.panels import places
from dashboard.wording import clouds

chosen = filters.current()


def choose() -> None:
    """What a cloud is of, what sizes its words, what a word is, and what the colours mean."""
    with st.container(key="bw_cloud_views", horizontal=True, gap="medium"):
        for parameter in ("group", "size", "unit"):
            controls.view(parameter, st.segmented_control, required=True, width="content")
    with st.container(horizontal=True, gap="small"):
        for entry in clouds.legend(map(int, selection.known()["year"])):
            st.caption(entry, width="content")


panel.show("clouds", lambda: panels.clouds(chosen), controls=choose)
places.show("term_places")
