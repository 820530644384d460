"""Concordance: every occurrence of a term on a row of its own, in its context where it is held."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice, repeat
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

COLUMNS = [
    "place", "year", "speaker_zh", "speaker_en", "kind", "section", "turn", "paragraph", "term",
    "nth", "of", "position", "left", "right", "briefing_id", "speaker_id",
]  # fmt: skip
Order = Literal["place", "left", "right"]
_WITHIN = ["position", "term", "nth"]  # the order of a paragraph's occurrences
_NONE: Mapping[str, re.Pattern[str]] = {}


class _Found(NamedTuple):
    """One occurrence within a paragraph, counted from 1, and what stands around it."""

    nth: int
    at: int
    left: str | None
    right: str | None


def concordance(
    hits: pd.DataFrame,
    *,
    context: int = 15,
    patterns: Mapping[str, re.Pattern[str]] = _NONE,
    most: int | None = None,
) -> pd.DataFrame:
    """The occurrences of `hits`, each on a row: keyword in context (KWIC) after Luhn (1960).

    An occurrence is a non-overlapping find of the term's characters, read from the left. `left` and
    `right` are up to `context` characters beside it, null where the paragraph's text is not held:
    then it is known how often the term stands there, and not where. position = where the occurrence
    lies in its briefing, or else where its paragraph begins, in characters from the beginning. nth
    and of count within the paragraph and term.

    H. P. Luhn, "Key word-in-context index for technical literature", American Documentation 11,
    1960.

    hits: rows as `selection.hits` gives them, with the term as `rule`.
    patterns: by topic_id, what finds all terms of a topic together, where `hits` has that column.
    most: of each row of `hits`, no more than its first finds.
    Returns COLUMNS, as many rows as the sum of occurrences, numbered from 1 by `place`: the
    paragraphs in the order of `hits`, each from its beginning. Empty input gives no row.

    >>> hits = pd.DataFrame({"year": 2031, "briefing_id": "b", "speaker_id": "s",
    ...     "speaker_zh": "陶", "speaker_en": "Tao", "kind": "answer", "section": "q_and_a",
    ...     "turn": 2, "paragraph": 3,
    ...     "begin": 40, "rule": "青禾", "occurrences": 2, "text": ["爱青禾，到青禾。"]})
    >>> concordance(hits)[["place", "term", "nth", "of", "left", "right"]]
       place term  nth  of  left right
    0      1   青禾    1   2     爱  ，到青禾。
    1      2   青禾    2   2  爱青禾，到    。
    """
    topics = hits["topic_id"] if "topic_id" in hits else repeat(None, len(hits))
    columns = zip(hits["text"], hits["rule"], hits["occurrences"], topics, strict=True)
    found = [
        list(islice(_occurrences(text, rule, count, patterns.get(topic), context), most))
        for text, rule, count, topic in columns
    ]
    if not any(found):
        return pd.DataFrame(columns=COLUMNS)
    rows = hits.iloc[np.repeat(np.arange(len(hits)), list(map(len, found)))]
    # Of objects, or pandas would write a context that is not held as the number NaN.
    flat = [one for own in found for one in own]
    each = pd.DataFrame(flat, columns=_Found._fields, dtype=object).astype({"nth": int, "at": int})
    listed = rows.reset_index(drop=True).assign(
        term=rows["rule"].to_numpy(),
        of=rows["occurrences"].to_numpy(),
        nth=each["nth"],
        position=(rows["begin"].to_numpy() + each["at"]).astype("int64"),
        left=each["left"],
        right=each["right"],
    )
    paragraph = listed.groupby(["briefing_id", "paragraph"], sort=False).ngroup()
    ordered = listed.assign(_of=paragraph).sort_values(["_of", *_WITHIN], ignore_index=True)
    return ordered.assign(place=range(1, len(listed) + 1))[COLUMNS]


def by_context(listed: pd.DataFrame, *, order: Order) -> pd.DataFrame:
    """The rows of a concordance in another order: by what stands beside the term.

    By `left` from the term outwards, by `right` onwards; equal contexts by place, those that are
    not held last. By `place` they stay as they are.

    >>> listed = pd.DataFrame({"left": ["爱", "到", "甲爱"], "right": ["。", None, "，"]})
    >>> by_context(listed, order="left")["left"].tolist()
    ['到', '爱', '甲爱']
    """
    if order == "place":
        return listed
    step = -1 if order == "left" else 1
    beside = pd.Series([t and t[::step] for t in listed[order]], index=listed.index, dtype=object)
    places = beside.sort_values(kind="stable", na_position="last").index
    return listed.loc[places].reset_index(drop=True)


def _occurrences(
    text: str | None, term: str, count: int, pattern: re.Pattern[str] | None, context: int
) -> Iterator[_Found]:
    if text is None:
        yield from (_Found(nth, 0, None, None) for nth in range(1, count + 1))
        return
    before = last = 0
    for nth, start in enumerate(_starts(text, term, pattern), 1):
        # Counted on from the find before: a paragraph may be long, and full of finds.
        before, last = before + sum(map(str.isalnum, text[last:start])), start
        end = start + len(term)
        yield _Found(nth, before, text[max(0, start - context) : start], text[end : end + context])


def _starts(text: str, term: str, pattern: re.Pattern[str] | None) -> Iterator[int]:
    if pattern is not None:
        yield from (match.start() for match in pattern.finditer(text) if match[0] == term)
        return
    start = text.find(term)
    while start >= 0:
        yield start
        start = text.find(term, start + len(term))
