"""English names of conference facts, and ids shared by facts that mean the same.

Both are read from data/lexicon/facts.toml. The names of organisations and places are read from
organisations.toml and places.toml.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from loaders import lexicon
from loaders.errors import LexiconError


class FactName(NamedTuple):
    """The English name of a fact, and an id that is equal for facts that mean the same.

    `match` is the id of a topic or of a part of a conference; None for a fact without such an id.
    """

    value_en: str
    match: str | None


def fact_names() -> Mapping[str, FactName]:
    """Return value as stated (in Chinese) -> FactName, of all facts, bodies and places listed.

    Raises LexiconError if a row of facts.toml is a duplicate, lacks its English name or its reason,
    or has a match that is neither a topic nor a part of a conference.
    """
    listed = lexicon.read("facts")
    matches = {*listed["parts"], *(row["topic_id"] for row in lexicon.read("topics")["topic"])}
    names = {name: FactName(english, None) for name, english in _bodies_and_places()}
    seen = set[str]()
    for row in listed["fact"]:
        _check_row(row, seen, matches)
        seen.add(row["value"])
        names[row["value"]] = FactName(row["en"], row.get("match"))
    return names


def _bodies_and_places() -> Iterable[tuple[str, str]]:
    places = lexicon.read("places")
    yield from places["provinces"].items()
    yield from places["cities"].items()
    for body in lexicon.read("organisations")["organisation"]:
        yield from ((alias, body["name_en"]) for alias in body["aliases"])


def _check_row(row: Mapping[str, Any], seen: set[str], matches: set[str]) -> None:
    where = f"data/lexicon/facts.toml, {row['value']}"
    if row["value"] in seen:
        raise LexiconError(f"{where}: listed twice; keep one of the two rows.")
    if not row.get("en") or not row.get("reason"):
        raise LexiconError(f"{where}: the English name or the reason is missing; add it.")
    if "match" in row and row["match"] not in matches:
        raise LexiconError(
            f"{where}: the match {row['match']} is no topic of topics.toml and none of [parts]; "
            "correct it or add what it names."
        )
