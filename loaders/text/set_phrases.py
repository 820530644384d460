"""Read the policy lexicon, data/lexicon/phrases.toml, as a row for each wording of an entry."""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from loaders import lexicon
from loaders.errors import LexiconError
from loaders.schema import PHRASE_KINDS
from loaders.text.measures import han_characters
from loaders.text.term_finder import Finder

# Longest phrase, in Han characters: no run of 24 Han characters of a source may be stored.
MAX_HAN_CHARACTERS = 23


class SetPhrase(NamedTuple):
    """A set phrase of the lexicon, and its kind (one of PHRASE_KINDS).

    `family` is the head (first wording) of the entry that lists the phrase, None if that entry has
    no variants.
    """

    phrase: str
    kind: str
    family: str | None


@cache
def set_phrases() -> tuple[SetPhrase, ...]:
    """Return all phrases of the lexicon in file order, each entry's variants after its head.

    Raises LexiconError if an entry has an unknown kind, no reason, or a phrase of a wrong length,
    or if a phrase is listed twice.
    """
    rows = [row for entry in lexicon.read("phrases")["phrase"] for row in _expand_entry(entry)]
    seen = set[str]()
    for row in rows:
        if row.phrase in seen:
            raise _entry_error(row.phrase, "is listed twice; keep one of the two")
        seen.add(row.phrase)
    return tuple(rows)


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


def _expand_entry(entry: dict[str, Any]) -> Iterator[SetPhrase]:
    head, variants = entry["phrase"], entry.get("variants", [])
    if entry.get("kind") not in PHRASE_KINDS:
        raise _entry_error(head, f"has the kind {entry.get('kind')}; give one of {PHRASE_KINDS}")
    if not entry.get("reason"):
        raise _entry_error(head, "has no reason; say why it is listed")
    for phrase in (head, *variants):
        if not 2 <= han_characters(phrase) <= MAX_HAN_CHARACTERS:
            raise _entry_error(
                phrase, f"does not have 2 to {MAX_HAN_CHARACTERS} Han characters; shorten it"
            )
        yield SetPhrase(phrase, entry["kind"], head if variants else None)


def _entry_error(phrase: str, problem: str) -> LexiconError:
    return LexiconError(f"data/lexicon/phrases.toml: {phrase} {problem}.")
