"""Announcements: documents, works, campaigns, events, platforms and figures.

An announcement is a mention that a verb of releasing, making or holding governs, or a figure. The
conference itself and the parts of its programme are none: table `facts` has them.
"""

import pandas as pd

from dashboard.filters import ID_PARAMETERS, Filters
from dashboard.queries import selection, statistics
from dashboard.queries.conditions import paragraphs_within
from dashboard.queries.query import Query, cached_per_corpus, corpus_query, with_python_text
from dashboard.stats.announcement_series import (
    Counterparts,
    announcement_series,
    counterparts,
    figures_in_order,
)
from loaders.contract import ADDED_SERIES, DURATIONS, NO_COUNTS, SESSIONS

_IS_ANNOUNCED = """(m.kind = 'figure' OR (m.kind <> 'quotation' AND m.title_key IS NOT NULL
    AND m.verb_use IN ('release', 'make', 'hold')))"""
# A part of the programme, or the conference: its name is in the title of the briefing.
_IS_PROGRAMME = """(m.kind = 'event' AND (contains(b.title, m.title_key) OR (m.briefing_id,
    m.title_key) IN (SELECT briefing_id, value FROM facts
        WHERE field IN ('main_event', 'sub_forum'))))"""
# A promise for the time of the conference is for its days, if the sentence gives no nearer date.
_IS_DATED_BY_CONFERENCE = """(m.tense = 'promised' AND m.occasion IS NOT NULL
    AND length(coalesce(m.date_start, '')) < 5 AND f.value IS NOT NULL)"""


@cached_per_corpus(parameters=ID_PARAMETERS)
def announcements(filters: Filters) -> pd.DataFrame:
    """Return the announcements within `filters` (see stats.announcement_series), a row a thing.

    Rows are in order of year, briefing and place. A thing that is said in several places within
    `filters` is one row, whose place is the first of them. Its statuses are over all that the
    briefings of its series say, whatever the filters.
    """
    briefings = _series()
    selected = selection.briefings(filters.briefings_only)["briefing_id"]
    series = briefings.loc[briefings["briefing_id"].isin(selected), "series"]
    compared = briefings.loc[briefings["series"].isin(series) & briefings["series"].ne("")]
    within = Filters().replace(briefing=compared["briefing_id"].tolist())
    # No briefing at all would select every one.
    known = _counterparts(within) if within.briefing else Counterparts()
    return with_python_text(announcement_series(announced_places(filters), known))


def figures(filters: Filters) -> pd.DataFrame:
    """Return the figures of `announcements` as stats.figures_in_order orders them."""
    frame = announcements(filters)
    own = frame.loc[frame["kind"].eq("figure")]
    return figures_in_order(own, times={*DURATIONS, SESSIONS}, no_counts=NO_COUNTS)


@cached_per_corpus(parameters=("briefing",))
def _counterparts(within: Filters) -> Counterparts:
    """Return what the briefings of `within` say, all of their series."""
    briefings = _series()
    return counterparts(
        announced_places(within),
        said=_names_said(within),
        coverage=statistics.coverage(within),
        briefings=briefings.loc[briefings["briefing_id"].isin(within.briefing)],
    )


@corpus_query()
def announced_places(filters: Filters) -> str:
    """Select the places of announcements within `filters`, in order of year, briefing and place.

    Columns: those of stats.announcement_series.announcement_series, its argument `places`.
    """
    return f"""SELECT m.briefing_id, m.mention, m.paragraph, p.turn, p.section, m.kind, m.surface,
            m.title_key, m.english, m.english_source, m.verb, m.tense, m.low, m.high, m.unit,
            m.modifier, m.counted,
            CASE WHEN {_IS_DATED_BY_CONFERENCE} THEN split_part(f.value, '/', 1)
                ELSE m.date_start END AS date_start,
            CASE WHEN {_IS_DATED_BY_CONFERENCE} THEN split_part(f.value, '/', -1)
                ELSE m.date_end END AS date_end,
            p.speaker_id, p.organisation_id, m.subject, m.marks,
            CASE WHEN {_IS_DATED_BY_CONFERENCE} THEN 'conference'
                WHEN m.date_start IS NOT NULL THEN 'stated' END AS date_basis,
            p.kind = 'question' AS is_question
        FROM mentions m JOIN ({paragraphs_within(filters)}) p USING (briefing_id, paragraph)
        JOIN briefings b USING (briefing_id)
        LEFT JOIN (SELECT briefing_id, min(value) AS value FROM facts WHERE field = 'dates'
            GROUP BY ALL) f USING (briefing_id)
        WHERE {_IS_ANNOUNCED} AND NOT {_IS_PROGRAMME}
        ORDER BY b.year, m.briefing_id, m.mention"""


@corpus_query(parameters=("briefing",))
def _names_said(filters: Filters) -> Query:
    """Select briefing_id, title_key, surface, is_name of the names and phrases of briefings."""
    return Query(
        """SELECT briefing_id, title_key, surface, is_name FROM (
            SELECT briefing_id, coalesce(title_key, surface) AS title_key, surface, true AS is_name,
                coalesce(verb_use, 'act') IN ('say', 'act') AS rank, mention
            FROM mentions WHERE kind <> 'figure'
            UNION ALL SELECT briefing_id, value, value, true, true, NULL FROM facts
            UNION ALL SELECT DISTINCT briefing_id, phrase, phrase, false, true, NULL
                FROM phrase_counts WHERE occurrences > 0
        ) WHERE briefing_id IN (SELECT unnest($briefing))
        ORDER BY briefing_id, rank, mention NULLS LAST, surface""",
        {"briefing": list(filters.briefing)},
    )


def _series() -> pd.DataFrame:
    """Return briefing_id and series of all briefings by year; pages of no series have ""."""
    briefings = selection.briefings(Filters())[["briefing_id", "series"]]
    return briefings.assign(
        series=briefings["series"].where(briefings["series"] != ADDED_SERIES, "")
    )


def series_of() -> dict[str, str]:
    """Return briefing_id -> series of all briefings; "" for a page of no series."""
    known = _series()
    return dict(zip(known["briefing_id"], known["series"], strict=True))
