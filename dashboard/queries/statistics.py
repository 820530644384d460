"""Statistics of a selection, kept for the selections in use.

A run of a page asks for all of them, whatever was clicked, and most readers for the same ones. The
frames are shared: whoever gets one makes a new one with .assign or a mask.
"""

import pandas as pd

from dashboard.filters import ID_PARAMETERS, Filters
from dashboard.queries import selection
from dashboard.queries.cache import cached_per_corpus
from dashboard.stats import term_frequency
from dashboard.stats.coverage import coverage, outlets_by_class
from dashboard.stats.exchanges import between, exchanges
from dashboard.stats.sequence import sequence
from dashboard.stats.speaking_time import speaking_time
from loaders.schema import OUTLET_CLASSES, SECTIONS

_KEPT = 16  # selections of each; the corpus is part of the key, so that a new one starts afresh


def covered(years: Filters) -> pd.DataFrame:
    """What was announced and captured of the briefings of `years` (see stats.coverage)."""
    return _covered(selection.corpus(), years.which)


def outlets(years: Filters) -> pd.DataFrame:
    """How many outlets of each class asked in the briefings of `years` (see stats.coverage)."""
    return _outlets(selection.corpus(), years.which)


def order(years: Filters) -> pd.DataFrame:
    """Where each turn of the briefings of `years` lies (see stats.sequence)."""
    return _order(selection.corpus(), years.which)


def spoken(chosen: Filters) -> pd.DataFrame:
    """Who of `chosen` spoke for how long, by its view and at its rate (see stats.speaking_time).

    The column rate says in each row at how many syllables a minute, wherever the row may go.

    Shares are of what was captured in the selected sections. Outlets are one row, unless outlets
    are all that is selected: then one row would say nothing.
    """
    return _spoken(selection.corpus(), chosen.only(*ID_PARAMETERS, "rate", "by"))


def asked(chosen: Filters) -> pd.DataFrame:
    """The exchanges of which `chosen` holds the question or the answer (see stats.exchanges).

    Where its speakers name outlets and people that answered, those `between` them.
    """
    return _asked(selection.corpus(), chosen.only(*ID_PARAMETERS, "rate"))


def content_words(chosen: Filters) -> pd.DataFrame:
    """Rows of selection.term_counts whose term says something (see stats.term_frequency)."""
    people = selection.table("speakers", Filters())
    names = people.loc[~people["is_outlet"], "name"].tolist()
    return term_frequency.content_words(selection.term_counts(chosen), names=names)


@cached_per_corpus(maxsize=_KEPT)
def _spoken(_corpus: object, chosen: Filters) -> pd.DataFrame:
    turns, briefings = selection.turns(chosen), selection.scope(chosen)
    base = dict(zip(briefings["briefing_id"], briefings["base_characters"], strict=True))
    apart = bool(turns["is_outlet"].all())
    spoken = speaking_time(
        turns, by=chosen.by, base=base, rate=chosen.rate, group_outlets=not apart
    )
    return spoken.assign(rate=chosen.rate)


@cached_per_corpus(maxsize=_KEPT)
def _asked(_corpus: object, chosen: Filters) -> pd.DataFrame:
    turns, whole = selection.turns(chosen), selection.turns(chosen.which)
    within = list(zip(turns["briefing_id"], turns["turn"], strict=True))
    found = exchanges(whole, rate=chosen.rate, within=within).assign(rate=chosen.rate)
    return between(found, speakers=chosen.speaker)


@cached_per_corpus(maxsize=_KEPT)
def _covered(_corpus: object, years: Filters) -> pd.DataFrame:
    turns = selection.turns(years)
    return coverage(selection.scope(years), turns=turns, sections=SECTIONS)


@cached_per_corpus(maxsize=_KEPT)
def _outlets(_corpus: object, years: Filters) -> pd.DataFrame:
    return outlets_by_class(selection.turns(years), classes=OUTLET_CLASSES)


@cached_per_corpus(maxsize=_KEPT)
def _order(_corpus: object, years: Filters) -> pd.DataFrame:
    return sequence(selection.turns(years))
