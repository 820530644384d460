"""Read data/lexicon/letters.toml: how many syllables Latin letters and words have in Mandarin."""

from collections.abc import Mapping
from functools import cache

from loaders.errors import LexiconError
from loaders.lexicon.records import Record, Rows, Table, Text, load, place, require_distinct


class SpokenWord(Record, frozen=True):
    """A word in Latin letters with its number of syllables."""

    word: Text
    syllables: int
    reason: Text


class Letters(Record, frozen=True):
    """The syllables of a Latin letter (`default` is that of any other), and of some words."""

    letter: Table[int]
    word: Rows[SpokenWord]

    @property
    def words(self) -> Mapping[str, int]:
        """Each word with its number of syllables."""
        return {row.word: row.syllables for row in self.word}


@cache
def letters() -> Letters:
    """Return the syllables of the file, cached.

    Raises LexiconError if the file is not valid, has no default, or lists a word twice.
    """
    listed = load(Letters, "letters")
    if "default" not in listed.letter:
        raise LexiconError(f"{place('letters')}, letter: the field default is missing; add it.")
    require_distinct((row.word for row in listed.word), place("letters"))
    return listed
