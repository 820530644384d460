"""Finding: which topics have more room in the later briefing, in what both have."""

from dataclasses import dataclass

from dashboard.components import scope_choice
from dashboard.components.change_table import Change, change_chart, places_of
from dashboard.components.panel import Panel, PanelText
from dashboard.features.overview.finding import Finding, Subject
from dashboard.filters import Filters
from dashboard.i18n import join, join_sentences, pick, t
from dashboard.labels.numbers import number, per_10k
from dashboard.labels.pair import Pair
from dashboard.queries import identifiers, wording
from dashboard.queries.comparison_family import family
from dashboard.queries.rows import rows_of
from dashboard.stats.log_ratio import more_often

_STATEMENTS = "statements"  # the scope that is compared
_MAX_NAMED, _MAX_ROWS = 3, 6


@dataclass(slots=True)
class _Topic:
    """A topic in the statements of both briefings; rates are per 10,000 characters."""

    topic_id: str
    earlier_occurrences: int
    later_occurrences: int
    earlier_rate: float
    later_rate: float

    @property
    def name(self) -> str:
        """The name of the topic in this run's language."""
        return pick(*identifiers.labels()[self.topic_id])


def find(subject: Subject) -> Finding | None:
    """Return the topics that the later briefing speaks of more, by count and by rate."""
    pair = subject.pair
    if pair is None or not wording.compared_part(subject.chosen).is_alike:
        return None
    listed = family(Filters(), pair).ratios["topic_id"][_STATEMENTS]
    frame = listed.loc[listed["earlier_occurrences"].gt(0) | listed["later_occurrences"].gt(0)]
    risen = frame.loc[more_often(frame).eq("later")]
    ordered = risen.assign(rise=risen["later_rate"] - risen["earlier_rate"])
    ordered = ordered.sort_values(["rise", "topic_id"], ascending=[False, True], ignore_index=True)
    topics = rows_of(ordered, _Topic)
    if not topics:
        return None
    text = PanelText(
        t("overview.finding.topics.headline", named=_named(topics), **pair.placeholders),
        t("overview.finding.topics.reading", n=len(topics), all=len(frame), **pair.placeholders),
        _caveat(len(topics), int(ordered["conclusive"].eq(True).sum())),
        scope_choice.caveat(wording.compared_part(subject.chosen)),
    )
    chart = change_chart([_change(topic, pair) for topic in topics[:_MAX_ROWS]], pair)
    named = ordered.drop(columns="rise").assign(name=[topic.name for topic in topics])
    panel = Panel(named, [chart], text, applied=subject.chosen)
    return Finding("topics", panel, changed=True, page="comparison", query={"at": "topics"})


def _caveat(risen: int, marked: int) -> str:
    """Say how many are drawn, and how many of all differences hold."""
    key = "none_held" if not marked else "all_hold" if marked == risen else "held"
    return join_sentences(
        t("overview.finding.topics.caveat", n=min(risen, _MAX_ROWS), all=risen),
        t(f"overview.finding.topics.{key}", n=marked),
    )


def _named(topics: list[_Topic]) -> str:
    return join(
        [
            t(
                "overview.finding.topics.named",
                topic=topic.name,
                earlier=number(topic.earlier_occurrences),
                later=number(topic.later_occurrences),
            )
            for topic in topics[:_MAX_NAMED]
        ]
    )


def _change(topic: _Topic, pair: Pair) -> Change:
    note = t(
        "overview.finding.topics.rates",
        earlier=per_10k(topic.earlier_rate),
        later=per_10k(topic.later_rate),
        **pair.placeholders,
    )
    counts = (topic.earlier_occurrences, topic.later_occurrences)
    clicks = places_of("topic", (topic.topic_id, topic.topic_id), counts, pair)
    return Change(topic.name, note, counts, clicks=clicks)
