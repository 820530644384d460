"""Overview: the briefings side by side, and who spoke when."""

import streamlit as st

from dashboard import filters, panel, provenance, results, ribbon, selection
from dashboard.i18n import pick, t
from dashboard.inert import markdown
from dashboard.registry import PAGES

chosen = filters.current()
years = filters.Filters(year=chosen.year)
briefings, turns = selection.scope(years), selection.turns(years)
covered, outlets = results.covered(years), results.outlets(years)
stated, present = selection.table("facts", years), selection.table("appearances", years)
caveat = provenance.uncaptured(briefings, covered)
unequal = provenance.unequal(briefings, covered)

for spot, row in zip(panel.spots(len(briefings)), selection.rows(briefings), strict=True):
    own = turns.loc[turns["briefing_id"] == row.briefing_id]
    mine = covered.loc[covered["briefing_id"] == row.briefing_id]
    with spot.container(key=f"bw_briefing_{row.briefing_id}", gap="small"):
        st.header(provenance.title(row), anchor=False)
        st.caption(markdown(row.title))
        st.markdown(provenance.badges(mine))
        with st.container(key=f"bw_counts_{row.briefing_id}", gap="small"):
            for label, value in provenance.counts(own, mine):
                st.metric(label, value, width="content")
if chosen.rows_only != years:
    st.caption(t("overview.whole"))
if unequal:
    st.caption(markdown(unequal))

ribbon.show(caveat=caveat, said_above=unequal)

st.header(t("overview.facts"), anchor=False)
for spot, row in zip(panel.spots(len(briefings)), selection.rows(briefings), strict=True):
    silent = present.loc[(present["briefing_id"] == row.briefing_id) & ~present["spoke"]]
    facts = provenance.facts(
        row,
        stated,
        coverage=covered.loc[covered["briefing_id"] == row.briefing_id],
        outlets=outlets.loc[outlets["briefing_id"] == row.briefing_id],
        silent=[pick(*selection.labels()[who]) for who in silent["speaker_id"]],
    )
    with spot:
        st.markdown(provenance.heading(row))
        st.table(facts.map(markdown), border="horizontal", hide_header=True, hide_index=True)

st.header(t("overview.next"), anchor=False)
with st.container(horizontal=True, gap="medium"):
    for page in PAGES[1:]:
        st.page_link(page.file, label=t(page.title_key), icon=page.icon)
