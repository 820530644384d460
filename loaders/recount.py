"""Terms and phrases of a whole corpus, counted in some of its paragraphs."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from loaders.finder import Finder
from loaders.phrases import phrase_counts
from loaders.schema import TABLES

__all__ = ["COUNTED", "RECOUNTED", "Batch", "Recount", "Vocabulary", "recount"]

# A find of a term, and a paragraph whose phrases were all counted anew.
COUNTED = pa.schema([*list(TABLES["term_counts"].arrow)[:4]])
RECOUNTED = pa.schema([*list(TABLES["term_counts"].arrow)[:2]])


@dataclass(frozen=True)
class Vocabulary:
    """The words of a corpus, and those among them that have just joined."""

    terms: tuple[str, ...]
    phrases: tuple[str, ...]
    added_terms: tuple[str, ...]
    added_phrases: tuple[str, ...]

    def save(self, path: Path) -> None:
        """Write it where every process can read it."""
        path.write_text(json.dumps(vars(self)), encoding="ascii")


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
    finders = _finders(batch.vocabulary)
    columns = ["briefing_id", "paragraph", "text"]
    paragraphs = pd.DataFrame(batch.paragraphs, columns=columns)
    terms = finders["terms" if batch.joins else "added_terms"]
    text, term, n = terms.occurrences(list(paragraphs["text"]))
    finds = paragraphs.take(text).assign(term=terms.named(term), occurrences=n)
    if not batch.joins:
        text, _, _ = finders["added_phrases"].occurrences(list(paragraphs["text"]))
        paragraphs = paragraphs.take(np.unique(text))
    return Recount(
        _table(finds, COUNTED),
        _table(phrase_counts(paragraphs, finders["phrases"]), TABLES["phrase_counts"].arrow),
        _table(paragraphs, RECOUNTED),
    )


def _table(frame: pd.DataFrame, columns: pa.Schema) -> pa.Table:
    return pa.Table.from_pandas(frame[columns.names], columns, preserve_index=False)


@lru_cache(maxsize=1)
def _finders(path: Path) -> dict[str, Finder]:
    words = json.loads(path.read_text(encoding="ascii"))
    return {name: Finder(each) for name, each in words.items()}
