"""Two briefings: what each page captured, what of it compares, and what that shows."""

import pandas as pd
import streamlit as st

from dashboard import filters
from dashboard.components import controls, panel
from dashboard.components.cache import cached_for_run
from dashboard.escape import escape_markdown
from dashboard.features.comparison import panels
from dashboard.features.comparison.pair import Pair, pair
from dashboard.features.search import occurrences as search_occurrences
from dashboard.i18n import t
from dashboard.labels import provenance
from dashboard.queries import selection, statistics

chosen = filters.current()
covered = statistics.covered(chosen)


def banner(two: Pair) -> None:
    """What each page captured, what is therefore compared, and the choice to widen it."""
    with st.container(key="bw_banner", border=True, gap="small"):
        for spot, row in zip(panel.spots(2), two[:2], strict=True):
            own = covered.loc[covered["briefing_id"] == row.briefing_id]
            badges = provenance.badges(own) + provenance.session_badge(row.briefing_id)
            spot.markdown(f"{panels.heading(two, row)}  {badges}")
        st.markdown(escape_markdown(cached_for_run("banner", lambda: panels.banner(chosen, two))))
        controls.view("scope", st.segmented_control, required=True)


def legend(two: Pair) -> None:
    """The colours of the two."""
    with st.container(horizontal=True, gap="medium"):
        for row in two[:2]:
            st.markdown(panels.heading(two, row), width="content")


def slots(two: Pair) -> None:
    """Who spoke in which slot, side by side."""
    tabulate(cached_for_run("slot_table", lambda: panels.slot_table(chosen, two)))


def facts(two: Pair) -> None:
    """What each conference is, in two columns of tables."""
    listed = cached_for_run("fact_tables", lambda: panels.fact_tables(chosen, two))
    middle = (len(listed) + 1) // 2
    for spot, part in zip(panel.spots(2), (listed[:middle], listed[middle:]), strict=True):
        with spot:
            for heading, rows in part:
                st.markdown(heading)
                tabulate(rows)


def tabulate(rows: pd.DataFrame) -> None:
    """A table that a phone can show: in HTML, so that its cells break."""
    st.table(rows, border="horizontal", hide_index=True)


def unit() -> None:
    controls.view("unit", st.segmented_control, required=True)


def compare(two: Pair) -> None:
    """The page: what compares, then what is stated, then what is said more."""
    banner(two)
    panel.show("slots", lambda: panels.slots(chosen, two), controls=lambda: slots(two))
    if cached_for_run("stated", lambda: panels.stated(two)):
        panel.show("facts", lambda: panels.facts(chosen, two), controls=lambda: facts(two))
    else:
        st.header(t("comparison.facts_title"), anchor=False)
        st.markdown(t("comparison.no_facts"))
    if panels.unlike(chosen, two):
        panels.widen()
        return
    panel.show("topics", lambda: panels.topics(chosen, two), controls=lambda: legend(two))
    panel.show("terms", lambda: panels.terms(chosen, two), controls=unit)
    search_occurrences.show("term_places", within=panels.listed(chosen, two))


both = pair(selection.scope(chosen.which), covered)
panels.choose(both)
if both is not None:
    compare(both)
