"""Find the phrases of the policy lexicon, and the family that a phrase belongs to."""

import re
from functools import cache, lru_cache

from loaders.lexicon.phrases import listed_phrases, quoted_phrases, set_phrases
from loaders.text.term_finder import Finder

_YEAR = re.compile(r"(?:19|20)[0-9]{2}$")  # at the end of a yearly report's title


@cache
def phrase_finder() -> Finder:
    """Return the cached Finder of the phrases of the lexicon that are units of segmentation."""
    return Finder(row.phrase for row in set_phrases())


@cache
def listed_finder() -> Finder:
    """Return the cached Finder of these units and of the turns of phrase."""
    return Finder(row.phrase for row in listed_phrases())


@lru_cache(maxsize=20_000)
def family(phrase: str) -> str | None:
    """Return the head of the family that `phrase` belongs to, None if it belongs to none.

    A phrase of the lexicon belongs to its own entry, any other to the family of the longest head or
    variant that it contains.

    >>> family("贯彻落实党的二十大精神"), family("学好党的二十大精神"), family("湖光灯会")
    ('党的二十大', '党的二十大', None)
    """
    finder, heads = _family_finder()
    if phrase in heads:
        return heads[phrase]
    longest = max(finder.words_in(phrase), key=lambda member: (len(member), member), default=None)
    return heads[longest] if longest else None


def title_family(phrase: str) -> str | None:
    """Return the family of a quotation or title that the lexicon lists, with or without a year.

    Any other that contains a phrase of the lexicon is a wording of its own.

    >>> title_family("中国网络诚信发展报告2031"), title_family("走进网络诚信")
    ('中国网络诚信发展报告', None)
    """
    if phrase in quoted_phrases():
        return quoted_phrases()[phrase].family
    return _family_finder()[1].get(_YEAR.sub("", phrase))


@cache
def _family_finder() -> tuple[Finder, dict[str, str | None]]:
    """Return a Finder of all members of families (heads and variants), and phrase -> family."""
    heads = {row.phrase: row.family for row in listed_phrases()}
    return Finder(phrase for phrase, head in heads.items() if head), heads
