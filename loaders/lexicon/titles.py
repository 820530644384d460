"""Read data/lexicon/titles.toml: official titles, and the words that introduce who has one."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from loaders.lexicon.records import load


class Titles(NamedTuple):
    """The words of the file, whose comments say what each list is for.

    `english` maps a title as a briefing states it to its English.
    """

    reason: str
    endings: tuple[str, ...]
    introductions: tuple[str, ...]
    addresses: tuple[str, ...]
    presenting: tuple[str, ...]
    behind_names: tuple[str, ...]
    presenting_english: tuple[str, ...]
    english: Mapping[str, str]


@cache
def titles() -> Titles:
    """Return the words of the file, cached; raises LexiconError if the file is not valid."""
    return load(Titles, "titles")
