"""The findings of the front page, in the order in which a reader wants them.

Each is made by rules from the tables. Those that state a change come first; within both groups the
order is that of _FINDS: wording, topics, announcements, figures, programme, who had the floor, who
asked.
"""

from collections.abc import Mapping
from typing import NamedTuple

from dashboard.components.cache import cached_for_run
from dashboard.features.overview import (
    announced,
    askers,
    figures,
    floor,
    programme,
    topics,
    wordings,
)
from dashboard.features.overview.finding import Find, Finding, Subject
from dashboard.filters import BRIEFING_PARAMETERS, Filters
from dashboard.i18n import t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels.numbers import number
from dashboard.labels.pair import choose_pair
from dashboard.queries import selection, statistics
from dashboard.queries.comparison_family import compared_filters
from dashboard.queries.pair import SIDES
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.run_context import current_run

_MAX_OTHERS = 5
PARAMETERS = (*BRIEFING_PARAMETERS, "rate")  # those of a selection that findings depend on
_FINDS: tuple[Find, ...] = (
    wordings.find_turned,
    wordings.find_new,
    topics.find,
    announced.find,
    figures.find,
    programme.find,
    floor.find,
    askers.find,
)


def findings_of_run() -> list[Finding]:
    """Return the findings of this run, cached for PARAMETERS of its selection alone."""
    return cached_for_run(
        "findings", lambda: findings(current_run().filters), parameters=PARAMETERS
    )


def findings(chosen: Filters) -> list[Finding]:
    """Return the findings on the briefings that `chosen` selects: what changed first."""
    subject = _subject(chosen)
    found = [finding for find in _FINDS if (finding := find(subject))]
    return sorted(found, key=lambda finding: not finding.changed)


def is_alone() -> bool:
    """Return whether this run selects one briefing of several: nothing can have changed."""
    briefings = selection.briefings(current_run().filters.briefings_only)
    return len(briefings) == 1 < len(selection.briefings(Filters()))


class Compared(NamedTuple):
    """The two of more than two selected briefings that findings compare, in a sentence.

    others: briefing_id -> name of the last of the others, latest first.
    """

    sentence: str
    others: Mapping[str, str]


def compared(chosen: Filters) -> Compared | None:
    """Return which two of more than two briefings are compared; None of two or fewer."""
    pair = _subject(chosen).pair
    if pair is None or pair.candidate_count <= len(SIDES):
        return None
    first, last = (labels_briefings.name(row) for row in pair[:2])
    n = number(pair.candidate_count)
    rows = rows_of(selection.briefings(chosen.briefings_only).iloc[::-1], BriefingRow)
    others = [row for row in rows if row.briefing_id not in pair.ids.values()]
    return Compared(
        t("overview.finding.of_many", n=n, first=first, last=last),
        {row.briefing_id: labels_briefings.name(row) for row in others[:_MAX_OTHERS]},
    )


def places_filters(chosen: Filters) -> Filters:
    """Return the filters of the places that a click on a square lists: of what both have."""
    subject, listed = _subject(chosen), Filters(term=chosen.term, topic=chosen.topic)
    if subject.pair is None:
        return chosen.briefings_only.replace(term=chosen.term, topic=chosen.topic)
    compared = compared_filters(listed, subject.pair, "statements")
    return compared.replace(term=chosen.term)


def _subject(chosen: Filters) -> Subject:
    years = chosen.only(*PARAMETERS)
    briefings = selection.briefings(years)
    pair = choose_pair(briefings, statistics.coverage(years))
    if pair is None:
        return Subject(years, briefings, None)
    restricted = pair.restrict(years)
    return Subject(restricted, selection.briefings(restricted), pair)
