"""Read data/lexicon/surnames.toml: Chinese surnames and their readings."""

from functools import cache

from loaders.lexicon.records import Record, Table, Text, Words, load


class Surnames(Record, frozen=True):
    """Chinese surnames: `single` has those of one character in a row, `compound` the longer ones.

    `readings` maps a surname to its pinyin where that differs from the usual reading.
    """

    reason: Text
    single: Text
    compound: Words
    readings: Table[Text]


@cache
def surnames() -> Surnames:
    """Return the surnames of the file, cached; raises LexiconError if the file is not valid."""
    return load(Surnames, "surnames")
