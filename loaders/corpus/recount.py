"""Terms and phrases of a whole corpus, counted in some of its paragraphs."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from loaders.schema import TABLES
from loaders.tables.phrases import phrase_counts
from loaders.text.term_finder import Finder

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
    briefing_id, paragraph, texts = zip(*batch.paragraphs, strict=True)
    paragraphs = pa.table([briefing_id, paragraph, texts], [*RECOUNTED.names, "text"])
    terms = finders["terms" if batch.joins else "added_terms"]
    text, term, n = terms.occurrences(texts)
    finds = paragraphs.select(RECOUNTED.names).take(text)
    finds = finds.append_column("term", terms.named(term)).append_column("occurrences", pa.array(n))
    if not batch.joins:
        text, _, _ = finders["added_phrases"].occurrences(texts)
        paragraphs = paragraphs.take(np.unique(text))
    return Recount(
        finds.cast(COUNTED),
        phrase_counts(paragraphs, finders["phrases"]),
        paragraphs.select(RECOUNTED.names).cast(RECOUNTED),
    )


@lru_cache(maxsize=1)
def _finders(path: Path) -> dict[str, Finder]:
    words = json.loads(path.read_text(encoding="ascii"))
    return {name: Finder(each) for name, each in words.items()}
