"""Read data/lexicon/stopwords.toml: words that say nothing of a briefing's subject."""

from functools import cache
from typing import NamedTuple

from loaders.lexicon.records import load


class _FunctionWords(NamedTuple):
    reason: str
    pronouns: frozenset[str]
    particles: frozenset[str]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    adverbs: frozenset[str]
    auxiliaries: frozenset[str]
    light_verbs: frozenset[str]
    numerals: frozenset[str]


class _CourtesyWords(NamedTuple):
    reason: str
    words: frozenset[str]


class _Stopwords(NamedTuple):
    function: _FunctionWords
    courtesy: _CourtesyWords


@cache
def stopwords() -> frozenset[str]:
    """Return the words of the file, cached: function words and courtesy phrases.

    Raises LexiconError if the file is not valid.

    >>> {"的", "谢谢"} <= stopwords(), "网络" in stopwords()
    (True, False)
    """
    listed = load(_Stopwords, "stopwords")
    function = (words for words in listed.function if isinstance(words, frozenset))
    return listed.courtesy.words.union(*function)
