"""The queries of `selection` as SQL.

A function that returns a Query names in its docstring the rows that the query selects. Values are
always parameters of a query, never part of its text; a filter of ids is one "?" that takes a list.
"""

from collections.abc import Mapping
from typing import NamedTuple

from dashboard.filters import BRIEFING_PARAMETERS, ID_PARAMETERS, Filters
from loaders.schema import TABLES


class Query(NamedTuple):
    """The text of a query, or of a part of one, and the values of its placeholders, in order."""

    text: str
    values: list[object]


# The condition of each filter. A topic selects paragraphs, so it is no condition on a turn: see
# _TURNS_ON_TOPIC.
_TURN_CONDITIONS: Mapping[str, str] = {
    "year": "CAST(b.year AS VARCHAR) IN (SELECT unnest(?))",
    "briefing": "b.briefing_id IN (SELECT unnest(?))",
    "section": "t.section IN (SELECT unnest(?))",
    "kind": "t.kind IN (SELECT unnest(?))",
    "slot": "a.slot IN (SELECT unnest(?))",
    "org": "a.organisation_id IN (SELECT unnest(?))",
    "speaker": "t.speaker_id IN (SELECT unnest(?))",
}
_FROM_TURNS = """
    FROM {turns} t
    JOIN briefings b USING (briefing_id)
    JOIN appearances a USING (briefing_id, speaker_id)
    JOIN speakers s USING (speaker_id)
    LEFT JOIN organisations o ON o.organisation_id = a.organisation_id
"""
_FROM_APPEARANCES = (
    "FROM appearances a JOIN briefings b USING (briefing_id) JOIN speakers t USING (speaker_id)"
)
# The turns that mention a topic, with the measures of the mentioning paragraphs alone.
_TURNS_ON_TOPIC = """(
    SELECT w.* REPLACE (p.characters AS characters, p.han_characters AS han_characters,
        p.syllables AS syllables, p.sentences AS sentences, p.paragraphs AS paragraphs,
        w.seconds * p.syllables / greatest(w.syllables, 1) AS seconds)
    FROM turns w JOIN (
        SELECT briefing_id, turn, CAST(sum(characters) AS INTEGER) AS characters,
            CAST(sum(han_characters) AS INTEGER) AS han_characters,
            CAST(sum(syllables) AS INTEGER) AS syllables,
            CAST(sum(sentences) AS INTEGER) AS sentences, CAST(count(*) AS INTEGER) AS paragraphs
        FROM paragraphs WHERE {on_topic} GROUP BY ALL
    ) p USING (briefing_id, turn)
)"""
_HAS_TOPIC = """(briefing_id, paragraph) IN (
    SELECT briefing_id, paragraph FROM topic_hits WHERE topic_id IN (SELECT unnest(?)))"""
# Paragraphs with their speaker; begin and finish are in characters from the start of the briefing.
PARAGRAPHS_WITH_SPEAKER = """
    SELECT p.briefing_id, b.year, p.paragraph, p.turn, p.finish - p.characters AS begin, p.finish,
        p.characters, p.syllables, p.tokens_jieba, p.tokens_lexicon, p.text, p.segmented,
        t.speaker_id,
        s.name AS speaker_zh, s.name_en AS speaker_en, s.is_outlet, s.outlet_class, a.slot,
        a.organisation_id, t.kind, t.section
    FROM (SELECT *, CAST(sum(characters) OVER (PARTITION BY briefing_id ORDER BY paragraph)
        AS INTEGER) AS finish FROM paragraphs) p
    JOIN turns t USING (briefing_id, turn)
    JOIN briefings b USING (briefing_id)
    JOIN appearances a USING (briefing_id, speaker_id)
    JOIN speakers s USING (speaker_id)
"""
# The columns of the paragraph in a row of term_counts or phrase_counts.
_PARAGRAPH_COLUMNS = (
    "p.briefing_id, p.year, p.paragraph, p.turn, p.speaker_id, p.is_outlet, p.slot, p.kind, "
    "p.section, p.characters"
)
# The filters that apply to tables with a key of speakers, and to columns of codes.
_SPEAKER_FILTERS = (*BRIEFING_PARAMETERS, "slot", "org", "speaker")
_CODE_FILTERS = ("section", "slot")
_SPEAKER_KEYS = {"speaker_id", "organisation_id"}


def turns(filters: Filters) -> Query:
    """Select every turn within `filters`: see selection.turns."""
    where, values = _where(filters, tuple(_TURN_CONDITIONS))
    source = _TURNS_ON_TOPIC.format(on_topic=_HAS_TOPIC) if filters.topic else "turns"
    topics: list[object] = [list(filters.topic)] if filters.topic else []
    text = f"""SELECT t.*, b.year, a.slot, a.title, a.title_en, a.organisation_id, s.is_outlet,
        s.outlet_class,
        s.name AS speaker_zh, s.name_en AS speaker_en,
        o.name_zh AS organisation_zh, o.name_en AS organisation_en
        {_FROM_TURNS.format(turns=source)} WHERE {where}
        ORDER BY b.year, t.briefing_id, t.turn"""
    return Query(text, [*topics, *values])


def briefings(filters: Filters) -> Query:
    """Select the briefings and the denominators of their shares: see selection.briefings."""
    condition, values = _where(filters, BRIEFING_PARAMETERS)
    in_sections, sections = _where(filters, ("section",))
    text = f"""SELECT b.*, CAST(coalesce(sum(t.characters), 0) AS INTEGER) AS base_characters,
        CAST(coalesce(sum(t.syllables), 0) AS INTEGER) AS base_syllables
        FROM briefings b LEFT JOIN turns t ON t.briefing_id = b.briefing_id AND {in_sections}
        WHERE {condition} GROUP BY ALL ORDER BY b.year, b.briefing_id"""
    return Query(text, [*sections, *values])


def paragraphs(filters: Filters) -> Query:
    """Select every paragraph within `filters`: see selection.paragraphs."""
    filtered = filtered_paragraphs(filters)
    return Query(f"{filtered.text} ORDER BY year, briefing_id, paragraph", filtered.values)


def hits(filters: Filters) -> Query:
    """Select the topic hits in the paragraphs within `filters`: see selection.hits."""
    filtered = filtered_paragraphs(filters)
    condition = "WHERE h.topic_id IN (SELECT unnest(?))" if filters.topic else ""
    text = f"""SELECT p.*, h.topic_id, h.rule, h.occurrences FROM ({filtered.text}) p
        JOIN topic_hits h USING (briefing_id, paragraph) {condition}
        ORDER BY p.year, p.briefing_id, p.paragraph, h.topic_id, h.rule"""
    return Query(
        text,
        [*filtered.values, list(filters.topic)] if filters.topic else filtered.values,
    )


def occurrences(term: str, filters: Filters) -> Query:
    """Select the paragraphs within `filters` that contain `term`: see selection.occurrences."""
    filtered = filtered_paragraphs(filters)
    text = f"""SELECT p.*, c.rule, c.occurrences FROM ({filtered.text}) p JOIN (
        SELECT briefing_id, paragraph, term AS rule, free_occurrences AS occurrences
        FROM term_counts WHERE term = ?
        UNION SELECT briefing_id, paragraph, phrase, free_occurrences
        FROM phrase_counts WHERE phrase = ?
        ) c USING (briefing_id, paragraph)
        WHERE c.occurrences > 0 ORDER BY p.year, p.briefing_id, p.paragraph"""
    return Query(text, [*filtered.values, term, term])


def term_counts(filters: Filters) -> Query:
    """Select the term counts of the paragraphs within `filters`: see selection.term_counts."""
    filtered = filtered_paragraphs(filters)
    text = f"""SELECT {_PARAGRAPH_COLUMNS}, c.term, c.free_occurrences AS occurrences,
        c.tokens_jieba, c.tokens_lexicon, v.is_stopword, v.is_fragment, v.part_of_speech
        FROM ({filtered.text}) p
        JOIN term_counts c USING (briefing_id, paragraph) JOIN terms v USING (term)
        ORDER BY p.year, p.briefing_id, p.paragraph, c.term"""
    return Query(text, filtered.values)


def phrase_counts(filters: Filters) -> Query:
    """Select the phrase counts of the paragraphs in `filters`: see selection.phrase_counts."""
    filtered = filtered_paragraphs(filters)
    text = f"""SELECT {_PARAGRAPH_COLUMNS}, c.phrase, c.free_occurrences AS occurrences,
        v.source, v.family FROM ({filtered.text}) p
        JOIN phrase_counts c USING (briefing_id, paragraph) JOIN phrases v USING (phrase)
        WHERE c.free_occurrences > 0
        ORDER BY p.year, p.briefing_id, p.paragraph, c.phrase"""
    return Query(text, filtered.values)


def filtered_table(name: str, filters: Filters) -> Query:
    """Select the rows of table `name`, in key order, within the `filters` that apply to it."""
    condition, values = _table_condition(name, filters)
    key = ", ".join(TABLES[name].key)
    return Query(f"SELECT * FROM {name} WHERE {condition} ORDER BY {key}", values)


def applicable_filters(name: str) -> tuple[str, ...]:
    """Return the parameters of the filters that apply to table `name`, which is one of TABLES.

    Every filter applies to tables of paragraphs and turns (a topic selects the turns that mention
    it). Appearances, speakers and organisations are filtered by the speakers of the selected
    briefings, cooccurrence by briefing, section and slot, and briefings, repairs and facts by
    briefing. The vocabularies (terms, phrases, topics) belong to the whole corpus.

    >>> applicable_filters("cooccurrence"), applicable_filters("terms")
    (('year', 'briefing', 'section', 'slot'), ())
    """
    columns = set(TABLES[name].columns)
    if _is_speech_table(name):
        return ID_PARAMETERS
    if columns & _SPEAKER_KEYS:
        return _SPEAKER_FILTERS
    dated = BRIEFING_PARAMETERS if "briefing_id" in columns else ()
    return (*dated, *(parameter for parameter in _CODE_FILTERS if parameter in columns))


def _where(filters: Filters, parameters: tuple[str, ...]) -> Query:
    active = [name for name in parameters if name in _TURN_CONDITIONS and getattr(filters, name)]
    conditions = " AND ".join(_TURN_CONDITIONS[name] for name in active) or "TRUE"
    return Query(conditions, [list(getattr(filters, name)) for name in active])


def _is_speech_table(name: str) -> bool:
    # A fact belongs to the whole conference, not to the turn that states it.
    return name != "facts" and not {"turn", "paragraph"}.isdisjoint(TABLES[name].columns)


def _table_condition(name: str, filters: Filters) -> Query:
    """Return the WHERE condition of the `filters` that apply to table `name`, and its values."""
    columns = set(TABLES[name].columns)
    if _is_speech_table(name):
        return _speech_condition(columns, filters)
    if not columns & _SPEAKER_KEYS:
        return _code_condition(filters)
    where, values = _where(filters, applicable_filters(name))
    key = TABLES[name].key
    selected = ", ".join(f"a.{column}" for column in key)
    return Query(
        f"({', '.join(key)}) IN (SELECT {selected} {_FROM_APPEARANCES} WHERE {where})", values
    )


def _speech_condition(columns: set[str], filters: Filters) -> Query:
    paragraphs, values = filtered_paragraphs(filters)
    if "topic_id" in columns and filters.topic:
        inside = f"SELECT briefing_id, paragraph FROM ({paragraphs})"
        condition = f"(briefing_id, paragraph) IN ({inside}) AND topic_id IN (SELECT unnest(?))"
        return Query(condition, [*values, list(filters.topic)])
    unit = "paragraph" if "paragraph" in columns else "turn"
    inside = f"SELECT briefing_id, {unit} FROM ({paragraphs})"
    return Query(f"(briefing_id, {unit}) IN ({inside})", values)


def _code_condition(filters: Filters) -> Query:
    conditions, values = [], list[object]()
    if filters.year or filters.briefing:
        condition, briefing_values = _where(filters, BRIEFING_PARAMETERS)
        conditions.append(f"briefing_id IN (SELECT briefing_id FROM briefings b WHERE {condition})")
        values += briefing_values
    for parameter in _CODE_FILTERS:
        if getattr(filters, parameter):
            conditions.append(f"{parameter} IN (SELECT unnest(?))")
            values.append(list(getattr(filters, parameter)))
    return Query(" AND ".join(conditions), values)


def filtered_paragraphs(filters: Filters) -> Query:
    """Select the paragraphs within `filters`, unordered, as PARAGRAPHS_WITH_SPEAKER has them."""
    columns = {
        "year": "CAST(year AS VARCHAR)",
        "briefing": "briefing_id",
        "org": "organisation_id",
        "speaker": "speaker_id",
    }
    active = [name for name in ID_PARAMETERS if getattr(filters, name)]
    conditions = [
        _HAS_TOPIC if name == "topic" else f"{columns.get(name, name)} IN (SELECT unnest(?))"
        for name in active
    ]
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    values: list[object] = [list(getattr(filters, name)) for name in active]
    return Query(f"SELECT * FROM ({PARAGRAPHS_WITH_SPEAKER}) {where}", values)
