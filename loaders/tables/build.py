"""Build all tables from pages: read each page, then count the vocabulary over all pages.

`build` makes the bundled corpus from all its pages at once, without their texts. `tables_of` makes
the tables of one added briefing, with its texts, which loaders.corpus.update merges into a corpus.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from loaders import schema
from loaders.briefing import Briefing, read_briefing
from loaders.lexicon.sources import Catalogue
from loaders.readers import RawDocument
from loaders.tables import cooccurrence, editions, facts, gists, mentions, phrases, terms, topics
from loaders.tables.rows import ROWS
from loaders.tables.sources import catalogue_entry
from loaders.text.term_finder import Finder, Integers
from loaders.text.tokens import tokenize
from loaders.text.word_breaks import segment

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[str], None]


def build(
    documents: Sequence[RawDocument],
    *,
    catalogue: Catalogue | None = None,
    progress: Progress = lambda _: None,
) -> dict[str, pd.DataFrame]:
    """Build all tables of schema.TABLES from `documents`, without the texts of paragraphs.

    `catalogue` identifies the briefing of each document by SHA-256 (default:
    data/lexicon/sources.toml). `progress` is called with the name of each stage as it begins.
    Raises LexiconError if a document is not in `catalogue`, NotATranscriptError if it has no turn.
    """
    briefings = []
    for document in documents:
        progress(f"reading {document.name}")
        briefings.append(read_briefing(document, catalogue_entry(document, catalogue)))
    tables = _page_tables(briefings)
    progress("counting words and phrases")
    vocabulary = _word_tables(tables)
    frames = {name: schema.to_pandas(table) for name, table in {**tables, **vocabulary}.items()}
    without_text = frames["paragraphs"].assign(**dict.fromkeys(schema.TEXT_COLUMNS))
    return {**frames, "paragraphs": without_text}


def tables_of(
    briefing: Briefing, *, segmented: Callable[[], None] = lambda: None
) -> dict[str, pa.Table]:
    """Build all tables of one briefing, with the texts of its paragraphs.

    `briefing.entry` must have the fields that corpus.ingest.assign_id sets. `segmented` is called
    when the segmenter is not needed any more.
    """
    tables = _page_tables([briefing])
    return {**tables, **_word_tables(tables, segmented)}


def _page_tables(briefings: Sequence[Briefing]) -> dict[str, pa.Table]:
    return {name: schema.from_rows(name, rows(briefings)) for name, rows in ROWS.items()}


def _word_tables(
    tables: Mapping[str, pa.Table], segmented: Callable[[], None] = lambda: None
) -> dict[str, pa.Table]:
    """Build the tables counted from texts, and `paragraphs` with its columns of words filled in."""
    plain = _column(tables["paragraphs"], "text")
    tokens = tokenize(plain)
    texts = _paragraph_texts(tables, segment(plain, tokens))
    mention_table = mentions.mentions(texts)
    segmented()
    term_table, phrase_table = terms.terms(tokens), phrases.phrases(texts, tokens["lexicon"])
    return {
        "paragraphs": _set_columns(
            tables["paragraphs"], {**terms.token_totals(tokens), "segmented": texts["segmented"]}
        ),
        "gists": gists.gists(texts),
        "terms": term_table,
        "term_counts": terms.term_counts(texts, tokens, Finder(_column(term_table, "term"))),
        "cooccurrence": cooccurrence.cooccurrence(texts, tokens["lexicon"]),
        "phrases": phrase_table,
        "phrase_counts": phrases.phrase_counts(texts, Finder(_column(phrase_table, "phrase"))),
        "topics": topics.topics(),
        "topic_hits": topics.topic_hits(texts),
        "mentions": mention_table,
        "facts": facts.facts(texts),
        **editions.edition_tables(),
    }


def _paragraph_texts(tables: Mapping[str, pa.Table], segmented: list[str]) -> pa.Table:
    """Return the text of every paragraph, with its breaks, and who speaks it in which part.

    `segmented` are the texts with their breaks. Columns: briefing_id, paragraph, text, segmented,
    section, slot, kind, organisation, the Chinese name of the body for which the speaker appears,
    or null, and year, that of the briefing.
    """
    names = dict(schema.rows_of(tables["organisations"], "organisation_id", "name_zh"))
    appearances = schema.rows_of(
        tables["appearances"], "briefing_id", "speaker_id", "slot", "organisation_id"
    )
    speakers = {
        (briefing_id, speaker_id): (slot, names.get(organisation_id))
        for briefing_id, speaker_id, slot, organisation_id in appearances
    }
    turns = schema.rows_of(tables["turns"], "briefing_id", "turn", "section", "kind", "speaker_id")
    groups = {
        (briefing_id, turn): (section, kind, *speakers[briefing_id, speaker_id])
        for briefing_id, turn, section, kind, speaker_id in turns
    }
    paragraphs = tables["paragraphs"]
    keys = schema.rows_of(paragraphs, "briefing_id", "turn")
    section, kind, slot, organisation = zip(*map(groups.__getitem__, keys), strict=True)
    columns = {name: paragraphs[name] for name in ("briefing_id", "paragraph", "text")}
    columns["segmented"] = pa.chunked_array([segmented], pa.string())
    organisations = pa.array(organisation, pa.string())
    years = dict(schema.rows_of(tables["briefings"], "briefing_id", "year"))
    year = [years[briefing_id] for briefing_id in paragraphs["briefing_id"].to_pylist()]
    return pa.table(
        {**columns, "section": section, "slot": slot, "kind": kind, "organisation": organisations,
         "year": year}
    )  # fmt: skip


def _column(table: pa.Table, name: str) -> list[Any]:
    values: list[Any] = table[name].to_pylist()
    return values


def _set_columns(
    paragraphs: pa.Table, columns: Mapping[str, Integers | pa.ChunkedArray]
) -> pa.Table:
    for name, values in columns.items():
        index = paragraphs.schema.get_field_index(name)
        field = paragraphs.schema.field(index)
        cells = values.to_pylist() if isinstance(values, pa.ChunkedArray) else values
        paragraphs = paragraphs.set_column(index, field, pa.array(cells, field.type))
    return paragraphs
