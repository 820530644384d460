"""Two years of a series: what each page captured, what of it compares, and what that shows."""

import pandas as pd
import streamlit as st

from dashboard import controls, filters, panel, provenance, results, selection
from dashboard.filters import Filters
from dashboard.i18n import t
from dashboard.inert import markdown
from dashboard.kept import kept
from dashboard.panels import comparison as panels
from dashboard.panels import places
from dashboard.wording import comparison
from dashboard.wording.comparison import Pair

chosen = filters.current()
years = Filters(year=chosen.year)
covered = results.covered(years)


def banner(two: Pair) -> None:
    """What each page captured, what is therefore compared, and the choice to widen it."""
    with st.container(key="bw_banner", border=True, gap="small"):
        for spot, row in zip(panel.spots(2), two[:2], strict=True):
            own = covered.loc[covered["briefing_id"] == row.briefing_id]
            spot.markdown(f"{provenance.heading(row)}  {provenance.badges(own)}")
        st.markdown(markdown(kept("banner", lambda: panels.banner(chosen, two))))
        controls.view("scope", st.segmented_control, required=True)


def legend(two: Pair) -> None:
    """The colours of the two years."""
    with st.container(horizontal=True, gap="medium"):
        for row in two[:2]:
            st.markdown(provenance.heading(row), width="content")


def slots(two: Pair) -> None:
    """Who spoke in which slot, side by side."""
    tabulate(kept("slot_table", lambda: panels.slot_table(chosen, two)))


def facts(two: Pair) -> None:
    """What each conference is, in two columns of tables."""
    listed = kept("fact_tables", lambda: panels.fact_tables(chosen, two))
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
    panel.show("facts", lambda: panels.facts(chosen, two), controls=lambda: facts(two))
    panel.show("topics", lambda: panels.topics(chosen, two), controls=lambda: legend(two))
    panel.show("terms", lambda: panels.terms(chosen, two), controls=unit)
    places.show("term_places", within=panels.listed(chosen, two))


both = comparison.pair(selection.scope(years), covered)
if both is None:
    st.markdown(t("comparison.needs_two"))
    st.button(t("comparison.all_years"), key="bw_years", on_click=lambda: filters.set(year=()))
else:
    compare(both)
