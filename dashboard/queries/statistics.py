"""Statistics of the rows that a selection of filters keeps, cached per corpus and selection.

Every run of a page asks for all of its statistics, and most readers need the same ones. The frames
are shared like those of queries (see `query`). Of a selection, the `parameters` of the decorator
apply, and no others. The columns of each frame are described in the module of `dashboard.stats`.
"""

import pandas as pd

from dashboard.filters import BRIEFING_PARAMETERS, ID_PARAMETERS, Filters
from dashboard.queries import selection
from dashboard.queries.query import cached_per_corpus
from dashboard.stats import coverage as stats_coverage
from dashboard.stats import exchanges as stats_exchanges
from dashboard.stats import sequence as stats_sequence
from dashboard.stats import speaking_time as stats_speaking_time
from dashboard.stats import term_frequency as stats_term_frequency
from dashboard.stats import topic_uptake as stats_topic_uptake
from loaders.schema import SECTIONS, SECTIONS_OF_KIND


@cached_per_corpus(parameters=BRIEFING_PARAMETERS)
def coverage(chosen: Filters) -> pd.DataFrame:
    """Return the coverage of each section of the selected briefings (see stats.coverage)."""
    turns = selection.turns(chosen)
    return stats_coverage.coverage(selection.briefings(chosen), turns=turns, sections=SECTIONS)


def missing_sections(chosen: Filters) -> pd.DataFrame:
    """Return the rows of `coverage` of what `chosen` selects, was announced, and was not captured.

    A kind of turn selects the sections that can hold it, other filters of speech select all.
    """
    sections = set(chosen.section or SECTIONS)
    if chosen.kind:
        sections &= {section for kind in chosen.kind for section in SECTIONS_OF_KIND[kind]}
    covered = coverage(chosen)
    return covered.loc[covered["state"].eq("not_captured") & covered["section"].isin(sections)]


@cached_per_corpus(parameters=BRIEFING_PARAMETERS)
def turn_order(chosen: Filters) -> pd.DataFrame:
    """Return the turns of the selected briefings with their positions (see stats.sequence)."""
    return stats_sequence.sequence(selection.turns(chosen))


@cached_per_corpus(parameters=(*ID_PARAMETERS, "rate", "by"))
def speaking_time(chosen: Filters) -> pd.DataFrame:
    """Return the speaking time within `chosen`, grouped by `chosen.by` (see stats.speaking_time).

    Minutes are estimated at `chosen.rate` syllables per minute, which is also a column, so that an
    export says how it was made. Shares are of the characters captured in the selected sections.
    All outlets together are one row, unless only outlets are selected: then each has a row.
    """
    turns, briefings = selection.turns(chosen), selection.briefings(chosen)
    base = dict(zip(briefings["briefing_id"], briefings["base_characters"], strict=True))
    only_outlets = bool(turns["is_outlet"].all())
    frame = stats_speaking_time.speaking_time(
        turns, by=chosen.by, base=base, rate=chosen.rate, group_outlets=not only_outlets
    )
    return frame.assign(rate=chosen.rate)


@cached_per_corpus(parameters=(*ID_PARAMETERS, "rate"))
def exchanges(chosen: Filters) -> pd.DataFrame:
    """Return the exchanges whose question or answer is within `chosen` (see stats.exchanges).

    If `chosen.speaker` names both outlets and people who answered, only exchanges between these are
    returned.
    """
    return stats_exchanges.between_speakers(_exchanges_of_any(chosen), speakers=chosen.speaker)


def are_between(chosen: Filters) -> bool:
    """Return whether `exchanges` leaves out what did not pass between the selected speakers."""
    return stats_exchanges.names_both_sides(_exchanges_of_any(chosen), speakers=chosen.speaker)


@cached_per_corpus(parameters=(*ID_PARAMETERS, "rate"))
def _exchanges_of_any(chosen: Filters) -> pd.DataFrame:
    """Return the exchanges of which a turn is within `chosen`."""
    turns, all_turns = selection.turns(chosen), selection.turns(chosen.briefings_only)
    within = list(zip(turns["briefing_id"], turns["turn"], strict=True))
    frame = stats_exchanges.exchanges(all_turns, rate=chosen.rate, within=within)
    return frame.assign(rate=chosen.rate)


@cached_per_corpus(parameters=(*ID_PARAMETERS, "rate"))
def topic_uptake(chosen: Filters) -> pd.DataFrame:
    """Return `exchanges` and how much of each answer is on what was asked (stats.topic_uptake)."""
    return stats_topic_uptake.topic_uptake(exchanges(chosen), **_whole_turns(chosen))


@cached_per_corpus(parameters=(*ID_PARAMETERS, "rate"))
def uptake_topics(chosen: Filters) -> pd.DataFrame:
    """Return the topics of `exchanges`: taken up, not taken up, brought in (stats.topic_uptake)."""
    hits = _whole_turns(chosen)["hits"]
    return stats_topic_uptake.uptake_topics(exchanges(chosen), hits=hits)


@cached_per_corpus(parameters=(*BRIEFING_PARAMETERS, "rate"))
def answer_paragraphs(chosen: Filters) -> pd.DataFrame:
    """Return the paragraphs of all answers of the selected briefings (see stats.topic_uptake)."""
    return stats_topic_uptake.answer_paragraphs(exchanges(chosen), **_whole_turns(chosen))


def _whole_turns(chosen: Filters) -> dict[str, pd.DataFrame]:
    whole = chosen.briefings_only
    return {"hits": selection.hits(whole), "paragraphs": selection.paragraphs(whole)}


def content_words(chosen: Filters) -> pd.DataFrame:
    """Return the rows of selection.term_counts that are content words (stats.term_frequency).

    Fragments, and words that are only inside longer ones, are left out.
    """
    people = selection.table("speakers", Filters())
    names = people.loc[~people["is_outlet"], "name"].tolist()
    counts = selection.term_counts(chosen)
    offered = counts.loc[~counts["is_fragment"].astype(bool) & counts["occurrences"].gt(0)]
    return stats_term_frequency.content_words(offered, names=names)


@cached_per_corpus(parameters=ID_PARAMETERS)
def bodies(chosen: Filters) -> pd.DataFrame:
    """Return the body that each speaker within `chosen` speaks for: organisation_zh, _en, or null.

    Index: briefing_id, speaker_id.
    """
    turns = selection.turns(chosen).drop_duplicates(["briefing_id", "speaker_id"])
    keyed = turns.set_index(["briefing_id", "speaker_id"])
    return keyed[["organisation_zh", "organisation_en"]]
