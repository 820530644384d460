"""The drawing of findings: all of them or one, which briefings they compare, and their links."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from dashboard import run_context
from dashboard.components import panel
from dashboard.components.cache import cached_for_run
from dashboard.components.jump_links import jump_links
from dashboard.escape import escape_markdown
from dashboard.features.overview import findings
from dashboard.features.overview.finding import Finding
from dashboard.filters import BRIEFING_PARAMETERS, Filters
from dashboard.i18n import t
from dashboard.registry import PAGES
from dashboard.run_context import current_run

PLACES = "overview_places"  # the panel of the places of a square


def draw_findings(chosen: Filters) -> None:
    """Draw every finding, two in a row, or the one that the link asks for."""
    found = findings.findings_of_run()
    asked = [finding for finding in found if finding.key == chosen.finding]
    if chosen.finding != "all" and not asked:
        st.caption(t("overview.finding.lost"))
    if chosen.narrows_briefings:
        st.caption(t("overview.whole"))
    _draw_compared()
    if cached_for_run("alone", findings.is_alone, parameters=BRIEFING_PARAMETERS):
        st.caption(t("overview.finding.alone"))
    if not found:
        st.markdown(t("overview.finding.nothing"))
    if asked:
        with st.container(key="bw_one_finding", horizontal=True, vertical_alignment="center"):
            st.text(t("overview.finding.only"))
            st.button(
                t("overview.finding.all"),
                type="tertiary",
                on_click=lambda: run_context.change_filters(finding="all"),
            )
    shown = asked or found
    _draw_all(shown)


def lists_places(chosen: Filters) -> bool:
    """Return whether a square was clicked, the places of which are listed."""
    return bool(chosen.within) and bool(chosen.term or chosen.topic)


def _draw_all(shown: Sequence[Finding]) -> None:
    parts = {each.key: t(f"overview.finding.short.{each.key}") for each in shown}
    answer = PLACES if lists_places(current_run().filters) else ""
    if len(shown) > 1 or answer:
        jump_links(parts if len(shown) > 1 else {}, answer=answer)
    for spot, finding in zip(panel.column_containers(len(shown)), shown, strict=True):
        with spot.container(key=f"bw_finding_{finding.key}", gap="small"):
            _draw_finding(finding)
    if len(shown) > 1 and any(finding.changed for finding in shown):
        st.caption(t("overview.findings_caveat"))


def _draw_compared() -> None:
    """Say which of many briefings are compared; a click shows the findings of another one alone."""
    compared = cached_for_run(
        "compared", lambda: findings.compared(current_run().filters), parameters=BRIEFING_PARAMETERS
    )
    if compared is None:
        return
    st.caption(escape_markdown(compared.sentence))
    with st.container(key="bw_other_findings", horizontal=True, vertical_alignment="center"):
        st.text(t("overview.finding.others"))
        for briefing_id, name in compared.others.items():
            st.button(
                escape_markdown(name),
                type="tertiary",
                key=f"bw_findings_of_{briefing_id}",
                on_click=partial(
                    run_context.change_filters, briefing=(briefing_id,), year=(), finding="all"
                ),
            )


def _draw_finding(finding: Finding) -> None:
    """Draw a finding, the link to the page behind it, and the link to the finding alone."""
    panel.draw(finding.key, finding.panel, is_narrow=True)
    page = next(page for page in PAGES if page.slug == finding.page)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.page_link(
            page.file,
            label=t("overview.finding.of", page=t(page.title_key)),
            icon=page.icon,
            query_params=run_context.link_query() | finding.query,
        )
        st.button(
            t("overview.finding.link"),
            icon=":material/link:",
            type="tertiary",
            key=f"bw_link_{finding.key}",
            help=t("overview.finding.link_help"),
            on_click=partial(run_context.change_filters, finding=finding.key),
        )
