"""Name what a mention names so that the same thing of another year has the same name.

Decisions. The key of a title is the title without years (2023, 2022年, 2021年度), 年度, 第N届,
首届, white space, and punctuation at its ends. data/lexicon/announcements.toml states the names
that are one thing although their words differ, and the English of both.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from loaders.lexicon.announcements import Name, announced_names, counted_names

# Of a year in brackets the brackets go too: 阅读报告(2030).
_OF_ONE_YEAR = re.compile(
    r"[(（]?(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])(?:年度|年(?!代)|版)?[)）]?"
    r"|第[0-9一二三四五六七八九十]{1,4}(?:届|次)|[首本上]届|^年度|(?<=[·—:：])年度"
)
# White space within Chinese is layout; between words in letters it is part of them.
_SPACE = re.compile(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])")
_ENDS = "·•-—–:：,，、.。 "


class Named(NamedTuple):
    """A name, by which the same thing of another year is recognised, and its English."""

    key: str
    english: str | None = None
    english_source: str | None = None


def title(surface: str) -> Named:
    """Return the key and the English of a title.

    >>> title("2030年度海江阅读十件大事").key, title("第三届海江读书节").key
    ('海江阅读十件大事', '海江读书节')
    """
    return _named(_bare(surface) or surface, announced_names())


def counted_name(counted: str) -> Named:
    """Return the key and the English of what a figure counts."""
    return _named(counted, counted_names())


def _bare(surface: str) -> str:
    return _OF_ONE_YEAR.sub("", _SPACE.sub("", surface)).strip(_ENDS)


def _named(name: str, listed: Mapping[str, Name]) -> Named:
    row = listed.get(name)
    return Named(row.key or name, row.en, row.en_source) if row else Named(name)
