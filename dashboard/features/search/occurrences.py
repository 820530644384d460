"""Panel that lists the occurrences of a term, or of the selected topics, one row each."""

import pandas as pd
import streamlit as st

from dashboard import filters, run_context
from dashboard.components import leaving, panel
from dashboard.components.cache import cached_for_run
from dashboard.components.panel import Panel, PanelText
from dashboard.escape import escape_markdown, printable
from dashboard.features.search import panels, view
from dashboard.filters import CLICK_PARAMETERS, Filters
from dashboard.i18n import join, pick, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels import passages, provenance
from dashboard.labels.names import filter_name
from dashboard.labels.numbers import number
from dashboard.queries import identifiers, search, search_order, selection
from dashboard.run_context import current_run
from dashboard.stats.concordance import concordance

_MAX_CHARACTERS = 64  # of the input; no term or phrase is longer
_SHOWN_LINES = 10  # occurrences drawn in context; the search page has all


def show(key: str, *, within: Filters | None = None, of: str = "") -> None:
    """Draw the panel of the occurrences of the clicked term, or else of the selected topics.

    The panel has as many rows as the clicked figure counts: of one of several groups, the list is
    limited to that group, and no filter is set for it. Without a term and a topic, a sentence
    explains how to choose one. The first _SHOWN_LINES places are drawn, and a click on one opens it
    in the reader.

    key: the panel's name on its page. within: the filters of the clicked figure, if they differ
    from those of this run. of: the name of the one whose places alone these filters list, "" for
    everybody's.
    """
    chosen = (within or current_run().filters).in_group(current_run().filters.within)
    group = _group_name(current_run().filters.within)
    named = t("people.in_group", group=group, name=of) if group and of else group or of
    if not (chosen.term or chosen.topic):
        with st.container(key=f"bw_panel_{key}", gap="small"):
            st.header(t("places.title"), anchor=False)
            st.markdown(t("places.choose"))
            _lookup_box(key)
        return

    def build() -> Panel:
        return occurrences_panel(chosen, group=named)

    built = cached_for_run(key, build, within)

    def controls() -> None:
        _lookup_box(key)
        if len(built.frame):
            _lines_in_context(key, built.frame, chosen)

    panel.draw(key, built, as_table=built.frame.empty, controls=controls)
    if group:
        st.button(
            t("places.all_groups"),
            icon=":material/unfold_more:",
            type="tertiary",
            key=f"bw_all_groups_{key}",
            on_click=lambda: run_context.change_filters(within=""),
        )
    if chosen.term:
        st.button(
            escape_markdown(t("places.let_go", term=chosen.term)),
            icon=":material/close:",
            type="tertiary",
            key=f"bw_let_go_{key}",
            on_click=lambda: run_context.change_filters(term=""),
        )


def _group_name(within: str) -> str:
    """Return the name of a group in the form of Filters.within, "" for all groups."""
    return join([_value_name(*pair) for pair in filters.split_group(within).items()])


def _value_name(parameter: str, value: str) -> str:
    """Return the name of a value of `parameter`; a year with one briefing has its name."""
    years = identifiers.years()
    of_year = [briefing_id for briefing_id, year in years.items() if year == value]
    briefing_ids = {"year": of_year, "briefing": [value]}.get(parameter, [])
    if len(briefing_ids) == 1:
        return labels_briefings.names()[briefing_ids[0]]
    return filter_name(parameter, value)


def _lookup_box(key: str) -> None:
    """Draw an input that selects a typed term, or reports that the term was not counted."""
    box = f"bw_look_up_{key}"

    def look_up() -> None:
        term = st.session_state[box].strip()
        if not term or term in identifiers.known_ids()["term"]:
            run_context.change_filters(term=term, q="")
        else:
            st.session_state[f"{box}_unlisted"] = term

    st.session_state[box] = current_run().filters.term
    st.text_input(
        t("places.look_up"), key=box, max_chars=_MAX_CHARACTERS, width=320, on_change=look_up
    )
    unlisted = st.session_state.pop(f"{box}_unlisted", None)
    if unlisted:
        st.caption(escape_markdown(t("places.unlisted", term=printable(unlisted))))


def _lines_in_context(key: str, frame: pd.DataFrame, within: Filters) -> None:
    """Draw the first places of `frame`, and a button to the search page, which has all.

    A place is a line of the text, or the gist of the paragraph where no text is held.
    """

    def leave() -> None:
        # Pass the filters on, so that the search page lists exactly what was counted.
        counted = {name: getattr(within, name) for name in CLICK_PARAMETERS}
        run_context.change_filters(**counted, q="")
        leaving.leave_for(panels.SLUG)

    held = bool(frame["left"].notna().any())
    places = (
        frame.index if held else frame.groupby(["briefing_id", "paragraph"], sort=False).ngroup()
    )
    panels.draw_found(f"bw_lines_{key}", frame.loc[places < _SHOWN_LINES])
    st.button(
        t("search.all_places", n=number(len(frame))),
        icon=":material/search:",
        type="tertiary",
        key=f"bw_search_{key}",
        on_click=leave,
    )


def occurrences_panel(chosen: Filters, *, group: str = "") -> Panel:
    """Build the panel of the occurrences of `chosen.term`, or without a term of `chosen.topic`.

    group: the name of the only group that `chosen` lists, if no filter says so.
    """
    found = search.stored_hits(chosen.term, chosen) if chosen.term else selection.hits(chosen)
    hits = search_order.readable_first(found)
    listed = passages.with_links(concordance(hits, patterns=search.topic_patterns()))
    held = hits["text"].notna()
    words = PanelText(
        t("places.of", subject=_subject(chosen)),
        _takeaway(chosen, listed, group),
        " ".join(
            [
                *([t("places.caveat_held")] if held.any() else []),
                *([] if held.all() else [t("places.caveat"), t("search.bring")]),
            ]
        ),
        provenance.missing_within(chosen),
    )
    context = ["left", "right"] if held.any() else []
    columns = ["place", *labels_briefings.key_columns(), pick("speaker_zh", "speaker_en"), "term"]
    columns += [*context, "source_link"]
    columns += ["kind", "turn", "paragraph", "nth", "of", "position"]
    applied = chosen.only(*CLICK_PARAMETERS) if chosen.term else chosen.without_view
    return Panel(listed, [], words, columns=columns, applied=applied)


def _subject(chosen: Filters) -> str:
    if chosen.term:
        return t("places.quoted", term=chosen.term)
    return join([t("places.quoted", term=pick(*identifiers.labels()[key])) for key in chosen.topic])


def _takeaway(chosen: Filters, listed: pd.DataFrame, group: str) -> str:
    form = "_in_group" if group else ""
    longer = search.counts_in_longer_words([chosen.term] if chosen.term else [], chosen)
    inside = view.longer_sentence(longer, _subject(chosen), alone=listed.empty)
    if listed.empty:
        return inside[0] if inside else _nothing_found(chosen, group)
    paragraphs = listed[["briefing_id", "paragraph"]].drop_duplicates()
    counted = {"places": number(len(listed)), "paragraphs": number(len(paragraphs))}
    return " ".join([t(f"places.reading{form}", group=group, **counted), *inside])


def _nothing_found(chosen: Filters, group: str) -> str:
    """Say that no place is listed, and whether anything was captured within the filters."""
    if selection.turns(chosen.replace(topic=())).empty:
        return t("places.nothing_captured")
    subject = _subject(chosen)
    if not chosen.term:
        return t("places.none_topic", subject=subject)
    return t(f"places.none{'_in_group' if group else ''}", subject=subject, group=group)
