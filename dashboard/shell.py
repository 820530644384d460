"""The frame around every page: masthead, title, notices, footer, error message."""

import logging
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard import address, escape, i18n, registry, run_context, session_corpus
from dashboard.filters import LANGUAGES, DroppedValue, Filters
from dashboard.i18n import t
from dashboard.labels import corpus_state, people
from dashboard.labels.numbers import number
from dashboard.queries import identifiers, search
from dashboard.registry import Page
from dashboard.run_context import current_run
from loaders.errors import BriefingsError

_LOG = logging.getLogger(__name__)
_STATIC = Path(__file__).resolve().parent / "static"
# Patterns of dropped values that may exist in another corpus: a year, and the id of a briefing that
# a visitor or the operator added.
_KNOWN_ELSEWHERE = {"year": re.compile(r"[12][0-9]{3}"), "briefing": re.compile(r".+-[0-9a-f]{8}")}
_MAX_BRIEFINGS = 8  # at most, on a page with a part for each briefing
_MAX_NAMED = 3  # a notice names up to this many lost values
_LOST = "bw_lost"  # in the session's state: what the visitor brought to an earlier session is gone


def navigation(pages: Sequence[Page]) -> tuple[Page, dict[str, StreamlitPage]]:
    """Declare `pages` to Streamlit; return the requested page, and slug -> Streamlit's page."""
    links = {
        page.slug: st.Page(
            page.file,
            title=t(page.title_key),
            icon=page.icon,
            url_path=page.slug,
            default=page is pages[0],
        )
        for page in pages
    }
    asked_for = st.navigation(list(links.values()), position="hidden")
    return next(page for page in pages if links[page.slug] is asked_for), links


def masthead(here: Page, links: Mapping[str, StreamlitPage]) -> None:
    """Draw the logo, a link for each entry of the navigation, and the language switch."""
    st.logo(_STATIC / t("app.logo"), size="large")
    # Not Streamlit's menu, which hides behind an unlabelled arrow on a narrow screen.
    with (
        st.container(key=f"bw_masthead_{current_run().language}"),
        st.container(key="bw_nav", horizontal=True, wrap=False),
    ):
        for entry in registry.entries():
            first = entry[0]
            place = "here" if here in entry else first.slug
            label = t(f"nav.group.{first.group}") if first.group else t(first.title_key)
            with st.container(key=f"bw_nav_{place}", width="content"):
                st.page_link(links[first.slug], label=label, query_params=run_context.link_query())
    st.session_state["bw_language"] = current_run().language
    st.segmented_control(
        t("app.language"),
        LANGUAGES,
        format_func=lambda language: i18n.text(language, "app.language_name"),
        key="bw_language",
        required=True,
        label_visibility="collapsed",
        on_change=lambda: run_context.change_filters(lang=st.session_state["bw_language"]),
    )


def title(page: Page, links: Mapping[str, StreamlitPage], *, heading: str, caption: str) -> None:
    """Set the title of the browser tab, and draw `heading` and `caption` (Markdown) of `page`.

    A page of a group has links to the pages of its group above its title.
    """
    st.set_page_config(
        page_title=t("app.tab", title=heading, name=t("app.name")),
        # Streamlit shows its menu, which has the choice of theme, only if it has an item.
        menu_items={"About": t("app.about")},
    )
    with st.container(key="bw_title", gap="xxsmall"):
        _group_links(page, links)
        st.title(escape.escape_markdown(heading), anchor=False)
        st.caption(caption)


def _group_links(page: Page, links: Mapping[str, StreamlitPage]) -> None:
    group = registry.siblings(page)
    if len(group) < 2:
        return
    with st.container(key="bw_pages", horizontal=True):
        for each in group:
            place = "here" if each is page else each.slug
            with st.container(key=f"bw_pages_{place}", width="content"):
                st.page_link(links[each.slug], query_params=run_context.link_query())


def dropped_notice(dropped: Sequence[DroppedValue]) -> None:
    """Show one sentence that names the values of the link that were dropped, if there are any."""
    if not dropped:
        return
    named = [_dropped_item(item) for item in dropped[:_MAX_NAMED]]
    rest = len(dropped) - len(named)
    sentence = t("app.dropped_more" if rest else "app.dropped", items=i18n.join(named), rest=rest)
    if any(item.is_repeated for item in dropped):
        sentence = t("app.dropped_repeated", said=sentence)
    if any(_is_elsewhere(item) for item in dropped):
        sentence = t("app.dropped_briefing", said=sentence)
    versions = [
        item.value for item in dropped if item.parameter == "corpus" and not item.is_repeated
    ]
    if versions:
        sentence = i18n.join_sentences(sentence, corpus_state.lost(versions[-1]))
    with st.container(key="bw_notice", horizontal=True, vertical_alignment="center"):
        st.text(sentence)  # not Markdown: the values come from a link
        st.button(
            t("app.dismiss"), type="tertiary", key="bw_dismiss", on_click=run_context.change_filters
        )


def _dropped_item(item: DroppedValue) -> str:
    if item.parameter == address.TOO_LONG:
        return t("app.dropped_too_long")
    parameter, value = escape.printable(item.parameter), escape.printable(item.value)
    return t("app.dropped_item", parameter=parameter, value=value) if value else parameter


def _is_elsewhere(item: DroppedValue) -> bool:
    form = _KNOWN_ELSEWHERE.get(item.parameter)
    return form is not None and form.fullmatch(item.value) is not None


def corpus_notice() -> None:
    """Say that the page does not show the newest corpus, with a button to it, if it does not."""
    said = corpus_state.notice()
    if not said:
        return
    with st.container(key="bw_corpus", horizontal=True, vertical_alignment="center"):
        st.text(said)
        if current_run().selected.corpus:
            st.button(
                t("app.corpus.show_current"),
                type="tertiary",
                key="bw_corpus_current",
                on_click=lambda: run_context.change_filters(corpus=""),
            )


def note_loss() -> None:
    """Note that what the visitor brought to an earlier session is gone. For callbacks."""
    st.session_state[_LOST] = True


def loss_notice() -> None:
    """Show one sentence if what the visitor brought is gone with an earlier session, until read."""
    if not st.session_state.get(_LOST):
        return
    with st.container(key="bw_loss", horizontal=True, vertical_alignment="center"):
        st.text(t("adding.lost"))
        st.button(
            t("app.dismiss"),
            type="tertiary",
            key="bw_loss_dismiss",
            on_click=lambda: st.session_state.pop(_LOST, None),
        )


def session_banner(adding: StreamlitPage) -> None:
    """Show a banner with this session's uploads and a button to remove them, if there are any."""
    session = current_run().session
    if not session.added:
        return
    said = []
    for key, only_text in (("banner", False), ("banner_text", True)):
        added = [each.title for each in session.added if each.only_fills_text == only_text]
        titles = i18n.join([escape.printable(title, limit=40) for title in added])
        said += [t(f"adding.{key}", titles=titles, n=len(added))] if added else []
    with st.container(key="bw_session", horizontal=True, vertical_alignment="center"):
        st.text(" ".join(said))  # not Markdown: from documents
        st.page_link(adding, label=t("adding.banner_open"), query_params=run_context.link_query())
        st.button(
            t("adding.banner_remove"),
            type="tertiary",
            key="bw_session_remove",
            on_click=session_corpus.clear,
        )


def limit_briefings(selected: pd.DataFrame) -> None:
    """Limit the page to the latest _MAX_BRIEFINGS of `selected`, and show a caption that says so.

    selected: rows of selection.briefings. Briefings that this session added are kept first. With no
    more than _MAX_BRIEFINGS nothing is done.
    """
    if len(selected) <= _MAX_BRIEFINGS:
        return
    uploaded = current_run().session.only_ids
    order = {briefing: place for place, briefing in enumerate(identifiers.years())}
    latest = sorted(selected["briefing_id"], key=lambda each: (each in uploaded, order[each]))
    run_context.narrow(latest[-_MAX_BRIEFINGS:])
    kept_for_session = uploaded & set(latest[-_MAX_BRIEFINGS:])
    key = "app.on_many_uploads" if kept_for_session else "app.on_many"
    st.caption(t(key, n=number(len(selected)), shown=_MAX_BRIEFINGS))


def topic_note() -> None:
    """Explain, if topics are selected, that they select paragraphs and change no denominator."""
    topics = [i18n.pick(*identifiers.labels()[key]) for key in current_run().filters.topic]
    if topics:
        st.caption(escape.escape_markdown(t("app.on_topic", topics=i18n.join(topics))))


def people_note(page: str) -> None:
    """Link, if people or bodies are selected, to the page of each; not on that page itself."""
    selected = current_run().filters
    chosen = list(dict.fromkeys([*selected.speaker, *selected.org]))
    if chosen and page != people.SLUG:
        named = i18n.join_some([people.link(who) for who in chosen], _MAX_NAMED)
        st.caption(t("people.note", names=named))


def footer(sources: StreamlitPage, *, version: str) -> None:
    """Draw the corpus version, the terms of use, and the link to the sources."""
    every = len(identifiers.years())
    held = every - len(search.briefings_without_text(Filters()))
    with st.container(key="bw_footer"):
        st.caption(
            t(
                "app.footer_held" if held else "app.footer",
                version=version,
                n=number(held),
                all=number(every),
            )
        )
        st.page_link(
            sources,
            icon=":material/arrow_forward:",
            icon_position="right",
            query_params=run_context.link_query(),
        )


def show_error(error: Exception) -> bool:
    """Log `error` and show one sentence in place of a traceback; return True, for "handled".

    Streamlit calls this for every exception of a page or a callback (on_script_error in server.py).
    A BriefingsError is shown with its own message, any other error as unexpected.
    """
    if isinstance(error, BriefingsError):
        _LOG.error("%s: %s", type(error).__name__, error)
        sentence = corpus_state.sentence(error, current_run().language)
    else:
        _LOG.error("A page failed", exc_info=error)
        sentence = t("error.unexpected")
    with st.container(key="bw_error"):
        st.text(sentence)  # not Markdown: a message may quote a document
    return True
