"""Topics: how much was said on each, by whom and where, and which speech is on no topic."""

import streamlit as st

from dashboard import run_context
from dashboard.components import controls, panel, scope_choice
from dashboard.features.search import occurrences as search_occurrences
from dashboard.features.topics import (
    blocks,
    coverage_panels,
    matrix_panel,
    panels,
    strips_panel,
)
from dashboard.i18n import t
from dashboard.labels import provenance
from dashboard.queries import selection, statistics
from dashboard.queries.rows import ComparedRow, rows_of
from dashboard.queries.scope import compared_in_words
from dashboard.run_context import current_run

chosen = current_run().filters
scope = compared_in_words(chosen)
every = chosen.rows == "all"


def headings() -> None:
    """Draw the colour, the name and the base of each briefing, if one chart shows all of them."""
    if scope.is_apart():
        return
    with st.container(horizontal=True, gap="small"):
        for row in rows_of(scope.briefings(), ComparedRow):
            st.markdown(provenance.heading(row, scope_choice.base(scope, row)), width="content")


def squares() -> None:
    """Draw the legend of slots, which colour the squares of the matrix."""
    controls.slot_legend(selection.hits(scope.base)["slot"].unique().tolist())


def ribbons() -> None:
    """Draw the legend of slots, which colour the ribbons and ticks of the strips."""
    controls.slot_legend(statistics.turn_order(chosen)["slot"].unique().tolist())


def choices() -> None:
    """Draw the choice of measure, and the button that shows all topics or only the leading ones."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        controls.view_widget("measure", st.segmented_control, required=True)
        st.button(
            t("topics.fewer", n=blocks.MAX_LEADING_TOPICS)
            if every
            else t("topics.all", n=len(selection.topics())),
            key="bw_topics_more",
            type="tertiary",
            icon=":material/unfold_less:" if every else ":material/unfold_more:",
            on_click=lambda: run_context.change_filters(rows="leading" if every else "all"),
        )


def no_coverage() -> None:
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


scope_choice.show(scope, of="words")
if selection.paragraphs(scope.filters.replace(topic=())).empty:
    caveat = provenance.caveat(
        selection.briefings(chosen), statistics.coverage(chosen), sections=chosen.section
    )
    panel.show_empty("topics", caveat=caveat)
else:
    choices()
    for key, build, above in (
        ("topic_rates", lambda: panels.rates(chosen), headings),
        ("topic_matrix", lambda: matrix_panel.matrix(chosen), squares),
        ("topic_strips", lambda: strips_panel.strips(chosen), ribbons),
    ):
        panel.show(key, build, controls=above)
    search_occurrences.show("topic_places", within=scope.filters.replace(term=chosen.term))
    if chosen.topic:
        no_coverage()
    else:
        panel.show("topic_coverage", lambda: coverage_panels.coverage(chosen))
        panel.show(
            "topic_uncovered", lambda: coverage_panels.longest_uncovered(chosen), as_table=True
        )
