"""Terms and phrases of a whole corpus, counted in some of its paragraphs."""

import pickle
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from loaders.counts import found_in
from loaders.phrases import phrase_counts
from loaders.schema import TABLES

__all__ = ["COUNTED", "RECOUNTED", "Batch", "Recount", "Vocabulary", "recount"]

# A find of a term, and a paragraph whose phrases were all counted anew.
COUNTED = pa.schema([*list(TABLES["term_counts"].arrow)[:4]])
RECOUNTED = pa.schema([*list(TABLES["term_counts"].arrow)[:2]])


@dataclass(frozen=True)
class Vocabulary:
    """The words of a corpus, and those among them that have just joined."""

    terms: frozenset[str]
    phrases: frozenset[str]
    added_terms: frozenset[str]
    added_phrases: frozenset[str]

    def save(self, path: Path) -> None:
        """Write it where every process can read it."""
        path.write_bytes(pickle.dumps(self))


@dataclass(frozen=True)
class Batch:
    """Paragraphs (briefing_id, paragraph, text) to count in; `joins` where they are new here."""

    vocabulary: Path
    joins: bool
    paragraphs: tuple[tuple[str, int, str], ...]


class Recount(NamedTuple):
    """Finds of terms, counts of phrases, and the paragraphs that the latter are complete for."""

    terms: pa.Table
    phrases: pa.Table
    recounted: pa.Table


def recount(batch: Batch) -> Recount:
    """Count in `batch`: all words where its paragraphs join, else those that have just joined.

    A phrase that joins may hold a shorter one, which then stands free no more: wherever one is
    found, all phrases of that paragraph are counted anew.
    """
    words = _vocabulary(batch.vocabulary)
    terms = words.terms if batch.joins else words.added_terms
    rows = [
        (briefing_id, paragraph, term, text.count(term))
        for briefing_id, paragraph, text in batch.paragraphs
        for term in found_in(text, terms)
    ]
    anew = [row for row in batch.paragraphs if batch.joins or found_in(row[2], words.added_phrases)]
    frame = pd.DataFrame(anew, columns=["briefing_id", "paragraph", "text"])
    phrases = phrase_counts(frame, pd.DataFrame({"phrase": list(words.phrases)}))
    return Recount(
        _table(rows, COUNTED),
        _table(phrases.itertuples(index=False, name=None), TABLES["phrase_counts"].arrow),
        _table((row[:2] for row in anew), RECOUNTED),
    )


def _table(rows: Iterable[tuple[object, ...]], columns: pa.Schema) -> pa.Table:
    by_column = list(zip(*rows, strict=True)) or [()] * len(columns)
    arrays = [pa.array(c, f.type) for c, f in zip(by_column, columns, strict=True)]
    return pa.table(arrays, schema=columns)


@lru_cache(maxsize=1)
def _vocabulary(path: Path) -> Vocabulary:
    words = pickle.loads(path.read_bytes())  # noqa: S301 - our own file, written a moment ago
    assert isinstance(words, Vocabulary)  # noqa: S101 - for the type checker
    return words
