"""Text defects of published pages: one small function a defect, each with a log of what it did.

A page is repaired line by line. Every function takes a line and returns its edits; the position of
each edit is kept as the column of the page as published, however many repairs came before.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache

import opencc
from pypinyin import Style, pinyin

from loaders.measures import HAN
from loaders.segmenter import shared
from loaders.shifted import unshift

__all__ = [
    "CleanDocument",
    "CleanLine",
    "Edit",
    "Repair",
    "pinyin_annotations",
    "repair",
    "shifted_spans",
]

TONED = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿêế"
ANNOTATION = re.compile(rf"([{HAN}])[(（] ?([{TONED}]{{1,6}}(?: [{TONED}]{{1,3}})?) ?[)）]")
SHIFTED = re.compile(rf"(?<=[{HAN}])[?\ufffd][(（]?([{TONED}]{{1,6}})[)）]")
BREAK = re.compile(r"\r\n|\r|\n")
# A character with the marks that combine with it.
COMPOSED = re.compile(r".[\u0300-\u036f]{0,8}", re.DOTALL)
# A page whose text is traditional has every fifth character or so in a form of its own.
TRADITIONAL_SHARE = 0.05
SHOWN = 12


@dataclass(frozen=True)
class Edit:
    """Characters start..end of a line are to become `after`."""

    start: int
    end: int
    after: str


@dataclass(frozen=True)
class Repair:
    """One row of the log: line and column count from 1 in the page as published."""

    kind: str
    line: int
    column: int
    before: str
    after: str
    places: int = 1


@dataclass(frozen=True)
class CleanLine:
    """A line of text: its number as published, its text, and the text before simplification.

    `furniture` marks a line of the site, which tells of the page and is no speech.
    """

    number: int
    text: str
    printed: str
    furniture: bool = False


@dataclass(frozen=True)
class CleanDocument:
    """The clean lines of a page, the script that it was in, and the log of its repairs."""

    lines: tuple[CleanLine, ...]
    script: str
    repairs: tuple[Repair, ...]


def pinyin_annotations(line: str) -> list[Edit]:
    """Readings in brackets after a character, where the bracket holds a real reading of it.

    >>> [(e.start, e.end) for e in pinyin_annotations("網(wǎng)絡(luò)局(單位)")]
    [(1, 7), (8, 13)]
    >>> pinyin_annotations("按(àn)鈕與師(法律顧問)、甲(yǐ)")[0].after
    ''
    """
    return [
        Edit(match.end(1), match.end(), "")
        for match in ANNOTATION.finditer(line)
        if match[2].replace(" ", "") in _readings(match[1])
    ]


def shifted_spans(line: str) -> list[Edit]:
    """GBK text that lost its alignment by one byte at a pinyin annotation (loaders.shifted).

    >>> [e.after for e in shifted_spans("請他們?yōu)榇蠹医榻B情況")]
    ['為大家介紹']
    """
    edits: list[Edit] = []
    for match in SHIFTED.finditer(line):
        if edits and match.start() < edits[-1].end:
            continue
        found = unshift(
            line[match.start() - 1],
            match[1],
            line[match.end() :],
            readings=_readings,
            frequency=_frequency,
        )
        if found:
            edits.append(Edit(match.start(), match.end() + found.consumed, found.text))
    return edits


def unicode_forms(line: str) -> list[Edit]:
    """Characters that are not in Unicode's composed form (NFC), such as U+F900 for 豈.

    >>> [e.after for e in unicode_forms("\uf900 a\u0301")]
    ['豈', 'á']
    """
    if unicodedata.is_normalized("NFC", line):
        return []
    pieces = ((m.span(), unicodedata.normalize("NFC", m[0])) for m in COMPOSED.finditer(line))
    return [Edit(*span, form) for span, form in pieces if form != line[slice(*span)]]


def invisible_characters(line: str) -> list[Edit]:
    """Zero-width characters, marks of direction and the like (Unicode's category Cf).

    >>> len(invisible_characters("湖\u200b光"))
    1
    """
    return [Edit(i, i + 1, "") for i, c in enumerate(line) if unicodedata.category(c) == "Cf"]


def repair(text: str) -> CleanDocument:
    """Repair the text of a page, in the order of _IN_LINE and then its script, and log it all."""
    log: list[Repair] = []
    lines = [_repaired(number, raw, log) for number, raw in enumerate(BREAK.split(text), 1)]
    script = _script([line for line, _ in lines])
    simplified = [line for line, _ in lines]
    if script == "traditional":
        simplified = [_to_simplified(line) for line, _ in lines]
        log += _script_log(lines, simplified)
    kept = tuple(
        CleanLine(number, text.strip(), printed.strip())
        for number, (text, (printed, _)) in enumerate(zip(simplified, lines, strict=True), 1)
        if text.strip()
    )
    return CleanDocument(kept, script, in_order(log))


def in_order(log: Iterable[Repair]) -> tuple[Repair, ...]:
    """The rows of a log by place."""
    return tuple(sorted(log, key=lambda row: (row.line, row.column, row.kind)))


_IN_LINE: tuple[tuple[str, Callable[[str], list[Edit]]], ...] = (
    ("unicode_form", unicode_forms),
    ("invisible_character", invisible_characters),
    ("shifted_bytes", shifted_spans),
    ("pinyin_annotation", pinyin_annotations),
)


def _repaired(number: int, line: str, log: list[Repair]) -> tuple[str, list[int]]:
    """A line after its repairs, with the column of each character in the page as published."""
    columns = list(range(1, len(line) + 1))
    for kind, find in _IN_LINE:
        edits = find(line)
        for edit in edits:
            before = line[edit.start : edit.end]
            log.append(Repair(kind, number, columns[edit.start], before, edit.after))
        if edits:
            line, columns = _apply(edits, line, columns)
    return line, columns


def _apply(edits: list[Edit], line: str, columns: list[int]) -> tuple[str, list[int]]:
    pieces, places, done = [], list[int](), 0
    for edit in edits:
        pieces += [line[done : edit.start], edit.after]
        places += columns[done : edit.start] + [columns[edit.start]] * len(edit.after)
        done = edit.end
    return "".join([*pieces, line[done:]]), places + columns[done:]


@cache
def _readings(character: str) -> frozenset[str]:
    """Every reading of a character, with tone marks, as pypinyin lists them."""
    found = pinyin(character, style=Style.TONE, heteronym=True, errors="ignore")
    return frozenset(reading for syllable in found for reading in syllable)


@cache
def _frequency(word: str) -> int:
    return shared().frequency(_to_simplified(word))


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _to_simplified(text: str) -> str:
    return str(_converter().convert(text))


def _script(lines: list[str]) -> str:
    text = "".join(lines)
    changed = sum(a != b for a, b in zip(text, _to_simplified(text), strict=False))
    han = len(re.findall(f"[{HAN}]", text))
    return "traditional" if han and changed / han > TRADITIONAL_SHARE else "simplified"


def _script_log(lines: list[tuple[str, list[int]]], simplified: list[str]) -> list[Repair]:
    """One row for each pair of forms, at its first place, with how often it was met."""
    found: dict[tuple[str, str], Repair] = {}
    for number, ((old, columns), new) in enumerate(zip(lines, simplified, strict=True), 1):
        if len(old) != len(new):
            found[old, new] = Repair("script", number, 1, shortened(old), shortened(new))
            continue
        for column, pair in zip(columns, zip(old, new, strict=True), strict=True):
            if pair[0] != pair[1]:
                row = found.get(pair) or Repair("script", number, column, *pair, places=0)
                found[pair] = replace(row, places=row.places + 1)
    return list(found.values())


def shortened(text: str) -> str:
    """The first characters of `text`: a log shows what stood there, and no sentence of it."""
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
