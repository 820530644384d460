"""English names of conference facts, ids shared by facts of one subject, and which are wider.

They are read from data/lexicon/facts.toml; the names of organisations and places from
organisations.toml and places.toml.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal, NamedTuple

from loaders.errors import LexiconError
from loaders.lexicon.organisations import organisations
from loaders.lexicon.places import places
from loaders.lexicon.records import Record, Rows, Table, Text, Words, load, place, require_distinct
from loaders.lexicon.topics import listed_topics


class FactName(NamedTuple):
    """The English name of a fact, where it is from (schema.NAME_SOURCES), and what the fact is on.

    `match` is the id of a topic or of a part of a conference; None for a fact without such an id.
    `wider` has the values of the same `match` whose subject is wider, joined by 、; None if none.
    """

    value_en: str
    value_en_source: str
    match: str | None = None
    wider: str | None = None


class _Fact(Record, frozen=True):
    value: Text
    en: Text
    en_source: Literal["own", "reports", "ours"]
    reason: Text
    match: Text | None = None
    wider: Words = ()


class _Facts(Record, frozen=True):
    parts: Table[Text]
    fact: Rows[_Fact]


@cache
def fact_names() -> Mapping[str, FactName]:
    """Return value as stated (in Chinese) -> FactName, of all facts, bodies and places; cached.

    Raises LexiconError if the file is not valid, lists a value twice, has a match that is neither a
    topic nor a part of a conference, or names a wider value that is not listed with the same match.
    """
    listed = load(_Facts, "facts")
    require_distinct((fact.value for fact in listed.fact), place("facts"))
    matches = {*listed.parts, *(topic.topic_id for topic in listed_topics())}
    match_by_value = {fact.value: fact.match for fact in listed.fact}
    for fact in listed.fact:
        _check_match(fact, matches)
        _check_wider(fact, match_by_value)
    names = dict(_bodies_and_places())
    for fact in listed.fact:
        wider = "、".join(fact.wider) or None
        names[fact.value] = FactName(fact.en, fact.en_source, fact.match, wider)
    return names


def _bodies_and_places() -> Iterator[tuple[str, FactName]]:
    for name, english in (*places().provinces.items(), *places().cities.items()):
        yield name, FactName(english, "romanised")
    for body in organisations():
        for alias in body.aliases:
            yield alias, FactName(body.name_en, body.name_en_source)


def _check_match(fact: _Fact, matches: set[str]) -> None:
    if fact.match is not None and fact.match not in matches:
        raise LexiconError(
            f"{place('facts')}, {fact.value}: the match {fact.match} is no topic of topics.toml "
            "and none of [parts]; correct it or add what it names."
        )


def _check_wider(fact: _Fact, match_by_value: Mapping[str, str | None]) -> None:
    for value in fact.wider:
        if value == fact.value or match_by_value.get(value) != (fact.match or ""):
            raise LexiconError(
                f"{place('facts')}, {fact.value}: the wider {value} is not listed with the same "
                "match; correct it."
            )
