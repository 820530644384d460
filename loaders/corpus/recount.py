"""Count the vocabulary of a merged corpus in its paragraphs, a batch of paragraphs at a time."""

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

# briefing_id, paragraph, term, occurrences.
TERM_OCCURRENCES = pa.schema([*list(TABLES["term_counts"].arrow)[:4]])
# briefing_id, paragraph.
PARAGRAPH_KEYS = pa.schema([*list(TABLES["term_counts"].arrow)[:2]])


@dataclass(frozen=True)
class Vocabulary:
    """All terms and phrases of the merged corpus, and those that the stored corpus did not have."""

    terms: tuple[str, ...]
    phrases: tuple[str, ...]
    added_terms: tuple[str, ...]
    added_phrases: tuple[str, ...]

    def save(self, path: Path) -> None:
        """Write the vocabulary as JSON, for the worker processes to read."""
        path.write_text(json.dumps(vars(self)), encoding="ascii")


@dataclass(frozen=True)
class Batch:
    """Paragraphs (briefing_id, paragraph, text) in which the vocabulary is to be counted.

    `vocabulary` is the path of a saved Vocabulary. `is_new` is true if the stored corpus did not
    have the text of these paragraphs.
    """

    vocabulary: Path
    is_new: bool
    paragraphs: tuple[tuple[str, int, str], ...]


class BatchCounts(NamedTuple):
    """Counts of terms and phrases in one batch, as Arrow tables.

    `paragraphs_counted` has the keys of the paragraphs in which all phrases were counted: there
    `phrases` replaces the stored counts.
    """

    terms: pa.Table
    phrases: pa.Table
    paragraphs_counted: pa.Table


def count_batch(batch: Batch) -> BatchCounts:
    """Count the vocabulary in the paragraphs of `batch`.

    In new paragraphs all terms and phrases are counted. In stored paragraphs only the added terms
    are counted, and all phrases in those where an added phrase occurs: a phrase inside a longer one
    is not counted as a free occurrence, and the added phrase may contain a stored one.
    """
    finders = _finders(batch.vocabulary)
    briefing_id, paragraph, texts = zip(*batch.paragraphs, strict=True)
    paragraphs = pa.table([briefing_id, paragraph, texts], [*PARAGRAPH_KEYS.names, "text"])
    terms = finders["terms" if batch.is_new else "added_terms"]
    text, term, n = terms.occurrences(texts)
    counts = paragraphs.select(PARAGRAPH_KEYS.names).take(text)
    counts = counts.append_column("term", terms.words_at(term))
    counts = counts.append_column("occurrences", pa.array(n))
    if not batch.is_new:
        text, _, _ = finders["added_phrases"].occurrences(texts)
        paragraphs = paragraphs.take(np.unique(text))
    return BatchCounts(
        counts.cast(TERM_OCCURRENCES),
        phrase_counts(paragraphs, finders["phrases"]),
        paragraphs.select(PARAGRAPH_KEYS.names).cast(PARAGRAPH_KEYS),
    )


@lru_cache(maxsize=1)
def _finders(path: Path) -> dict[str, Finder]:
    vocabulary = json.loads(path.read_text(encoding="ascii"))
    return {name: Finder(words) for name, words in vocabulary.items()}
