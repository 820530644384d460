"""What stands around every page: masthead, title, the notice of a link's loss, footer."""

import logging
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard import escape, filters, i18n
from dashboard.components.cache import cached_for_run
from dashboard.escape import escape_markdown
from dashboard.features.comparison import pair
from dashboard.filters import LANGUAGES, Dropped
from dashboard.i18n import t
from dashboard.queries import selection, session_corpus
from dashboard.registry import Page
from loaders.errors import BriefingsError

_LOG = logging.getLogger(__name__)
_STATIC = Path(__file__).resolve().parent / "static"
# What another corpus may well have: a year, and a briefing by the end of the ids that are given to
# what a visitor, or whoever runs the server, added.
_ELSEWHERE = {"year": re.compile(r"[12][0-9]{3}"), "briefing": re.compile(r".+-[0-9a-f]{8}")}
_TOGETHER = 8  # briefings that a page can show each by itself
_NAMED = 3  # a notice names up to this many lost values


def navigation(pages: Sequence[Page]) -> tuple[Page, dict[str, StreamlitPage]]:
    """Declare `pages` in the reader's language; the one asked for, and all by slug."""
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
    """The logo, the way to each page, and the language switch."""
    st.logo(_STATIC / t("app.logo"), size="large")
    # Links of our own: on a narrow screen Streamlit's menu hides behind an unlabelled arrow. The
    # bound values go along by themselves; query_params= would put each into the URL twice.
    with (
        st.container(key=f"bw_masthead_{i18n.language()}"),
        st.container(key="bw_nav", horizontal=True, wrap=False),
    ):
        for slug, link in links.items():
            place = "here" if slug == here.slug else slug
            with st.container(key=f"bw_nav_{place}", width="content"):
                st.page_link(link)
    st.session_state["bw_language"] = i18n.language()
    st.segmented_control(
        t("app.language"),
        LANGUAGES,
        format_func=lambda language: i18n.text(language, "app.language_name"),
        key="bw_language",
        required=True,
        label_visibility="collapsed",
        on_change=lambda: filters.set(lang=st.session_state["bw_language"]),
    )


def title(page: Page) -> None:
    """What this page shows."""
    st.set_page_config(
        page_title=t("app.tab", title=t(page.title_key), name=t("app.name")),
        # With an item of ours Streamlit's menu, which has the choice of theme, shows at all.
        menu_items={"About": t("app.about")},
    )
    with st.container(key="bw_title", gap="xxsmall"):
        st.title(t(page.title_key), anchor=False)
        st.caption(_caption(page))


def _caption(page: Page) -> str:
    """What a page is about, in Markdown; of the one that compares, which two."""
    if page.slug != "comparison":
        return t(page.caption_key)
    first, last = cached_for_run("caption", lambda: pair.named(filters.current()))
    return t(page.caption_key, first=escape_markdown(first), last=escape_markdown(last))


def notice(dropped: Sequence[Dropped]) -> None:
    """Say in one sentence what a link named that does not exist here."""
    if not dropped:
        return
    named = [
        t("app.dropped_item", parameter=item.parameter, value=escape.printable(item.value))
        for item in dropped[:_NAMED]
    ]
    rest = len(dropped) - len(named)
    sentence = t("app.dropped_more" if rest else "app.dropped", items=i18n.join(named), rest=rest)
    if any(_is_elsewhere(item) for item in dropped):
        sentence = t("app.dropped_briefing", said=sentence)
    with st.container(key="bw_notice", horizontal=True, vertical_alignment="center"):
        st.text(sentence)  # not Markdown: the values are whatever a link holds
        st.button(t("app.dismiss"), type="tertiary", key="bw_dismiss", on_click=filters.set)


def _is_elsewhere(item: Dropped) -> bool:
    form = _ELSEWHERE.get(item.parameter)
    return form is not None and form.fullmatch(item.value) is not None


def on_session(adding: StreamlitPage) -> None:
    """Say on every page what this session added, that nobody else sees it, and how it goes."""
    session = session_corpus.current()
    if session is None:
        return
    titles = [escape.printable(each.title, limit=40) for each in session.added]
    with st.container(key="bw_session", horizontal=True, vertical_alignment="center"):
        st.text(t("adding.banner", titles=i18n.join(titles)))  # not Markdown: from documents
        st.page_link(adding, label=t("adding.banner_open"))
        st.button(
            t("adding.banner_remove"),
            type="tertiary",
            key="bw_session_remove",
            on_click=session_corpus.clear,
        )


def on_many(selected: pd.DataFrame) -> None:
    """Have a page show the latest of many selected briefings alone, and say so.

    selected: as selection.scope gives them. Those that this session added come before others.
    """
    if len(selected) <= _TOGETHER:
        return
    mine = session_corpus.joined()
    order = {briefing: place for place, briefing in enumerate(selection.years())}
    latest = sorted(selected["briefing_id"], key=lambda each: (each in mine, order[each]))
    filters.narrow(latest[-_TOGETHER:])
    st.caption(t("app.on_many", n=len(selected), shown=_TOGETHER))


def on_topic() -> None:
    """Say what a topic among the filters does: it selects paragraphs, and no denominator."""
    topics = [i18n.pick(*selection.labels()[key]) for key in filters.current().topic]
    if topics:
        st.caption(escape.escape_markdown(t("app.on_topic", topics=i18n.join(topics))))


def footer(sources: StreamlitPage, *, version: str) -> None:
    """Which corpus this is, on what terms, and the way to its sources."""
    with st.container(key="bw_footer"):
        st.caption(t("app.footer", version=version))
        st.page_link(sources, icon=":material/arrow_forward:", icon_position="right")


def failed(error: Exception) -> bool:
    """Show one sentence in place of a traceback; True tells Streamlit that it is done.

    Streamlit calls it for whatever a page or a callback raises (on_script_error in server.py).
    """
    if isinstance(error, BriefingsError):
        _LOG.error("%s: %s", type(error).__name__, error)
        sentence = str(error)
    else:
        _LOG.error("A page failed", exc_info=error)
        sentence = t("error.unexpected")
    with st.container(key="bw_error"):
        st.text(sentence)  # not Markdown: a message may quote a document
    return True
