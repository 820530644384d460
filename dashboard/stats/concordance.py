"""Concordance: one row per occurrence of a term, with its context where the text is available."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice, repeat
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from loaders.contract import BREAK
from loaders.methods import Method
from loaders.text.asked import asked_matches
from loaders.text.breaks import free_matches

COLUMNS = [
    "place", "year", "speaker_zh", "speaker_en", "kind", "section", "turn", "paragraph", "term",
    "nth", "of", "position", "left", "right", "briefing_id", "speaker_id",
]  # fmt: skip
Order = Literal["place", "left", "right"]
_PARAGRAPH_ORDER = ["position", "term", "nth"]  # the sort order within a paragraph
_NO_PATTERNS: Mapping[str, re.Pattern[str]] = {}


class _Occurrence(NamedTuple):
    """One occurrence of a term in a paragraph, with its context.

    nth: the number of the occurrence in the paragraph, from 1. offset: characters of the paragraph
    before it. Without a text, offset is 0, left and right are None.
    """

    nth: int
    offset: int
    left: str | None
    right: str | None


METHOD = Method(
    "concordance",
    "dashboard/stats/concordance.py",
    units={"characters": "position"},
    papers=(
        (
            "Luhn, H. P. (1960), Key word-in-context index for technical literature, "
            "American Documentation 11(4)"
        ),
    ),
)


def concordance(
    hits: pd.DataFrame,
    *,
    context: int = 15,
    patterns: Mapping[str, re.Pattern[str]] = _NO_PATTERNS,
    max_per_row: int | None = None,
) -> pd.DataFrame:
    """Return one row per occurrence in `hits`: keyword in context (KWIC) after Luhn (1960).

    An occurrence is a non-overlapping match of the term's characters, read from the left, that is
    not inside a longer word (文明办 in 文明办网 is): it begins and ends at a break of `segmented`,
    if `hits` has that column. `left`
    and `right` are up to `context` characters before and after it. They are null where the text of
    the paragraph is not available: the number of occurrences is known, but not their positions.
    position = characters of the briefing before the occurrence (before its paragraph, where the
    text is not available). The occurrence is number `nth` of the `of` occurrences of its term in
    the paragraph.

    H. P. Luhn, "Key word-in-context index for technical literature", American Documentation 11,
    1960.

    hits: rows of `selection.hits`, with the term as `rule`.
    patterns: topic_id -> a pattern that matches all terms of the topic, used where `hits` has the
    column topic_id; in a question it finds only what is asked (loaders.text.asked).
    max_per_row: how many occurrences, the first ones, to keep of each row of `hits`; None for all.
    Returns COLUMNS, a row for each occurrence. `place` numbers the rows from 1: paragraphs in the
    order of `hits`, the occurrences of a paragraph from its beginning. Empty input gives no row.

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
    texts = hits["segmented"] if "segmented" in hits else [*map(_break_everywhere, hits["text"])]
    columns = zip(texts, hits["rule"], hits["occurrences"], topics, hits["kind"], strict=True)
    occurrences = [
        list(
            islice(_occurrences(text, rule, count, patterns.get(topic), context, kind), max_per_row)
        )
        for text, rule, count, topic, kind in columns
    ]
    if not any(occurrences):
        return pd.DataFrame(columns=COLUMNS)
    rows = hits.iloc[np.repeat(np.arange(len(hits)), list(map(len, occurrences)))]
    # dtype object, or pandas would write a missing context as the number NaN.
    flat = [occurrence for of_row in occurrences for occurrence in of_row]
    each = pd.DataFrame(flat, columns=_Occurrence._fields, dtype=object).astype(
        {"nth": int, "offset": int}
    )
    listed = rows.reset_index(drop=True).assign(
        term=rows["rule"].to_numpy(),
        of=rows["occurrences"].to_numpy(),
        nth=each["nth"],
        position=(rows["begin"].to_numpy() + each["offset"]).astype("int64"),
        left=each["left"],
        right=each["right"],
    )
    paragraph = listed.groupby(["briefing_id", "paragraph"], sort=False).ngroup()
    ordered = listed.assign(_of=paragraph).sort_values(
        ["_of", *_PARAGRAPH_ORDER], ignore_index=True
    )
    return ordered.assign(place=range(1, len(listed) + 1))[COLUMNS]


def sort_by_context(listed: pd.DataFrame, *, order: Order) -> pd.DataFrame:
    """Sort the rows of a concordance by place, or by the context before or after the term.

    "left" compares the characters before the term, "right" those after it, both beginning with the
    character next to the term. Rows of equal context keep their order, and rows without a context
    come last. "place" returns `listed` itself, in the order of `concordance`.

    >>> listed = pd.DataFrame({"left": ["爱", "到", "甲爱"], "right": ["。", None, "，"]})
    >>> sort_by_context(listed, order="left")["left"].tolist()
    ['到', '爱', '甲爱']
    """
    if order == "place":
        return listed
    step = -1 if order == "left" else 1
    context = pd.Series([t and t[::step] for t in listed[order]], index=listed.index, dtype=object)
    index = context.sort_values(kind="stable", na_position="last").index
    return listed.loc[index].reset_index(drop=True)


def _break_everywhere(text: object) -> str | None:
    return BREAK.join(text) if isinstance(text, str) else None


def _occurrences(
    segmented: str | None,
    term: str,
    count: int,
    pattern: re.Pattern[str] | None,
    context: int,
    kind: str,
) -> Iterator[_Occurrence]:
    if segmented is None:
        yield from (_Occurrence(nth, 0, None, None) for nth in range(1, count + 1))
        return
    text, before, last = segmented.replace(BREAK, ""), 0, 0
    matches = free_matches(pattern or re.compile(re.escape(term)), segmented)
    if pattern:
        matches = asked_matches(matches, text=text, kind=kind)
    starts = (match.start() for match in matches if match[0] == term)
    for nth, start in enumerate(starts, 1):
        # Counted from the previous match, not from the start: a paragraph may be long and full
        # of matches.
        before, last = before + sum(map(str.isalnum, text[last:start])), start
        end = start + len(term)
        yield _Occurrence(
            nth, before, text[max(0, start - context) : start], text[end : end + context]
        )
