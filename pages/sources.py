"""Data and sources: where the figures come from, every table, and what was repaired."""

import streamlit as st

from dashboard import controls, files, filters, panel, provenance, results, selection
from dashboard.grid import grid
from dashboard.i18n import join, t

chosen = filters.current()
years = filters.Filters(year=chosen.year)
briefings = selection.scope(years)
covered = results.covered(years)

st.header(t("sources.sources_title"), anchor=False)
st.markdown(t("sources.terms"))
for spot, row in zip(panel.spots(len(briefings)), selection.rows(briefings), strict=True):
    with spot:
        st.markdown(provenance.heading(row))
        st.markdown(provenance.badges(covered.loc[covered["briefing_id"] == row.briefing_id]))
        st.table(provenance.source(row), border="horizontal", hide_header=True, hide_index=True)

st.header(t("sources.tables_title"), anchor=False)
controls.view("table", st.selectbox, width=420)
name = chosen.table
rows, applied = selection.table(name, chosen), selection.applied(name, chosen)
st.caption(t(f"sources.about.{name}"))
unreached = [t(f"filter.{parameter}.label") for parameter in selection.unreached(name, chosen)]
if unreached:
    st.caption(t("sources.unreached", filters=join(unreached)))
if rows.empty:
    panel.nothing("tables")
else:
    grid(rows, height=420)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(t("sources.rows", n=f"{len(rows):,}"), width="content")
        gaps = provenance.uncaptured(selection.scope(applied), results.covered(applied))
        files.download(rows, key="tables", name=name, applied=applied, caveat=gaps)

st.header(t("sources.repairs_title"), anchor=False)
st.markdown(t("sources.repairs_reading"))
repairs = selection.table("repairs", years)
st.table(provenance.repair_kinds(repairs, briefings), border="horizontal", hide_index=True)
grid(repairs, height=320)
files.download(repairs, key="repairs", name="repairs", applied=selection.applied("repairs", years))
