"""From pages to tables: each page is read on its own, then the vocabulary is made over all.

The bundled corpus is made by `build` from all its pages at once, without their texts. A briefing
that is added becomes a corpus of its own (`tables_of`, text held), which loaders.collection joins.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

from loaders import schema
from loaders.briefing import Briefing, Catalogue, entry_of, read_briefing
from loaders.readers import RawDocument
from loaders.tables import (
    cooccurrence,
    facts,
    mentions,
    phrases,
    topics,
)
from loaders.tables import (
    terms as tables_terms,
)
from loaders.tables.rows import ROWS
from loaders.text.term_finder import Finder, Integers

Progress = Callable[[str], None]


def build(
    documents: Sequence[RawDocument],
    *,
    catalogue: Catalogue | None = None,
    progress: Progress = lambda _: None,
) -> dict[str, pd.DataFrame]:
    """All tables of schema.TABLES from `documents`, the texts of paragraphs left out.

    `catalogue` says of each document, by its SHA-256, which briefing it is (default:
    data/lexicon/sources.toml). Raises LexiconError where it does not list one.
    """
    briefings = []
    for document in documents:
        progress(f"reading {document.name}")
        briefings.append(read_briefing(document, entry_of(document, catalogue)))
    tables = _tables(briefings)
    progress("counting words and phrases")
    vocabulary = _vocabulary(tables)
    frames = {name: schema.to_pandas(table) for name, table in {**tables, **vocabulary}.items()}
    bare = frames["paragraphs"].assign(text=None, repaired=None, published=None)
    return {**frames, "paragraphs": bare}


def tables_of(briefing: Briefing) -> dict[str, pa.Table]:
    """Return all tables of one briefing, which has its row of the catalogue, with its texts."""
    tables = _tables([briefing])
    return {**tables, **_vocabulary(tables)}


def _tables(briefings: Sequence[Briefing]) -> dict[str, pa.Table]:
    return {name: schema.from_rows(name, rows(briefings)) for name, rows in ROWS.items()}


def _vocabulary(tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """The tables that are made of the paragraphs' words, and the paragraphs with their tokens."""
    texts = _texts(tables)
    terms, listed = tables_terms.terms(texts), phrases.phrases(texts)
    return {
        "paragraphs": _with_totals(tables["paragraphs"], tables_terms.token_totals(texts)),
        "terms": terms,
        "term_counts": tables_terms.term_counts(texts, Finder(_column(terms, "term"))),
        "cooccurrence": cooccurrence.cooccurrence(texts),
        "phrases": listed,
        "phrase_counts": phrases.phrase_counts(texts, Finder(_column(listed, "phrase"))),
        "topics": topics.topics(),
        "topic_hits": topics.topic_hits(texts),
        "mentions": mentions.mentions(texts),
        "facts": facts.facts(texts),
    }


def _texts(tables: Mapping[str, pa.Table]) -> pa.Table:
    """The paragraphs in their order: briefing_id, paragraph, text, section, slot."""
    people = schema.rows_of(tables["appearances"], "briefing_id", "speaker_id", "slot")
    slots = {tuple(who): slot for *who, slot in people}
    turns = schema.rows_of(tables["turns"], "briefing_id", "turn", "section", "speaker_id")
    spoken = {
        (briefing_id, turn): (section, slots[briefing_id, speaker_id])
        for briefing_id, turn, section, speaker_id in turns
    }
    paragraphs = tables["paragraphs"]
    keys = schema.rows_of(paragraphs, "briefing_id", "turn")
    section, slot = zip(*map(spoken.__getitem__, keys), strict=True)
    columns = {name: paragraphs[name] for name in ("briefing_id", "paragraph", "text")}
    return pa.table({**columns, "section": section, "slot": slot})


def _column(table: pa.Table, name: str) -> list[Any]:
    values: list[Any] = table[name].to_pylist()
    return values


def _with_totals(paragraphs: pa.Table, totals: Mapping[str, Integers]) -> pa.Table:
    for name, values in totals.items():
        place = paragraphs.schema.get_field_index(name)
        field = paragraphs.schema.field(place)
        paragraphs = paragraphs.set_column(place, field, pa.array(values, field.type))
    return paragraphs
