"""Read data/lexicon/announcements.toml: names of what is announced, in English and over years."""

from collections.abc import Mapping
from functools import cache
from typing import Literal

from loaders.errors import LexiconError
from loaders.lexicon.records import Record, Rows, Text, load, place, require_distinct

_PLACE = place("announcements")


class Name(Record, frozen=True):
    """A name with its English; `key` is the name that it shares with others for one thing."""

    name: Text
    en: Text
    en_source: Literal["own", "reports", "ours"] = "ours"
    key: Text | None = None
    reason: Text | None = None


class _Announcements(Record, frozen=True):
    name: Rows[Name]
    counted: Rows[Name]


@cache
def announced_names() -> Mapping[str, Name]:
    """Return name -> Name of documents, works, campaigns, events and platforms, cached.

    Raises LexiconError if the file is not valid, lists a name twice, or gives a key or an English
    name of others without its reason.
    """
    return _by_name(load(_Announcements, "announcements").name)


@cache
def counted_names() -> Mapping[str, Name]:
    """Return name -> Name of what figures count, cached; raise LexiconError like the other."""
    return _by_name(load(_Announcements, "announcements").counted)


def _by_name(rows: tuple[Name, ...]) -> Mapping[str, Name]:
    require_distinct((row.name for row in rows), _PLACE)
    for row in rows:
        if row.reason is None and (row.key or row.en_source != "ours"):
            raise LexiconError(f"{_PLACE}, {row.name}: state the reason of its key or English.")
    return {row.name: row for row in rows}
