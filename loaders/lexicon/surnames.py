"""Read data/lexicon/surnames.toml: Chinese surnames and their readings."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from loaders.lexicon.records import load


class Surnames(NamedTuple):
    """Chinese surnames: `single` has those of one character in a row, `compound` the longer ones.

    `readings` maps a surname to its pinyin where that differs from the usual reading.
    """

    reason: str
    single: str
    compound: tuple[str, ...]
    readings: Mapping[str, str]


@cache
def surnames() -> Surnames:
    """Return the surnames of the file, cached; raises LexiconError if the file is not valid."""
    return load(Surnames, "surnames")
