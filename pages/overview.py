"""Overview: findings on the selected briefings, who spoke when, and the facts of each."""

import streamlit as st

from dashboard.components import panel
from dashboard.components.cache import cached_for_run
from dashboard.escape import escape_markdown
from dashboard.features.overview import drawing, findings
from dashboard.features.overview.panels import Overview, overview
from dashboard.features.ribbon import panels as ribbon_panels
from dashboard.features.search import occurrences as search_occurrences
from dashboard.filters import BRIEFING_PARAMETERS
from dashboard.i18n import t
from dashboard.labels import provenance
from dashboard.run_context import current_run

chosen = current_run().filters
years = chosen.briefings_only


def draw_briefings(shown: Overview) -> None:
    """Draw name, captured sections, counts and facts of each briefing."""
    for spot, briefing in zip(
        panel.column_containers(len(shown.briefings)), shown.briefings, strict=True
    ):
        with spot.container(key=f"bw_briefing_{briefing.row.briefing_id}", gap="small"):
            st.header(provenance.title(briefing.row), anchor=False)
            st.caption(escape_markdown(briefing.row.title))
            st.markdown(briefing.badges)
            with st.container(key=f"bw_counts_{briefing.row.briefing_id}", gap="small"):
                for label, value in briefing.counts:
                    st.metric(label, value, width="content")
            with st.expander(t("overview.facts")):
                st.table(briefing.facts, border="horizontal", hide_header=True, hide_index=True)


shown = cached_for_run("overview", lambda: overview(years), parameters=BRIEFING_PARAMETERS)
drawing.draw_findings(chosen)
if drawing.lists_places(chosen):
    search_occurrences.show(drawing.PLACES, within=findings.places_filters(chosen))
ribbon_panels.show(caveat=shown.caveat, page_caveat=shown.unequal)
draw_briefings(shown)
if shown.unequal:
    st.caption(escape_markdown(shown.unequal))
