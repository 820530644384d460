"""Controls and legends of the topics page, above or in place of its panels."""

import streamlit as st

from dashboard import run_context
from dashboard.components import controls, scope_choice
from dashboard.features.topics import blocks
from dashboard.filters import Filters
from dashboard.i18n import t
from dashboard.labels import provenance
from dashboard.queries import selection, statistics
from dashboard.queries.rows import ComparedRow, rows_of
from dashboard.queries.scope import Scope


def measure_and_rows(chosen: Filters) -> None:
    """Draw the choice of measure, and the button that shows all topics or only the leading ones."""
    shows_all = chosen.rows == "all"
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        controls.view_widget("measure", st.segmented_control, required=True)
        st.button(
            t("topics.fewer", n=blocks.MAX_LEADING_TOPICS)
            if shows_all
            else t("topics.all", n=len(selection.topics())),
            key="bw_topics_more",
            type="tertiary",
            icon=":material/unfold_less:" if shows_all else ":material/unfold_more:",
            on_click=lambda: run_context.change_filters(rows="leading" if shows_all else "all"),
        )


def briefing_legend(scope: Scope) -> None:
    """Draw the colour, the name and the base of each briefing, if one chart shows all of them."""
    if scope.is_apart():
        return
    with st.container(horizontal=True, gap="small"):
        for row in rows_of(scope.briefings(), ComparedRow):
            st.markdown(provenance.heading(row, scope_choice.base(scope, row)), width="content")


def matrix_slot_legend(scope: Scope) -> None:
    """Draw the legend of the slots that mention a topic, which colour the squares of the matrix."""
    controls.slot_legend(selection.hits(scope.base)["slot"].unique().tolist())


def strips_slot_legend(chosen: Filters) -> None:
    """Draw the legend of all slots that speak, which colour the ribbons and ticks of the strips."""
    controls.slot_legend(statistics.turn_order(chosen)["slot"].unique().tolist())


def coverage_under_topic() -> None:
    """Explain why coverage is not shown: with a topic selected, every paragraph is on a topic."""
    with st.container(key="bw_panel_topic_coverage", gap="small"):
        st.header(t("topics.coverage_title"), anchor=False)
        st.markdown(t("topics.coverage_off"))
        st.button(
            t("topics.coverage_clear"),
            key="bw_topics_clear",
            icon=":material/close:",
            on_click=lambda: run_context.change_filters(topic=()),
        )
