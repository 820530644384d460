"""Read the topics of data/lexicon/topics.toml, and compile patterns that find their terms."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from loaders import lexicon
from loaders.errors import LexiconError

_SEPARATOR = "、"


def entries() -> list[dict[str, Any]]:
    """Return the topics, as tables of the TOML file, in the order of the file.

    Raises LexiconError if a term is listed twice in its topic, or an exception contains no term of
    its topic.
    """
    topics: list[dict[str, Any]] = lexicon.read("topics")["topic"]
    for entry in topics:
        _check(entry)
    return topics


def pattern(terms: Iterable[str], exceptions: Iterable[str] = ()) -> re.Pattern[str]:
    """Compile the pattern that finds all `terms` of a topic in one pass, from left to right.

    `exceptions` are longer wordings in which a term does not count. The pattern matches them too,
    so that no term is found inside: a match that is not one of `terms` is not a hit. Of two that
    begin at one place the longer is matched.

    >>> pattern(["文明创建", "精神文明"]).findall("群众性精神文明创建活动")
    ['精神文明']
    >>> pattern(["灯"], ["灯下黑"]).findall("灯会上没有灯下黑")
    ['灯', '灯下黑']
    """
    longest_first = sorted([*exceptions, *terms], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))


def join(terms: Iterable[str]) -> str:
    """Join terms or exceptions into one cell of table `topics`.

    >>> join(["文明创建", "精神文明"]), split("文明创建、精神文明"), split("")
    ('文明创建、精神文明', ['文明创建', '精神文明'], [])
    """
    return _SEPARATOR.join(terms)


def split(cell: str) -> list[str]:
    """Split a cell written by `join`; an empty cell gives no terms."""
    return cell.split(_SEPARATOR) if cell else []


def _check(entry: dict[str, Any]) -> None:
    where = f"data/lexicon/topics.toml, topic {entry['topic_id']}"
    for term, n in Counter(entry["terms"]).items():
        if n > 1:
            raise LexiconError(f"{where}: the term {term} is listed twice; remove one of them.")
    for exception in entry.get("except", []):
        if not any(term in exception for term in entry["terms"]):
            raise LexiconError(f"{where}: the exception {exception} holds no term; remove it.")
