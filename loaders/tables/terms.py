"""The vocabulary and its counts: occurrences and tokens.

Occurrences are finds of a term's characters, so they depend on no segmentation and each is one
passage. Tokens are what one scheme of loaders/segmenter.py cut, and serve totals and ranks alone.
"""

from functools import cache

import numpy as np
import pyarrow as pa

from loaders import lexicon
from loaders.schema import from_columns
from loaders.text.segmenter import SCHEMES, get_segmenter
from loaders.text.set_phrases import listed
from loaders.text.term_finder import Finder, Integers, Texts
from loaders.text.tokens import Words, words


@cache
def stopwords() -> frozenset[str]:
    """The words of data/lexicon/stopwords.toml: function words and a briefing's courtesies.

    >>> {"的", "谢谢"} <= stopwords(), "网络" in stopwords()
    (True, False)
    """
    lists = lexicon.read("stopwords")
    function = (words for key, words in lists["function"].items() if key != "reason")
    return frozenset(lists["courtesy"]["words"]).union(*function)


def terms(paragraphs: pa.Table) -> pa.Table:
    """The vocabulary of `paragraphs`: table `terms`, sorted by term.

    A term is every word that either scheme finds and that holds a Han character, a letter or a
    digit, and every entry of the policy lexicon that occurs: 未成年 inside 未成年人 is counted too.
    The part of speech is jieba's tag, null for a word that its dictionary lacks.
    """
    texts = tuple(paragraphs["text"].to_pylist())
    found = {word for scheme in SCHEMES for word in words(texts, scheme).vocabulary}
    found.update(listed().within(Texts(texts).joined))
    columns = {
        "term": list(found),
        "is_stopword": [term in stopwords() for term in found],
        "part_of_speech": list(map(get_segmenter().part_of_speech, found)),
    }
    return from_columns("terms", columns)


def term_counts(paragraphs: pa.Table, finder: Finder) -> pa.Table:
    """How often each term stands in each paragraph: table `term_counts`, sorted by its key.

    A row for every word that `finder` finds in the paragraph (of table `terms`), also where no
    scheme makes it a word there (tokens are then 0). Occurrences do not overlap: 人人人 holds 人人
    once.
    """
    texts = tuple(paragraphs["text"].to_pylist())
    text, term, n = finder.occurrences(texts)
    columns = {
        "briefing_id": paragraphs["briefing_id"].take(text),
        "paragraph": paragraphs["paragraph"].take(text),
        "term": finder.named(term),
        "occurrences": n,
    }
    for scheme in SCHEMES:
        columns[f"tokens_{scheme}"] = _tokens(words(texts, scheme), finder, text, term)
    return from_columns("term_counts", columns)


def token_totals(paragraphs: pa.Table) -> dict[str, Integers]:
    """How many words each scheme finds in each paragraph: tokens_jieba and tokens_lexicon."""
    texts = tuple(paragraphs["text"].to_pylist())
    return {
        f"tokens_{scheme}": np.bincount(words(texts, scheme).text, minlength=len(texts))
        for scheme in SCHEMES
    }


def _tokens(found: Words, finder: Finder, text: Integers, term: Integers) -> Integers:
    """How often each term is a word of each text; both are sorted, and every word is there."""
    size = max(1, len(finder.words))
    place = {word: number for number, word in enumerate(finder.words)}
    places = np.array([place.get(word, -1) for word in found.vocabulary], np.int64)
    known = places[found.word] >= 0
    counted, n = np.unique(found.text[known] * size + places[found.word][known], return_counts=True)
    totals = np.zeros(len(text), np.int64)
    totals[np.searchsorted(text * size + term, counted)] = n
    return totals
