"""Topics of data/lexicon/topics.toml, and the passages in which their terms stand."""

import re
from collections import Counter
from functools import lru_cache
from itertools import permutations
from typing import Any

import pyarrow as pa

from loaders import lexicon
from loaders.errors import LexiconError
from loaders.schema import from_rows, rows_of
from loaders.text.term_finder import Finder


def topics() -> pa.Table:
    """The topics: table `topics`.

    `topic_order` is their order in the file, in which equally frequent ones are shown. `terms` are
    joined with 、.
    """
    rows = (
        {**entry, "topic_order": place, "terms": "、".join(entry["terms"])}
        for place, entry in enumerate(_entries(), 1)
    )
    return from_rows("topics", rows)


def topic_hits(paragraphs: pa.Table) -> pa.Table:
    """Where each topic's terms stand: table `topic_hits`, sorted by its key.

    `rule` is the term that matched. A topic's terms are found together, from left to right, so no
    find overlaps another and their sum over the rules counts each passage once: 精神文明创建 is a
    find of 精神文明 and none of 文明创建. A term inside one of the topic's exceptions is no find.
    """
    said = list(rows_of(paragraphs, "briefing_id", "paragraph", "text"))
    entries = _entries()
    patterns = {entry["topic_id"]: (_pattern(entry), entry["terms"]) for entry in entries}
    rows = (
        {
            "briefing_id": said[place][0],
            "paragraph": said[place][1],
            "topic_id": topic_id,
            "rule": term,
            "occurrences": n,
        }
        for place, topic_id in _to_look_at([text for *_, text in said], entries)
        for term, n in Counter(patterns[topic_id][0].findall(said[place][2])).items()
        if term in patterns[topic_id][1]
    )
    return from_rows("topic_hits", rows)


def _to_look_at(texts: list[str], entries: list[dict[str, Any]]) -> set[tuple[int, str]]:
    """Texts and topics of which a term stands in the text, be it an exception or not."""
    of_term: dict[str, list[str]] = {}
    for entry in entries:
        for term in entry["terms"]:
            of_term.setdefault(term, []).append(entry["topic_id"])
    finder = _finder(tuple(of_term))
    text, term, _ = finder.occurrences(texts)
    found = zip(text.tolist(), term.tolist(), strict=True)
    return {(place, topic_id) for place, word in found for topic_id in of_term[finder.words[word]]}


@lru_cache(maxsize=1)
def _finder(terms: tuple[str, ...]) -> Finder:
    return Finder(terms)


def _pattern(entry: dict[str, Any]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, [*entry.get("except", []), *entry["terms"]])))


def _entries() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = lexicon.read("topics")["topic"]
    for entry in entries:
        _check(entry)
    return entries


def _check(entry: dict[str, Any]) -> None:
    where = f"data/lexicon/topics.toml, topic {entry['topic_id']}"
    for inner, outer in permutations(entry["terms"], 2):
        if inner in outer:
            raise LexiconError(
                f"{where}: the term {inner} stands in the term {outer} and would be counted twice; "
                "remove one of them."
            )
    for exception in entry.get("except", []):
        if not any(term in exception for term in entry["terms"]):
            raise LexiconError(f"{where}: the exception {exception} holds no term; remove it.")
