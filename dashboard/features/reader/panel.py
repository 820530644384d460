"""The reader: the turn that the address names, beside the page that it was opened from.

It stays in sight while the page scrolls (style.css), and is a fragment: to turn its pages redraws
nothing else. Where no text is held, it shows what each paragraph says in words of this project.
"""

import pandas as pd
import streamlit as st

from dashboard import run_context
from dashboard.components import passages
from dashboard.components.cache import cached_for_run
from dashboard.components.component import component
from dashboard.components.passages import Block
from dashboard.escape import escape_markdown
from dashboard.features.reader import texts, view
from dashboard.features.reader.view import ParagraphRow, Said
from dashboard.i18n import t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels.passages import key, split
from dashboard.labels.people import link, linked
from dashboard.queries import identifiers, matches, reading
from dashboard.queries.rows import rows_of
from dashboard.run_context import current_run

_OPEN_TURN = component("open_turn", html="<i></i>")
_WAYS = (("before", "arrow_upward"), ("after", "arrow_downward"))


@st.fragment
def show(page: str) -> None:
    """Draw the turn of the paragraph that the selection names, or nothing without one.

    page: the slug of the page beside it. If there is no such paragraph, a sentence says so.
    """
    run_context.resume(identifiers.known_ids, page)
    passage = current_run().selected.passage
    if not passage:
        return
    briefing_id, paragraph = split(passage)
    turn = reading.turn(briefing_id, paragraph)
    rows = rows_of(turn, ParagraphRow)
    with st.container(key="bw_reader_open", gap="small"):
        _controls(rows)
        if not rows:
            st.markdown(t("reader.unknown"))
            return
        _head(rows[0])
        said = cached_for_run("reader", lambda: view.paragraphs(turn), passage)
        if rows[0].text is None and any(each.gist for each in said):
            st.caption(t("reader.ours"))
        for row, each in zip(rows, said, strict=True):
            _paragraph(row, each, is_here=row.paragraph == paragraph)
        _OPEN_TURN(key="bw_open_turn", data={"passage": passage, "label": t("reader.title")})


def _controls(rows: list[ParagraphRow]) -> None:
    """Draw the buttons to the turns beside this one, and the one that closes the reader."""
    with st.container(key="bw_reader_controls", horizontal=True, gap="small"):
        for way, icon in _WAYS:
            to = getattr(rows[0], way) if rows else pd.NA
            st.button(
                t(f"reader.{way}"),
                key=f"bw_reader_{way}",
                icon=f":material/{icon}:",
                type="tertiary",
                disabled=bool(pd.isna(to)),
                on_click=run_context.change_filters,
                kwargs={"passage": "" if pd.isna(to) else key(rows[0].briefing_id, int(to))},
            )
        st.button(
            t("reader.close"),
            key="bw_reader_close",
            icon=":material/close:",
            type="tertiary",
            on_click=run_context.change_filters,
            kwargs={"passage": ""},
        )


def _head(row: ParagraphRow) -> None:
    briefing = labels_briefings.names()[row.briefing_id]
    st.caption(escape_markdown(t("reader.place", briefing=briefing, turn=row.turn)))
    st.subheader(link(row.speaker_id), anchor=False)
    st.caption(linked(t("reader.separator").join(view.facts(row))))


def _paragraph(row: ParagraphRow, said: Said, *, is_here: bool) -> None:
    state = "here" if is_here else "other"
    with st.container(key=f"bw_paragraph_{state}_{row.paragraph}", gap="xxsmall"):
        st.caption(t("reader.paragraph", n=row.paragraph, characters=said.characters))
        if row.text is not None:
            _text(row, is_here=is_here)
        elif said.gist:
            st.markdown(escape_markdown(said.gist))
        else:
            st.caption(said.label)
        for name, items in said.notes:
            st.caption(f"**{escape_markdown(name)}** {escape_markdown(items)}")
        href, wording = said.source
        if href:
            label = t("reader.source_at", wording=wording) if wording else t("reader.source")
            st.link_button(
                escape_markdown(label), href, icon=":material/open_in_new:", type="tertiary"
            )


def _text(row: ParagraphRow, *, is_here: bool) -> None:
    """Draw the text with what is searched for marked; of the open paragraph its versions, too."""
    spans = list(matches.span_finder(current_run().selected)(row.segmented or "", row.kind))
    whole = row.text or ""
    simplified = texts.truncate(whole)
    begin = texts.first_shown(whole, spans)
    shown = texts.truncate(whole[begin:])
    moved = [(start - begin, end - begin) for start, end in spans]
    marked = texts.mark_spans(shown, [each for each in moved if 0 <= each[0] < len(shown)])
    blocks = [Block(marked, here=is_here)]
    published, repaired = (texts.truncate(text or "") for text in (row.published, row.repaired))
    if is_here and published and {published, repaired} != {simplified}:
        made = texts.versions(published, repaired, simplified)
        blocks += [
            Block(own, head=t(f"reader.{stage}"), about=t(f"reader.{stage}_about"))
            for stage, own in made.items()
            if stage != "simplified" or repaired != whole
        ]
    passages.draw_blocks(f"bw_text_{row.paragraph}", blocks)
