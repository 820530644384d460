"""Read the words of data/lexicon/stopwords.toml."""

from functools import cache

from loaders import lexicon


@cache
def stopwords() -> frozenset[str]:
    """Return the words of data/lexicon/stopwords.toml: function words and courtesy phrases.

    >>> {"的", "谢谢"} <= stopwords(), "网络" in stopwords()
    (True, False)
    """
    lists = lexicon.read("stopwords")
    function = (words for key, words in lists["function"].items() if key != "reason")
    return frozenset(lists["courtesy"]["words"]).union(*function)
