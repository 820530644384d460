"""The words and set phrases of the whole corpus: their totals, years and longer words.

The database computes them: for ten thousand briefings, the counts by paragraph would fill the
memory.
"""

from collections.abc import Mapping

from dashboard.queries.query import cached_per_corpus, corpus_query, fetch

VOCABULARY = "SELECT term FROM terms UNION SELECT phrase FROM phrases"


@corpus_query(maxsize=4)
def term_totals() -> str:
    """Select the tokens_lexicon of each term in the whole corpus.

    is_stopword is true of fragments as well: no page offers either.
    """
    return """SELECT term, is_stopword OR is_fragment AS is_stopword,
        CAST(sum(tokens_lexicon) AS INTEGER) AS tokens_lexicon
        FROM term_counts JOIN terms USING (term) GROUP BY ALL ORDER BY term"""


@cached_per_corpus(maxsize=4)
def total_tokens() -> int:
    """Return the number of tokens of the corpus under the lexicon segmentation scheme."""
    found = fetch("SELECT CAST(sum(tokens_lexicon) AS BIGINT) AS n FROM paragraphs")
    return int(found["n"].sum())


@corpus_query(maxsize=4)
def term_years(unit: str) -> str:
    """Select the first and the last year of each term, or of each set phrase if `unit` is "phrase".

    A term that is inside a longer word alone is there too: "only in 2023" is then false of it. Each
    has two rows, in the form that stats.term_frequency.single_year expects: occurrences is 1.
    """
    name = "phrase" if unit == "phrase" else "term"
    return f"""SELECT {name} AS term, unnest([min(year), max(year)]) AS year, 1 AS occurrences
        FROM {name}_counts JOIN briefings USING (briefing_id) WHERE occurrences > 0
        GROUP BY {name} ORDER BY ALL"""


@cached_per_corpus(maxsize=4)
def longer_words() -> Mapping[str, frozenset[str]]:
    """Return term or set phrase -> the longer words inside which it is no occurrence.

    Only terms of which the corpus has such a find are there: 论坛 -> 分论坛, 主论坛.
    """
    found = fetch(
        """SELECT DISTINCT term, inside FROM term_counts WHERE inside IS NOT NULL
        UNION SELECT DISTINCT phrase, inside FROM phrase_counts WHERE inside IS NOT NULL"""
    )
    return {
        str(term): frozenset(word for names in cells for word in names.split("、"))
        for term, cells in found.groupby("term")["inside"]
    }


@cached_per_corpus(maxsize=4)
def fully_counted() -> frozenset[str]:
    """Return the terms and set phrases that were counted in every paragraph.

    In paragraphs without text, those that a later text brought were not.
    """
    return frozenset(
        fetch(
            """SELECT term FROM terms WHERE partly_counted IS NOT TRUE
            UNION SELECT phrase FROM phrases WHERE partly_counted IS NOT TRUE"""
        )["term"]
    )
