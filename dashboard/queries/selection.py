"""The rows of the corpus within a reader's filters.

Each function is a query (see `query`): its docstring states the rows that a caller gets.
"""

import re

import pandas as pd

from dashboard.filters import BRIEFING_PARAMETERS, ID_PARAMETERS, Filters
from dashboard.queries import conditions
from dashboard.queries.conditions import paragraphs_within, turn_condition, values_of
from dashboard.queries.query import Query, cached_per_corpus, corpus_query, fetch, with_python_text
from dashboard.run_context import current_run
from loaders.lexicon.topics import pattern, split
from loaders.schema import TABLES

_SMALL_CACHE_SIZE = 4  # frames with a row per term and paragraph, some megabytes each
# The turns that mention a topic, with the measures of the mentioning paragraphs alone.
_TURNS_ON_TOPIC = f"""(
    SELECT w.* REPLACE (p.characters AS characters, p.han_characters AS han_characters,
        p.syllables AS syllables, p.sentences AS sentences, p.paragraphs AS paragraphs,
        w.seconds * p.syllables / greatest(w.syllables, 1) AS seconds)
    FROM turns w JOIN (
        SELECT briefing_id, turn, CAST(sum(characters) AS INTEGER) AS characters,
            CAST(sum(han_characters) AS INTEGER) AS han_characters,
            CAST(sum(syllables) AS INTEGER) AS syllables,
            CAST(sum(sentences) AS INTEGER) AS sentences, CAST(count(*) AS INTEGER) AS paragraphs
        FROM paragraphs WHERE {conditions.ON_TOPIC} GROUP BY ALL
    ) p USING (briefing_id, turn)
)"""
# The columns of the paragraph in a row of term_counts or phrase_counts.
_PARAGRAPH_COLUMNS = (
    "p.briefing_id, p.year, p.paragraph, p.turn, p.speaker_id, p.is_outlet, p.slot, p.kind, "
    "p.section, p.characters"
)


@corpus_query()
def turns(filters: Filters) -> Query:
    """Select the turns that match all of `filters`, ordered by year, briefing and turn.

    Columns: all of table turns, and year, slot, title, title_en (null if it is not listed),
    organisation_id, is_outlet, outlet_class, speaker_zh, speaker_en, organisation_zh,
    organisation_en (null if no organisation is stated).
    With a topic in `filters`, the counts of a turn (characters, syllables ...) cover only its
    paragraphs on that topic.
    """
    source = _TURNS_ON_TOPIC if filters.topic else "turns"
    text = f"""SELECT t.*, b.year, a.slot, a.title, a.title_en, a.organisation_id, s.is_outlet,
        s.outlet_class,
        s.name AS speaker_zh, s.name_en AS speaker_en,
        o.name_zh AS organisation_zh, o.name_en AS organisation_en
        FROM {source} t
        JOIN briefings b USING (briefing_id)
        JOIN appearances a USING (briefing_id, speaker_id)
        JOIN speakers s USING (speaker_id)
        LEFT JOIN organisations o ON o.organisation_id = a.organisation_id
        WHERE {turn_condition(filters)} ORDER BY b.year, t.briefing_id, t.turn"""
    return Query(text, values_of(filters))


@corpus_query(parameters=(*BRIEFING_PARAMETERS, "section"))
def briefings(filters: Filters) -> Query:
    """Select the briefings within `filters`, with the denominators (bases) of their shares.

    Columns: all of table briefings, and base_characters and base_syllables, the sums over the
    captured turns of the selected sections (0 if there are none). Filters of speech (kind, slot,
    org, speaker, topic) never change a base.
    """
    text = f"""SELECT b.*, CAST(coalesce(sum(t.characters), 0) AS INTEGER) AS base_characters,
        CAST(coalesce(sum(t.syllables), 0) AS INTEGER) AS base_syllables
        FROM briefings b LEFT JOIN turns t
            ON t.briefing_id = b.briefing_id AND {turn_condition(filters, ("section",))}
        WHERE {turn_condition(filters, BRIEFING_PARAMETERS)}
        GROUP BY ALL ORDER BY b.year, b.briefing_id"""
    return Query(text, values_of(filters))


@corpus_query()
def paragraphs(filters: Filters) -> Query:
    """Select the paragraphs that match all of `filters`, by year, briefing and paragraph.

    Columns: briefing_id, year, paragraph, turn, begin and finish (in characters from the start of
    the briefing), characters, syllables, tokens_jieba, tokens_lexicon, text and segmented (the
    text with its breaks; None if it is not stored), speaker_id, speaker_zh, speaker_en, is_outlet,
    outlet_class, slot, organisation_id, kind and section.
    """
    text = f"{paragraphs_within(filters)} ORDER BY b.year, p.briefing_id, p.paragraph"
    return Query(text, values_of(filters))


@corpus_query()
def hits(filters: Filters) -> Query:
    """Select the topic hits within `filters`: a row per paragraph, topic and matched term.

    Columns: those of `paragraphs`, topic_id, rule (the term that matched) and occurrences. With
    topics in `filters`, only the hits of these topics are returned.
    """
    of_topics = "WHERE h.topic_id IN (SELECT unnest($topic))" if filters.topic else ""
    text = f"""SELECT p.*, h.topic_id, h.rule, h.occurrences FROM ({paragraphs_within(filters)}) p
        JOIN topic_hits h USING (briefing_id, paragraph) {of_topics}
        ORDER BY p.year, p.briefing_id, p.paragraph, h.topic_id, h.rule"""
    return Query(text, values_of(filters))


@corpus_query(maxsize=0)
def occurrences(term: str, filters: Filters) -> Query:
    """Select the paragraphs within `filters` that contain `term`, by the stored counts.

    `term` is a word or set phrase of the vocabulary. Columns: those of `paragraphs`, and rule (the
    term) and occurrences, as in `hits`: those that are not inside a longer word.
    """
    text = f"""SELECT p.*, c.rule, c.occurrences FROM ({paragraphs_within(filters)}) p JOIN (
        SELECT briefing_id, paragraph, term AS rule, free_occurrences AS occurrences
        FROM term_counts WHERE term = $term
        UNION SELECT briefing_id, paragraph, phrase, free_occurrences
        FROM phrase_counts WHERE phrase = $term
        ) c USING (briefing_id, paragraph)
        WHERE c.occurrences > 0 ORDER BY p.year, p.briefing_id, p.paragraph"""
    return Query(text, {**values_of(filters), "term": term})


@corpus_query(maxsize=_SMALL_CACHE_SIZE)
def term_counts(filters: Filters) -> Query:
    """Count the terms in the paragraphs within `filters`: a row per term and paragraph.

    Columns: briefing_id, year, paragraph, turn, speaker_id, is_outlet, slot, kind, section and
    characters of the paragraph; term, occurrences (0 if all are inside a longer word),
    tokens_jieba, tokens_lexicon, is_stopword, is_fragment and part_of_speech.
    """
    text = f"""SELECT {_PARAGRAPH_COLUMNS}, c.term, c.free_occurrences AS occurrences,
        c.tokens_jieba, c.tokens_lexicon, v.is_stopword, v.is_fragment, v.part_of_speech
        FROM ({paragraphs_within(filters)}) p
        JOIN term_counts c USING (briefing_id, paragraph) JOIN terms v USING (term)
        ORDER BY p.year, p.briefing_id, p.paragraph, c.term"""
    return Query(text, values_of(filters))


@corpus_query(maxsize=_SMALL_CACHE_SIZE)
def phrase_counts(filters: Filters) -> Query:
    """Count the set phrases in the paragraphs within `filters`: a row per phrase and paragraph.

    Columns: those of the paragraph, as in `term_counts`; phrase, occurrences (not inside a longer
    word, 1 or more), source and family.
    """
    text = f"""SELECT {_PARAGRAPH_COLUMNS}, c.phrase, c.free_occurrences AS occurrences,
        v.source, v.family FROM ({paragraphs_within(filters)}) p
        JOIN phrase_counts c USING (briefing_id, paragraph) JOIN phrases v USING (phrase)
        WHERE c.free_occurrences > 0
        ORDER BY p.year, p.briefing_id, p.paragraph, c.phrase"""
    return Query(text, values_of(filters))


@corpus_query(maxsize=4)
def topics() -> Query:
    """Select table topics, the topics with the most occurrences in the whole corpus first."""
    return Query(
        """SELECT t.* FROM topics t LEFT JOIN topic_hits h USING (topic_id)
        GROUP BY ALL ORDER BY coalesce(sum(h.occurrences), 0) DESC, t.topic_order"""
    )


@cached_per_corpus(maxsize=4)
def topic_patterns() -> dict[str, re.Pattern[str]]:
    """Return topic_id -> the pattern with which the hits of the topic were counted.

    Its terms and exceptions are those that the corpus was built with. The pattern matches both: a
    match that is not one of the topic's terms is an exception, and no hit.
    """
    listed = topics()[["topic_id", "terms", "exceptions"]]
    return {
        topic_id: pattern(split(terms), split(exceptions))
        for topic_id, terms, exceptions in listed.itertuples(index=False, name=None)
    }


@cached_per_corpus(maxsize=_SMALL_CACHE_SIZE, parameters=ID_PARAMETERS)
def table(name: str, filters: Filters) -> pd.DataFrame:
    """Return the rows of table `name` in key order, within those `filters` that apply to it.

    See conditions.applicable_filters. Missing text is None. Raises CorpusError if there is no such
    table.
    """
    applied = applied_filters(name, filters) if name in TABLES else Filters()
    if not applied.is_filtered:
        return with_python_text(current_run().corpus.table(name))
    condition = conditions.table_condition(name, applied)
    key = ", ".join(TABLES[name].key)
    text = f"SELECT * FROM {name} WHERE {condition} ORDER BY {key}"
    return fetch(text, values_of(applied))


def applied_filters(name: str, filters: Filters) -> Filters:
    """Return `filters` without those that do not apply to table `name`."""
    return filters.only(*conditions.applicable_filters(name))


def inapplicable_filters(name: str, filters: Filters) -> list[str]:
    """Return the names of the parameters set in `filters` that do not apply to table `name`."""
    return [
        parameter
        for parameter in ID_PARAMETERS
        if getattr(filters, parameter) and parameter not in conditions.applicable_filters(name)
    ]
