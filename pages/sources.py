"""Data and sources: where the figures come from, every table, and what was repaired."""

import pandas as pd
import streamlit as st

from dashboard.components import controls, downloads, panel
from dashboard.components.cache import cached_for_run
from dashboard.components.grid import grid
from dashboard.escape import escape_markdown
from dashboard.i18n import t
from dashboard.labels import provenance
from dashboard.labels import sources as labels_sources
from dashboard.queries import search, selection, statistics
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.run_context import current_run

chosen = current_run().filters
years = chosen.briefings_only
name = chosen.table
applied = selection.applied_filters(name, chosen)


def sources() -> list[tuple[str, str, pd.DataFrame]]:
    """Return (heading, badges, source table) of each briefing; heading and badges are Markdown."""
    covered = statistics.coverage(years)
    return [
        (
            provenance.heading(row),
            provenance.section_badges(covered.loc[covered["briefing_id"] == row.briefing_id])
            + provenance.session_badge(row.briefing_id),
            provenance.source_rows(row),
        )
        for row in rows_of(selection.briefings(years), BriefingRow)
    ]


def terms() -> list[str]:
    """Return the sentences on the terms of the source pages."""
    return labels_sources.terms_sentences(
        selection.briefings(years), unheld=search.briefings_without_text(years)
    )


def repaired() -> pd.DataFrame:
    """Return the number of repaired places by kind of repair and briefing."""
    return provenance.repair_table(selection.table("repairs", years), selection.briefings(years))


def gaps() -> str:
    """Return the sentence on what was not captured of the selection in the chosen table."""
    return provenance.missing_within(applied)


st.header(t("sources.sources_title"), anchor=False)
for sentence in cached_for_run("terms", terms):
    st.markdown(escape_markdown(sentence))
listed = cached_for_run("sources", sources)
for spot, (heading, badges, source) in zip(
    panel.column_containers(len(listed)), listed, strict=True
):
    with spot:
        st.markdown(heading)
        st.markdown(badges)
        st.table(source, border="horizontal", hide_header=True, hide_index=True)

st.header(t("sources.tables_title"), anchor=False)
controls.view_widget("table", st.selectbox, width=420)
rows = selection.table(name, chosen)
for sentence in labels_sources.table_sentences(name, rows, chosen):
    st.caption(sentence)
if rows.empty:
    panel.show_empty("tables", caveat=cached_for_run("gaps", gaps))
else:
    grid(rows, height=420)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(t("sources.rows", n=f"{len(rows):,}"), width="content")
        caveat = cached_for_run("gaps", gaps)
        downloads.download(rows, key="tables", name=name, applied=applied, caveat=caveat)

st.header(t("sources.repairs_title"), anchor=False)
st.markdown(t("sources.repairs_reading"))
repairs = selection.table("repairs", years)
st.table(cached_for_run("repaired", repaired), border="horizontal", hide_index=True)
if unreached := labels_sources.unreached_sentence("repairs", chosen):
    st.caption(unreached)
grid(repairs, height=320)
downloads.download(
    repairs, key="repairs", name="repairs", applied=selection.applied_filters("repairs", years)
)
