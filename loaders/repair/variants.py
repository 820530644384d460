"""Simplified characters: opencc, and what it leaves or makes of over-converted text.

Mirrors convert mechanically, and choose rare characters of the same sound or older forms: 郃作 for
合作, 躰系 for 体系. data/lexicon/characters.toml lists them with reason and source. Some are never
meant in modern prose; the others are put right only where a word of the dictionary comes out and
the character is not part of a name.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

import opencc

from loaders import lexicon
from loaders.text.measures import HAN
from loaders.text.segmenter import get_segmenter

Verdict = Literal["meant", "kept", "unsettled"]
# A word counts as known from here on (jieba's dictionary has 3 for what it met once or twice), and
# must be this many times as common as any word with the character as it stands.
KNOWN = 50
TIMES = 10
LONGEST_WORD = 4
# Small words before a verb: what follows them is no given name although they are surnames too.
FUNCTION_WORDS = frozenset("和与及同向为于对从是有时都等所能应由之可将已曾未后前经要会")


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the table: what is meant, anywhere or in a word alone, and its place in names."""

    meant: str
    where: str
    name: str


def to_simplified(text: str) -> str:
    """`text` in simplified characters, character for character.

    >>> to_simplified("湖光燈會")
    '湖光灯会'
    """
    found = str(_converter().convert(text))
    return found if len(found) == len(text) else "".join(map(_converter().convert, text))


def meant_characters(line: str) -> list[tuple[int, str | None]]:
    """Places of over-converted characters in a simplified line, each with what it was.

    None where what is around it does not settle that. A character that makes a word as it stands,
    or is likely to be a name, is not among them.

    >>> meant_characters("郃作躰系，张郃作介绍，著名专家着力，随著名")
    [(0, '合'), (2, '体'), (6, None), (19, None)]
    """
    pattern, table = _pattern(), _table()
    if not pattern.search(line):
        return []
    text = pattern.sub(lambda match: _anywhere(table[match[0]], match[0]), line)
    found: list[tuple[int, str | None]] = []
    for match in pattern.finditer(line):
        place, row = match.start(), table[match[0]]
        before = text[max(0, place - LONGEST_WORD) : place]
        verdict = _verdict(before, match[0], text[place + 1 : place + LONGEST_WORD])
        if row.where == "anywhere" or verdict == "meant":
            found.append((place, row.meant))
        elif verdict == "unsettled":
            found.append((place, None))
    return found


def forms(character: str) -> frozenset[str]:
    """A character, its simplified form, and what it is meant for where the table lists it."""
    simplified = to_simplified(character)
    rows = (_table().get(form) for form in (character, simplified))
    return frozenset({character, simplified, *(row.meant for row in rows if row)})


@lru_cache(maxsize=100_000)
def frequency(word: str) -> int:
    """How common a word in either script is; 0 for what jieba's dictionary lacks."""
    return get_segmenter().frequency(to_simplified(word))


def _anywhere(row: Listed, character: str) -> str:
    return row.meant if row.where == "anywhere" else character


@lru_cache(maxsize=50_000)
def _verdict(before: str, character: str, after: str) -> Verdict:
    """What the words around a character say of it."""
    row = _table()[character]
    kept, _ = _best_word(before, character, after)
    known, start = _best_word(before, row.meant, after)
    if known < KNOWN:
        return "kept" if kept or row.name else "unsettled"
    is_name = start == len(before) and _may_be_a_name(before, row.name)
    return "unsettled" if known <= TIMES * kept or is_name else "meant"


def _best_word(before: str, character: str, after: str) -> tuple[int, int]:
    """The frequency of the most common word with this character in it, and where it starts."""
    text, place = before + character + after, len(before)
    spans = (
        (start, start + size)
        for size in range(2, LONGEST_WORD + 1)
        for start in range(max(0, place - size + 1), min(place, len(text) - size) + 1)
    )
    return max(((_how_common(text[a:b]), a) for a, b in spans), default=(0, 0))


def _how_common(word: str) -> int:
    return get_segmenter().frequency(word) or (KNOWN if word in _words() else 0)


def _may_be_a_name(before: str, kind: str) -> bool:
    """Whether a character that begins a word may as well end a name that stands before it."""
    is_first = not before or not re.match(f"[{HAN}]", before[-1])
    if kind == "surname" or is_first:
        return kind == "surname" and is_first
    if kind != "given" or before[-1] not in _surnames() or before[-1] in FUNCTION_WORDS:
        return False
    return all(_how_common(before[-size:]) < KNOWN for size in range(2, len(before) + 1))


@cache
def _surnames() -> frozenset[str]:
    return frozenset(lexicon.read("surnames")["single"])


@cache
def _table() -> dict[str, Listed]:
    rows = lexicon.read("characters")["character"]
    return {
        found: Listed(row["meant"], row["where"], row.get("name", ""))
        for row in rows
        for found in row["found"]
    }


@cache
def _words() -> frozenset[str]:
    rows = lexicon.read("characters")["character"]
    return frozenset(word for row in rows for word in row.get("words", ()))


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(f"[{''.join(_table())}]")


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
