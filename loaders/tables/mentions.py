"""Extract documents, works, campaigns, events, quotations and figures from paragraphs.

Decisions. A document is in 《》. A quotation is in “” or 「」: a slogan, a wording or a passage of
speech; one that names a campaign, an event, a platform or a released work is that (mention_kinds).
Works, campaigns and events are named without such marks too (mention_works). A figure is a number
with its unit (mention_figures, mention_counted). Of what has more than 23 Han characters the first
12 characters, the place and the length are stored, since a longer one could be a passage of a text
that must not be stored. mention_verbs, mention_times and mention_subjects find the verb, its time
and its subject, mention_titles the name by which the same thing of another year is recognised.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import NamedTuple

import pyarrow as pa

from loaders.contract import DURATIONS, MAX_STORED_HAN
from loaders.lexicon.mentions import Tense
from loaders.schema import from_rows, rows_of
from loaders.tables.mention_clauses import Clauses
from loaders.tables.mention_counted import counted
from loaders.tables.mention_figures import Mention, find_figures
from loaders.tables.mention_kinds import is_work, named_kind
from loaders.tables.mention_modifiers import modifier
from loaders.tables.mention_subjects import subject
from loaders.tables.mention_times import (
    dates,
    figure_tense,
    is_being_made,
    occasion,
    promised_release,
    tense,
)
from loaders.tables.mention_titles import counted_name, title
from loaders.tables.mention_verbs import Governor, governor
from loaders.tables.mention_works import find_works
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


class Voice(NamedTuple):
    """The body for which a paragraph is spoken (its name or None), and the year of its briefing."""

    organisation: str | None
    year: int | None


def mentions(paragraphs: pa.Table) -> pa.Table:
    """Build table `mentions` from briefing_id, paragraph, text, organisation and year.

    `organisation` is the name of the body for which the speaker of the paragraph appears, or null;
    `year` is that of the briefing. The rows are in reading order.

    `surface` is the text of a figure or of a name without marks, or the text between the marks, and
    `offset` its start in the paragraph, in characters from 0. `characters` is the length of the
    whole mention. If `is_whole` is false, `surface` is its first 12 characters. `marks` are those
    around it: "title" for 《》, "quotation" for “”, null for none.

    `title_key` is the name without what belongs to one year, and with the words that say which work
    of a common name it is (mention_modifiers), `english` its gloss in
    data/lexicon/announcements.toml, of a figure that of what it counts; `english_source` is one of
    schema.NAME_SOURCES.

    `verb` says what is done with what is mentioned, `verb_use` what kind of verb that is, and
    `subject` who does it. `tense` is "promised", "done" or "under_way" (mention_times); all four
    are null if the sentence does not say, of a quotation with a noun behind it the tense too.
    `date_start` and `date_end` are the dates that the sentence gives before the verb, `occasion`
    its word for the time of the event that the briefing is on (会上).

    `low` and `high` are equal for a plain figure, and the two ends for a range. `high` is null for
    a lower bound (超过), `low` for an upper bound (近, 不到). Of 800多 they are 800 and 900, which
    it does not reach. 万 and 亿 are multiplied out, so that 1.5亿 is 150,000,000. `unit` is the
    measure word, null if the text has none. `modifier` is the word that makes a figure inexact,
    `counted` what the figure counts (mention_counted), null if no rule finds it.
    """
    columns = ("briefing_id", "paragraph", "text", "organisation", "year")
    numbers: dict[str, Iterator[int]] = {}
    rows = (
        {
            "briefing_id": briefing_id,
            "paragraph": paragraph,
            "mention": next(numbers.setdefault(briefing_id, count(1))),
            **row,
        }
        for briefing_id, paragraph, text, *voice in sorted(
            rows_of(paragraphs, *columns), key=lambda row: row[:2]
        )
        for row in _mentions_in(text, Voice(*voice))
    )
    return from_rows("mentions", rows)


def _mentions_in(text: str, voice: Voice) -> list[Mention]:
    documents = list(_find_marked(text, "document"))
    quotations = _not_inside(documents, _find_marked(text, "quotation"))
    marked = sorted([*documents, *quotations], key=lambda row: row["offset"])
    clauses = Clauses(text, (_span(row) for row in marked))
    for row in marked:
        start, end = _span(row)
        verb = governor(clauses, start, end)
        _describe(row, clauses, verb, voice)
        if row["kind"] == "quotation":
            _classify(row, clauses, verb)
        _specify(row, clauses, verb)
    works = list(_works(clauses, voice))
    # A document within a quotation overlaps it, and begins later.
    figures = _not_inside(_outermost([*marked, *works]), find_figures(text))
    for row in figures:
        _describe_figure(row, clauses, voice)
    rows = [_named(_excerpt(row)) for row in [*marked, *works, *figures]]
    return sorted(rows, key=lambda row: (row["offset"], row["kind"]))


def _find_marked(text: str, kind: str) -> Iterator[Mention]:
    for match in _MARKED[kind].finditer(text):
        surface = match[match.lastindex or 0]
        if characters(surface):
            marks = "title" if kind == "document" else "quotation"
            yield {"kind": kind, "marks": marks, "surface": surface, "offset": match.start() + 1}


def _works(clauses: Clauses, voice: Voice) -> Iterator[Mention]:
    for start, end, verb, kind in find_works(clauses):
        row: Mention = {"kind": kind, "surface": clauses.text[start:end], "offset": start}
        _describe(row, clauses, verb, voice)
        _specify(row, clauses, verb)
        yield row


def _describe(row: Mention, clauses: Clauses, verb: Governor | None, voice: Voice) -> None:
    """Add to `row` the verb, its use, its time and its subject."""
    if verb is None:
        return
    row["verb"], row["verb_use"] = verb.verb, verb.use
    row["subject"] = subject(clauses, verb, voice.organisation)
    if verb.use in ("release", "make", "hold"):
        row["date_start"], row["date_end"] = dates(clauses, verb.start, voice.year)
        row["tense"] = tense(clauses, verb) or _past(row, voice)
        row["occasion"] = occasion(clauses, verb.start)
        if released := promised_release(clauses, verb, row["offset"] + len(row["surface"])):
            row["verb"], row["verb_use"], row["tense"] = released, "release", "promised"
    elif row["kind"] == "document" and is_being_made(clauses, verb, _span(row)[1]):
        row["verb_use"], row["tense"] = "make", tense(clauses, verb) or "under_way"


def _past(row: Mention, voice: Voice) -> Tense | None:
    """Return "done" if the last date given is of a year before that of the briefing."""
    end = row["date_end"]
    return "done" if end and voice.year and int(end[:4]) < voice.year else None


def _classify(row: Mention, clauses: Clauses, verb: Governor | None) -> None:
    """Set the kind of a quotation that is a name, and take the tense from one that is none."""
    _, end = _span(row)
    is_head = _is_head(clauses.masked, end)
    if kind := named_kind(clauses, row["surface"], end):
        row["kind"] = kind
    elif is_head and is_work(row["surface"], verb):
        row["kind"] = "deliverable"
    elif not is_head:
        row["tense"] = None


def _specify(row: Mention, clauses: Clauses, verb: Governor | None) -> None:
    """Put the words before the name of a work that belong to it into its key."""
    if verb and row["kind"] in ("document", "deliverable"):
        start = row["offset"] - bool(row.get("marks"))
        row["title_key"] = modifier(clauses, verb, start, row["surface"]) + row["surface"]


def _describe_figure(row: Mention, clauses: Clauses, voice: Voice) -> None:
    """Add to a figure what it counts, the tense of its clause, and the dates of its sentence."""
    start, end = row["offset"], row["offset"] + len(row["surface"])
    row["counted"] = counted(clauses, start, end, row["unit"])
    row["date_start"], row["date_end"] = dates(clauses, start, voice.year)
    is_span = row["unit"] in DURATIONS
    row["tense"] = figure_tense(clauses, start, end, is_span=is_span) or _past(row, voice)


def _named(row: Mention) -> Mention:
    """Return `row` with the key of its name and its English."""
    found = None
    if row["kind"] == "figure":
        found = counted_name(row["counted"]) if row["counted"] else None
        row = {**row, "counted": found and found.key}
    elif row["kind"] != "quotation" and row["is_whole"]:
        found = title(row.get("title_key") or row["surface"])
        row = {**row, "title_key": found.key}
    if not found:
        return row
    return {**row, "english": found.english, "english_source": found.english_source}


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
