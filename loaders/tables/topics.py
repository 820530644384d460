"""Tables `topics` and `topic_hits`: the lexicon's topics, and the paragraphs they come up in."""

from collections import Counter
from functools import lru_cache
from typing import Any

import pyarrow as pa

from loaders.lexicon.topics import entries, join, pattern
from loaders.schema import from_rows, rows_of
from loaders.text.term_finder import Finder


def topics() -> pa.Table:
    """Build table `topics`.

    `topic_order` is the order in the file, in which equally frequent topics are shown. `terms` and
    `exceptions` are one cell each (`lexicon.topics.join`).
    """
    rows = (
        {
            **entry,
            "topic_order": place,
            "terms": join(entry["terms"]),
            "exceptions": join(entry.get("except", [])),
        }
        for place, entry in enumerate(entries(), 1)
    )
    return from_rows("topics", rows)


def topic_hits(paragraphs: pa.Table) -> pa.Table:
    """Build table `topic_hits`, sorted by its key, from briefing_id, paragraph and text.

    `rule` is the term that matched. A topic's terms are found together, from left to right, so no
    find overlaps another and their sum over the rules counts each passage once: 精神文明创建 is a
    find of 精神文明 and none of 文明创建. A term inside one of the topic's exceptions is no find.
    """
    said = list(rows_of(paragraphs, "briefing_id", "paragraph", "text"))
    listed = entries()
    finders = {
        entry["topic_id"]: (pattern(entry["terms"], entry.get("except", [])), set(entry["terms"]))
        for entry in listed
    }
    rows = (
        {
            "briefing_id": said[place][0],
            "paragraph": said[place][1],
            "topic_id": topic_id,
            "rule": term,
            "occurrences": n,
        }
        for place, topic_id in _candidates([text for *_, text in said], listed)
        for term, n in Counter(finders[topic_id][0].findall(said[place][2])).items()
        if term in finders[topic_id][1]
    )
    return from_rows("topic_hits", rows)


def _candidates(texts: list[str], listed: list[dict[str, Any]]) -> set[tuple[int, str]]:
    """Return the (text, topic) pairs in which a term of the topic occurs, exceptions included."""
    topics_of: dict[str, list[str]] = {}
    for entry in listed:
        for term in entry["terms"]:
            topics_of.setdefault(term, []).append(entry["topic_id"])
    finder = _finder(tuple(topics_of))
    text, term, _ = finder.occurrences(texts)
    found = zip(text.tolist(), term.tolist(), strict=True)
    return {
        (place, topic_id) for place, word in found for topic_id in topics_of[finder.words[word]]
    }


@lru_cache(maxsize=1)
def _finder(terms: tuple[str, ...]) -> Finder:
    return Finder(terms)
