"""Extract documents, quotations, deliverables and figures from the paragraphs of briefings.

Decisions. A document is in 《》. A quotation is in “” or 「」: a slogan, a name, a wording or a
passage of speech. A deliverable is a work that is released under a name without such marks
(mention_deliverables). A figure is a number with its unit (mention_figures). Of a document or
quotation of more than 23 Han characters the first 12 characters, the place and the length are
stored, since a longer one could be a passage of a text that must not be stored. mention_verbs and
mention_subjects find the verb, the status and the subject.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

import pyarrow as pa

from loaders.contract import MAX_STORED_HAN
from loaders.schema import from_rows, rows_of
from loaders.tables.mention_clauses import Clauses
from loaders.tables.mention_deliverables import find_deliverables
from loaders.tables.mention_figures import Mention, find_figures
from loaders.tables.mention_subjects import subject
from loaders.tables.mention_verbs import Governor, governor, is_release, status
from loaders.text.measures import HAN, characters, han_characters

MAX_CHARACTERS = 3 * MAX_STORED_HAN  # text in letters is cut at three times as many as Chinese
# Of a longer mention, in characters.
EXCERPT_CHARACTERS = 12

_MARKED = {
    "document": re.compile(r"《([^《》\n]{1,200})》"),
    # 「」 are the same marks on pages in traditional characters.
    "quotation": re.compile(r"“([^“”\n]{1,1000})”|「([^「」\n]{1,1000})」"),
}
# After a quotation that names a thing by itself comes no word, or one that goes on with the list.
_NOUN_BEHIND = re.compile(
    f"(?!和|及|与|以及|等|并|[0-9一二两三四五六七八九十几多]{{1,4}}[项个份部批篇大])[{HAN}0-9A-Za-z]"
)


def mentions(paragraphs: pa.Table) -> pa.Table:
    """Build table `mentions` from briefing_id, paragraph, text and organisation, in reading order.

    `organisation` is the name of the body for which the speaker of the paragraph appears, or null.

    `surface` is the text of a figure or deliverable, or the text between the marks of a document or
    quotation, and `offset` its start in the paragraph, in characters from 0. `characters` is the
    length of the whole mention. If `is_whole` is false, `surface` is its first 12 characters.

    `verb` says what is done with a document, quotation or deliverable, and `subject` who does it.
    Of a figure, `subject` is the quantity measured, if named directly before it. `status` is
    "announced" for what the sentence says will be released, "released" for what it says has been.
    All three are null if the sentence does not say. Of a quotation with a noun behind it (“…”活动)
    the verb is that of the noun, and `status` is null.

    `low` and `high` are equal for a plain figure, and the two ends for a range. `high` is null for
    a lower bound (超过, 多), `low` for an upper bound (近, 不到). 万 and 亿 are multiplied out, so
    that 1.5亿 is 150,000,000. `unit` is the measure word, null if the text has none. `modifier` is
    the word that makes a figure inexact. `counterpart` is always null so far.
    """
    columns = ("briefing_id", "paragraph", "text", "organisation")
    numbers: dict[str, Iterator[int]] = {}
    rows = (
        {
            "briefing_id": briefing_id,
            "paragraph": paragraph,
            "mention": next(numbers.setdefault(briefing_id, count(1))),
            **row,
        }
        for briefing_id, paragraph, text, organisation in sorted(
            rows_of(paragraphs, *columns), key=lambda row: row[:2]
        )
        for row in _mentions_in(text, organisation)
    )
    return from_rows("mentions", rows)


def _mentions_in(text: str, organisation: str | None) -> list[Mention]:
    documents = list(_find_marked(text, "document"))
    quotations = _not_inside(documents, _find_marked(text, "quotation"))
    marked = sorted([*documents, *quotations], key=lambda row: row["offset"])
    clauses = Clauses(text, (_span(row) for row in marked))
    for row in marked:
        start, end = _span(row)
        _describe(row, clauses, governor(clauses, start, end), organisation)
        if row["kind"] == "quotation" and not _is_head(clauses.masked, end):
            row["status"] = None
    works = list(_deliverables(clauses, organisation))
    # A document within a quotation overlaps it, and begins later.
    figures = _not_inside(_outermost([*marked, *works]), find_figures(text))
    rows = [_excerpt(row) for row in [*marked, *works, *figures]]
    return sorted(rows, key=lambda row: (row["offset"], row["kind"]))


def _find_marked(text: str, kind: str) -> Iterator[Mention]:
    for match in _MARKED[kind].finditer(text):
        surface = match[match.lastindex or 0]
        if characters(surface):
            yield {"kind": kind, "surface": surface, "offset": match.start() + 1}


def _deliverables(clauses: Clauses, organisation: str | None) -> Iterator[Mention]:
    for start, end, verb in find_deliverables(clauses):
        row: Mention = {"kind": "deliverable", "surface": clauses.text[start:end], "offset": start}
        _describe(row, clauses, verb, organisation)
        yield row


def _describe(
    row: Mention, clauses: Clauses, verb: Governor | None, organisation: str | None
) -> None:
    """Add to `row` the verb, the subject and the status."""
    if verb:
        row["verb"] = verb.verb
        row["subject"] = subject(clauses, verb, organisation)
        row["status"] = status(clauses, verb) if is_release(verb) else None


def _is_head(masked: str, end: int) -> bool:
    """Return whether no noun follows a quotation: it is the name of a thing, not a part of it."""
    return _NOUN_BEHIND.match(masked, end) is None


def _excerpt(row: Mention) -> Mention:
    """Return `row` with its length, and with its surface cut if it is a passage."""
    surface, length = row["surface"], characters(row["surface"])
    is_whole = han_characters(surface) <= MAX_STORED_HAN and length <= MAX_CHARACTERS
    if not is_whole:
        surface = _first_characters(surface, EXCERPT_CHARACTERS)
    return {**row, "surface": surface, "characters": length, "is_whole": is_whole}


def _first_characters(text: str, number: int) -> str:
    """Return the beginning of `text` that ends with its character of that number.

    >>> _first_characters("读书,要慢。", 3)
    '读书,要'
    """
    ends = (end for end in range(1, len(text) + 1) if characters(text[:end]) == number)
    return text[: next(ends, len(text))]


def _span(row: Mention) -> tuple[int, int]:
    """Return (start, end) of a document or quotation, its marks included."""
    return row["offset"] - 1, row["offset"] + len(row["surface"]) + 1


def _outermost(rows: Iterable[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for row in sorted(rows, key=lambda row: (row["offset"], -len(row["surface"]))):
        if not kept or row["offset"] >= kept[-1]["offset"] + len(kept[-1]["surface"]):
            kept.append(row)
    return kept


def _not_inside(marked: Sequence[Mention], rows: Iterable[Mention]) -> list[Mention]:
    """Return the `rows` that do not begin inside a row of `marked`.

    The rows of `marked` must not overlap each other.
    """
    spans = sorted((row["offset"], row["offset"] + len(row["surface"])) for row in marked)
    begins, ends = [begin for begin, _ in spans], [0, *(end for _, end in spans)]
    return [row for row in rows if ends[bisect_right(begins, row["offset"])] <= row["offset"]]
