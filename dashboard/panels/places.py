"""Where a topic or a term comes up: every occurrence within the filters, one a row."""

from urllib.parse import quote

import pandas as pd
import streamlit as st

from dashboard import filters, panel, selection
from dashboard.filters import CLICKED, Filters
from dashboard.i18n import join, pick, t
from dashboard.inert import markdown, shown
from dashboard.panel import Panel, Words
from dashboard.stats.concordance import concordance
from dashboard.wording.figures import number

__all__ = ["found", "show"]

_LONGEST = 64  # characters; no term or phrase has more


def show(key: str, *, within: Filters | None = None) -> None:
    """The places of the term that was clicked, or else of the topics that are selected.

    As many rows as the number that was clicked: a row is an occurrence. within: the filters of what
    was counted, where they are not this run's own. Where neither a term nor a topic is chosen, one
    sentence says how to choose.
    """
    chosen = within or filters.current()
    if not (chosen.term or chosen.topic):
        with st.container(key=f"bw_panel_{key}", gap="small"):
            st.header(t("places.title"), anchor=False)
            st.markdown(t("places.choose"))
            _look_up(key)
        return
    panel.show(
        key, lambda: found(chosen), listed=True, given=within, controls=lambda: _look_up(key)
    )
    if chosen.term:
        st.button(
            markdown(t("places.let_go", term=chosen.term)),
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
            filters.set(term=term)
        else:
            st.session_state[f"{box}_unlisted"] = term

    st.session_state[box] = filters.current().term
    st.text_input(t("places.look_up"), key=box, max_chars=_LONGEST, width=320, on_change=look_up)
    unlisted = st.session_state.pop(f"{box}_unlisted", None)
    if unlisted:
        st.caption(markdown(t("places.unlisted", term=shown(unlisted))))


def found(chosen: Filters) -> Panel:
    """The places of what `chosen` asks for: its term, or else its topics."""
    hits = selection.occurrences(chosen.term, chosen) if chosen.term else selection.hits(chosen)
    listed = concordance(hits)
    sources = selection.scope(Filters()).set_index("briefing_id")["source_url"]
    links = [
        _link(sources[briefing], term)
        for briefing, term in zip(listed["briefing_id"], listed["term"], strict=True)
    ]
    frame = listed.assign(source_link=pd.Series(links, index=listed.index, dtype=object))
    held = bool(hits["text"].notna().any())
    words = Words(
        t("places.of", subject=_subject(chosen)),
        _reading(chosen, listed),
        t("places.caveat_held" if held else "places.caveat"),
    )
    beside = ["left", "right"] if held else []
    columns = ["place", "year", pick("speaker_zh", "speaker_en"), "term", *beside, "source_link"]
    columns += ["kind", "turn", "paragraph", "nth", "of", "position"]
    applied = chosen.only(*CLICKED) if chosen.term else chosen.rows_only
    return Panel(frame, [], words, columns=columns, applied=applied)


def _link(url: str | None, term: str) -> str | None:
    """The published page, scrolled to the first place of `term` by a browser that knows how."""
    return f"{url}#:~:text={quote(term, safe='')}" if url else None


def _subject(chosen: Filters) -> str:
    if chosen.term:
        return t("places.quoted", term=chosen.term)
    return join([t("places.quoted", term=pick(*selection.labels()[key])) for key in chosen.topic])


def _reading(chosen: Filters, listed: pd.DataFrame) -> str:
    if listed.empty:
        return t("places.none", subject=_subject(chosen))
    inside = listed[["briefing_id", "paragraph"]].drop_duplicates()
    return t("places.reading", places=number(len(listed)), paragraphs=number(len(inside)))
