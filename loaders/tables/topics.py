"""Build tables `topics` and `topic_hits`: the topics of the lexicon, and where they occur."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import pyarrow as pa
from msgspec.structs import asdict

from loaders.contract import BREAK
from loaders.lexicon.topics import Topic, join, listed_topics, pattern
from loaders.schema import from_rows, rows_of
from loaders.text.asked import asked_matches
from loaders.text.breaks import free_matches
from loaders.text.term_finder import Finder


def topics() -> pa.Table:
    """Build table `topics` from the lexicon.

    `topic_order` is the position in the file, from 1; equally frequent topics are shown in that
    order. The terms of a topic are joined into one cell, and its exceptions into another
    (`lexicon.topics.join`).
    """
    rows = (
        {
            **asdict(topic),
            "topic_order": position,
            "terms": join(topic.terms),
            "exceptions": join(topic.except_),
        }
        for position, topic in enumerate(listed_topics(), 1)
    )
    return from_rows("topics", rows)


def topic_hits(paragraphs: pa.Table) -> pa.Table:
    """Build table `topic_hits`, sorted by its key, from the texts of `paragraphs`.

    `rule` is the term that matched. The terms of a topic are found in one pass from left to right,
    so matches do not overlap and the sum over the rules of a topic counts each passage once:
    精神文明创建 is a match of 精神文明 and not of 文明创建. A term inside one of the topic's
    exceptions is no match, and only free occurrences are: 办会 in 中央网信办会同 is none (see table
    `term_counts`). In a question only what it asks counts, not what the journalist says before:
    what follows 请问 and the like, or else the sentences that end in a question mark. A question
    without either counts as a whole. (Column `kind` of `paragraphs` names the questions.)
    """
    texts = list(rows_of(paragraphs, "briefing_id", "paragraph", "segmented", "kind"))
    listed = listed_topics()
    patterns = {
        topic.topic_id: (pattern(topic.terms, topic.except_), set(topic.terms)) for topic in listed
    }
    rows = (
        {
            "briefing_id": texts[index][0],
            "paragraph": texts[index][1],
            "topic_id": topic_id,
            "rule": term,
            "occurrences": n,
        }
        for index, topic_id in _candidates([segmented for _, _, segmented, _ in texts], listed)
        for term, n in _count_matches(patterns[topic_id][0], *texts[index][2:]).items()
        if term in patterns[topic_id][1]
    )
    return from_rows("topic_hits", rows)


def _count_matches(compiled: re.Pattern[str], segmented: str, kind: str) -> Counter[str]:
    text = segmented.replace(BREAK, "")
    found = asked_matches(free_matches(compiled, segmented), text=text, kind=kind)
    return Counter(match[0] for match in found)


def _candidates(segmented: list[str], listed: Sequence[Topic]) -> set[tuple[int, str]]:
    """Return (index of text, topic_id) for each topic of which a segmented text contains a term.

    The result is a superset of the hits, since a term inside an exception counts too.
    """
    topics_of: dict[str, list[str]] = {}
    for topic in listed:
        for each in topic.terms:
            topics_of.setdefault(each, []).append(topic.topic_id)
    finder = _finder(tuple(topics_of))
    text, term, _ = finder.occurrences([text.replace(BREAK, "") for text in segmented])
    pairs = zip(text.tolist(), term.tolist(), strict=True)
    return {
        (index, topic_id) for index, word in pairs for topic_id in topics_of[finder.words[word]]
    }


@lru_cache(maxsize=1)
def _finder(terms: tuple[str, ...]) -> Finder:
    return Finder(terms)
