"""The vocabulary and its counts: occurrences and tokens.

Occurrences are matches of a term's characters: they do not depend on segmentation, and each is one
passage. Tokens are the words that one scheme of loaders.text.segmenter cuts; they are used for
totals and ranks only.
"""

from functools import cache

import numpy as np
import pyarrow as pa

from loaders import lexicon
from loaders.schema import from_columns
from loaders.text.segmenter import SCHEMES, get_segmenter
from loaders.text.set_phrases import phrase_finder
from loaders.text.term_finder import Finder, Integers, Texts
from loaders.text.tokens import Tokens, tokenize

# The Methods page shows the docstrings of these functions.
DOCUMENTED = ("term_counts",)


@cache
def stopwords() -> frozenset[str]:
    """Return the words of data/lexicon/stopwords.toml: function words and courtesy phrases.

    >>> {"的", "谢谢"} <= stopwords(), "网络" in stopwords()
    (True, False)
    """
    lists = lexicon.read("stopwords")
    function = (words for key, words in lists["function"].items() if key != "reason")
    return frozenset(lists["courtesy"]["words"]).union(*function)


def terms(paragraphs: pa.Table) -> pa.Table:
    """Build table `terms`, the vocabulary of `paragraphs`, sorted by term.

    The terms are all words that either scheme cuts and that contain a Han character, a letter or a
    digit, and all entries of the policy lexicon that occur, also inside a word: 未成年 inside
    未成年人. The part of speech is jieba's tag, null for a word in no dictionary that is neither a
    number nor Latin.
    """
    texts = tuple(paragraphs["text"].to_pylist())
    found = {word for scheme in SCHEMES for word in tokenize(texts, scheme).vocabulary}
    found.update(phrase_finder().words_in(Texts(texts).joined))
    columns = {
        "term": list(found),
        "is_stopword": [term in stopwords() for term in found],
        "part_of_speech": list(map(get_segmenter().part_of_speech, found)),
    }
    return from_columns("terms", columns)


def term_counts(paragraphs: pa.Table, finder: Finder) -> pa.Table:
    """Count each term in each paragraph: table `term_counts`, sorted by its key.

    There is a row for every word of `finder` (the words of table `terms`) that occurs in the
    paragraph. If no scheme cuts the term there as a word, its numbers of tokens are 0. Occurrences
    of one term do not overlap: 人人人 contains 人人 once.
    """
    texts = tuple(paragraphs["text"].to_pylist())
    text, term, n = finder.occurrences(texts)
    columns = {
        "briefing_id": paragraphs["briefing_id"].take(text),
        "paragraph": paragraphs["paragraph"].take(text),
        "term": finder.words_at(term),
        "occurrences": n,
    }
    for scheme in SCHEMES:
        columns[f"tokens_{scheme}"] = _token_counts(tokenize(texts, scheme), finder, text, term)
    return from_columns("term_counts", columns)


def token_totals(paragraphs: pa.Table) -> dict[str, Integers]:
    """Return tokens_jieba and tokens_lexicon: the number of words of each paragraph, as arrays."""
    texts = tuple(paragraphs["text"].to_pylist())
    return {
        f"tokens_{scheme}": np.bincount(tokenize(texts, scheme).text, minlength=len(texts))
        for scheme in SCHEMES
    }


def _token_counts(tokens: Tokens, finder: Finder, text: Integers, term: Integers) -> Integers:
    """Count the tokens of each term in each text, for the pairs given by `text` and `term`.

    `text` has indices of texts, `term` indices of finder.words; the pairs are sorted by both. Every
    token of `tokens` that is in finder.words must have its pair.
    """
    size = max(1, len(finder.words))
    index = {word: number for number, word in enumerate(finder.words)}
    term_of_word = np.array([index.get(word, -1) for word in tokens.vocabulary], np.int64)
    term_of_token = term_of_word[tokens.word]
    known = term_of_token >= 0
    pair, n = np.unique(tokens.text[known] * size + term_of_token[known], return_counts=True)
    counts = np.zeros(len(text), np.int64)
    counts[np.searchsorted(text * size + term, pair)] = n
    return counts
