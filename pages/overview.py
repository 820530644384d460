"""Overview: the briefings side by side, and who spoke when."""

from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from dashboard import filters
from dashboard.components import panel
from dashboard.components.cache import cached_for_run
from dashboard.escape import escape_markdown
from dashboard.features.ribbon import panels as ribbon_panels
from dashboard.i18n import pick, t
from dashboard.labels import provenance
from dashboard.queries import selection, statistics
from dashboard.registry import PAGES

chosen = filters.current()
years = chosen.which
briefings = selection.scope(years)


class Briefing(NamedTuple):
    """One briefing as the page shows it: of table briefings, and in Markdown."""

    row: Any
    badges: str
    counts: list[tuple[str, str]]
    facts: pd.DataFrame


def shown() -> tuple[list[Briefing], str, str]:
    """Every briefing, and what was not captured of them: in full, and whether they compare."""
    covered = statistics.covered(years)
    each = [_briefing(row, covered) for row in selection.rows(briefings)]
    gaps = provenance.uncaptured(briefings, covered)
    return each, gaps, provenance.unequal(briefings, covered)


def _briefing(row: Any, covered: pd.DataFrame) -> Briefing:
    turns, outlets = selection.turns(years), statistics.outlets(years)
    own, asked, mine = (
        frame.loc[frame["briefing_id"] == row.briefing_id] for frame in (turns, outlets, covered)
    )
    present = selection.table("appearances", years)
    silent = present.loc[(present["briefing_id"] == row.briefing_id) & ~present["spoke"]]
    facts = provenance.facts(
        row,
        selection.table("facts", years),
        coverage=mine,
        outlets=asked,
        silent=[pick(*selection.labels()[who]) for who in silent["speaker_id"]],
    )
    badges = provenance.badges(mine) + provenance.session_badge(row.briefing_id)
    return Briefing(row, badges, provenance.counts(own, mine), facts.map(escape_markdown))


each, caveat, unequal = cached_for_run("overview", shown)
for spot, briefing in zip(panel.spots(len(each)), each, strict=True):
    with spot.container(key=f"bw_briefing_{briefing.row.briefing_id}", gap="small"):
        st.header(provenance.title(briefing.row), anchor=False)
        st.caption(escape_markdown(briefing.row.title))
        st.markdown(briefing.badges)
        with st.container(key=f"bw_counts_{briefing.row.briefing_id}", gap="small"):
            for label, value in briefing.counts:
                st.metric(label, value, width="content")
if chosen.without_view != years:
    st.caption(t("overview.whole"))
if unequal:
    st.caption(escape_markdown(unequal))

ribbon_panels.show(caveat=caveat, said_above=unequal)

st.header(t("overview.facts"), anchor=False)
for spot, briefing in zip(panel.spots(len(each)), each, strict=True):
    with spot:
        st.markdown(provenance.heading(briefing.row))
        st.table(briefing.facts, border="horizontal", hide_header=True, hide_index=True)

st.header(t("overview.next"), anchor=False)
with st.container(horizontal=True, gap="medium"):
    for page in PAGES[1:]:
        st.page_link(page.file, label=t(page.title_key), icon=page.icon)
