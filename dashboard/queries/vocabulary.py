"""Totals of the whole corpus's vocabulary, with which a selection is compared.

The database computes them: for ten thousand briefings, the counts by paragraph would fill the
memory.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.queries import selection
from dashboard.queries.cache import cached_per_corpus
from dashboard.queries.sql import Query

_TERM_TOTALS = """SELECT term, is_stopword OR is_fragment AS is_stopword,
    CAST(sum(tokens_lexicon) AS INTEGER) AS tokens_lexicon
    FROM term_counts JOIN terms USING (term) GROUP BY ALL ORDER BY term"""
_TOTAL_TOKENS = "SELECT CAST(sum(tokens_lexicon) AS BIGINT) AS n FROM paragraphs"
# Two rows per term: its first and its last year.
_TERM_YEARS = """SELECT {name} AS term, unnest([min(year), max(year)]) AS year, 1 AS occurrences
    FROM {name}_counts JOIN briefings USING (briefing_id) WHERE occurrences > 0
    GROUP BY {name} ORDER BY ALL"""
_LONGER_WORDS = """SELECT DISTINCT term, inside FROM term_counts WHERE inside IS NOT NULL
    UNION SELECT DISTINCT phrase, inside FROM phrase_counts WHERE inside IS NOT NULL"""


def term_totals() -> pd.DataFrame:
    """Return a row per term: term, is_stopword, tokens_lexicon (the total of the whole corpus).

    is_stopword is true of fragments as well: no page offers either.
    """
    return _term_totals(selection.corpus())


def total_tokens() -> int:
    """Return the number of tokens of the corpus under the lexicon segmentation scheme."""
    return _total_tokens(selection.corpus())


def term_years(unit: str) -> pd.DataFrame:
    """Return the first and the last year of each term, or of each set phrase if `unit` is "phrase".

    A term that is inside a longer word alone is there too: "only in 2023" is then false of it.

    Each has two rows of term, year and occurrences (always 1), the input that
    stats.term_frequency.single_year expects.
    """
    return _term_years(selection.corpus(), "phrase" if unit == "phrase" else "term")


def longer_words() -> Mapping[str, frozenset[str]]:
    """Return term or set phrase -> the longer words inside which it is no occurrence.

    Only terms of which the corpus has such a find are there: 论坛 -> 分论坛, 主论坛.
    """
    return _longer_words(selection.corpus())


@cached_per_corpus(maxsize=4)
def _term_totals(corpus: Any) -> pd.DataFrame:
    return selection.run_query(corpus, Query(_TERM_TOTALS, []))


@cached_per_corpus(maxsize=4)
def _total_tokens(corpus: Any) -> int:
    return int(selection.run_query(corpus, Query(_TOTAL_TOKENS, []))["n"].sum())


@cached_per_corpus(maxsize=4)
def _term_years(corpus: Any, name: str) -> pd.DataFrame:
    return selection.run_query(corpus, Query(_TERM_YEARS.format(name=name), []))


@cached_per_corpus(maxsize=4)
def _longer_words(corpus: Any) -> Mapping[str, frozenset[str]]:
    found = selection.run_query(corpus, Query(_LONGER_WORDS, []))
    return {
        str(term): frozenset(word for names in cells for word in names.split("、"))
        for term, cells in found.groupby("term")["inside"]
    }
