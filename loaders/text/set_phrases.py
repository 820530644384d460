"""The policy lexicon of data/lexicon/phrases.toml, an entry's variants written out as rows."""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from loaders import lexicon
from loaders.errors import LexiconError
from loaders.schema import PHRASE_KINDS
from loaders.text.measures import han_characters
from loaders.text.term_finder import Finder

# What may be listed at all: no run of 24 Han characters of a source is stored.
LIMIT = 23


class SetPhrase(NamedTuple):
    """One wording: its kind, and the head of its family where its entry has variants."""

    phrase: str
    kind: str
    family: str | None


@cache
def set_phrases() -> tuple[SetPhrase, ...]:
    """Every wording of the lexicon in the file's order, each entry's variants after its head.

    Raises LexiconError where an entry has no known kind, no reason, is too long or stands twice.
    """
    rows = [row for entry in lexicon.read("phrases")["phrase"] for row in _expanded(entry)]
    seen = set[str]()
    for row in rows:
        if row.phrase in seen:
            raise _wrong(row.phrase, "is listed twice; keep one of the two")
        seen.add(row.phrase)
    return tuple(rows)


@cache
def listed() -> Finder:
    """Finds every wording of the lexicon."""
    return Finder(row.phrase for row in set_phrases())


@lru_cache(maxsize=20_000)
def family(phrase: str) -> str | None:
    """The head of the family to which `phrase` belongs: that of the longest member it contains.

    >>> family("贯彻落实党的二十大精神"), family("学好党的二十大精神"), family("湖光灯会")
    ('党的二十大', '党的二十大', None)
    """
    finder, heads = _families()
    longest = max(finder.within(phrase), key=lambda member: (len(member), member), default=None)
    return heads[longest] if longest else None


@cache
def _families() -> tuple[Finder, dict[str, str]]:
    """What finds the members of families, and the head of each."""
    heads = {row.phrase: row.family for row in set_phrases() if row.family}
    return Finder(heads), heads


def _expanded(entry: dict[str, Any]) -> Iterator[SetPhrase]:
    head, variants = entry["phrase"], entry.get("variants", [])
    if entry.get("kind") not in PHRASE_KINDS:
        raise _wrong(head, f"has the kind {entry.get('kind')}; give one of {PHRASE_KINDS}")
    if not entry.get("reason"):
        raise _wrong(head, "has no reason; say why it is listed")
    for phrase in (head, *variants):
        if not 2 <= han_characters(phrase) <= LIMIT:
            raise _wrong(phrase, f"does not have 2 to {LIMIT} Han characters; shorten it")
        yield SetPhrase(phrase, entry["kind"], head if variants else None)


def _wrong(phrase: str, what: str) -> LexiconError:
    return LexiconError(f"data/lexicon/phrases.toml: {phrase} {what}.")
