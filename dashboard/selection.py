"""From a reader's filters to the corpus's rows. Besides the data API, the one place that opens it.

Values always travel as parameters of a query, never in its text.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.filters import ID_PARAMETERS, Filters
from loaders.schema import KINDS, SECTIONS, SLOTS, TABLES
from loaders.store import Corpus, open_corpus

__all__ = [
    "applied",
    "corpus",
    "hits",
    "known",
    "labels",
    "occurrences",
    "paragraphs",
    "phrase_counts",
    "reach",
    "rows",
    "scope",
    "table",
    "term_counts",
    "topics",
    "turns",
    "unreached",
]

# A filter that is set adds its condition; each "?" takes the filter's ids as one list. A topic
# selects paragraphs, so it is no condition on a turn: see _ON_TOPIC.
_IN_TURNS: Mapping[str, str] = {
    "year": "CAST(b.year AS VARCHAR) IN (SELECT unnest(?))",
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
_SPOKEN_PARAGRAPHS = """
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
# Several panels of a page, and many readers, ask for the same rows; a query takes over 10 ms. The
# frames are shared: whoever gets one makes a new one with .assign or a mask.
_KEPT = 16
_FEW = 4  # of the frames with a row a term and paragraph, some megabytes each
# What cuts a table of who appears, and one whose columns hold the codes themselves.
_WHO = ("year", "slot", "org", "speaker")
_CODED = ("section", "slot")
_NAMED = {"speaker_id", "organisation_id"}


@st.cache_resource(show_spinner=False)
def corpus() -> Corpus:
    """The bundled corpus, opened once for all sessions and read-only."""
    return open_corpus()


def turns(filters: Filters) -> pd.DataFrame:
    """Every turn within all of `filters`, by year, briefing and turn.

    All columns of table turns, and year, slot, title, organisation_id, is_outlet, outlet_class,
    speaker_zh, speaker_en, organisation_zh, organisation_en (null where no body is stated). With a
    topic, a turn's measures are those of the paragraphs in which it comes up.
    """
    return _turns(corpus(), filters.rows_only)


@lru_cache(maxsize=_KEPT)
def _turns(corpus: Corpus, filters: Filters) -> pd.DataFrame:
    where, values = _where(filters, tuple(_IN_TURNS))
    source = _ON_TOPIC.format(on_topic=_HAS_TOPIC) if filters.topic else "turns"
    topics: list[object] = [list(filters.topic)] if filters.topic else []
    found = corpus.query(
        f"""SELECT t.*, b.year, a.slot, a.title, a.organisation_id, s.is_outlet, s.outlet_class,
            s.name AS speaker_zh, s.name_en AS speaker_en,
            o.name_zh AS organisation_zh, o.name_en AS organisation_en
            {_FROM_TURNS.format(turns=source)} WHERE {where}
            ORDER BY b.year, t.briefing_id, t.turn""",
        [*topics, *values],
    )
    return _plain(found)


def paragraphs(filters: Filters) -> pd.DataFrame:
    """Every paragraph within all of `filters`, by year, briefing and paragraph.

    briefing_id, year, paragraph, turn, begin and finish (in characters from the beginning of the
    briefing), characters, syllables, tokens_jieba, tokens_lexicon, text (None where it is not
    held), speaker_id, speaker_zh, speaker_en, is_outlet, outlet_class, slot, organisation_id, kind
    and section.
    """
    return _paragraphs(corpus(), filters.rows_only)


@lru_cache(maxsize=_KEPT)
def _paragraphs(corpus: Corpus, filters: Filters) -> pd.DataFrame:
    where, values = _spoken_where(filters)
    order = "ORDER BY year, briefing_id, paragraph"
    return _plain(corpus.query(f"SELECT * FROM ({_SPOKEN_PARAGRAPHS}) {where} {order}", values))


def hits(filters: Filters) -> pd.DataFrame:
    """The topics in those paragraphs: columns of `paragraphs`, and topic_id, rule, occurrences.

    `rule` is the term that matched. With topics in `filters`, the hits of those alone.
    """
    return _hits(corpus(), filters.rows_only)


@lru_cache(maxsize=_KEPT)
def _hits(corpus: Corpus, filters: Filters) -> pd.DataFrame:
    where, values = _spoken_where(filters)
    only = "WHERE h.topic_id IN (SELECT unnest(?))" if filters.topic else ""
    found = corpus.query(
        f"""SELECT p.*, h.topic_id, h.rule, h.occurrences
            FROM (SELECT * FROM ({_SPOKEN_PARAGRAPHS}) {where}) p
            JOIN topic_hits h USING (briefing_id, paragraph) {only}
            ORDER BY p.year, p.briefing_id, p.paragraph, h.topic_id, h.rule""",
        [*values, list(filters.topic)] if filters.topic else values,
    )
    return _plain(found)


def occurrences(term: str, filters: Filters) -> pd.DataFrame:
    """Where `term`, a word or set phrase of the vocabulary, stands in those paragraphs.

    Columns of `paragraphs`, and rule (the term) and occurrences, as in `hits`.
    """
    where, values = _spoken_where(filters)
    found = corpus().query(
        f"""SELECT p.*, c.rule, c.occurrences FROM (SELECT * FROM ({_SPOKEN_PARAGRAPHS}) {where}) p
            JOIN (
                SELECT briefing_id, paragraph, term AS rule, occurrences FROM term_counts
                WHERE term = ? UNION
                SELECT briefing_id, paragraph, phrase, occurrences FROM phrase_counts
                WHERE phrase = ?
            ) c USING (briefing_id, paragraph) ORDER BY p.year, p.briefing_id, p.paragraph""",
        [*values, term, term],
    )
    return _plain(found)


def term_counts(filters: Filters) -> pd.DataFrame:
    """The terms of those paragraphs, a row a term and paragraph.

    briefing_id, year, paragraph, turn, speaker_id, is_outlet, slot, kind, section and characters of
    the paragraph; term, occurrences, tokens_jieba, tokens_lexicon, is_stopword and part_of_speech.
    """
    return _term_counts(corpus(), filters.rows_only)


@lru_cache(maxsize=_FEW)
def _term_counts(corpus: Corpus, filters: Filters) -> pd.DataFrame:
    where, values = _spoken_where(filters)
    found = corpus.query(
        f"""SELECT {_BESIDE_COUNTS}, c.term, c.occurrences, c.tokens_jieba, c.tokens_lexicon,
            v.is_stopword, v.part_of_speech
            FROM (SELECT * FROM ({_SPOKEN_PARAGRAPHS}) {where}) p
            JOIN term_counts c USING (briefing_id, paragraph) JOIN terms v USING (term)
            ORDER BY p.year, p.briefing_id, p.paragraph, c.term""",
        values,
    )
    return _plain(found)


def phrase_counts(filters: Filters) -> pd.DataFrame:
    """The set phrases of those paragraphs, a row a phrase and paragraph.

    The paragraph's columns as in `term_counts`; phrase, occurrences, free_occurrences, source and
    family.
    """
    return _phrase_counts(corpus(), filters.rows_only)


@lru_cache(maxsize=_FEW)
def _phrase_counts(corpus: Corpus, filters: Filters) -> pd.DataFrame:
    where, values = _spoken_where(filters)
    found = corpus.query(
        f"""SELECT {_BESIDE_COUNTS}, c.phrase, c.occurrences, c.free_occurrences, v.source, v.family
            FROM (SELECT * FROM ({_SPOKEN_PARAGRAPHS}) {where}) p
            JOIN phrase_counts c USING (briefing_id, paragraph) JOIN phrases v USING (phrase)
            ORDER BY p.year, p.briefing_id, p.paragraph, c.phrase""",
        values,
    )
    return _plain(found)


def _spoken_where(filters: Filters) -> tuple[str, list[object]]:
    """The WHERE clause of `filters` over _SPOKEN_PARAGRAPHS, and its values."""
    columns = {"year": "CAST(year AS VARCHAR)", "org": "organisation_id", "speaker": "speaker_id"}
    chosen = [name for name in ID_PARAMETERS if getattr(filters, name)]
    conditions = [
        _HAS_TOPIC if name == "topic" else f"{columns.get(name, name)} IN (SELECT unnest(?))"
        for name in chosen
    ]
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    return where, [list(getattr(filters, name)) for name in chosen]


def topics() -> pd.DataFrame:
    """Every topic, the one that comes up most first: the columns of table topics."""
    return _topics(corpus())


@lru_cache(maxsize=4)
def _topics(corpus: Corpus) -> pd.DataFrame:
    return _plain(
        corpus.query(
            """SELECT t.* FROM topics t LEFT JOIN topic_hits h USING (topic_id)
            GROUP BY ALL ORDER BY coalesce(sum(h.occurrences), 0) DESC, t.topic_id"""
        )
    )


def scope(filters: Filters) -> pd.DataFrame:
    """The briefings of the selected years, with what shares are shares of.

    All columns of table briefings, and base_characters and base_syllables: those of the selected
    sections. Who speaks (kind, slot, org, speaker) never changes a denominator. A briefing of which
    no selected section was captured has the base 0.
    """
    return _scope(corpus(), filters.only("year", "section"))


@lru_cache(maxsize=_KEPT)
def _scope(corpus: Corpus, filters: Filters) -> pd.DataFrame:
    in_years, years = _where(filters, ("year",))
    in_sections, sections = _where(filters, ("section",))
    found = corpus.query(
        f"""SELECT b.*, CAST(coalesce(sum(t.characters), 0) AS INTEGER) AS base_characters,
            CAST(coalesce(sum(t.syllables), 0) AS INTEGER) AS base_syllables
            FROM briefings b LEFT JOIN turns t ON t.briefing_id = b.briefing_id AND {in_sections}
            WHERE {in_years} GROUP BY ALL ORDER BY b.year, b.briefing_id""",
        [*sections, *years],
    )
    return _plain(found)


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` with Python's own text; one that is missing is None, never the number NaN."""
    # Over a few hundred rows pandas takes several times as long for Arrow's text as for Python's.
    text = [name for name in frame.columns if isinstance(frame[name].dtype, pd.StringDtype)]
    plain = {name: frame[name].astype(object) for name in text}
    return frame.assign(
        **{name: column.where(column.notna(), None) for name, column in plain.items()}
    )


def table(name: str, filters: Filters) -> pd.DataFrame:
    """Table `name`, cut by those of `filters` that `reach` it, in key order.

    Missing text is None. Raises CorpusError where there is no such table.
    """
    within = applied(name, filters) if name in TABLES else filters
    return _table(corpus(), name, within)


@lru_cache(maxsize=_FEW)
def _table(corpus: Corpus, name: str, filters: Filters) -> pd.DataFrame:
    if name not in TABLES or not filters.narrowed:
        return _plain(corpus.table(name))
    condition, values = _cut(name, filters)
    key = ", ".join(TABLES[name].key)
    return _plain(corpus.query(f"SELECT * FROM {name} WHERE {condition} ORDER BY {key}", values))


def reach(name: str) -> tuple[str, ...]:
    """The filters that cut table `name`, which is one of TABLES.

    Tables of paragraphs and turns are cut by every filter (a topic leaves the turns in which it
    comes up), appearances, speakers and organisations
    by who appears in the selected years, cooccurrence by year, section and slot, and briefings,
    repairs and facts by year. The vocabularies (terms, phrases, topics) belong to the whole corpus.

    >>> reach("cooccurrence"), reach("terms")
    (('year', 'section', 'slot'), ())
    """
    columns = set(TABLES[name].columns)
    if _spoken(name):
        return ID_PARAMETERS
    if columns & _NAMED:
        return _WHO
    dated = ("year",) if "briefing_id" in columns else ()
    return (*dated, *(parameter for parameter in _CODED if parameter in columns))


def applied(name: str, filters: Filters) -> Filters:
    """Those of `filters` that `reach` table `name`: what its rows can be said to be cut by."""
    return filters.only(*reach(name))


def unreached(name: str, filters: Filters) -> list[str]:
    """The parameters that are set in `filters` and do not `reach` table `name`."""
    return [each for each in ID_PARAMETERS if getattr(filters, each) and each not in reach(name)]


def rows(frame: pd.DataFrame) -> list[Any]:
    """The rows of `frame`, their columns as attributes; several times as fast as itertuples.

    Untyped, since to pandas' stubs a cell may be anything.
    """
    columns = [frame[name].tolist() for name in frame.columns]
    names = list(frame.columns)
    return [
        SimpleNamespace(**dict(zip(names, row, strict=True))) for row in zip(*columns, strict=True)
    ]


def known() -> dict[str, list[str]]:
    """The ids that exist in the corpus for each URL parameter, in the order of display; terms."""
    return _known(corpus())


def labels() -> dict[str, tuple[str, str]]:
    """What every speaker, organisation and topic is called: id -> (Chinese, English)."""
    return _labels(corpus())


@lru_cache(maxsize=4)
def _labels(corpus: Corpus) -> dict[str, tuple[str, str]]:
    names = _topics(corpus)[["topic_id", "label_zh", "label_en"]]
    return {**_names(names), **_organisations(corpus), **_speakers(corpus)}


def _where(filters: Filters, parameters: tuple[str, ...]) -> tuple[str, list[object]]:
    chosen = [name for name in parameters if name in _IN_TURNS and getattr(filters, name)]
    conditions = " AND ".join(_IN_TURNS[name] for name in chosen) or "TRUE"
    return conditions, [list(getattr(filters, name)) for name in chosen]


def _spoken(name: str) -> bool:
    # A fact is one of the whole conference, whoever stated it.
    return name != "facts" and not {"turn", "paragraph"}.isdisjoint(TABLES[name].columns)


def _cut(name: str, filters: Filters) -> tuple[str, list[object]]:
    """The condition for table `name` and its values; `filters` are those that reach it."""
    columns = set(TABLES[name].columns)
    if _spoken(name):
        return _cut_spoken(columns, filters)
    if not columns & _NAMED:
        return _cut_coded(filters)
    where, values = _where(filters, reach(name))
    key = TABLES[name].key
    wanted = ", ".join(f"a.{column}" for column in key)
    return f"({', '.join(key)}) IN (SELECT {wanted} {_APPEARING} WHERE {where})", values


def _cut_spoken(columns: set[str], filters: Filters) -> tuple[str, list[object]]:
    where, values = _spoken_where(filters)
    spoken = f"SELECT * FROM ({_SPOKEN_PARAGRAPHS}) {where}"
    if "topic_id" in columns and filters.topic:
        inside = f"SELECT briefing_id, paragraph FROM ({spoken})"
        condition = f"(briefing_id, paragraph) IN ({inside}) AND topic_id IN (SELECT unnest(?))"
        return condition, [*values, list(filters.topic)]
    place = "paragraph" if "paragraph" in columns else "turn"
    return f"(briefing_id, {place}) IN (SELECT briefing_id, {place} FROM ({spoken}))", values


def _cut_coded(filters: Filters) -> tuple[str, list[object]]:
    conditions, values = [], list[object]()
    if filters.year:
        years = "SELECT briefing_id FROM briefings b WHERE " + _IN_TURNS["year"]
        conditions.append(f"briefing_id IN ({years})")
        values.append(list(filters.year))
    for parameter in _CODED:
        if getattr(filters, parameter):
            conditions.append(f"{parameter} IN (SELECT unnest(?))")
            values.append(list(getattr(filters, parameter)))
    return " AND ".join(conditions), values


@lru_cache(maxsize=4)
def _known(corpus: Corpus) -> dict[str, list[str]]:
    years = corpus.query("SELECT DISTINCT year FROM briefings ORDER BY year")["year"]
    spoken = corpus.query("SELECT DISTINCT kind, section FROM turns")
    slots = set(corpus.query("SELECT DISTINCT slot FROM appearances")["slot"])
    return {
        "year": [str(year) for year in years],
        "section": [section for section in SECTIONS if section in set(spoken["section"])],
        "kind": [kind for kind in KINDS if kind in set(spoken["kind"])],
        "slot": [slot for slot in SLOTS if slot in slots],
        "org": list(_organisations(corpus)),
        "speaker": list(_speakers(corpus)),
        "topic": _topics(corpus)["topic_id"].tolist(),
        "term": _vocabulary(corpus),
    }


@lru_cache(maxsize=4)
def _vocabulary(corpus: Corpus) -> list[str]:
    """Every term and phrase that is counted, whether it occurs or not."""
    found = corpus.query("SELECT term FROM terms UNION SELECT phrase FROM phrases ORDER BY ALL")
    return found["term"].tolist()


@lru_cache(maxsize=4)
def _speakers(corpus: Corpus) -> dict[str, tuple[str, str]]:
    # People before outlets, and whoever appears in more briefings first.
    return _names(
        corpus.query(
            """SELECT s.speaker_id, s.name, s.name_en
            FROM speakers s JOIN appearances a USING (speaker_id)
            GROUP BY s.speaker_id, s.name, s.name_en, s.is_outlet
            ORDER BY s.is_outlet, count(*) DESC, s.speaker_id"""
        )
    )


@lru_cache(maxsize=4)
def _organisations(corpus: Corpus) -> dict[str, tuple[str, str]]:
    return _names(
        corpus.query(
            """SELECT o.organisation_id, o.name_zh, o.name_en
            FROM organisations o JOIN appearances a USING (organisation_id)
            GROUP BY o.organisation_id, o.name_zh, o.name_en, o.level
            ORDER BY o.level = 'media', count(*) DESC, o.organisation_id"""
        )
    )


def _names(frame: pd.DataFrame) -> dict[str, tuple[str, str]]:
    return {key: (zh, en) for key, zh, en in frame.itertuples(index=False, name=None)}
