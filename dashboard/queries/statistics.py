"""Statistics of the rows that a selection of filters keeps, cached per corpus and selection.

Every run of a page asks for all of its statistics, and most readers need the same ones. Cached
frames are shared: callers must not change one, but copy it with .assign or a mask.
"""

import pandas as pd

from dashboard.filters import ID_PARAMETERS, Filters
from dashboard.queries import selection
from dashboard.queries.cache import cached_per_corpus
from dashboard.stats import coverage as stats_coverage
from dashboard.stats import exchanges as stats_exchanges
from dashboard.stats import sequence as stats_sequence
from dashboard.stats import speaking_time as stats_speaking_time
from dashboard.stats import term_frequency as stats_term_frequency
from loaders.schema import OUTLET_CLASSES, SECTIONS, SECTIONS_OF_KIND

_CACHE_SIZE = 16  # cached selections for each statistic


def coverage(years: Filters) -> pd.DataFrame:
    """Return the coverage of each section of the selected briefings (see stats.coverage).

    Of the filters in `years`, only year and briefing apply.
    """
    return _coverage(selection.corpus(), years.briefings_only)


def missing_sections(chosen: Filters) -> pd.DataFrame:
    """Return the rows of `coverage` of what `chosen` selects, was announced, and was not captured.

    A kind of turn selects the sections that can hold it, other filters of speech select all.
    """
    sections = set(chosen.section or SECTIONS)
    if chosen.kind:
        sections &= {section for kind in chosen.kind for section in SECTIONS_OF_KIND[kind]}
    covered = coverage(chosen)
    return covered.loc[covered["state"].eq("not_captured") & covered["section"].isin(sections)]


def outlets(years: Filters) -> pd.DataFrame:
    """Count the outlets that asked, by class and briefing (see stats.coverage.outlets_by_class).

    Of the filters in `years`, only year and briefing apply.
    """
    return _outlets(selection.corpus(), years.briefings_only)


def turn_order(years: Filters) -> pd.DataFrame:
    """Return the turns of the selected briefings with their positions (see stats.sequence).

    Of the filters in `years`, only year and briefing apply.
    """
    return _turn_order(selection.corpus(), years.briefings_only)


def speaking_time(chosen: Filters) -> pd.DataFrame:
    """Return the speaking time within `chosen`, grouped by `chosen.by` (see stats.speaking_time).

    Minutes are estimated at `chosen.rate` syllables per minute, which is also a column, so that an
    export says how it was made. Shares are of the characters captured in the selected sections.
    All outlets together are one row, unless only outlets are selected: then each has a row.
    """
    return _speaking_time(selection.corpus(), chosen.only(*ID_PARAMETERS, "rate", "by"))


def exchanges(chosen: Filters) -> pd.DataFrame:
    """Return the exchanges whose question or answer is within `chosen` (see stats.exchanges).

    If `chosen.speaker` names both outlets and people who answered, only exchanges between these are
    returned.
    """
    return _exchanges(selection.corpus(), chosen.only(*ID_PARAMETERS, "rate"))


def content_words(chosen: Filters) -> pd.DataFrame:
    """Return the rows of selection.term_counts that are content words (stats.term_frequency).

    Fragments, and words that are only inside longer ones, are left out.
    """
    people = selection.table("speakers", Filters())
    names = people.loc[~people["is_outlet"], "name"].tolist()
    counts = selection.term_counts(chosen)
    offered = counts.loc[~counts["is_fragment"].astype(bool) & counts["occurrences"].gt(0)]
    return stats_term_frequency.content_words(offered, names=names)


@cached_per_corpus(maxsize=_CACHE_SIZE)
def _speaking_time(_corpus: object, chosen: Filters) -> pd.DataFrame:
    turns, briefings = selection.turns(chosen), selection.briefings(chosen)
    base = dict(zip(briefings["briefing_id"], briefings["base_characters"], strict=True))
    only_outlets = bool(turns["is_outlet"].all())
    frame = stats_speaking_time.speaking_time(
        turns, by=chosen.by, base=base, rate=chosen.rate, group_outlets=not only_outlets
    )
    return frame.assign(rate=chosen.rate)


def are_between(chosen: Filters) -> bool:
    """Return whether `exchanges` leaves out what did not pass between the selected speakers."""
    found = _exchanges_of_any(selection.corpus(), chosen.only(*ID_PARAMETERS, "rate"))
    return stats_exchanges.names_both_sides(found, speakers=chosen.speaker)


@cached_per_corpus(maxsize=_CACHE_SIZE)
def _exchanges(_corpus: object, chosen: Filters) -> pd.DataFrame:
    found = _exchanges_of_any(_corpus, chosen)
    return stats_exchanges.between_speakers(found, speakers=chosen.speaker)


@cached_per_corpus(maxsize=_CACHE_SIZE)
def _exchanges_of_any(_corpus: object, chosen: Filters) -> pd.DataFrame:
    """Return the exchanges of which a turn is within `chosen`."""
    turns, all_turns = selection.turns(chosen), selection.turns(chosen.briefings_only)
    within = list(zip(turns["briefing_id"], turns["turn"], strict=True))
    frame = stats_exchanges.exchanges(all_turns, rate=chosen.rate, within=within)
    return frame.assign(rate=chosen.rate)


@cached_per_corpus(maxsize=_CACHE_SIZE)
def _coverage(_corpus: object, years: Filters) -> pd.DataFrame:
    turns = selection.turns(years)
    return stats_coverage.coverage(selection.briefings(years), turns=turns, sections=SECTIONS)


@cached_per_corpus(maxsize=_CACHE_SIZE)
def _outlets(_corpus: object, years: Filters) -> pd.DataFrame:
    return stats_coverage.outlets_by_class(selection.turns(years), classes=OUTLET_CLASSES)


@cached_per_corpus(maxsize=_CACHE_SIZE)
def _turn_order(_corpus: object, years: Filters) -> pd.DataFrame:
    return stats_sequence.sequence(selection.turns(years))
