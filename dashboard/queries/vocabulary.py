"""The words of the whole corpus, whatever is selected: what a part of it is held against.

Summed by the database: of ten thousand briefings the counts by paragraph would fill the memory.
"""

from typing import Any

import pandas as pd

from dashboard.queries import selection
from dashboard.queries.cache import cached_per_corpus
from dashboard.queries.sql import Query

_WORDS = """SELECT term, is_stopword, CAST(sum(tokens_lexicon) AS INTEGER) AS tokens_lexicon
    FROM term_counts JOIN terms USING (term) GROUP BY ALL ORDER BY term"""
_TOKENS = "SELECT CAST(sum(tokens_lexicon) AS BIGINT) AS n FROM paragraphs"
# Twice a term: the first and the last year that has it.
_YEARS = """SELECT {name} AS term, unnest([min(year), max(year)]) AS year, 1 AS occurrences
    FROM {name}_counts JOIN briefings USING (briefing_id) GROUP BY {name} ORDER BY ALL"""


def words() -> pd.DataFrame:
    """Every term: term, is_stopword, and tokens_lexicon in all."""
    return _words(selection.corpus())


def tokens() -> int:
    """How many words there are, by the lexicon scheme."""
    return _tokens(selection.corpus())


def years(unit: str) -> pd.DataFrame:
    """The first and the last year in which each term (`word`) or `phrase` stands: term, year.

    As stats.term_frequency.only_year takes them, with occurrences 1 each.
    """
    return _years(selection.corpus(), "phrase" if unit == "phrase" else "term")


@cached_per_corpus(maxsize=4)
def _words(corpus: Any) -> pd.DataFrame:
    return selection.answer(corpus, Query(_WORDS, []))


@cached_per_corpus(maxsize=4)
def _tokens(corpus: Any) -> int:
    return int(selection.answer(corpus, Query(_TOKENS, []))["n"].sum())


@cached_per_corpus(maxsize=4)
def _years(corpus: Any, name: str) -> pd.DataFrame:
    return selection.answer(corpus, Query(_YEARS.format(name=name), []))
