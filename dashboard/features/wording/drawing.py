"""The drawing of the page Wording: its choices, its ledger, and the ways out of an empty list."""

from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from dashboard import run_context, search_text
from dashboard.components import leaving, panel
from dashboard.components import ledger as ledger_component
from dashboard.components.cache import cached_for_run
from dashboard.components.controls import view_widget
from dashboard.components.ledger import Ledger
from dashboard.escape import escape_markdown
from dashboard.features.wording import by_speaker, empty, panels, view
from dashboard.filters import ID_PARAMETERS, Filters
from dashboard.i18n import t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels import people
from dashboard.labels.briefings import selecting_filter
from dashboard.queries import selection, wording
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.run_context import current_run

_WIDTH = 156  # pixels: two choices fit side by side on a phone


@dataclass(frozen=True)
class Drawn:
    """The ledger as it is drawn, its wordings, and the filters of each of its links."""

    ledger: Ledger
    wordings: frozenset[str]
    filters: dict[str, Filters]


def draw() -> None:
    """Draw the panel of the ledger, or say why nothing is listed and offer the ways out."""
    chosen = current_run().filters
    shown = cached_for_run("ledger", lambda: panels.ledger(chosen))
    if len(shown.frame):
        panel.draw("ledger", shown, controls=_draw_rows)
        return
    with st.container(key="bw_panel_ledger", gap="small"):
        st.header(escape_markdown(shown.text.title), anchor=False)
        draw_controls()
        found = cached_for_run("nothing", lambda: empty.nothing(chosen, panels.listed))
        st.markdown(escape_markdown(found.sentence))
        _draw_ways(found.ways)
        st.caption(escape_markdown(shown.text.caveat))


def _draw_rows() -> None:
    chosen = current_run().filters
    if way := cached_for_run("second", lambda: empty.two_briefings(chosen)):
        _draw_ways((way,))
    draw_controls()
    draw_ledger()


def _draw_ways(ways: tuple[empty.Way, ...]) -> None:
    with st.container(horizontal=True, gap="small"):
        for place, way in enumerate(ways):
            st.button(
                way.label,
                key=f"bw_wording_way_{place}",
                on_click=partial(run_context.change_filters, **way.changes),
            )


def draw_controls() -> None:
    """Draw the choices of status, order and kinds of wordings, and the search box."""
    with st.container(key="bw_wording_choices", horizontal=True, gap="xsmall"):
        for parameter in ("status", "order", "words"):
            view_widget(parameter, st.selectbox, width=_WIDTH, label_visibility="collapsed")
        st.session_state["bw_wording_search"] = current_run().filters.q
        st.text_input(
            t("wording.ask"),
            key="bw_wording_search",
            max_chars=search_text.MAX_CHARACTERS,
            placeholder=t("wording.ask"),
            icon=":material/search:",
            width=_WIDTH,
            label_visibility="collapsed",
            on_change=_on_search,
        )


def _on_search() -> None:
    run_context.change_filters(q=search_text.normalise(st.session_state["bw_wording_search"]))


def draw_ledger() -> None:
    """Draw the rows of the ledger; a click on a count leads to the places that it counts."""
    chosen = current_run().filters
    shown = cached_for_run("wording_rows", lambda: drawn(chosen))

    def leave(word: str, link: str) -> None:
        within = shown.filters[link]
        ids = {name: getattr(within, name) for name in ID_PARAMETERS}
        run_context.change_filters(**ids, term=word, within="", q="")
        leaving.leave_for(leaving.SEARCH)

    ledger_component.draw("bw_ledger", shown.ledger, wordings=shown.wordings, on_open=leave)


def drawn(chosen: Filters) -> Drawn:
    """Return the ledger of `chosen` as it is drawn."""
    shown, material = panels.listed(chosen), panels.material(chosen)
    is_by_speaker = chosen.order == panels.BY_SPEAKER
    groups = (by_speaker if is_by_speaker else view).groups(shown, material)
    found = by_speaker.links(material.said) if is_by_speaker else links(chosen)
    tags = [labels_briefings.tag(row) for row in material.sides or ()]
    words = dict(zip(("first", "last"), tags, strict=False))
    form = "" if tags else "_alone"
    queries = {key: within.replace(lang=chosen.lang).query() for key, within in found.items()}
    ledger = Ledger(
        groups,
        [t(f"wording.column.{name}{form}", **words) for name in view.COLUMNS],
        {
            key: f"{leaving.SEARCH}?{urlencode({**query, 'term': ''}, safe=',')}"
            for key, query in queries.items()
        },
        t("wording.label"),
        sides=tags,
        short=[t(f"wording.short.{name}") for name in view.COLUMNS],
        separator=t("app.list_separator"),
        notes=t("wording.notes"),
        people=people.addresses(material.said["speaker_id"]),
    )
    return Drawn(ledger, frozenset(shown["wording"]), found)


def links(chosen: Filters) -> dict[str, Filters]:
    """Return key of a link -> the filters of what its counts count."""
    part = wording.compared_part(chosen)
    found = {}
    for row in rows_of(selection.briefings(wording.briefings_filters(chosen)), BriefingRow):
        parameter, value = selecting_filter(row.briefing_id)
        found[f"all:{row.briefing_id}"] = Filters().replace(**{parameter: [value]})
        base = part.base.only("section", "kind", "slot")
        found[f"compared:{row.briefing_id}"] = base.replace(**{parameter: [value]})
    return found
