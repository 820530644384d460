"""Ways on from a search: the topics that count its words, and the people of that name."""

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
from dashboard.queries.query import cached_per_corpus
from loaders.lexicon.topics import split

_MIN_LENGTH, _MAX_NAMED = 2, 4  # characters of a term that is sought; topics, and people, named


def draw(chosen: Filters) -> None:
    """Draw links to the people, outlets and bodies that the terms name, and to their topics.

    Draws nothing if there are none. A topic is followed by its places within the filters.
    """
    terms = [_fold(term) for term in terms_of(chosen) or []]
    sought = [term for term in terms if len(term) >= _MIN_LENGTH]
    people = [labels_people.link(who) for who in _people(sought)[:_MAX_NAMED]]
    topics = _topics(sought)[:_MAX_NAMED]
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


@cached_per_corpus(maxsize=64)
def _people(terms: list[str]) -> list[str]:
    """Return the ids of people, outlets and bodies one of whose names has one of `terms` in it."""
    forms, labels = identifiers.search_names(), identifiers.labels()

    def is_meant(who: str) -> bool:
        names = [_fold(name) for name in (*labels[who], *forms.get(who, ()))]
        return any(term in name for term in terms for name in names)

    return [who for who in identifiers.known_ids()["who"] if is_meant(who)]


@cached_per_corpus(maxsize=64)
def _topics(terms: list[str]) -> list[str]:
    """Return the ids of the topics that count one of `terms`, or have it in their name."""

    def is_meant(*names: str, terms_of_topic: str) -> bool:
        counted = {_fold(term) for term in split(terms_of_topic)}
        return any(term in counted or any(term in _fold(name) for name in names) for term in terms)

    columns = ("topic_id", "label_zh", "label_en", "terms")
    rows = zip(*(selection.topics()[name] for name in columns), strict=True)
    return [key for key, zh, en, own in rows if is_meant(zh, en, terms_of_topic=own)]


def _fold(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))
