"""Panels of Search: occurrences of a reader's terms, or of the selected topics, in context."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard import csv_export, filters, run_context, search_text
from dashboard.components import controls, downloads, passages
from dashboard.components.cache import cached_for_run
from dashboard.components.deferred import bind_context
from dashboard.components.panel import Panel, PanelText
from dashboard.components.passages import Line
from dashboard.escape import escape_markdown
from dashboard.features.search import view
from dashboard.features.search.view import SearchResult
from dashboard.filters import Filters
from dashboard.i18n import join, pick, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels import passages as labels_passages
from dashboard.labels import provenance
from dashboard.labels.numbers import number
from dashboard.queries import reading, search, selection, statistics
from dashboard.queries.matches import terms_of
from dashboard.queries.query import cached_per_corpus
from dashboard.queries.rows import SpeakerNames, rows_of
from dashboard.run_context import current_run
from dashboard.stats.concordance import Order, concordance, sort_by_context

SLUG = "search"
PAGE_SIZE = 50  # occurrences drawn at once
# What is searched for and where; a group of a chart (`within`) is none of this page.
_PARAMETERS = (*filters.ID_PARAMETERS, "term", "q")
MAX_LISTED = {"place": 100_000, "left": 10_000, "right": 10_000}  # occurrences, by sort order
_PICKED_PAGE = "bw_picked_page"  # in the session's state: the number of the widget, and its page
CONTEXT = 30  # characters on either side, as many as fit a wide screen
_COUNT_COLUMNS = ["term", "year", "briefing_id", "finding", "basis", *view.COUNTS]
_ORDERS: Mapping[str, Order] = {"place": "place", "left": "left", "right": "right"}


def search_box() -> None:
    """Draw the search box and the choice of sort order."""
    chosen = current_run().filters
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.session_state["bw_search"] = chosen.q or search_text.quote(chosen.term)
        st.text_input(
            t("search.ask"),
            key="bw_search",
            max_chars=search_text.MAX_CHARACTERS,
            placeholder=t("search.placeholder"),
            icon=":material/search:",
            width=480,
            on_change=_on_search,
        )
        if _has_text(chosen):
            controls.view_widget("sort", st.segmented_control, required=True, width="content")
    st.caption(t("search.how"))


def _order(chosen: Filters) -> Order:
    """Return the order of the list: by place where no text is held, as no words are beside it."""
    return _ORDERS[chosen.sort] if _has_text(chosen) else "place"


def _has_text(chosen: Filters) -> bool:
    """Return whether the text of any selected briefing is held."""
    unheld = search.briefings_without_text(chosen.briefings_only)
    return not set(selection.briefings(chosen.briefings_only)["briefing_id"]) <= set(unheld)


def _on_search() -> None:
    run_context.change_filters(q=search_text.normalise(st.session_state["bw_search"]), term="")


def show_empty(chosen: Filters) -> None:
    """Explain how to begin a search, and say which briefings have their text stored."""
    st.markdown(t("search.nothing" if chosen.q else "search.begin"))
    st.caption(
        escape_markdown(
            view.texts_sentence(
                selection.briefings(chosen.briefings_only),
                search.briefings_without_text(chosen.briefings_only),
            )
        )
    )


def counts_panel(chosen: Filters) -> Panel:
    """Build the panel of how often each term or topic occurs in each briefing.

    The panel has no chart; `show_page` draws the list of occurrences.
    """
    result = _search_result(chosen)
    said = PanelText(
        t("search.title"),  # without the terms: the font of headings does not hold every character
        view.takeaway(result),
        view.caveat(result),
    )
    counted = view.states(result)
    frame = counted
    if result.topics:
        frame = counted.assign(term=counted["subject"].map(result.name))
    applied = chosen.only(*_PARAMETERS)
    return Panel(frame, [], said, columns=_COUNT_COLUMNS, applied=applied)


def _search_result(chosen: Filters) -> SearchResult:
    terms = terms_of(chosen) or []
    return SearchResult(
        subjects=terms or chosen.topic,
        topics=not terms,
        counts=search.search_counts(terms, chosen),
        briefings=_searched_briefings(chosen),
        uncounted=search.uncounted_terms(terms),
        unheld=search.briefings_without_text(chosen.briefings_only),
        longer=search.counts_in_longer_words(terms, chosen),
    )


def _searched_briefings(chosen: Filters) -> pd.DataFrame:
    """Return the briefings that are searched, with the characters within the filters as base.

    A briefing of which the filters select nothing is left out, unless what they select of it was
    announced and not captured: then its base is 0.
    """
    briefings = selection.briefings(chosen)
    base = briefings["base_characters"]
    if chosen.only(*filters.BRIEFING_PARAMETERS, "section", "topic") != chosen.without_view:
        spoken = selection.turns(chosen.replace(topic=())).groupby("briefing_id")["characters"]
        base = briefings["briefing_id"].map(spoken.sum()).fillna(0).astype(int)
    is_missing = briefings["briefing_id"].isin(statistics.missing_sections(chosen)["briefing_id"])
    return briefings.assign(base_characters=base).loc[(base > 0) | is_missing]


def show_page(chosen: Filters) -> None:
    """Draw page `chosen.page` of the occurrences, links to other pages, and the download of all.

    Draws nothing if nothing was found.
    """
    total = int(search.search_counts(terms_of(chosen) or [], chosen)["occurrences"].sum())
    if not total:
        return
    first, shown = cached_for_run("search_page", lambda: _page_rows(chosen, total))
    if total > MAX_LISTED[_order(chosen)]:
        st.caption(t("search.most", most=number(MAX_LISTED[_order(chosen)])))
    draw_found("bw_concordance", shown)
    pages = _page_count(chosen, total)
    if chosen.page > pages:  # from a link: a change of what is listed leads to the first page
        st.caption(t("search.beyond", page=number(chosen.page), n=pages))
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        if pages > 1:
            _page_choice(first // PAGE_SIZE + 1, pages)
        last = first + len(shown)
        st.caption(
            t("search.shown", first=number(first + 1), last=number(last), total=number(total)),
            width="content",
        )
        _download_button(chosen, total)


def _page_choice(page: int, pages: int) -> None:
    """Draw the choice of one of `pages`, with `page` chosen.

    It has a new key when the page was chosen elsewhere: Streamlit warns of a value that is set
    beside the default, which `st.pagination` always has.
    """
    number, picked = st.session_state.get(_PICKED_PAGE, (0, None))
    if picked != page:
        number += 1
        st.session_state[_PICKED_PAGE] = number, page
    key = f"bw_turn_{number}"

    def on_change() -> None:
        st.session_state[_PICKED_PAGE] = number, st.session_state[key]
        run_context.change_filters(page=st.session_state[key])

    st.pagination(pages, default=page, key=key, on_change=on_change)


def _page_rows(chosen: Filters, total: int) -> tuple[int, pd.DataFrame]:
    """Return the number of occurrences on earlier pages, and the rows of this page."""
    first = (min(chosen.page, _page_count(chosen, total)) - 1) * PAGE_SIZE
    if _order(chosen) == "place":
        return first, concordance_of(chosen, first=first, size=PAGE_SIZE)
    return first, _sorted_rows(chosen).iloc[first : first + PAGE_SIZE]


def _sorted_rows(chosen: Filters) -> pd.DataFrame:
    """Return the rows of all pages, at most MAX_LISTED, in their order."""
    listed = _all_rows(chosen.only(*_PARAMETERS), MAX_LISTED[_order(chosen)])
    return sort_by_context(listed, order=_order(chosen))


@cached_per_corpus(maxsize=2)  # some megabytes each; other pages and sort orders reuse it
def _all_rows(chosen: Filters, most: int) -> pd.DataFrame:
    return concordance_of(chosen, first=0, size=most)


def _page_count(chosen: Filters, total: int) -> int:
    return -(-min(total, MAX_LISTED[_order(chosen)]) // PAGE_SIZE)


def concordance_of(chosen: Filters, *, first: int, size: int) -> pd.DataFrame:
    """Return up to `size` occurrences from number `first` (from 0) on.

    Returns rows of stats.concordance. place: the number among all occurrences, from 1. basis:
    "text" if the passage can be opened, "stored" if only the stored count of its term is known.
    """
    hits = search.search_hits(terms_of(chosen) or [], chosen, first=first, size=size)
    skipped = first - int(hits["hits_before"].min()) if len(hits) else 0
    listed = concordance(
        hits,
        context=CONTEXT,
        patterns=search.topic_patterns(),
        max_per_row=skipped + size,  # a paragraph may have a million occurrences
    )
    within = listed.iloc[skipped : skipped + size]
    return within.assign(
        place=range(first + 1, first + 1 + len(within)),
        basis=within["left"].isna().map({True: "stored", False: "text"}),
    )


def draw_found(
    key: str, shown: pd.DataFrame, *, on_open: Callable[[str], None] | None = None
) -> None:
    """Draw rows of a concordance as lines; a click on a line opens its passage in the reader.

    Occurrences in a paragraph whose text is not held are one line, with its gist.

    key: of the component. on_open: called with the id of the passage (labels.passages.key); by
    default the passage opens beside this page.
    """

    def opened(opens: str) -> None:
        run_context.change_filters(passage=opens)

    passages.draw_lines(key, _lines(shown), label=t("search.label"), on_open=on_open or opened)


@dataclass(slots=True)
class _LineRow(SpeakerNames):
    """A row of stats.concordance; `left` and `right` are None if the text is not stored."""

    briefing_id: str
    paragraph: int
    section: str
    kind: str
    term: str
    nth: int
    of: int
    left: str | None
    right: str | None


def _lines(shown: pd.DataFrame) -> list[Line]:
    briefings, here = labels_briefings.names(), current_run().filters.listed
    found: dict[tuple[str, str], Line] = {}  # a line an occurrence, or a paragraph without text
    counted: dict[str, list[str]] = {}  # paragraph without text -> each term with its number
    for row in rows_of(shown, _LineRow):
        opens = labels_passages.key(row.briefing_id, row.paragraph)
        where = t(
            "search.where",
            speaker=pick(row.speaker_zh, row.speaker_en),
            section=t(f"code.section.{row.section}"),
            kind=t(f"code.kind.{row.kind}"),
            briefing=briefings[row.briefing_id],
            paragraph=row.paragraph,
        )
        href = f"{SLUG}?{urlencode(here.replace(passage=opens).query(), safe=',:')}"
        if row.left is None:
            terms = counted.setdefault(opens, [])
            if (term := t("search.times", term=row.term, n=number(row.of))) not in terms:
                terms.append(term)
            gist = reading.gist(row.briefing_id, row.paragraph)
            said = pick(*gist) if gist else t("search.no_text")
            found[opens, ""] = Line(opens, href, join(terms), where, gist=said)
        else:
            line = Line(opens, href, row.term, where, left=row.left, right=row.right or "")
            found[opens, f"{row.term} {row.nth}"] = line
    return list(found.values())


def _download_button(chosen: Filters, total: int) -> None:
    """Draw the download of all rows as CSV, in the order of the list.

    The file is made when the button is clicked.
    """
    applied = chosen.only(*_PARAMETERS)

    def about() -> dict[str, str]:
        said = (t("search.file_caveat"), provenance.missing_within(applied))
        caveat = " ".join(filter(None, said))
        return {**downloads.file_metadata(applied, caveat), "sort": _order(chosen)}

    most = MAX_LISTED[_order(chosen)]
    whole = partial(concordance_of, chosen, first=0, size=most)
    listed = whole if _order(chosen) == "place" else partial(_sorted_rows, chosen)
    named = downloads.filter_slug(chosen.only(*filters.ID_PARAMETERS, "term", "sort"))
    st.download_button(
        t(f"search.file.{_order(chosen)}", n=number(min(total, most))),
        bind_context(lambda: csv_export.to_csv(listed(), about=about())),
        file_name=f"briefing-watch-concordance{named}.csv",
        mime="text/csv",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
        key="csv_concordance",
    )
