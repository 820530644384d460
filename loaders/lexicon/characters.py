"""Read data/lexicon/characters.toml: characters that a mechanical conversion put for others."""

from collections.abc import Mapping
from functools import cache
from typing import Literal

from loaders.lexicon.records import Record, Text, Words, load_rows, place, require_distinct


class Variant(Record, frozen=True):
    """A row of the file: the characters `found` are over-converted forms of `meant`.

    `where` is "anywhere" if they are always corrected, "word" if only where that makes a word.
    `name` is the part of a name that they can be, None for none. `words` are words with `meant`
    that jieba's dictionary lacks.
    """

    found: Words
    meant: Text
    where: Literal["anywhere", "word"]
    source: Text
    reason: Text
    name: Literal["given", "surname"] | None = None
    words: Words = ()


@cache
def variants() -> Mapping[str, Variant]:
    """Return character found -> its row, in the order of the file, cached.

    Raises LexiconError if the file is not valid, or a character is listed twice.
    """
    rows = load_rows(Variant, "characters", "character")
    require_distinct((found for row in rows for found in row.found), place("characters"))
    return {found: row for row in rows for found in row.found}


@cache
def variant_words() -> frozenset[str]:
    """Return the words of all rows, cached."""
    return frozenset(word for row in variants().values() for word in row.words)
