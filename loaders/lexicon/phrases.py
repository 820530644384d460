"""Read the policy lexicon, data/lexicon/phrases.toml, as a row for each wording of an entry."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from loaders.contract import MAX_STORED_HAN
from loaders.errors import LexiconError
from loaders.lexicon.records import Record, Text, Words, load_rows, place, require_distinct

PhraseKind = Literal["body", "event", "campaign", "document", "wording", "term"]

_HAN = re.compile("[\u3400-\u9fff]")


class SetPhrase(NamedTuple):
    """A set phrase of the lexicon, and its kind.

    `family` is the head (first wording) of the entry that lists the phrase, None if that entry has
    no variants.
    """

    phrase: str
    kind: PhraseKind
    family: str | None


class _Entry(Record, frozen=True):
    phrase: Text
    kind: PhraseKind
    reason: Text
    variants: Words = ()

    def rows(self) -> Iterator[SetPhrase]:
        for phrase in (self.phrase, *self.variants):
            yield SetPhrase(phrase, self.kind, self.phrase if self.variants else None)


@cache
def set_phrases() -> tuple[SetPhrase, ...]:
    """Return all phrases in file order, each entry's variants after its head; cached.

    Raises LexiconError if the file is not valid, if a phrase has a wrong length, or if a phrase is
    listed twice.
    """
    entries = load_rows(_Entry, "phrases", "phrase")
    found = tuple(row for entry in entries for row in entry.rows())
    for row in found:
        if not 2 <= len(_HAN.findall(row.phrase)) <= MAX_STORED_HAN:
            raise LexiconError(
                f"{place('phrases')}: {row.phrase} does not have 2 to {MAX_STORED_HAN} Han "
                "characters; shorten it."
            )
    require_distinct((row.phrase for row in found), place("phrases"))
    return found
