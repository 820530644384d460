"""Read the topics of data/lexicon/topics.toml, and compile patterns that find their terms."""

import re
from collections.abc import Iterable
from functools import cache

from loaders.errors import LexiconError
from loaders.lexicon.records import Record, Text, Words, load_rows, place, require_distinct

_SEPARATOR = "、"


class Topic(Record, frozen=True):
    """A topic with its names and terms; no term counts inside one of the wordings `except_`."""

    topic_id: Text
    label_zh: Text
    label_en: Text
    source: Text
    terms: Words
    except_: Words = ()


@cache
def listed_topics() -> tuple[Topic, ...]:
    """Return the topics in the order of the file, cached.

    Raises LexiconError if the file is not valid, if a topic_id is listed twice, or if an exception
    contains no term of its topic.
    """
    topics = load_rows(Topic, "topics", "topic")
    require_distinct((topic.topic_id for topic in topics), place("topics"))
    for topic in topics:
        for exception in topic.except_:
            if not any(term in exception for term in topic.terms):
                raise LexiconError(
                    f"{place('topics')}, topic {topic.topic_id}: the exception {exception} holds "
                    "no term; remove it."
                )
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
