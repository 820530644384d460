"""Filters as SQL: the queries of selection, their values apart.

Values always travel as parameters of a query, never in its text: each "?" takes a filter's ids as
one list.
"""

from collections.abc import Mapping
from typing import NamedTuple

from dashboard.filters import BRIEFING_PARAMETERS, ID_PARAMETERS, Filters
from loaders.schema import TABLES


class Query(NamedTuple):
    """The text of a query, or of a part of one, and the values of its placeholders in order."""

    text: str
    values: list[object]


# A filter that is set adds its condition. A topic selects paragraphs, so it is no condition on a
# turn: see _ON_TOPIC.
_IN_TURNS: Mapping[str, str] = {
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
_APPEARING = (
    "FROM appearances a JOIN briefings b USING (briefing_id) JOIN speakers t USING (speaker_id)"
)
# The turns in which a topic comes up, with the measures of those paragraphs alone.
_ON_TOPIC = """(
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
# Who spoke a paragraph, and where in its briefing it lies, in characters from the beginning.
SPOKEN_PARAGRAPHS = """
    SELECT p.briefing_id, b.year, p.paragraph, p.turn, p.finish - p.characters AS begin, p.finish,
        p.characters, p.syllables, p.tokens_jieba, p.tokens_lexicon, p.text, t.speaker_id,
        s.name AS speaker_zh, s.name_en AS speaker_en, s.is_outlet, s.outlet_class, a.slot,
        a.organisation_id, t.kind, t.section
    FROM (SELECT *, CAST(sum(characters) OVER (PARTITION BY briefing_id ORDER BY paragraph)
        AS INTEGER) AS finish FROM paragraphs) p
    JOIN turns t USING (briefing_id, turn)
    JOIN briefings b USING (briefing_id)
    JOIN appearances a USING (briefing_id, speaker_id)
    JOIN speakers s USING (speaker_id)
"""
# Of a paragraph, what stands beside each of its counts.
_BESIDE_COUNTS = (
    "p.briefing_id, p.year, p.paragraph, p.turn, p.speaker_id, p.is_outlet, p.slot, p.kind, "
    "p.section, p.characters"
)
# What cuts a table of who appears, and one whose columns hold the codes themselves.
_WHO = (*BRIEFING_PARAMETERS, "slot", "org", "speaker")
_CODED = ("section", "slot")
_NAMED = {"speaker_id", "organisation_id"}


def turns(filters: Filters) -> Query:
    """Every turn within `filters`: see selection.turns."""
    where, values = _where(filters, tuple(_IN_TURNS))
    source = _ON_TOPIC.format(on_topic=_HAS_TOPIC) if filters.topic else "turns"
    topics: list[object] = [list(filters.topic)] if filters.topic else []
    text = f"""SELECT t.*, b.year, a.slot, a.title, a.organisation_id, s.is_outlet, s.outlet_class,
        s.name AS speaker_zh, s.name_en AS speaker_en,
        o.name_zh AS organisation_zh, o.name_en AS organisation_en
        {_FROM_TURNS.format(turns=source)} WHERE {where}
        ORDER BY b.year, t.briefing_id, t.turn"""
    return Query(text, [*topics, *values])


def scope(filters: Filters) -> Query:
    """The selected briefings and their bases: see selection.scope."""
    chosen, ids = _where(filters, BRIEFING_PARAMETERS)
    in_sections, sections = _where(filters, ("section",))
    text = f"""SELECT b.*, CAST(coalesce(sum(t.characters), 0) AS INTEGER) AS base_characters,
        CAST(coalesce(sum(t.syllables), 0) AS INTEGER) AS base_syllables
        FROM briefings b LEFT JOIN turns t ON t.briefing_id = b.briefing_id AND {in_sections}
        WHERE {chosen} GROUP BY ALL ORDER BY b.year, b.briefing_id"""
    return Query(text, [*sections, *ids])


def paragraphs(filters: Filters) -> Query:
    """Every paragraph within `filters`: see selection.paragraphs."""
    inside = within(filters)
    return Query(f"{inside.text} ORDER BY year, briefing_id, paragraph", inside.values)


def hits(filters: Filters) -> Query:
    """The topics in those paragraphs: see selection.hits."""
    inside = within(filters)
    only = "WHERE h.topic_id IN (SELECT unnest(?))" if filters.topic else ""
    text = f"""SELECT p.*, h.topic_id, h.rule, h.occurrences FROM ({inside.text}) p
        JOIN topic_hits h USING (briefing_id, paragraph) {only}
        ORDER BY p.year, p.briefing_id, p.paragraph, h.topic_id, h.rule"""
    return Query(text, [*inside.values, list(filters.topic)] if filters.topic else inside.values)


def occurrences(term: str, filters: Filters) -> Query:
    """Where `term` stands in those paragraphs: see selection.occurrences."""
    inside = within(filters)
    text = f"""SELECT p.*, c.rule, c.occurrences FROM ({inside.text}) p JOIN (
        SELECT briefing_id, paragraph, term AS rule, occurrences FROM term_counts WHERE term = ?
        UNION
        SELECT briefing_id, paragraph, phrase, occurrences FROM phrase_counts WHERE phrase = ?
        ) c USING (briefing_id, paragraph) ORDER BY p.year, p.briefing_id, p.paragraph"""
    return Query(text, [*inside.values, term, term])


def term_counts(filters: Filters) -> Query:
    """The terms of those paragraphs: see selection.term_counts."""
    inside = within(filters)
    text = f"""SELECT {_BESIDE_COUNTS}, c.term, c.occurrences, c.tokens_jieba, c.tokens_lexicon,
        v.is_stopword, v.part_of_speech FROM ({inside.text}) p
        JOIN term_counts c USING (briefing_id, paragraph) JOIN terms v USING (term)
        ORDER BY p.year, p.briefing_id, p.paragraph, c.term"""
    return Query(text, inside.values)


def phrase_counts(filters: Filters) -> Query:
    """The set phrases of those paragraphs: see selection.phrase_counts."""
    inside = within(filters)
    text = f"""SELECT {_BESIDE_COUNTS}, c.phrase, c.occurrences, c.free_occurrences,
        v.source, v.family FROM ({inside.text}) p
        JOIN phrase_counts c USING (briefing_id, paragraph) JOIN phrases v USING (phrase)
        ORDER BY p.year, p.briefing_id, p.paragraph, c.phrase"""
    return Query(text, inside.values)


def cut(name: str, filters: Filters) -> Query:
    """Table `name` cut by `filters`, which are those that `reach` it, in key order."""
    condition, values = _condition(name, filters)
    key = ", ".join(TABLES[name].key)
    return Query(f"SELECT * FROM {name} WHERE {condition} ORDER BY {key}", values)


def reach(name: str) -> tuple[str, ...]:
    """The filters that cut table `name`, which is one of TABLES.

    Tables of paragraphs and turns are cut by every filter (a topic leaves the turns in which it
    comes up), appearances, speakers and organisations by who appears in the selected briefings,
    cooccurrence by those, section and slot, and briefings, repairs and facts by which are selected
    (year, briefing). The vocabularies (terms, phrases, topics) belong to the whole corpus.

    >>> reach("cooccurrence"), reach("terms")
    (('year', 'briefing', 'section', 'slot'), ())
    """
    columns = set(TABLES[name].columns)
    if _spoken(name):
        return ID_PARAMETERS
    if columns & _NAMED:
        return _WHO
    dated = BRIEFING_PARAMETERS if "briefing_id" in columns else ()
    return (*dated, *(parameter for parameter in _CODED if parameter in columns))


def _where(filters: Filters, parameters: tuple[str, ...]) -> Query:
    chosen = [name for name in parameters if name in _IN_TURNS and getattr(filters, name)]
    conditions = " AND ".join(_IN_TURNS[name] for name in chosen) or "TRUE"
    return Query(conditions, [list(getattr(filters, name)) for name in chosen])


def _spoken(name: str) -> bool:
    # A fact is one of the whole conference, whoever stated it.
    return name != "facts" and not {"turn", "paragraph"}.isdisjoint(TABLES[name].columns)


def _condition(name: str, filters: Filters) -> Query:
    """The condition for table `name` and its values; `filters` are those that reach it."""
    columns = set(TABLES[name].columns)
    if _spoken(name):
        return _cut_spoken(columns, filters)
    if not columns & _NAMED:
        return _cut_coded(filters)
    where, values = _where(filters, reach(name))
    key = TABLES[name].key
    wanted = ", ".join(f"a.{column}" for column in key)
    return Query(f"({', '.join(key)}) IN (SELECT {wanted} {_APPEARING} WHERE {where})", values)


def _cut_spoken(columns: set[str], filters: Filters) -> Query:
    spoken, values = within(filters)
    if "topic_id" in columns and filters.topic:
        inside = f"SELECT briefing_id, paragraph FROM ({spoken})"
        condition = f"(briefing_id, paragraph) IN ({inside}) AND topic_id IN (SELECT unnest(?))"
        return Query(condition, [*values, list(filters.topic)])
    place = "paragraph" if "paragraph" in columns else "turn"
    inside = f"SELECT briefing_id, {place} FROM ({spoken})"
    return Query(f"(briefing_id, {place}) IN ({inside})", values)


def _cut_coded(filters: Filters) -> Query:
    conditions, values = [], list[object]()
    if filters.year or filters.briefing:
        chosen, ids = _where(filters, BRIEFING_PARAMETERS)
        conditions.append(f"briefing_id IN (SELECT briefing_id FROM briefings b WHERE {chosen})")
        values += ids
    for parameter in _CODED:
        if getattr(filters, parameter):
            conditions.append(f"{parameter} IN (SELECT unnest(?))")
            values.append(list(getattr(filters, parameter)))
    return Query(" AND ".join(conditions), values)


def within(filters: Filters) -> Query:
    """The paragraphs within all of `filters`."""
    columns = {
        "year": "CAST(year AS VARCHAR)",
        "briefing": "briefing_id",
        "org": "organisation_id",
        "speaker": "speaker_id",
    }
    chosen = [name for name in ID_PARAMETERS if getattr(filters, name)]
    conditions = [
        _HAS_TOPIC if name == "topic" else f"{columns.get(name, name)} IN (SELECT unnest(?))"
        for name in chosen
    ]
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    values: list[object] = [list(getattr(filters, name)) for name in chosen]
    return Query(f"SELECT * FROM ({SPOKEN_PARAGRAPHS}) {where}", values)
