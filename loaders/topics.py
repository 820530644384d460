"""Topics of data/lexicon/topics.toml, and the passages in which their terms stand."""

from itertools import permutations
from typing import Any

import pandas as pd

from loaders import lexicon
from loaders.errors import LexiconError
from loaders.schema import TABLES

__all__ = ["topic_hits", "topics"]


def topics() -> pd.DataFrame:
    """The topics in the file's order, which is the order in which a page shows them."""
    columns = TABLES["topics"].columns
    return pd.DataFrame([[entry[c] for c in columns] for entry in _entries()], columns=columns)


def topic_hits(paragraphs: pd.DataFrame) -> pd.DataFrame:
    """Where each topic's terms stand: table `topic_hits`, sorted by its key.

    `rule` is the term that matched; occurrences of it do not overlap. Since no term of a topic
    contains another of its terms, their sum over the rules counts each passage once.
    """
    columns = (paragraphs[column] for column in ("briefing_id", "paragraph", "text"))
    rows = [
        (briefing_id, paragraph, entry["topic_id"], term, text.count(term))
        for briefing_id, paragraph, text in zip(*columns, strict=True)
        for entry in _entries()
        for term in entry["terms"]
        if term in text
    ]
    return pd.DataFrame(sorted(rows), columns=TABLES["topic_hits"].columns)


def _entries() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = lexicon.read("topics")["topic"]
    for entry in entries:
        for inner, outer in permutations(entry["terms"], 2):
            if inner in outer:
                raise LexiconError(
                    f"data/lexicon/topics.toml, topic {entry['topic_id']}: the term {inner} stands "
                    f"in the term {outer} and would be counted twice; remove one of them."
                )
    return entries
