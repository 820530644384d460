"""Where a topic or a term comes up: every occurrence within the filters, one a row."""

import pandas as pd
import streamlit as st

from dashboard import filters, registry
from dashboard.components import panel
from dashboard.components.cache import cached_for_run
from dashboard.components.panel import Panel, Words
from dashboard.escape import escape_markdown, printable
from dashboard.features.search import panels, passage
from dashboard.filters import CLICKED, Filters
from dashboard.i18n import join, pick, t
from dashboard.labels.numbers import number
from dashboard.queries import search_order, selection
from dashboard.stats.concordance import concordance

_LONGEST = 64  # characters; no term or phrase has more
_LINES = 10  # places that are read here; the search page has them all
_LEAVING = "bw_to_search"


def show(key: str, *, within: Filters | None = None) -> None:
    """The places of the term that was clicked, or else of the topics that are selected.

    As many rows as the number that was clicked: a row is an occurrence. within: the filters of what
    was counted, where they are not this run's own. Where neither a term nor a topic is chosen, one
    sentence says how to choose. Where texts are held, the first places stand in their context, and
    open on the search page.
    """
    if st.session_state.pop(_LEAVING, False):
        file = next(page.file for page in registry.PAGES if page.slug == panels.SLUG)
        # With none named: Streamlit refuses to forget, and to set, parameters that are bound.
        st.switch_page(file, query_params={})
    chosen = within or filters.current()
    if not (chosen.term or chosen.topic):
        with st.container(key=f"bw_panel_{key}", gap="small"):
            st.header(t("places.title"), anchor=False)
            st.markdown(t("places.choose"))
            _look_up(key)
        return

    def build() -> Panel:
        return found(chosen)

    frame = cached_for_run(key, build, within).frame
    held = bool(frame["left"].notna().any())

    def controls() -> None:
        _look_up(key)
        if held:
            _read(key, frame, chosen)

    panel.show(key, build, listed=not held, given=within, controls=controls)
    if chosen.term:
        st.button(
            escape_markdown(t("places.let_go", term=chosen.term)),
            icon=":material/close:",
            type="tertiary",
            key=f"bw_let_go_{key}",
            on_click=lambda: filters.set(term=""),
        )


def _look_up(key: str) -> None:
    """A word typed, for whoever has no mark to click: its places, or that it was not counted."""
    box = f"bw_look_up_{key}"

    def look_up() -> None:
        term = st.session_state[box].strip()
        if not term or term in selection.known()["term"]:
            filters.set(term=term, q="")
        else:
            st.session_state[f"{box}_unlisted"] = term

    st.session_state[box] = filters.current().term
    st.text_input(t("places.look_up"), key=box, max_chars=_LONGEST, width=320, on_change=look_up)
    unlisted = st.session_state.pop(f"{box}_unlisted", None)
    if unlisted:
        st.caption(escape_markdown(t("places.unlisted", term=printable(unlisted))))


def _read(key: str, frame: pd.DataFrame, within: Filters) -> None:
    """The first places in their context, and the way to all of them."""

    def leave(opens: str = "") -> None:
        # What was counted is what is listed there: the filters go along.
        counted = {name: getattr(within, name) for name in CLICKED}
        filters.set(**counted, q="", passage=opens)
        st.session_state[_LEAVING] = True

    panels.found_lines(f"bw_lines_{key}", frame.head(_LINES), on_open=leave)
    st.button(
        t("search.all_places", n=number(len(frame))),
        icon=":material/search:",
        type="tertiary",
        key=f"bw_search_{key}",
        on_click=leave,
    )


def found(chosen: Filters) -> Panel:
    """The places of what `chosen` asks for: its term, or else its topics."""
    found = selection.occurrences(chosen.term, chosen) if chosen.term else selection.hits(chosen)
    hits = search_order.readable_first(found)
    listed = passage.with_links(concordance(hits, patterns=selection.topic_patterns()))
    held = hits["text"].notna()
    words = Words(
        t("places.of", subject=_subject(chosen)),
        _reading(chosen, listed),
        " ".join(
            [
                *([t("places.caveat_held")] if held.any() else []),
                *([] if held.all() else [t("places.caveat"), t("search.bring")]),
            ]
        ),
    )
    beside = ["left", "right"] if held.any() else []
    columns = ["place", "year", pick("speaker_zh", "speaker_en"), "term", *beside, "source_link"]
    columns += ["kind", "turn", "paragraph", "nth", "of", "position"]
    applied = chosen.only(*CLICKED) if chosen.term else chosen.without_view
    return Panel(listed, [], words, columns=columns, applied=applied)


def _subject(chosen: Filters) -> str:
    if chosen.term:
        return t("places.quoted", term=chosen.term)
    return join([t("places.quoted", term=pick(*selection.labels()[key])) for key in chosen.topic])


def _reading(chosen: Filters, listed: pd.DataFrame) -> str:
    if listed.empty:
        return t("places.none", subject=_subject(chosen))
    inside = listed[["briefing_id", "paragraph"]].drop_duplicates()
    return t("places.reading", places=number(len(listed)), paragraphs=number(len(inside)))
