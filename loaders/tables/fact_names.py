"""English names of conference facts, ids shared by facts of one subject, and which are wider.

They are read from data/lexicon/facts.toml; the names of organisations and places from
organisations.toml and places.toml.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from loaders import lexicon
from loaders.errors import LexiconError
from loaders.schema import NAME_SOURCES


class FactName(NamedTuple):
    """The English name of a fact, where it is from (NAME_SOURCES), and what the fact is on.

    `match` is the id of a topic or of a part of a conference; None for a fact without such an id.
    `wider` has the values of the same `match` whose subject is wider, joined by 、; None if none.
    """

    value_en: str
    value_en_source: str
    match: str | None = None
    wider: str | None = None


def fact_names() -> Mapping[str, FactName]:
    """Return value as stated (in Chinese) -> FactName, of all facts, bodies and places listed.

    Raises LexiconError if a row of facts.toml is a duplicate, lacks its English name, the source of
    that name or its reason, has a match that is neither a topic nor a part of a conference, or
    names a wider value that is not listed with the same match.
    """
    listed = lexicon.read("facts")
    matches = {*listed["parts"], *(row["topic_id"] for row in lexicon.read("topics")["topic"])}
    names = {name: FactName(*english) for name, english in _bodies_and_places()}
    match_by_value = {row["value"]: row.get("match") for row in listed["fact"]}
    seen = set[str]()
    for row in listed["fact"]:
        _check_row(row, seen, matches)
        _check_wider(row, match_by_value)
        seen.add(row["value"])
        wider = "、".join(row.get("wider", ())) or None
        names[row["value"]] = FactName(row["en"], row["en_source"], row.get("match"), wider)
    return names


def _bodies_and_places() -> Iterable[tuple[str, tuple[str, str]]]:
    places = lexicon.read("places")
    for place, english in (*places["provinces"].items(), *places["cities"].items()):
        yield place, (english, "romanised")
    for body in lexicon.read("organisations")["organisation"]:
        for alias in body["aliases"]:
            yield alias, (body["name_en"], body["name_en_source"])


def _check_row(row: Mapping[str, Any], seen: set[str], matches: set[str]) -> None:
    where = _place(row)
    if row["value"] in seen:
        raise LexiconError(f"{where}: listed twice; keep one of the two rows.")
    if not row.get("en") or not row.get("reason"):
        raise LexiconError(f"{where}: the English name or the reason is missing; add it.")
    if row.get("en_source") not in NAME_SOURCES:
        raise LexiconError(f"{where}: en_source must be one of {', '.join(NAME_SOURCES)}.")
    if "match" in row and row["match"] not in matches:
        raise LexiconError(
            f"{where}: the match {row['match']} is no topic of topics.toml and none of [parts]; "
            "correct it or add what it names."
        )


def _check_wider(row: Mapping[str, Any], match_by_value: Mapping[str, str | None]) -> None:
    for value in row.get("wider", ()):
        if value == row["value"] or match_by_value.get(value) != row.get("match", ""):
            raise LexiconError(
                f"{_place(row)}: the wider {value} is not listed with the same match; correct it."
            )


def _place(row: Mapping[str, Any]) -> str:
    return f"data/lexicon/facts.toml, {row['value']}"
