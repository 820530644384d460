"""Ways on from a search: the topics that count its words, and the people of that name."""

from collections.abc import Iterator

import streamlit as st

from dashboard import run_context
from dashboard.escape import escape_markdown
from dashboard.filters import Filters
from dashboard.i18n import join, t
from dashboard.labels import people as labels_people
from dashboard.labels.names import filter_name
from dashboard.labels.numbers import number
from dashboard.queries import identifiers, selection
from dashboard.queries.matches import terms_of
from loaders.lexicon.topics import split

_MIN_LENGTH, _MAX_NAMED = 2, 4  # characters of a term that is sought; topics, and people, named


def draw(chosen: Filters) -> None:
    """Draw links to the people, outlets and bodies that the terms name, and to their topics.

    Draws nothing if there are none. A topic is followed by its places within the filters.
    """
    terms = [_fold(term) for term in terms_of(chosen) or []]
    sought = [term for term in terms if len(term) >= _MIN_LENGTH]
    people = [labels_people.link(who) for who in _people(sought)][:_MAX_NAMED]
    topics = list(_topics(sought))[:_MAX_NAMED]
    if not people and not topics:
        return
    with st.container(key="bw_see_also", horizontal=True, vertical_alignment="center", gap="small"):
        if people:
            st.markdown(t("search.see_people", names=join(people)), width="content")
        if topics:
            st.markdown(t("search.see_topics"), width="content")
        for topic_id in topics:
            hits = selection.hits(chosen.without_view.replace(topic=(topic_id,)))
            name, n = filter_name("topic", topic_id), number(int(hits["occurrences"].sum()))
            st.button(
                escape_markdown(t("search.see_topic", name=name, n=n)),
                key=f"bw_see_{topic_id}",
                icon=":material/sell:",
                type="tertiary",
                on_click=run_context.change_filters,
                kwargs={"topic": (topic_id,), "term": "", "q": ""},
            )


def _people(terms: list[str]) -> Iterator[str]:
    """Yield the ids of people, outlets and bodies one of whose names has one of `terms` in it."""
    forms = identifiers.search_names()
    for who in identifiers.known_ids()["who"]:
        names = [_fold(name) for name in (*identifiers.labels()[who], *forms.get(who, ()))]
        if any(term in name for term in terms for name in names):
            yield who


def _topics(terms: list[str]) -> Iterator[str]:
    """Yield the ids of the topics that count one of `terms`, or have it in their name."""
    for row in selection.topics().itertuples(index=False):
        names = [_fold(str(name)) for name in (row.label_zh, row.label_en)]
        counted = {_fold(term) for term in split(str(row.terms))}
        if any(term in counted or term in name for term in terms for name in names):
            yield str(row.topic_id)


def _fold(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))
