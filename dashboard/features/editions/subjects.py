"""The subjects of the sub-forums: which edition announces each, and what came and went."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pandas as pd
from pandas.api.typing import NAType

from dashboard.queries.rows import rows_of

ANNOUNCED, NOT_ANNOUNCED, NOT_NAMED = "announced", "not_announced", "not_named"
SUB_FORUM, EVENT = "sub_forum", "main_event"
_HOSTS = ("organiser", "implementer")


@dataclass(slots=True)
class Edition:
    """A row of queries.editions.editions."""

    edition_id: str
    year: int
    number: int
    sub_forums: int
    days: float
    briefing_id: str | None
    source: str | None
    paragraph: int | NAType


@dataclass(slots=True)
class Fact:
    """A row of queries.editions.facts."""

    edition_id: str
    field: str
    value: str
    value_en: str | None
    value_en_source: str | None
    match: str | None
    called_new: bool
    source: str | None
    other_value: str | None
    other_value_en: str | None
    other_source: str | None
    briefing_id: str | None
    paragraph: int | NAType


@dataclass
class Subject:
    """A subject of sub-forums; `facts`: edition_id -> its sub-forums on it, or main event.

    key: the `match` of its facts, or the one wording that they have.
    """

    key: str
    facts: dict[str, list[Fact]] = field(default_factory=dict)

    @property
    def first(self) -> Fact:
        """The fact that names the subject first."""
        return next(iter(self.facts.values()))[0]


@dataclass(frozen=True)
class Change:
    """The subjects that `edition` is the first to announce, or does not announce again."""

    edition: Edition
    subjects: Sequence[Subject]


class Programme:
    """The subjects of all editions, in order of the first that announces them.

    A main event of the same subject as a sub-forum is counted apart from them. An edition is whole
    if as many sub-forums are named as were announced: of another one it is not known what it lacks.
    """

    def __init__(self, editions: Iterable[Edition], facts: Iterable[Fact]) -> None:
        """Sort `facts`, in the order of queries.editions.facts, into subjects."""
        self.editions = list(editions)
        listed = list(facts)
        forums = [fact for fact in listed if fact.field == SUB_FORUM]
        keys = {_key(fact) for fact in forums}
        found: dict[str, Subject] = {}
        for fact in listed:
            if fact.field == SUB_FORUM or (fact.field == EVENT and fact.match in keys):
                subject = found.setdefault(_key(fact), Subject(_key(fact)))
                subject.facts.setdefault(fact.edition_id, []).append(fact)
        self.subjects = list(found.values())
        self.named = {
            each.edition_id: sum(fact.edition_id == each.edition_id for fact in forums)
            for each in self.editions
        }

    def is_whole(self, edition: Edition) -> bool:
        """Return whether the sources name all sub-forums that were announced."""
        return self.named[edition.edition_id] >= edition.sub_forums

    def state(self, subject: Subject, edition: Edition) -> str:
        """Return ANNOUNCED; NOT_ANNOUNCED, of an edition that is whole; or NOT_NAMED."""
        if edition.edition_id in subject.facts:
            return ANNOUNCED
        return NOT_ANNOUNCED if self.is_whole(edition) else NOT_NAMED

    def of(self, edition: Edition) -> list[Subject]:
        """Return the subjects that `edition` announces."""
        return [each for each in self.subjects if edition.edition_id in each.facts]

    def new(self) -> list[Change]:
        """Return what each edition announces first, if every edition before it is whole."""
        changes = []
        for place, edition in enumerate(self.editions[1:], 1):
            before = self.editions[:place]
            if all(map(self.is_whole, before)) and self.of(edition):
                first = [
                    s for s in self.of(edition) if not any(e.edition_id in s.facts for e in before)
                ]
                changes.append(Change(edition, first))
        return changes

    def not_again(self) -> list[Change]:
        """Return what the edition before announces and each whole edition does not."""
        pairs = zip(self.editions, self.editions[1:], strict=False)
        return [
            Change(
                later,
                [s for s in self.of(earlier) if self.state(s, later) == NOT_ANNOUNCED],
            )
            for earlier, later in pairs
            if self.is_whole(earlier) and self.is_whole(later)
        ]


def programme(editions: pd.DataFrame, facts: pd.DataFrame) -> Programme:
    """Return the programme of the rows of queries.editions."""
    return Programme(rows_of(editions, Edition), rows_of(facts, Fact))


def _key(fact: Fact) -> str:
    return fact.match or fact.value


def bodies(facts: Iterable[Fact]) -> list[list[Fact]]:
    """Return the facts of each host that has an id (`match`), in the order of their first."""
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.field in _HOSTS and fact.match:
            found.setdefault(fact.match, []).append(fact)
    return list(found.values())
