"""What the search page asks of the corpus, as SQL: where terms stand, how often, and in what.

Values travel as in `sql`: as parameters of a query, never in its text.
"""

from collections.abc import Sequence

from dashboard.filters import Filters
from dashboard.queries.sql import SPOKEN_PARAGRAPHS, Query, within

# The bounds are what lets DuckDB read no other part of the texts.
_AMONG = "briefing_id BETWEEN ? AND ? AND briefing_id IN (SELECT unnest(?))"
# The counts of some terms that were made when the texts were at hand: of words, and of set phrases.
_STORED = """
    SELECT briefing_id, paragraph, term AS rule, occurrences FROM term_counts
    WHERE term IN (SELECT unnest(?))
    UNION SELECT briefing_id, paragraph, phrase, occurrences FROM phrase_counts
    WHERE phrase IN (SELECT unnest(?))
"""


def tally(terms: Sequence[str], filters: Filters, *, stored: bool) -> Query:
    """How often each of `terms`, or else topic of `filters`, was found: see selection.tally.

    stored: whether there are paragraphs without a text, of which stored counts are to be asked.
    """
    found, inside = _found(terms, filters, stored=stored), within(filters)
    held = "FILTER (WHERE p.text IS NOT NULL)" if stored else ""
    text = f"""SELECT f.subject, p.year, p.briefing_id,
            CAST(sum(f.occurrences) AS BIGINT) AS occurrences,
            CAST(coalesce(sum(f.occurrences) {held}, 0) AS BIGINT) AS readable,
            count(DISTINCT p.paragraph) AS paragraphs
        FROM ({found.text}) f JOIN ({inside.text}) p USING (briefing_id, paragraph)
        GROUP BY ALL ORDER BY p.year, p.briefing_id, f.subject"""
    return Query(text, [*found.values, *inside.values])


def finds(
    terms: Sequence[str], filters: Filters, *, briefings: Sequence[str], stored: bool
) -> Query:
    """In which paragraphs of those `briefings` they were found: see selection.finds, and tally."""
    found = _found(terms, filters, briefings=briefings, stored=stored)
    inside = within(filters)
    text = f"""SELECT p.*, f.subject, f.topic_id, f.rule, f.occurrences
        FROM ({found.text}) f JOIN ({inside.text}) p USING (briefing_id, paragraph)
        WHERE {_AMONG} ORDER BY p.year, p.briefing_id, p.paragraph, f.subject, f.rule"""
    return Query(text, [*found.values, *inside.values, *_among(briefings)])


def _found(
    terms: Sequence[str],
    filters: Filters,
    *,
    briefings: Sequence[str] | None = None,
    stored: bool,
) -> Query:
    """The finds of all paragraphs, or of those of `briefings`, before `filters` cut them.

    briefing_id, paragraph, subject (the term, or the topic's id), topic_id, rule and occurrences.
    Where a text is held, it is what counts; else what was counted when it was at hand.
    """
    only = "TRUE" if briefings is None else _AMONG
    inside = [] if briefings is None else _among(briefings)
    if not terms:
        text = f"""SELECT briefing_id, paragraph, topic_id AS subject, topic_id, rule, occurrences
            FROM topic_hits WHERE topic_id IN (SELECT unnest(?)) AND {only}"""
        return Query(text, [list(filters.topic), *inside])
    text = f"""SELECT briefing_id, paragraph, w.rule AS subject, NULL AS topic_id, w.rule,
            CAST((strlen(text) - strlen(replace(text, w.rule, ''))) // strlen(w.rule) AS INTEGER)
                AS occurrences
        FROM paragraphs JOIN (SELECT unnest(?) AS rule) w ON contains(text, w.rule) WHERE {only}"""
    if not stored:
        return Query(text, [list(terms), *inside])
    text += f""" UNION ALL
        SELECT briefing_id, paragraph, rule, NULL, rule, occurrences FROM ({_STORED})
        WHERE {only} AND (briefing_id, paragraph) IN (
            SELECT briefing_id, paragraph FROM paragraphs WHERE text IS NULL)"""
    return Query(text, [list(terms), *inside, list(terms), list(terms), *inside])


def _among(briefings: Sequence[str]) -> list[object]:
    return [min(briefings, default=""), max(briefings, default=""), list(briefings)]


def unheld(filters: Filters) -> Query:
    """The briefings of those paragraphs whose texts are not all held: briefing_id and year."""
    inside = within(filters)
    text = f"""SELECT DISTINCT year, briefing_id FROM ({inside.text}) WHERE text IS NULL
        ORDER BY year, briefing_id"""
    return Query(text, inside.values)


def counted(terms: Sequence[str]) -> Query:
    """Those of `terms`, as rule, that were counted where no text is held: see selection.uncounted.

    Where some texts are held, the vocabulary may have come with them. What was counted in the
    others is then what was found there, and what the lexicon lists, found or not.
    """
    text = f"""SELECT DISTINCT rule FROM ({_STORED}) JOIN paragraphs USING (briefing_id, paragraph)
            WHERE text IS NULL
        UNION SELECT phrase FROM phrases WHERE phrase IN (SELECT unnest(?)) AND source = 'lexicon'
        UNION SELECT term FROM (SELECT term FROM terms UNION SELECT phrase FROM phrases)
            WHERE term IN (SELECT unnest(?)) AND NOT EXISTS (FROM paragraphs WHERE text IS NOT NULL)
        ORDER BY rule"""
    return Query(text, [list(terms)] * 4)


def passage(briefing_id: str, paragraph: int, *, around: int) -> Query:
    """A paragraph and up to `around` before and after it: see selection.passage."""
    text = f"""SELECT p.*, w.repaired, w.published, a.title, t.start, t.reply_to
        FROM ({SPOKEN_PARAGRAPHS}) p
        JOIN paragraphs w USING (briefing_id, paragraph)
        JOIN turns t ON t.briefing_id = p.briefing_id AND t.turn = p.turn
        JOIN appearances a ON a.briefing_id = p.briefing_id AND a.speaker_id = p.speaker_id
        WHERE p.briefing_id = ? AND p.paragraph BETWEEN ? AND ? ORDER BY p.paragraph"""
    return Query(text, [briefing_id, paragraph - around, paragraph + around])
