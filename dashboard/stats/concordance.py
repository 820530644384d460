"""Concordance: every occurrence of a term on a row of its own, in its context where it is held."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

__all__ = ["COLUMNS", "concordance"]

COLUMNS = [
    "place", "year", "speaker_zh", "speaker_en", "kind", "section", "turn", "paragraph", "term",
    "nth", "of", "position", "left", "right", "briefing_id", "speaker_id",
]  # fmt: skip


class _Found(NamedTuple):
    """One occurrence within a paragraph, counted from 1, and what stands around it."""

    nth: int
    at: int | None
    left: str | None
    right: str | None


def concordance(hits: pd.DataFrame, *, context: int = 15) -> pd.DataFrame:
    """The occurrences of `hits`, each on a row: keyword in context (KWIC) after Luhn (1960).

    An occurrence is a non-overlapping find of the term's characters, read from the left. `left` and
    `right` are up to `context` characters beside it, null where the paragraph's text is not held:
    then it is known how often the term stands there, and not where. position = where the occurrence
    lies in its briefing, or else where its paragraph begins, in characters from the beginning. nth
    and of count within the paragraph and term.

    H. P. Luhn, "Key word-in-context index for technical literature", American Documentation 11,
    1960.

    hits: rows as `selection.hits` gives them, with the term as `rule`.
    Returns COLUMNS, as many rows as the sum of occurrences, numbered from 1 by `place`, by year,
    briefing, paragraph and position. Empty input gives no row.

    >>> hits = pd.DataFrame({"year": 2031, "briefing_id": "b", "speaker_id": "s",
    ...     "speaker_zh": "陶", "speaker_en": "Tao", "kind": "answer", "section": "q_and_a",
    ...     "turn": 2, "paragraph": 3,
    ...     "begin": 40, "rule": "青禾", "occurrences": 2, "text": ["爱青禾，到青禾。"]})
    >>> concordance(hits)[["place", "term", "nth", "of", "left", "right"]]
       place term  nth  of  left right
    0      1   青禾    1   2     爱  ，到青禾。
    1      2   青禾    2   2  爱青禾，到    。
    """
    rows = [
        {**_beside(row), **found._asdict()}
        for row in hits.to_dict("records")
        for found in _occurrences(row["text"], row["rule"], row["occurrences"], context)
    ]
    if not rows:
        return pd.DataFrame(columns=COLUMNS)
    listed = pd.DataFrame(rows).astype({"left": object, "right": object})
    listed = listed.assign(position=listed["begin"] + listed["at"].astype(float).fillna(0))
    order = ["year", "briefing_id", "paragraph", "position", "term", "nth"]
    listed = listed.sort_values(order, ignore_index=True)
    return listed.assign(
        place=range(1, len(listed) + 1), position=listed["position"].astype("int64")
    )[COLUMNS]


def _beside(row: Mapping[Hashable, Any]) -> dict[str, Any]:
    kept = {name: row[name] for name in (*COLUMNS[1:8], "begin", "briefing_id", "speaker_id")}
    return {**kept, "term": row["rule"], "of": row["occurrences"]}


def _occurrences(text: str | None, term: str, count: int, context: int) -> Iterator[_Found]:
    if text is None:
        yield from (_Found(nth, None, None, None) for nth in range(1, count + 1))
        return
    start = text.find(term)
    nth = 0
    while start >= 0:
        nth, end = nth + 1, start + len(term)
        before = sum(map(str.isalnum, text[:start]))
        yield _Found(nth, before, text[max(0, start - context) : start], text[end : end + context])
        start = text.find(term, end)
