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
    "known",
    "labels",
    "reach",
    "rows",
    "scope",
    "table",
    "turns",
    "unreached",
]

# A filter that is set adds its condition; each "?" takes the filter's ids as one list.
_IN_TURNS: Mapping[str, str] = {
    "year": "CAST(b.year AS VARCHAR) IN (SELECT unnest(?))",
    "section": "t.section IN (SELECT unnest(?))",
    "kind": "t.kind IN (SELECT unnest(?))",
    "slot": "a.slot IN (SELECT unnest(?))",
    "org": "a.organisation_id IN (SELECT unnest(?))",
    "speaker": "t.speaker_id IN (SELECT unnest(?))",
}
_FROM_TURNS = """
    FROM turns t
    JOIN briefings b USING (briefing_id)
    JOIN appearances a USING (briefing_id, speaker_id)
    JOIN speakers s USING (speaker_id)
    LEFT JOIN organisations o ON o.organisation_id = a.organisation_id
"""
_APPEARING = (
    "FROM appearances a JOIN briefings b USING (briefing_id) JOIN speakers t USING (speaker_id)"
)
# Several panels of a page, and many readers, ask for the same rows; a query takes over 10 ms. The
# frames are shared: whoever gets one makes a new one with .assign or a mask.
_KEPT = 16
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
    speaker_zh, speaker_en, organisation_zh, organisation_en (null where no body is stated).
    """
    return _turns(corpus(), filters.rows_only)


@lru_cache(maxsize=_KEPT)
def _turns(corpus: Corpus, filters: Filters) -> pd.DataFrame:
    where, values = _where(filters, tuple(_IN_TURNS))
    found = corpus.query(
        f"""SELECT t.*, b.year, a.slot, a.title, a.organisation_id, s.is_outlet, s.outlet_class,
            s.name AS speaker_zh, s.name_en AS speaker_en,
            o.name_zh AS organisation_zh, o.name_en AS organisation_en
            {_FROM_TURNS} WHERE {where} ORDER BY b.year, t.briefing_id, t.turn""",
        values,
    )
    return _plain(found)


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
    if name not in TABLES or not applied(name, filters).narrowed:
        return _plain(corpus().table(name))
    condition, values = _cut(name, applied(name, filters))
    key = ", ".join(TABLES[name].key)
    return _plain(corpus().query(f"SELECT * FROM {name} WHERE {condition} ORDER BY {key}", values))


def reach(name: str) -> tuple[str, ...]:
    """The filters that cut table `name`, which is one of TABLES.

    Tables of turns and paragraphs are cut by every filter, appearances, speakers and organisations
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
    """The ids that exist in the corpus for each URL parameter, in the order of display."""
    return _known(corpus())


def labels() -> dict[str, tuple[str, str]]:
    """The names of every speaker and organisation that appears: id -> (Chinese, English)."""
    return _labels(corpus())


@lru_cache(maxsize=4)
def _labels(corpus: Corpus) -> dict[str, tuple[str, str]]:
    return {**_organisations(corpus), **_speakers(corpus)}


def _where(filters: Filters, parameters: tuple[str, ...]) -> tuple[str, list[object]]:
    chosen = [name for name in parameters if getattr(filters, name)]
    conditions = " AND ".join(_IN_TURNS[name] for name in chosen) or "TRUE"
    return conditions, [list(getattr(filters, name)) for name in chosen]


def _spoken(name: str) -> bool:
    # A fact is one of the whole conference, whoever stated it.
    return name != "facts" and not {"turn", "paragraph"}.isdisjoint(TABLES[name].columns)


def _cut(name: str, filters: Filters) -> tuple[str, list[object]]:
    """The condition for table `name` and its values; `filters` are those that reach it."""
    columns = set(TABLES[name].columns)
    if _spoken(name):
        where, values = _where(filters, reach(name))
        chosen = f"SELECT t.briefing_id, t.turn {_FROM_TURNS} WHERE {where}"
        if "turn" in columns:
            return f"(briefing_id, turn) IN ({chosen})", values
        inside = (
            f"SELECT briefing_id, paragraph FROM paragraphs WHERE (briefing_id, turn) IN ({chosen})"
        )
        return f"(briefing_id, paragraph) IN ({inside})", values
    if not columns & _NAMED:
        return _cut_coded(filters)
    where, values = _where(filters, reach(name))
    key = TABLES[name].key
    wanted = ", ".join(f"a.{column}" for column in key)
    return f"({', '.join(key)}) IN (SELECT {wanted} {_APPEARING} WHERE {where})", values


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
    }


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
