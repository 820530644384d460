"""The tables of a corpus: the only place that defines their columns, types and keys.

Units: a *character* is a Han character, a letter or a digit. Offsets count code points of the clean
text from 0. A missing value is null, never 0 or "": null means "not known" or "not captured".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from loaders.edition_schema import edition_tables
from loaders.errors import SchemaError
from loaders.table_definition import FLAG, INT, NUMBER, TEXT, Table, optional, required

if TYPE_CHECKING:
    import pandas as pd

SCHEMA_VERSION = 8
# Syllables per minute of unhurried official speech: the rate of the estimates in turns.seconds, and
# the default of the rate that a reader of the dashboard can set.
SYLLABLES_PER_MINUTE = 220

# The values of coded columns, in the order in which a page shows them.
KINDS = ("moderation", "statement", "question", "answer")
SECTIONS = ("opening", "q_and_a")
# The sections that can hold a turn of each kind: statements come before the first question.
SECTIONS_OF_KIND: Mapping[str, tuple[str, ...]] = {
    "moderation": SECTIONS,
    "statement": ("opening",),
    "question": ("q_and_a",),
    "answer": ("q_and_a",),
}
SLOTS = ("moderator", "convening_body", "host_province", "host_city", "association", "press",
         "other")  # fmt: skip
OUTLET_CLASSES = ("central", "provincial", "metropolitan_commercial", "hong_kong_macau", "foreign",
                  "unlisted")  # fmt: skip
ORGANISATION_LEVELS = ("central", "province", "city", "association", "unstated", "media")
# Where an English name is from: the bearer's own; English reports; pinyin (or the usual name of a
# place); a translation of this project.
NAME_SOURCES = ("own", "reports", "romanised", "ours")
# document: in 《》; deliverable: a work that is named without them; platform: a column, platform or
# brand; quotation: in “” and none of these.
MENTION_KINDS = ("document", "deliverable", "campaign", "event", "platform", "quotation", "figure")
TENSES = ("done", "under_way", "promised")
PHRASE_KINDS = ("body", "event", "campaign", "document", "wording", "term")

# Columns of table `paragraphs` with texts, null where the text is not stored. text: repaired and
# simplified, which is counted; repaired: not yet simplified; published: as on the page; segmented:
# text, with contract.BREAK wherever a word may begin or end.
TEXT_COLUMNS = ("text", "repaired", "published", "segmented")

_PARAGRAPH = (("briefing_id", "paragraph"), "paragraphs")
_BRIEFING = (("briefing_id",), "briefings")
_ORGANISATION = (("organisation_id",), "organisations")

_ALL = (
    Table(
        "briefings",
        (
            *required(briefing_id=TEXT, series=TEXT, series_zh=TEXT, series_en=TEXT, year=INT),
            *required(title=TEXT),
            *optional(date_held=TEXT, date_held_basis=TEXT, published_at=TEXT),
            *optional(publisher=TEXT, publisher_en=TEXT, credited_to=TEXT, credited_to_en=TEXT),
            *optional(source_url=TEXT, host_province=TEXT, host_city=TEXT, host_city_en=TEXT),
            *required(source_sha256=TEXT, fingerprint=TEXT),
            *required(sections_captured=TEXT, sections_announced=TEXT),
            *required(turns=INT, speakers=INT),
            *optional(questions=INT),
            *required(paragraphs=INT, characters=INT, han_characters=INT, repairs=INT),
            *required(parser_version=TEXT, lexicon_version=TEXT),
        ),
        key=("briefing_id",),
    ),
    Table(
        "repairs",
        (
            *required(briefing_id=TEXT, repair=INT, kind=TEXT, line=INT, column=INT),
            *required(before=TEXT, after=TEXT, places=INT),
        ),
        key=("briefing_id", "repair"),
        references=(_BRIEFING,),
    ),
    Table(
        "speakers",
        (
            *required(speaker_id=TEXT, is_outlet=FLAG, name=TEXT, name_en=TEXT),
            # search_names: other forms of the name, by which a reader may look for it.
            *required(name_en_source=TEXT, variants=TEXT, search_names=TEXT),
            *optional(outlet_class=TEXT),
        ),
        key=("speaker_id",),
        codes={"outlet_class": OUTLET_CLASSES, "name_en_source": NAME_SOURCES},
    ),
    Table(
        "organisations",
        (
            *required(organisation_id=TEXT, name_zh=TEXT, name_en=TEXT, name_en_source=TEXT),
            *required(search_names=TEXT, level=TEXT),
        ),
        key=("organisation_id",),
        codes={"level": ORGANISATION_LEVELS, "name_en_source": NAME_SOURCES},
    ),
    Table(
        "appearances",
        (
            *required(briefing_id=TEXT, speaker_id=TEXT),
            *optional(title=TEXT, title_en=TEXT, organisation_id=TEXT),
            *required(slot=TEXT, spoke=FLAG),
        ),
        key=("briefing_id", "speaker_id"),
        codes={"slot": SLOTS},
        references=(_BRIEFING, (("speaker_id",), "speakers"), _ORGANISATION),
    ),
    Table(
        "turns",
        (
            *required(briefing_id=TEXT, turn=INT, speaker_id=TEXT, kind=TEXT, section=TEXT),
            *optional(reply_to=INT),
            *required(characters=INT, han_characters=INT, syllables=INT),
            *required(sentences=INT, paragraphs=INT),
            *optional(start=NUMBER, end=NUMBER),
            *required(seconds=NUMBER, seconds_basis=TEXT),
        ),
        key=("briefing_id", "turn"),
        codes={"kind": KINDS, "section": SECTIONS, "seconds_basis": ("timed", "estimated")},
        references=((("briefing_id", "speaker_id"), "appearances"),),
    ),
    Table(
        "paragraphs",
        (
            *required(briefing_id=TEXT, paragraph=INT, turn=INT),
            *required(characters=INT, han_characters=INT, syllables=INT, sentences=INT),
            *required(tokens_jieba=INT, tokens_lexicon=INT),
            *optional(**dict.fromkeys(TEXT_COLUMNS, TEXT)),
        ),
        key=("briefing_id", "paragraph"),
        references=((("briefing_id", "turn"), "turns"),),
    ),
    Table(
        # In words of this project, for the bundled briefings. text_hash: of the text summarised.
        "gists",
        required(briefing_id=TEXT, paragraph=INT, text_hash=TEXT, gist_zh=TEXT, gist_en=TEXT),
        key=("briefing_id", "paragraph"),
        references=(_PARAGRAPH,),
    ),
    Table(
        "terms",
        (
            *required(term=TEXT, is_stopword=FLAG, is_fragment=FLAG),
            # partly_counted: true for a term that a later text brought, which was counted only in
            # the texts that were stored then; else null.
            *optional(part_of_speech=TEXT, partly_counted=FLAG),
        ),
        key=("term",),
    ),
    Table(
        "term_counts",
        (
            *required(briefing_id=TEXT, paragraph=INT, term=TEXT),
            # free_occurrences: those that are not inside a longer word; inside names these words.
            *required(occurrences=INT, free_occurrences=INT),
            *optional(inside=TEXT),
            *required(tokens_jieba=INT, tokens_lexicon=INT),
        ),
        key=("briefing_id", "paragraph", "term"),
        references=(_PARAGRAPH, (("term",), "terms")),
    ),
    Table(
        "phrases",
        (
            *required(phrase=TEXT, source=TEXT, occurrences=INT, free_occurrences=INT),
            *optional(left_entropy=NUMBER, right_entropy=NUMBER, mutual_information=NUMBER),
            # english: the gloss of the lexicon; english_source: where it is published, "ours", or
            # "head" for a variant that has its head's.
            *optional(**dict.fromkeys(("family", "kind", "english", "english_source"), TEXT)),
            *optional(partly_counted=FLAG),
        ),
        key=("phrase",),
        codes={"source": ("statistics", "lexicon", "quoted", "document"), "kind": PHRASE_KINDS},
    ),
    Table(
        "phrase_counts",
        (
            *required(briefing_id=TEXT, paragraph=INT, phrase=TEXT),
            *required(occurrences=INT, free_occurrences=INT),
            *optional(inside=TEXT),
        ),
        key=("briefing_id", "paragraph", "phrase"),
        references=(_PARAGRAPH, (("phrase",), "phrases")),
    ),
    Table(
        "cooccurrence",
        (
            *required(briefing_id=TEXT, section=TEXT, slot=TEXT, unit=TEXT),
            *required(term_a=TEXT, term_b=TEXT, n=INT, n_a=INT, n_b=INT, units=INT),
        ),
        key=("briefing_id", "section", "slot", "unit", "term_a", "term_b"),
        codes={"section": SECTIONS, "slot": SLOTS, "unit": ("sentence", "window_5")},
        references=(_BRIEFING, (("term_a",), "terms"), (("term_b",), "terms")),
    ),
    Table(
        "topics",
        (
            *required(topic_id=TEXT, topic_order=INT, label_zh=TEXT, label_en=TEXT),
            *required(terms=TEXT, exceptions=TEXT, source=TEXT),
        ),
        key=("topic_id",),
    ),
    Table(
        "topic_hits",
        required(briefing_id=TEXT, paragraph=INT, topic_id=TEXT, rule=TEXT, occurrences=INT),
        key=("briefing_id", "paragraph", "topic_id", "rule"),
        references=(_PARAGRAPH, (("topic_id",), "topics")),
    ),
    Table(
        "mentions",
        (
            *required(briefing_id=TEXT, mention=INT, paragraph=INT, kind=TEXT, surface=TEXT),
            *required(offset=INT, characters=INT, is_whole=FLAG),
            *optional(marks=TEXT, title_key=TEXT, english=TEXT, english_source=TEXT, subject=TEXT),
            *optional(verb=TEXT, verb_use=TEXT, tense=TEXT, date_start=TEXT, date_end=TEXT),
            *optional(occasion=TEXT, low=NUMBER, high=NUMBER, unit=TEXT),
            *optional(modifier=TEXT, counted=TEXT),
        ),
        key=("briefing_id", "mention"),
        codes={"kind": MENTION_KINDS, "tense": TENSES},
        references=(_PARAGRAPH,),
    ),
    Table(
        "facts",
        (
            *required(briefing_id=TEXT, fact=INT, field=TEXT, value=TEXT),
            *optional(paragraph=INT, value_en=TEXT, value_en_source=TEXT, match=TEXT, wider=TEXT),
        ),
        key=("briefing_id", "fact"),
        codes={"value_en_source": NAME_SOURCES},
        references=(_PARAGRAPH,),
    ),
    *edition_tables(NAME_SOURCES),
)

TABLES: Mapping[str, Table] = {table.name: table for table in _ALL}


def empty(name: str) -> pd.DataFrame:
    """Return an empty frame with the columns and dtypes of table `name`."""
    return to_pandas(TABLES[name].arrow.empty_table())


def to_pandas(arrow: pa.Table) -> pd.DataFrame:
    """Convert an Arrow table to a frame; nullable integer columns become Int32, never float."""
    nullable = [f.name for f in arrow.schema if pa.types.is_integer(f.type) and f.nullable]
    frame: pd.DataFrame = arrow.to_pandas(use_threads=False)
    return frame.astype(dict.fromkeys(nullable, "Int32"))


def from_rows(name: str, rows: Iterable[Mapping[str, object]]) -> pa.Table:
    """Build table `name` from `rows`, typed and sorted by the table's key.

    A column that a row lacks is null. Raises SchemaError if a value does not have the type of its
    column, or is null in a required column.
    """
    listed = list(rows)
    columns = TABLES[name].columns
    return from_columns(name, {column: [row.get(column) for row in listed] for column in columns})


def from_columns(name: str, columns: Mapping[str, object], *, is_sorted: bool = False) -> pa.Table:
    """Build table `name` from `columns` (lists or arrays), typed and sorted by the table's key.

    `is_sorted` skips sorting, for columns that are in the order of the key already. The columns are
    converted to Arrow directly: with a pandas frame in between, a small page took three times as
    long.

    Raises SchemaError if a value does not have the type of its column, or is null in a required
    column.
    """
    table = TABLES[name]
    try:
        arrow = pa.Table.from_pydict(columns, table.arrow)
    except (pa.ArrowException, TypeError, ValueError) as error:
        raise _value_error(name, error) from error
    for column in table.fields:
        if not column.nullable and arrow[column.name].null_count:
            raise _value_error(name, f"{column.name} is null")
    return arrow if is_sorted else _sort_by_key(table, arrow)


def rows_of(table: pa.Table, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Return an iterator over the rows of `table`, each a tuple of the values of `columns`.

    >>> list(rows_of(pa.table({"a": [1, 2], "b": ["x", "y"], "c": [0, 0]}), "b", "a"))
    [('x', 1), ('y', 2)]
    """
    return zip(*(table[column].to_pylist() for column in columns), strict=True)


def to_arrow(name: str, frame: pd.DataFrame) -> pa.Table:
    """Convert `frame` to Arrow as table `name`: columns and types of the schema, sorted by key.

    Raises SchemaError if a column is missing or unknown, or if a value does not have the type of
    its column or is null in a required column.
    """
    table = TABLES[name]
    if list(frame.columns) != table.columns and set(frame.columns) != set(table.columns):
        found, expected = sorted(frame.columns), sorted(table.columns)
        wrong = f"Table {name}: found the columns {found}, expected {expected}"
        raise SchemaError(f"{wrong}; rebuild it with `python -m loaders build`.")
    try:
        arrow = pa.Table.from_pandas(frame, schema=table.arrow, preserve_index=False, nthreads=1)
    except (pa.ArrowException, TypeError, ValueError) as error:
        raise _value_error(name, error) from error
    return _sort_by_key(table, arrow).replace_schema_metadata(None)


def _value_error(name: str, reason: object) -> SchemaError:
    return SchemaError(f"Table {name}: a value does not fit its column: {reason}.")


def _sort_by_key(table: Table, arrow: pa.Table) -> pa.Table:
    return arrow.sort_by([(column, "ascending") for column in table.key])
