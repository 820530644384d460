"""Search: every find of a reader's terms, or of the selected topics, with the words around it."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard import csv_export, filters, query
from dashboard.components import controls, downloads, passages
from dashboard.components.cache import cached_for_run
from dashboard.components.deferred import bind_context
from dashboard.components.grid import grid
from dashboard.components.panel import Panel, Words
from dashboard.components.passages import Line
from dashboard.escape import escape_markdown
from dashboard.features.search import passage, view
from dashboard.features.search.view import Looked
from dashboard.filters import Filters
from dashboard.i18n import pick, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels.numbers import number
from dashboard.queries import selection
from dashboard.queries.cache import cached_per_corpus
from dashboard.stats.concordance import Order, by_context, concordance
from loaders.lexicon.topics import split

SLUG = "search"
PAGE = 50  # finds that are drawn at once
MOST = {"place": 100_000, "left": 10_000, "right": 10_000}  # finds that are listed in each order
_AT_ONCE = 10  # rows of a table that stands open before it scrolls
CONTEXT = 30  # characters on either side: what a wide screen has room for
_COUNTED = ["term", "year", "briefing_id", "finding", "basis", *view.COUNTS]
_PLACE = ["place", "year", "speaker_zh", "term", "basis", "source_link"]
_PLACE += ["kind", "section", "turn", "paragraph", "nth", "of", "position"]
_ORDERS: Mapping[str, Order] = {"place": "place", "left": "left", "right": "right"}


def ask() -> None:
    """The search box, and in which order the finds stand where they are listed."""
    chosen = filters.current()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.session_state["bw_search"] = chosen.q or query.quoted(chosen.term)
        st.text_input(
            t("search.ask"),
            key="bw_search",
            max_chars=query.LONGEST,
            placeholder=t("search.placeholder"),
            icon=":material/search:",
            width=480,
            on_change=_asked,
        )
        if not chosen.passage:
            controls.view("sort", st.segmented_control, required=True, width="content")
    if not chosen.passage:
        st.caption(t("search.how"))


def _asked() -> None:
    filters.set(q=query.tidy(st.session_state["bw_search"]), term="")


def looked_for(chosen: Filters) -> list[str] | None:
    """The terms of `chosen`: none where its topics are looked for, None where nothing is."""
    if chosen.q:
        return query.terms(chosen.q) or None
    if chosen.term:
        return [chosen.term]
    return [] if chosen.topic else None


def nothing(chosen: Filters) -> None:
    """What stands where nothing is looked for: how to begin, and whose texts can be read."""
    st.markdown(t("search.nothing" if chosen.q else "search.begin"))
    st.caption(escape_markdown(view.texts(selection.scope(chosen), selection.unheld(chosen))))


def spans(chosen: Filters) -> passage.Find:
    """What finds in a text all that `chosen` looks for."""
    terms, every = looked_for(chosen), selection.topic_patterns()
    if terms is None:
        return lambda _text: []
    patterns = [re.compile(re.escape(term)) for term in terms]
    listed = selection.topics().set_index("topic_id")["terms"]
    if terms:
        return lambda text: [m.span() for each in patterns for m in each.finditer(text)]
    wanted = {topic: set(split(listed[topic])) for topic in chosen.topic if topic in every}
    return lambda text: [
        match.span()
        for topic, own in wanted.items()
        for match in every[topic].finditer(text)
        if match[0] in own
    ]


def found(chosen: Filters) -> Panel:
    """How often what `chosen` looks for was found in each briefing; draw the list with `whole`."""
    looked = _looked(chosen)
    said = Words(
        t("search.title"),  # without the terms: the font of headings does not hold every character
        view.reading(looked),
        view.caveat(looked),
    )
    counted = view.states(looked)
    frame = counted
    if looked.topics:
        frame = counted.assign(term=counted["subject"].map(looked.name))
    applied = chosen.only(*filters.CLICKED, "q")
    return Panel(frame, [], said, columns=_COUNTED, applied=applied)


def _looked(chosen: Filters) -> Looked:
    terms = looked_for(chosen) or []
    return Looked(
        subjects=terms or chosen.topic,
        topics=not terms,
        counts=selection.tally(terms, chosen),
        briefings=selection.scope(chosen),
        uncounted=selection.uncounted(terms),
        unheld=selection.unheld(chosen),
    )


def whole(chosen: Filters) -> None:
    """The page of finds that is asked for, the way to the others, and all of them as a file."""
    total = int(selection.tally(looked_for(chosen) or [], chosen)["occurrences"].sum())
    if not total:
        return
    first, shown = cached_for_run("search_page", lambda: _page_of(chosen, total))
    if total > MOST[chosen.sort]:
        st.caption(t("search.most", most=number(MOST[chosen.sort])))
    held = bool(shown["left"].notna().any())
    if held:
        found_lines("bw_concordance", shown)
    else:
        grid(
            passage.with_links(shown)[_columns()], height="auto" if len(shown) <= _AT_ONCE else 420
        )
    pages = _pages(chosen, total)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        if pages > 1:
            st.session_state["bw_turn"] = first // PAGE + 1
            st.pagination(pages, key="bw_turn", on_change=_turned)
        last = first + len(shown)
        st.caption(
            t("search.shown", first=number(first + 1), last=number(last), total=number(total)),
            width="content",
        )
        _file(chosen, total)


def _turned() -> None:
    filters.set(page=st.session_state["bw_turn"])


def _page_of(chosen: Filters, total: int) -> tuple[int, pd.DataFrame]:
    """How many finds stand before the page, and those on it."""
    first = (min(chosen.page, _pages(chosen, total)) - 1) * PAGE
    if chosen.sort == "place":
        return first, concordance_of(chosen, first=first, size=PAGE)
    return first, _ordered(chosen).iloc[first : first + PAGE]


def _ordered(chosen: Filters) -> pd.DataFrame:
    """All that is listed, in the order that is chosen."""
    listed = _listed(selection.corpus(), chosen.only(*filters.CLICKED, "q"), MOST[chosen.sort])
    return by_context(listed, order=_ORDERS[chosen.sort])


@cached_per_corpus(
    maxsize=2
)  # some megabytes each; the next page, and the other side, begin with it
def _listed(_corpus: object, chosen: Filters, most: int) -> pd.DataFrame:
    return concordance_of(chosen, first=0, size=most)


def _pages(chosen: Filters, total: int) -> int:
    return -(-min(total, MOST[chosen.sort]) // PAGE)


def concordance_of(chosen: Filters, *, first: int, size: int) -> pd.DataFrame:
    """Finds number `first`, from 0, to `first` + `size`, as stats.concordance lists them.

    `place` numbers them over all finds; `basis` says whether a passage can be opened there (text),
    or whether its count alone is stored.
    """
    hits = selection.finds(looked_for(chosen) or [], chosen, first=first, size=size)
    skipped = first - int(hits["ahead"].min()) if len(hits) else 0
    listed = concordance(
        hits,
        context=CONTEXT,
        patterns=selection.topic_patterns(),
        most=skipped + size,  # a paragraph may hold a million
    )
    within = listed.iloc[skipped : skipped + size]
    return within.assign(
        place=range(first + 1, first + 1 + len(within)),
        basis=within["left"].isna().map({True: "stored", False: "text"}),
    )


def found_lines(
    key: str, shown: pd.DataFrame, *, on_open: Callable[[str], None] | None = None
) -> None:
    """`shown`, rows of a concordance, as lines that each open their passage.

    on_open does what is to be done with the passage; without it, it opens on this page.
    """

    def opened(opens: str) -> None:
        filters.set(passage=opens)

    passages.lines(key, _lines(shown), label=t("search.label"), on_open=on_open or opened)


def _lines(shown: pd.DataFrame) -> list[Line]:
    briefings, here = labels_briefings.names(), filters.current()
    found = []
    for row in selection.rows(shown):
        opens = passage.key(row.briefing_id, row.paragraph)
        where = t(
            "search.where",
            speaker=pick(row.speaker_zh, row.speaker_en),
            section=t(f"code.section.{row.section}"),
            kind=t(f"code.kind.{row.kind}"),
            briefing=briefings[row.briefing_id],
            paragraph=row.paragraph,
        )
        href = f"{SLUG}?{urlencode(here.replace(passage=opens).query(), safe=',:')}"
        context = (
            {"note": t("search.no_text")}
            if row.left is None
            else {"left": row.left, "right": row.right}
        )
        found.append(Line(opens, href, row.term, where, **context))
    return found


def _columns() -> list[str]:
    return [pick(name, "speaker_en") if name == "speaker_zh" else name for name in _PLACE]


def _file(chosen: Filters, total: int) -> None:
    """What is listed as a file, in the order of the list, made when it is asked for."""
    applied = chosen.only(*filters.CLICKED, "q")
    about = {**downloads.about(applied, t("search.file_caveat")), "sort": chosen.sort}
    most = MOST[chosen.sort]
    whole = partial(concordance_of, chosen, first=0, size=most)
    listed = whole if chosen.sort == "place" else partial(_ordered, chosen)
    named = downloads.slug(chosen.only(*filters.CLICKED, "sort"))
    st.download_button(
        t(f"search.file.{chosen.sort}", n=number(min(total, most))),
        bind_context(lambda: csv_export.to_csv(listed(), about=about)),
        file_name=f"briefing-watch-concordance{named}.csv",
        mime="text/csv",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
        key="csv_concordance",
    )
