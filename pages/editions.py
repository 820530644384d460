"""Five editions: sub-forums by subject and year, hosts, names, releases, and their sources."""

from collections.abc import Callable

import streamlit as st

from dashboard.components import panel
from dashboard.components.cache import cached_for_run
from dashboard.features.editions import panels, tables
from dashboard.features.editions.cells import Cells
from dashboard.i18n import t
from dashboard.queries import editions as queries
from dashboard.run_context import current_run


def cells() -> Cells:
    return Cells(queries.sources())


def show(key: str, build: Callable[[], panel.Panel], table: Callable[[], str]) -> None:
    """Draw a panel with its table in Markdown; no filter applies to it."""

    def draw() -> None:
        with st.container(key=f"bw_edition_{key}"):
            st.markdown(cached_for_run(f"{key}_table", table))

    panel.show(key, build, controls=draw)


if current_run().selected.is_filtered:
    st.caption(t("editions.unfiltered"))
show("matrix", panels.matrix, lambda: tables.matrix(panels.known(), cells()))
if len(queries.editions()):
    show("overview", panels.overview,
         lambda: tables.overview(panels.known(), panels.facts(), cells()))  # fmt: skip
    show("names", panels.names, lambda: tables.names(panels.known(), panels.facts(), cells()))
    show("releases", panels.releases,
         lambda: tables.releases(panels.known(), panels.facts(), cells()))  # fmt: skip
    show("sources", panels.sources, lambda: tables.source_list(queries.sources(), cells()))
