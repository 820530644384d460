"""The search page's queries as SQL.

Each function returns the query that selects the rows its docstring names. As in `sql`, values are
always parameters of a query, never part of its text.
"""

import re
from collections.abc import Sequence

from dashboard.filters import Filters
from dashboard.queries.sql import PARAGRAPHS_WITH_SPEAKER, Query, filtered_paragraphs
from loaders.contract import BREAK

# The bounds are the smallest and largest id: with them DuckDB reads no other part of the texts.
_IN_BRIEFINGS = "briefing_id BETWEEN ? AND ? AND briefing_id IN (SELECT unnest(?))"
# The counts of words and set phrases, stored when the corpus was built from the texts.
_STORED_COUNTS = """
    SELECT briefing_id, paragraph, term AS rule, occurrences, free_occurrences, inside
    FROM term_counts WHERE term IN (SELECT unnest(?))
    UNION SELECT briefing_id, paragraph, phrase, occurrences, free_occurrences, inside
    FROM phrase_counts WHERE phrase IN (SELECT unnest(?))
"""
# A break at either end of each word, so that neighbouring occurrences share none.
_BETWEEN_BREAKS = f"'{BREAK}' || replace(segmented, '{BREAK}', '{BREAK}{BREAK}') || '{BREAK}'"
_EVERY_OCCURRENCE = "(strlen(text) - strlen(replace(text, w.rule, ''))) // strlen(w.rule)"
_FREE_OCCURRENCES = f"len(regexp_extract_all({_BETWEEN_BREAKS}, w.free))"
_TERMS = "SELECT unnest(?) AS rule, unnest(?) AS free"
_VOCABULARY = "SELECT term FROM terms UNION SELECT phrase FROM phrases"


def search_counts(terms: Sequence[str], filters: Filters, *, with_stored_counts: bool) -> Query:
    """Count the occurrences of each of `terms` by briefing; without terms, of each topic.

    The topics are those of `filters`. See selection.search_counts for the columns.
    with_stored_counts: for paragraphs without text, use the counts stored in the corpus.
    """
    hits = _hits(terms, filters, with_stored_counts=with_stored_counts)
    paragraphs = filtered_paragraphs(filters)
    if_readable = "FILTER (WHERE p.text IS NOT NULL)" if with_stored_counts else ""
    text = f"""SELECT f.subject, p.year, p.briefing_id,
            CAST(sum(f.occurrences) AS BIGINT) AS occurrences,
            CAST(coalesce(sum(f.occurrences) {if_readable}, 0) AS BIGINT) AS readable,
            count(DISTINCT p.paragraph) AS paragraphs
        FROM ({hits.text}) f JOIN ({paragraphs.text}) p USING (briefing_id, paragraph)
        GROUP BY ALL ORDER BY p.year, p.briefing_id, f.subject"""
    return Query(text, [*hits.values, *paragraphs.values])


def search_hits(
    terms: Sequence[str], filters: Filters, *, briefings: Sequence[str], with_stored_counts: bool
) -> Query:
    """Select the paragraphs of `briefings` (ids) that have hits: see selection.search_hits."""
    hits = _hits(terms, filters, briefings=briefings, with_stored_counts=with_stored_counts)
    paragraphs = filtered_paragraphs(filters)
    text = f"""SELECT p.*, f.subject, f.topic_id, f.rule, f.occurrences
        FROM ({hits.text}) f JOIN ({paragraphs.text}) p USING (briefing_id, paragraph)
        WHERE {_IN_BRIEFINGS} ORDER BY p.year, p.briefing_id, p.paragraph, f.subject, f.rule"""
    return Query(text, [*hits.values, *paragraphs.values, *_briefing_values(briefings)])


def _hits(
    terms: Sequence[str],
    filters: Filters,
    *,
    briefings: Sequence[str] | None = None,
    with_stored_counts: bool,
) -> Query:
    """Select the hits in all paragraphs, or in those of `briefings`, before `filters` are applied.

    Columns: briefing_id, paragraph, subject (the term, or the topic's id), topic_id, rule and
    occurrences. Without `terms`, the hits are the stored hits of the topics of `filters`. Terms are
    searched in the stored texts; with_stored_counts adds the stored counts of paragraphs without
    text.
    """
    condition = "TRUE" if briefings is None else _IN_BRIEFINGS
    values = [] if briefings is None else _briefing_values(briefings)
    if not terms:
        text = f"""SELECT briefing_id, paragraph, topic_id AS subject, topic_id, rule, occurrences
            FROM topic_hits WHERE topic_id IN (SELECT unnest(?)) AND {condition}"""
        return Query(text, [list(filters.topic), *values])
    text = f"""SELECT briefing_id, paragraph, w.rule AS subject, NULL AS topic_id, w.rule,
            CAST({_FREE_OCCURRENCES} AS INTEGER) AS occurrences
        FROM paragraphs JOIN ({_TERMS}) w ON contains(text, w.rule)
        WHERE {condition}"""
    values = [list(terms), list(map(free_pattern, terms)), *values]
    if with_stored_counts:
        text += f""" UNION ALL
            SELECT briefing_id, paragraph, rule, NULL, rule, free_occurrences
            FROM ({_STORED_COUNTS}) WHERE {condition} AND (briefing_id, paragraph) IN (
                SELECT briefing_id, paragraph FROM paragraphs WHERE text IS NULL)"""
        values = [*values, list(terms), list(terms), *values[2:]]
    return Query(f"SELECT * FROM ({text}) WHERE occurrences > 0", values)


def free_pattern(term: str) -> str:
    """Return the regular expression that finds `term` in _BETWEEN_BREAKS, with a break at its ends.

    >>> free_pattern("灯会").replace(BREAK, "|")
    '|灯(?:||)?会|'
    """
    between = f"(?:{BREAK}{BREAK})?"
    return f"{BREAK}{between.join(map(re.escape, term))}{BREAK}"


def longer_words(terms: Sequence[str], filters: Filters) -> Query:
    """Count the occurrences of `terms` inside longer words: see selection.longer_words."""
    paragraphs = filtered_paragraphs(filters)
    text = f"""SELECT f.rule AS subject, p.year, p.briefing_id, f.inside,
            CAST(sum(f.n) AS BIGINT) AS occurrences
        FROM (
            SELECT briefing_id, paragraph, rule, inside, occurrences - free_occurrences AS n
            FROM ({_STORED_COUNTS})
            UNION ALL
            SELECT briefing_id, paragraph, w.rule, NULL, {_EVERY_OCCURRENCE} - {_FREE_OCCURRENCES}
            FROM paragraphs JOIN ({_TERMS}) w ON contains(text, w.rule)
            WHERE w.rule NOT IN ({_VOCABULARY})
        ) f JOIN ({paragraphs.text}) p USING (briefing_id, paragraph)
        WHERE f.n > 0 GROUP BY ALL ORDER BY ALL"""
    listed = list(terms)
    found = [listed, listed, listed, list(map(free_pattern, terms))]
    return Query(text, [*found, *paragraphs.values])


def _briefing_values(briefings: Sequence[str]) -> list[object]:
    return [min(briefings, default=""), max(briefings, default=""), list(briefings)]


def briefings_without_text(filters: Filters) -> Query:
    """Select year and briefing_id of the briefings that have paragraphs without text."""
    paragraphs = filtered_paragraphs(filters)
    text = f"""SELECT DISTINCT year, briefing_id FROM ({paragraphs.text}) WHERE text IS NULL
        ORDER BY year, briefing_id"""
    return Query(text, paragraphs.values)


def counted_terms(terms: Sequence[str]) -> Query:
    """Select those of `terms`, as column rule, that were counted in paragraphs without text.

    These are the terms and phrases of the vocabulary, but for those that a later text brought. See
    selection.uncounted_terms.
    """
    text = """SELECT term AS rule FROM terms
            WHERE term IN (SELECT unnest(?)) AND partly_counted IS NOT TRUE
        UNION SELECT phrase FROM phrases
            WHERE phrase IN (SELECT unnest(?)) AND partly_counted IS NOT TRUE
        ORDER BY rule"""
    return Query(text, [list(terms)] * 2)


def passage(briefing_id: str, paragraph: int, *, around: int) -> Query:
    """Select a paragraph and up to `around` others on either side: see selection.passage."""
    text = f"""SELECT p.*, w.repaired, w.published, a.title, a.title_en, t.start,
        t.reply_to
        FROM ({PARAGRAPHS_WITH_SPEAKER}) p
        JOIN paragraphs w USING (briefing_id, paragraph)
        JOIN turns t ON t.briefing_id = p.briefing_id AND t.turn = p.turn
        JOIN appearances a ON a.briefing_id = p.briefing_id AND a.speaker_id = p.speaker_id
        WHERE p.briefing_id = ? AND p.paragraph BETWEEN ? AND ? ORDER BY p.paragraph"""
    return Query(text, [briefing_id, paragraph - around, paragraph + around])
