"""The rows of the corpus within a reader's filters: each function is a query (see `query`)."""

import pandas as pd

from dashboard.filters import BRIEFING_PARAMETERS, ID_PARAMETERS, Filters
from dashboard.queries import conditions
from dashboard.queries.conditions import paragraphs_within, turn_condition, values_of
from dashboard.queries.query import cached_per_corpus, corpus_query, fetch, with_python_text
from dashboard.run_context import current_run
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


@corpus_query()
def turns(filters: Filters) -> str:
    """Select the turns that match all of `filters`, with their speaker and organisation.

    title_en is null if it is not listed, the organisation's columns if none is stated. With a topic
    in `filters`, the counts of a turn (characters, syllables ...) cover only its paragraphs on that
    topic.
    """
    source = _TURNS_ON_TOPIC if filters.topic else "turns"
    return f"""SELECT t.*, b.year, a.slot, a.title, a.title_en, a.organisation_id, s.is_outlet,
        s.outlet_class,
        s.name AS speaker_zh, s.name_en AS speaker_en,
        o.name_zh AS organisation_zh, o.name_en AS organisation_en
        FROM {source} t
        JOIN briefings b USING (briefing_id)
        JOIN appearances a USING (briefing_id, speaker_id)
        JOIN speakers s USING (speaker_id)
        LEFT JOIN organisations o ON o.organisation_id = a.organisation_id
        WHERE {turn_condition(filters)} ORDER BY b.year, t.briefing_id, t.turn"""


@corpus_query(parameters=(*BRIEFING_PARAMETERS, "section"))
def briefings(filters: Filters) -> str:
    """Select the briefings within `filters`, with the denominators (bases) of their shares.

    The bases are sums over the captured turns of the selected sections, 0 if there are none.
    Filters of speech (kind, slot, org, speaker, topic) never change a base.
    """
    return f"""SELECT b.*, CAST(coalesce(sum(t.characters), 0) AS INTEGER) AS base_characters,
        CAST(coalesce(sum(t.syllables), 0) AS INTEGER) AS base_syllables
        FROM briefings b LEFT JOIN turns t
            ON t.briefing_id = b.briefing_id AND {turn_condition(filters, ("section",))}
        WHERE {turn_condition(filters, BRIEFING_PARAMETERS)}
        GROUP BY ALL ORDER BY b.year, b.briefing_id"""


@corpus_query()
def paragraphs(filters: Filters) -> str:
    """Select the paragraphs that match all of `filters` (PARAGRAPHS_WITH_SPEAKER of conditions)."""
    return f"{paragraphs_within(filters)} ORDER BY b.year, p.briefing_id, p.paragraph"


@corpus_query()
def hits(filters: Filters) -> str:
    """Select the topic hits within `filters`: a row per paragraph, topic and matched term (rule).

    With topics in `filters`, only the hits of these topics are returned.
    """
    of_topics = "WHERE h.topic_id IN (SELECT unnest($topic))" if filters.topic else ""
    return f"""SELECT p.*, h.topic_id, h.rule, h.occurrences FROM ({paragraphs_within(filters)}) p
        JOIN topic_hits h USING (briefing_id, paragraph) {of_topics}
        ORDER BY p.year, p.briefing_id, p.paragraph, h.topic_id, h.rule"""


@corpus_query(maxsize=_SMALL_CACHE_SIZE)
def term_counts(filters: Filters) -> str:
    """Count the terms in the paragraphs within `filters`: a row per term and paragraph.

    occurrences: those that are not inside a longer word, or 0.
    """
    columns = "c.tokens_jieba, c.tokens_lexicon, v.is_stopword, v.is_fragment, v.part_of_speech"
    return _counts("term", columns, filters, least=0)


@corpus_query(maxsize=_SMALL_CACHE_SIZE)
def phrase_counts(filters: Filters) -> str:
    """Count the set phrases in the paragraphs within `filters`: a row per phrase and paragraph.

    occurrences: those that are not inside a longer word, 1 or more.
    """
    return _counts("phrase", "v.source, v.family", filters, least=1)


def _counts(unit: str, columns: str, filters: Filters, *, least: int) -> str:
    """Return the query of the stored counts of each `unit` that occurs `least` times or more."""
    return f"""SELECT p.briefing_id, p.year, p.paragraph, p.turn, p.speaker_id, p.is_outlet, p.slot,
        p.kind, p.section, p.characters, c.{unit}, c.free_occurrences AS occurrences, {columns}
        FROM ({paragraphs_within(filters)}) p
        JOIN {unit}_counts c USING (briefing_id, paragraph) JOIN {unit}s v USING ({unit})
        WHERE c.free_occurrences >= {least}
        ORDER BY p.year, p.briefing_id, p.paragraph, c.{unit}"""


@corpus_query(maxsize=4)
def topics() -> str:
    """Select table topics, the topics with the most occurrences in the whole corpus first."""
    return """SELECT t.* FROM topics t LEFT JOIN topic_hits h USING (topic_id)
        GROUP BY ALL ORDER BY coalesce(sum(h.occurrences), 0) DESC, t.topic_order"""


@cached_per_corpus(maxsize=_SMALL_CACHE_SIZE, parameters=ID_PARAMETERS)
def table(name: str, filters: Filters) -> pd.DataFrame:
    """Return the rows of table `name` in key order, within those `filters` that apply to it.

    See conditions.applicable_filters. Missing text is None. Raises CorpusError if there is no such
    table.
    """
    applied = applied_filters(name, filters) if name in TABLES else Filters()
    if not applied.is_filtered:
        return with_python_text(current_run().corpus.table(name))
    key = ", ".join(TABLES[name].key)
    where = conditions.table_condition(name, applied)
    return fetch(f"SELECT * FROM {name} WHERE {where} ORDER BY {key}", values_of(applied))


def applied_filters(name: str, filters: Filters) -> Filters:
    """Return `filters` without those that do not apply to table `name`."""
    return filters.only(*conditions.applicable_filters(name))


def inapplicable_filters(name: str, filters: Filters) -> list[str]:
    """Return the names of the parameters set in `filters` that do not apply to table `name`."""
    applicable = conditions.applicable_filters(name)
    return [parameter for parameter in values_of(filters) if parameter not in applicable]
