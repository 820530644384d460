"""Read data/lexicon/stopwords.toml: words that say nothing of a briefing's subject."""

from functools import cache

from msgspec.structs import astuple

from loaders.lexicon.records import Record, Text, WordSet, load


class _FunctionWords(Record, frozen=True):
    reason: Text
    pronouns: WordSet
    particles: WordSet
    prepositions: WordSet
    conjunctions: WordSet
    adverbs: WordSet
    auxiliaries: WordSet
    light_verbs: WordSet
    numerals: WordSet


class _CourtesyWords(Record, frozen=True):
    reason: Text
    words: WordSet


class _Stopwords(Record, frozen=True):
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
    function = (words for words in astuple(listed.function) if isinstance(words, frozenset))
    return listed.courtesy.words.union(*function)
