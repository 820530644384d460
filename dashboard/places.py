"""Where a topic or a term comes up: every occurrence within the filters, one a row."""

from urllib.parse import quote

import pandas as pd
import streamlit as st

from dashboard import filters, panel, selection
from dashboard.filters import Filters
from dashboard.i18n import join, pick, t
from dashboard.panel import Panel, Words
from dashboard.stats.concordance import concordance
from dashboard.wording.figures import number

__all__ = ["show"]


def show(key: str) -> None:
    """The places of the term that was clicked, or else of the topics that are selected.

    As many rows as the number that was clicked: a row is an occurrence. Where neither a term nor a
    topic is chosen, one sentence says how to choose.
    """
    chosen = filters.current()
    if not (chosen.term or chosen.topic):
        with st.container(key=f"bw_panel_{key}", gap="small"):
            st.header(t("places.title"), anchor=False)
            st.markdown(t("places.choose"))
        return
    panel.show(key, lambda: _panel(chosen), listed=True)
    if chosen.term:
        st.button(
            t("places.let_go", term=chosen.term),
            icon=":material/close:",
            type="tertiary",
            key=f"bw_let_go_{key}",
            on_click=lambda: filters.set(term=""),
        )


def _panel(chosen: Filters) -> Panel:
    hits = selection.occurrences(chosen.term, chosen) if chosen.term else selection.hits(chosen)
    found = concordance(hits)
    sources = selection.scope(Filters()).set_index("briefing_id")["source_url"]
    links = [
        _link(sources[briefing], term)
        for briefing, term in zip(found["briefing_id"], found["term"], strict=True)
    ]
    frame = found.assign(source_link=pd.Series(links, index=found.index, dtype=object))
    held = bool(hits["text"].notna().any())
    words = Words(
        t("places.of", subject=_subject(chosen)),
        _reading(chosen, found),
        t("places.caveat_held" if held else "places.caveat"),
    )
    beside = ["left", "right"] if held else []
    shown = ["place", "year", pick("speaker_zh", "speaker_en"), "term", *beside, "source_link"]
    shown += ["kind", "turn", "paragraph", "nth", "of", "position"]
    return Panel(frame, [], words, views=("term",) if chosen.term else (), columns=shown)


def _link(url: str | None, term: str) -> str | None:
    """The published page, scrolled to the first place of `term` by a browser that knows how."""
    return f"{url}#:~:text={quote(term, safe='')}" if url else None


def _subject(chosen: Filters) -> str:
    if chosen.term:
        return t("places.quoted", term=chosen.term)
    return join([t("places.quoted", term=pick(*selection.labels()[key])) for key in chosen.topic])


def _reading(chosen: Filters, found: pd.DataFrame) -> str:
    if found.empty:
        return t("places.none", subject=_subject(chosen))
    inside = found[["briefing_id", "paragraph"]].drop_duplicates()
    return t("places.reading", places=number(len(found)), paragraphs=number(len(inside)))
