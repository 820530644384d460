"""The rows of the page Search: hits of terms and topics, longer words.

Stored texts are searched. In paragraphs without text, only terms are found that were counted when
the corpus was built (see `uncounted_terms`). A hit has a subject (the term, or the topic's id), the
term that matched (rule), and its occurrences in the paragraph, of which none is inside a longer
word (see `counts_in_longer_words`).
"""

import re
from collections.abc import Sequence

import pandas as pd

from dashboard.filters import ID_PARAMETERS, Filters
from dashboard.queries import search_order, selection, vocabulary
from dashboard.queries.conditions import paragraphs_within, values_of
from dashboard.queries.query import Query, cached_per_corpus, corpus_query, fetch
from loaders.contract import BREAK
from loaders.lexicon.topics import pattern, split

# The bounds are the smallest and largest id: with them DuckDB reads no other part of the texts.
_IN_BRIEFINGS = (
    "briefing_id BETWEEN $lowest AND $highest AND briefing_id IN (SELECT unnest($briefings))"
)
# The counts of words and set phrases, stored when the corpus was built from the texts.
_STORED_COUNTS = """
    SELECT briefing_id, paragraph, term AS rule, occurrences, free_occurrences, inside
    FROM term_counts WHERE term IN (SELECT unnest($terms))
    UNION SELECT briefing_id, paragraph, phrase, occurrences, free_occurrences, inside
    FROM phrase_counts WHERE phrase IN (SELECT unnest($terms))
"""
# A break at either end of each word, so that neighbouring occurrences share none.
_BETWEEN_BREAKS = f"'{BREAK}' || replace(segmented, '{BREAK}', '{BREAK}{BREAK}') || '{BREAK}'"
_EVERY_OCCURRENCE = "(strlen(text) - strlen(replace(text, w.rule, ''))) // strlen(w.rule)"
_FREE_OCCURRENCES = f"len(regexp_extract_all({_BETWEEN_BREAKS}, w.free))"
_TEXTS_WITH_TERM = """paragraphs
    JOIN (SELECT unnest($terms) AS rule, unnest($free) AS free) w ON contains(text, w.rule)"""


@corpus_query()
def search_counts(terms: Sequence[str], filters: Filters) -> Query:
    """Count the hits of each of `terms`, or without terms of each topic of `filters`, by briefing.

    readable: the occurrences in paragraphs with a stored text. paragraphs: their number. A subject
    has a row for each briefing in which it occurs.
    """
    hits, values = _hits(terms)
    if_readable = "FILTER (WHERE p.text IS NOT NULL)" if briefings_without_text(Filters()) else ""
    text = f"""SELECT f.subject, p.year, p.briefing_id,
            CAST(sum(f.occurrences) AS BIGINT) AS occurrences,
            CAST(coalesce(sum(f.occurrences) {if_readable}, 0) AS BIGINT) AS readable,
            count(DISTINCT p.paragraph) AS paragraphs
        FROM ({hits}) f JOIN ({paragraphs_within(filters)}) p USING (briefing_id, paragraph)
        GROUP BY ALL ORDER BY p.year, p.briefing_id, f.subject"""
    return Query(text, values)


def search_hits(terms: Sequence[str], filters: Filters, *, first: int, size: int) -> pd.DataFrame:
    """Return the paragraphs that contain hits `first` (from 0) to `first` + `size` - 1.

    A hit is an occurrence of one of `terms`, or of the topics of `filters` if there are no terms.
    A row per paragraph and term, in the order of search_order.readable_first, with topic_id and
    hits_before (the hits in all earlier paragraphs).
    """
    blocks = search_order.page_of_hits(search_counts(terms, filters), first=first, size=size)
    found = _hits_of_briefings(terms, filters, sorted(set(blocks["briefing_id"])))
    return search_order.hits_on_page(found, blocks=blocks, first=first, size=size)


@corpus_query(maxsize=0)
def _hits_of_briefings(terms: Sequence[str], filters: Filters, briefings: Sequence[str]) -> Query:
    """Select the paragraphs of `briefings` (ids) that have hits: see `search_hits`."""
    hits, values = _hits(terms, condition=_IN_BRIEFINGS)
    text = f"""SELECT p.*, f.subject, f.topic_id, f.rule, f.occurrences
        FROM ({hits}) f JOIN ({paragraphs_within(filters)}) p USING (briefing_id, paragraph)
        WHERE {_IN_BRIEFINGS} ORDER BY p.year, p.briefing_id, p.paragraph, f.subject, f.rule"""
    bounds = {"lowest": min(briefings, default=""), "highest": max(briefings, default="")}
    return Query(text, {**values, **bounds, "briefings": list(briefings)})


def _hits(terms: Sequence[str], *, condition: str = "TRUE") -> Query:
    """Select the hits in all paragraphs that match `condition`, a row per paragraph and term.

    Without `terms`, they are the stored hits of the topics that the filters select, if any.
    """
    if not terms:
        text = f"""SELECT briefing_id, paragraph, topic_id AS subject, topic_id, rule, occurrences
            FROM topic_hits WHERE topic_id IN (SELECT unnest($topic)) AND {condition}"""
        return Query(text, {"topic": []})
    text = f"""SELECT briefing_id, paragraph, w.rule AS subject, NULL AS topic_id, w.rule,
            CAST({_FREE_OCCURRENCES} AS INTEGER) AS occurrences
        FROM {_TEXTS_WITH_TERM} WHERE {condition}"""
    if briefings_without_text(Filters()):
        text += f""" UNION ALL
            SELECT briefing_id, paragraph, rule, NULL, rule, free_occurrences
            FROM ({_STORED_COUNTS}) WHERE {condition} AND (briefing_id, paragraph) IN (
                SELECT briefing_id, paragraph FROM paragraphs WHERE text IS NULL)"""
    return Query(f"SELECT * FROM ({text}) WHERE occurrences > 0", _term_values(terms))


@corpus_query(maxsize=0)
def stored_hits(term: str, filters: Filters) -> Query:
    """Select the paragraphs within `filters` with `term`, by its stored counts.

    `term` is a word or set phrase of the vocabulary. The columns are those of selection.hits.
    """
    text = f"""SELECT p.*, c.rule, c.free_occurrences AS occurrences
        FROM ({paragraphs_within(filters)}) p
        JOIN ({_STORED_COUNTS}) c USING (briefing_id, paragraph)
        WHERE c.free_occurrences > 0 ORDER BY p.year, p.briefing_id, p.paragraph"""
    return Query(text, {"terms": [term]})


@corpus_query()
def counts_in_longer_words(terms: Sequence[str], filters: Filters) -> Query:
    """Count the occurrences of each of `terms` that are inside a longer word, within `filters`.

    inside: the longer words, joined by 、; None for a term that is not of the vocabulary. A row per
    subject (the term), briefing and `inside`.
    """
    text = f"""SELECT f.rule AS subject, p.year, p.briefing_id, f.inside,
            CAST(sum(f.n) AS BIGINT) AS occurrences
        FROM (
            SELECT briefing_id, paragraph, rule, inside, occurrences - free_occurrences AS n
            FROM ({_STORED_COUNTS})
            UNION ALL
            SELECT briefing_id, paragraph, w.rule, NULL, {_EVERY_OCCURRENCE} - {_FREE_OCCURRENCES}
            FROM {_TEXTS_WITH_TERM} WHERE w.rule NOT IN ({vocabulary.VOCABULARY})
        ) f JOIN ({paragraphs_within(filters)}) p USING (briefing_id, paragraph)
        WHERE f.n > 0 GROUP BY ALL ORDER BY ALL"""
    return Query(text, _term_values(terms))


def _term_values(terms: Sequence[str]) -> dict[str, object]:
    return {"terms": list(terms), "free": [free_pattern(term) for term in terms]}


def free_pattern(term: str) -> str:
    """Return the regular expression that finds `term` in _BETWEEN_BREAKS, with a break at its ends.

    >>> free_pattern("灯会").replace(BREAK, "|")
    '|灯(?:||)?会|'
    """
    between = f"(?:{BREAK}{BREAK})?"
    return f"{BREAK}{between.join(map(re.escape, term))}{BREAK}"


@cached_per_corpus(maxsize=4)
def topic_patterns() -> dict[str, re.Pattern[str]]:
    """Return topic_id -> the pattern with which the hits of the topic were counted.

    Its terms and exceptions are those that the corpus was built with. The pattern matches both: a
    match that is not one of the topic's terms is an exception, and no hit.
    """
    listed = selection.topics()[["topic_id", "terms", "exceptions"]]
    return {
        topic_id: pattern(split(terms), split(exceptions))
        for topic_id, terms, exceptions in listed.itertuples(index=False, name=None)
    }


@cached_per_corpus(parameters=ID_PARAMETERS)
def briefings_without_text(filters: Filters) -> list[str]:
    """Return the ids of the briefings within `filters` that have paragraphs without text."""
    text = f"""SELECT DISTINCT year, briefing_id FROM ({paragraphs_within(filters)})
        WHERE text IS NULL ORDER BY year, briefing_id"""
    return fetch(text, values_of(filters))["briefing_id"].tolist()


def uncounted_terms(terms: Sequence[str]) -> list[str]:
    """Return those of `terms`, in their order, that were not counted in paragraphs without text.

    That a search finds no such term in these paragraphs does not show that it was not said there.
    The list is empty if the text of every paragraph is stored.
    """
    if not briefings_without_text(Filters()):
        return []
    counted = vocabulary.fully_counted()
    return [term for term in terms if term not in counted]
