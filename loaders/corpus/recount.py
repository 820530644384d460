"""Count the vocabulary of a merged corpus in its paragraphs, a batch of paragraphs at a time."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from loaders.schema import TABLES
from loaders.text.term_finder import Finder
from loaders.text.word_breaks import find

# briefing_id, paragraph, term, occurrences, free_occurrences, inside.
TERM_OCCURRENCES = pa.schema([*list(TABLES["term_counts"].arrow)[:6]])
PHRASE_COUNTS = TABLES["phrase_counts"].arrow


@dataclass(frozen=True)
class Vocabulary:
    """The words to count: `terms` and `phrases` in new paragraphs, the added ones in stored ones.

    The added ones are those that the stored corpus did not have. `phrases` are all of the merged
    corpus; so are `terms`, but for those that were counted in every new paragraph already.
    """

    terms: tuple[str, ...]
    phrases: tuple[str, ...]
    added_terms: tuple[str, ...]
    added_phrases: tuple[str, ...]

    def save(self, path: Path) -> None:
        """Write the vocabulary as JSON, for the worker processes to read."""
        path.write_text(json.dumps(vars(self)), encoding="ascii")


@dataclass(frozen=True)
class Batch:
    """Paragraphs (briefing_id, paragraph, segmented text) in which to count the vocabulary.

    `vocabulary` is the path of a saved Vocabulary. `is_new` is true if the stored corpus did not
    have the text of these paragraphs.
    """

    vocabulary: Path
    is_new: bool
    paragraphs: tuple[tuple[str, int, str], ...]


class BatchCounts(NamedTuple):
    """Counts of terms and phrases in one batch, as Arrow tables."""

    terms: pa.Table
    phrases: pa.Table


def count_batch(batch: Batch) -> BatchCounts:
    """Count the words of the vocabulary in the paragraphs of `batch`, new or stored ones."""
    finders = _finders(batch.vocabulary)
    prefix = "" if batch.is_new else "added_"
    briefing_id, paragraph, segmented = zip(*batch.paragraphs, strict=True)
    keys = pa.table([briefing_id, paragraph], ["briefing_id", "paragraph"])
    return BatchCounts(
        _count(keys, segmented, finders[f"{prefix}terms"]).cast(TERM_OCCURRENCES),
        _count(keys, segmented, finders[f"{prefix}phrases"])
        .rename_columns(PHRASE_COUNTS.names)
        .cast(PHRASE_COUNTS),
    )


def _count(keys: pa.Table, segmented: Sequence[str], finder: Finder) -> pa.Table:
    text, word, n, free, inside = find(segmented, finder)
    columns = [finder.words_at(word), pa.array(n), pa.array(free), pa.array(inside, pa.string())]
    rows = keys.take(text)
    for name, column in zip(TERM_OCCURRENCES.names[2:], columns, strict=True):
        rows = rows.append_column(name, column)
    return rows


@lru_cache(maxsize=1)
def _finders(path: Path) -> dict[str, Finder]:
    vocabulary = json.loads(path.read_text(encoding="ascii"))
    return {name: Finder(words) for name, words in vocabulary.items()}
