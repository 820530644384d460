"""Topic coverage: how much of the text falls under no topic, and what that text is about."""

from collections.abc import Collection, Sequence

import pandas as pd

from dashboard.stats.keyness import keyness
from loaders.methods import Method

# After those of `by`.
COLUMNS = [
    "paragraphs", "uncovered_paragraphs", "paragraph_share",
    "characters", "uncovered_characters", "share",
]  # fmt: skip
_KEY = ["briefing_id", "paragraph"]


METHOD = Method(
    "topic_coverage",
    "dashboard/stats/topic_coverage.py",
    formulas=(
        "{uncovered_share} = {uncovered_characters} / {characters}",
        "{uncovered_paragraph_share} = {uncovered_paragraphs} / {paragraphs}",
    ),
    units={"zero_to_one": "share, paragraph_share"},
    papers=(
        (
            "Nation, P., and Waring, R. (1997), Vocabulary size, text coverage and word lists, in "
            "Vocabulary: Description, Acquisition and Pedagogy, Cambridge University Press"
        ),
        (
            "Dunning, T. (1993), Accurate methods for the statistics of surprise and coincidence, "
            "Computational Linguistics 19(1)"
        ),
    ),
)


def topic_coverage(
    paragraphs: pd.DataFrame, *, hits: pd.DataFrame, by: Sequence[str]
) -> pd.DataFrame:
    """Count the paragraphs and characters of each group that no topic covers, and their shares.

    A paragraph is covered when a term of at least one topic occurs in it. share =
    uncovered_characters / characters, paragraph_share = uncovered_paragraphs / paragraphs, both
    fractions of 1. The measure is this project's, after the coverage of a word list (Nation and
    Waring 1997). No paragraph is excluded: a moderator's short calls count as uncovered.

    paragraphs, hits: rows of `selection.paragraphs` and of `selection.hits`. by: the columns of
    `paragraphs` that form the groups.
    Returns the columns of `by` and COLUMNS, one row per group in order of first appearance. No
    paragraph gives no row; a group without a character has the share 0.

    >>> paragraphs = pd.DataFrame({"briefing_id": "b", "paragraph": [1, 2, 3], "year": 2031,
    ...     "characters": [40, 100, 60]})
    >>> hits = pd.DataFrame({"briefing_id": "b", "paragraph": [2], "topic_id": ["风筝"]})
    >>> topic_coverage(paragraphs, hits=hits, by=["year"]).round(2).iloc[0].tolist()
    [2031.0, 3.0, 2.0, 0.67, 200.0, 100.0, 0.5]
    """
    is_uncovered = ~_is_covered(paragraphs, hits)
    counted = paragraphs.assign(
        paragraphs=1,
        uncovered_paragraphs=is_uncovered.astype(int),
        uncovered_characters=paragraphs["characters"].where(is_uncovered, 0),
    )
    names = ["paragraphs", "uncovered_paragraphs", "characters", "uncovered_characters"]
    sums = counted.groupby(list(by), sort=False)[names].sum().reset_index()
    total = sums["characters"].where(sums["characters"] > 0)
    return sums.assign(
        paragraph_share=sums["uncovered_paragraphs"] / sums["paragraphs"],
        share=(sums["uncovered_characters"] / total).astype(float).fillna(0.0),
    )[[*by, *COLUMNS]]


def uncovered_paragraphs(paragraphs: pd.DataFrame, *, hits: pd.DataFrame) -> pd.DataFrame:
    """Return the paragraphs that no topic covers, the longest first, ties in the order given.

    paragraphs, hits: as in `topic_coverage`. Returns the columns of `paragraphs`; where every
    paragraph is covered, no row.

    >>> paragraphs = pd.DataFrame({"briefing_id": "b", "paragraph": [1, 2, 3],
    ...     "characters": [40, 100, 60]})
    >>> hits = pd.DataFrame({"briefing_id": "b", "paragraph": [2], "topic_id": ["风筝"]})
    >>> uncovered_paragraphs(paragraphs, hits=hits)["paragraph"].tolist()
    [3, 1]
    """
    rest = paragraphs.loc[~_is_covered(paragraphs, hits)]
    return rest.sort_values("characters", ascending=False, kind="stable", ignore_index=True)


def distinctive_terms(
    paragraphs: pd.DataFrame,
    *,
    counts: pd.DataFrame,
    everywhere: pd.DataFrame,
    total: int,
    names: Collection[str] = (),
    limit: int = 5,
) -> list[list[str]]:
    """Return up to `limit` words that distinguish each paragraph from the rest of the corpus.

    Ranked by the signed log-likelihood ratio G2 (Dunning 1993, see `keyness`) of the paragraph
    against everything else, over tokens of the lexicon scheme; words that the paragraph does not
    use more than the rest are left out, and so are stopwords, words of one character, and parts of
    `names`, since the person called on to speak is not the subject. In such short texts the ranks
    say what a paragraph is about, not that a difference is significant.

    paragraphs: with briefing_id, paragraph and tokens_lexicon. counts: the terms of these
    paragraphs at least, with tokens_lexicon, as in `selection.term_counts`. everywhere: term,
    tokens_lexicon and is_stopword of the whole corpus. total: the tokens of the whole corpus.
    names: names of people. Returns one list of terms per paragraph, the most distinctive first,
    empty where no word qualifies.

    >>> counts = pd.DataFrame({"briefing_id": "b", "paragraph": [1, 1],
    ...     "term": ["风筝", "大家"], "tokens_lexicon": [2, 1]})
    >>> everywhere = pd.DataFrame({"term": ["风筝", "大家"], "is_stopword": False,
    ...     "tokens_lexicon": [2, 7]})
    >>> one = pd.DataFrame({"briefing_id": ["b"], "paragraph": [1], "tokens_lexicon": [3]})
    >>> distinctive_terms(one, counts=counts, everywhere=everywhere, total=9)
    [['风筝']]
    """
    all_names = "\n".join(names)
    candidates = everywhere.loc[
        ~everywhere["is_stopword"].astype(bool)
        & (everywhere["tokens_lexicon"] > 0)
        & (everywhere["term"].str.len() > 1)
        & ~everywhere["term"].map(lambda term: term in all_names).astype(bool),
        ["term", "tokens_lexicon"],
    ].rename(columns={"tokens_lexicon": "n"})
    sizes = zip(*(paragraphs[name] for name in (*_KEY, "tokens_lexicon")), strict=True)
    return [
        _rank_terms(counts, candidates, (briefing_id, paragraph), size, total)[:limit]
        for briefing_id, paragraph, size in sizes
    ]


def _rank_terms(
    counts: pd.DataFrame, candidates: pd.DataFrame, key: tuple[str, int], size: int, total: int
) -> list[str]:
    here = (counts["briefing_id"] == key[0]) & (counts["paragraph"] == key[1])
    here &= (counts["tokens_lexicon"] > 0) & counts["term"].isin(candidates["term"])
    terms = counts.loc[here, ["term", "tokens_lexicon"]].rename(columns={"tokens_lexicon": "n"})
    elsewhere = candidates.merge(terms, on="term", suffixes=("", "_here"))
    elsewhere = elsewhere.assign(n=elsewhere["n"] - elsewhere["n_here"])[["term", "n"]]
    ranked = keyness(
        terms, reference=elsewhere, target_total=int(size), reference_total=int(total - size)
    )
    return ranked.loc[ranked["g2"] > 0, "term"].tolist()


def _is_covered(paragraphs: pd.DataFrame, hits: pd.DataFrame) -> pd.Series:
    """Return a boolean Series, indexed as `paragraphs`: True where any topic comes up."""
    keys = set(zip(hits["briefing_id"], hits["paragraph"], strict=True))
    pairs = zip(paragraphs["briefing_id"], paragraphs["paragraph"], strict=True)
    return pd.Series([pair in keys for pair in pairs], index=paragraphs.index, dtype=bool)
