"""Overview: the briefings next to each other, and who spoke when."""

import streamlit as st

from dashboard import run_context
from dashboard.components import panel
from dashboard.components.cache import cached_for_run
from dashboard.escape import escape_markdown
from dashboard.features.overview.panels import overview
from dashboard.features.ribbon import panels as ribbon_panels
from dashboard.i18n import t
from dashboard.labels import provenance
from dashboard.registry import PAGES
from dashboard.run_context import current_run

chosen = current_run().filters
years = chosen.briefings_only
shown = cached_for_run("overview", lambda: overview(years))

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
if chosen.without_view != years:
    st.caption(t("overview.whole"))
if shown.unequal:
    st.caption(escape_markdown(shown.unequal))

ribbon_panels.show(caveat=shown.caveat, page_caveat=shown.unequal)

st.header(t("overview.facts"), anchor=False)
for spot, briefing in zip(
    panel.column_containers(len(shown.briefings)), shown.briefings, strict=True
):
    with spot:
        st.markdown(provenance.heading(briefing.row))
        st.table(briefing.facts, border="horizontal", hide_header=True, hide_index=True)

st.header(t("overview.next"), anchor=False)
with st.container(horizontal=True, gap="medium"):
    for page in PAGES[1:]:
        st.page_link(
            page.file,
            label=t(page.title_key),
            icon=page.icon,
            query_params=run_context.link_query(),
        )
