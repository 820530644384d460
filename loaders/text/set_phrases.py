"""Find the phrases of the policy lexicon, and the family that a phrase belongs to."""

from functools import cache, lru_cache

from loaders.lexicon.phrases import set_phrases
from loaders.text.term_finder import Finder


@cache
def phrase_finder() -> Finder:
    """Return the cached Finder of all phrases of the lexicon."""
    return Finder(row.phrase for row in set_phrases())


@lru_cache(maxsize=20_000)
def family(phrase: str) -> str | None:
    """Return the head of the family that `phrase` belongs to, None if it belongs to none.

    A phrase belongs to the family of the longest head or variant that it contains.

    >>> family("贯彻落实党的二十大精神"), family("学好党的二十大精神"), family("湖光灯会")
    ('党的二十大', '党的二十大', None)
    """
    finder, heads = _family_finder()
    longest = max(finder.words_in(phrase), key=lambda member: (len(member), member), default=None)
    return heads[longest] if longest else None


@cache
def _family_finder() -> tuple[Finder, dict[str, str]]:
    """Return a Finder of all members of families (heads and variants), and member -> head."""
    heads = {row.phrase: row.family for row in set_phrases() if row.family}
    return Finder(heads), heads
