"""Word clouds: the words of each year, speaker, slot or topic, in pictures on one scale."""

import streamlit as st

from dashboard.components import controls, panel, scope_choice
from dashboard.features.clouds import panels, view
from dashboard.features.search import occurrences as search_occurrences
from dashboard.queries import identifiers
from dashboard.queries.scope import compared_in_words
from dashboard.run_context import current_run

chosen = current_run().filters


def choose() -> None:
    """Draw the choices of group, size and unit, and the legend of colours."""
    with st.container(key="bw_cloud_views", horizontal=True, gap="medium"):
        for parameter in ("group", "size", "unit"):
            controls.view_widget(parameter, st.segmented_control, required=True, width="content")
    with st.container(horizontal=True, gap="small"):
        for entry in view.legend(map(int, identifiers.known_ids()["year"])):
            st.caption(entry, width="content")


scope = compared_in_words(chosen)
scope_choice.show(scope, of="words")
panel.show("clouds", lambda: panels.clouds(chosen), controls=choose)
search_occurrences.show("term_places", within=scope.filters.replace(term=chosen.term))
