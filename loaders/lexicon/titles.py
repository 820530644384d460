"""Read data/lexicon/titles.toml: official titles, and the words that introduce who has one."""

from functools import cache

from loaders.lexicon.records import Record, Table, Text, Words, load


class Titles(Record, frozen=True):
    """The words of the file, whose comments say what each list is for.

    `english` maps a title as a briefing states it to its English.
    """

    reason: Text
    endings: Words
    introductions: Words
    addresses: Words
    presenting: Words
    behind_names: Words
    presenting_english: Words
    english: Table[Text]


@cache
def titles() -> Titles:
    """Return the words of the file, cached; raises LexiconError if the file is not valid."""
    return load(Titles, "titles")
