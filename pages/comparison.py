"""Comparison of two briefings: what changed, facts, who is compared, topics and words."""

import streamlit as st

from dashboard.components import controls, panel
from dashboard.components.cache import cached_for_run
from dashboard.escape import escape_markdown
from dashboard.features.comparison import changed, panels, places
from dashboard.features.search import occurrences as search_occurrences
from dashboard.i18n import t
from dashboard.labels import provenance
from dashboard.labels.pair import Pair, choose_pair
from dashboard.queries import selection, statistics
from dashboard.run_context import current_run

chosen = current_run().filters
covered = statistics.coverage(chosen)


def banner(pair: Pair) -> None:
    """Draw the captured sections of both briefings, the compared parts, and the choice of scope."""
    with st.container(key="bw_banner", border=True, gap="small"):
        for spot, row in zip(panel.column_containers(2), pair[:2], strict=True):
            own = covered.loc[covered["briefing_id"] == row.briefing_id]
            badges = provenance.section_badges(own) + provenance.session_badge(row.briefing_id)
            spot.markdown(f"{panels.heading(pair, row)}  {badges}")
        st.markdown(escape_markdown(cached_for_run("banner", lambda: panels.banner(chosen, pair))))
        controls.view_widget("scope", st.segmented_control, required=True)


def legend(pair: Pair) -> None:
    """Draw the names of the two briefings in their colours, and what solid and hollow dots say."""
    with st.container(horizontal=True, gap="medium"):
        for entry in cached_for_run("legend", lambda: panels.legend(chosen, pair)):
            st.markdown(entry, width="content")


def slots(pair: Pair) -> None:
    """Draw who spoke in which slot: a column for each briefing, one below the other on a phone."""
    table = cached_for_run("slot_table", lambda: panels.slot_table(chosen, pair))
    for number, (name, *sides) in enumerate(table.itertuples(index=False, name=None)):
        with st.container(key=f"bw_slot_{number}", gap="xsmall"):
            st.markdown(f"**{name}**")
            for spot, row, said in zip(panel.column_containers(2), pair[:2], sides, strict=True):
                spot.markdown(f"{panels.heading(pair, row)}  \n{said}")


def facts(pair: Pair) -> None:
    """Draw the facts that differ, in two columns of tables, and folded those that do not."""
    listed = cached_for_run("fact_tables", lambda: panels.fact_tables(chosen, pair))
    middle = (len(listed) + 1) // 2
    for spot, part in zip(
        panel.column_containers(2), (listed[:middle], listed[middle:]), strict=True
    ):
        with spot:
            for heading, rows in part:
                st.markdown(heading)
                st.table(rows, border="horizontal", hide_index=True)
    if same := cached_for_run("same_facts", lambda: panels.same_facts(chosen, pair)):
        with st.expander(t("comparison.same_facts")):
            st.markdown(same)


def unit() -> None:
    controls.view_widget("unit", st.segmented_control, required=True)


def list_places(key: str, pair: Pair) -> None:
    """List the places of the chosen term or topic, if it is below the panel `key` that they are."""
    if places.panel_of_places(chosen) == key:
        search_occurrences.show(places.KEY, within=places.listed_filters(chosen, pair))


def changes(pair: Pair) -> None:
    """Draw what is new, gone and reworded: wordings, then facts."""
    panel.show("changed", lambda: changed.wordings_changed(chosen, pair))
    list_places("changed", pair)
    if cached_for_run("stated", lambda: panels.has_facts(pair)):
        panel.show("facts", lambda: panels.facts(chosen, pair), controls=lambda: facts(pair))
    else:
        st.header(t("comparison.facts_title"), anchor=False)
        st.markdown(t("comparison.no_facts"))


def rates(pair: Pair) -> None:
    """Draw who is compared, and the rates of topics and words unless no statements compare."""
    banner(pair)
    panel.show("slots", lambda: panels.slots(chosen, pair), controls=lambda: slots(pair))
    if panels.has_no_common_statements(chosen, pair):
        panels.draw_widen_offer()
        return
    if nothing := cached_for_run("nothing", lambda: panels.nothing_compared(chosen, pair)):
        st.header(t("comparison.topics_title"), anchor=False)
        st.markdown(nothing)
    else:
        panel.show("topics", lambda: panels.topics(chosen, pair), controls=lambda: legend(pair))
    list_places("topics", pair)
    if not nothing:
        panel.show("terms", lambda: panels.terms(chosen, pair), controls=unit)
    list_places("terms", pair)


both = choose_pair(selection.briefings(chosen.briefings_only), covered)
panels.draw_choice(both)
if both is not None:
    places.draw_jumps(chosen, both)
    changes(both)
    rates(both)
