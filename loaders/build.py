"""From pages to tables: each page is read on its own, then the vocabulary is made over all.

The bundled corpus is made by `build` from all its pages at once, without their texts. A briefing
that is added becomes a corpus of its own (`tables_of`, text held), which loaders.collection joins.
"""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from loaders import bigrams, cooccurrence, counts, facts, mentions, phrases, schema, topics
from loaders.briefing import Briefing, Catalogue, entry_of, read_briefing
from loaders.finder import Finder
from loaders.readers import RawDocument
from loaders.rows import ROWS

__all__ = ["build", "tables_of"]

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
    known = frozenset(vocabulary["terms"]["term"]) | frozenset(vocabulary["phrases"]["phrase"])
    pairs = bigrams.char_bigrams(_texts(tables), listed=known)
    paragraphs = vocabulary["paragraphs"].assign(text=None, repaired=None, published=None)
    return {**tables, **vocabulary, "paragraphs": paragraphs, "char_bigrams": pairs}


def tables_of(briefing: Briefing) -> dict[str, pd.DataFrame]:
    """All tables of one briefing, which has its row of the catalogue, with its texts.

    `char_bigrams` is empty: where a text is held it answers for itself.
    """
    tables = _tables([briefing])
    return {**tables, **_vocabulary(tables), "char_bigrams": schema.empty("char_bigrams")}


def _tables(briefings: Sequence[Briefing]) -> dict[str, pd.DataFrame]:
    return {name: schema.from_rows(name, rows(briefings)) for name, rows in ROWS.items()}


def _vocabulary(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables that are made of the paragraphs' words, and the paragraphs with their tokens."""
    texts = _texts(tables)
    vocabulary, listed = counts.terms(texts), phrases.phrases(texts)
    return {
        "paragraphs": _with_totals(tables["paragraphs"], counts.token_totals(texts)),
        "terms": vocabulary,
        "term_counts": counts.term_counts(texts, Finder(vocabulary["term"])),
        "cooccurrence": cooccurrence.cooccurrence(texts),
        "phrases": listed,
        "phrase_counts": phrases.phrase_counts(texts, Finder(listed["phrase"])),
        "topics": topics.topics(),
        "topic_hits": topics.topic_hits(texts),
        "mentions": mentions.mentions(texts),
        "facts": facts.facts(texts),
    }


def _texts(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The paragraphs with their text, section and slot, in the order of the briefings."""
    turns = tables["turns"][["briefing_id", "turn", "section", "speaker_id"]]
    slots = tables["appearances"][["briefing_id", "speaker_id", "slot"]]
    return (
        tables["paragraphs"]
        .merge(turns, on=["briefing_id", "turn"])
        .merge(slots, on=["briefing_id", "speaker_id"])
        .sort_values(["briefing_id", "paragraph"], ignore_index=True)
        # Every text is looked at many times: from Arrow that takes twenty times as long.
        .astype({"text": object})
    )


def _with_totals(paragraphs: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    plain = paragraphs.drop(columns=["tokens_jieba", "tokens_lexicon"])
    return plain.merge(tokens, on=["briefing_id", "paragraph"])
