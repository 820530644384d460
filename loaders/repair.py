"""Text defects of published pages: one small function a defect, each with a log of what it did.

A page is repaired line by line. Every function takes a line and returns its edits; the position of
each edit is kept as the column of the page as published, however many repairs came before.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import opencc
from pypinyin import Style, pinyin

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

HAN = "\u3400-\u9fff\uf900-\ufaff"
TONED = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿêế"
ANNOTATION = re.compile(rf"([{HAN}])[(（] ?([{TONED}]{{1,6}}(?: [{TONED}]{{1,3}})?) ?[)）]")
SHIFTED = re.compile(rf"(?<=[{HAN}])[?\ufffd][(（]?([{TONED}]{{1,6}})[)）]")
PLACEHOLDER = re.compile(r"^[\[【(（]?(?:图片已损坏|图片|此处有图片|图片来源.{0,20})[\]】)）]?$")
FURNITURE = re.compile(
    r"^(?:您?当前的?位置 ?[:：].{0,200}|分享到.{0,20}|官方微(?:信|博)平台|文档附件|扫一扫.{0,20}"
    r"|打印|关闭窗口)$"
)
CREDIT = re.compile(
    r"^[(（【\[]?.{0,16}(?:责任编辑|责编|网编辑|编辑) ?[:： ] ?[^。]{1,20}[)）】\]]?$"
)
NOTICE = re.compile(r"^(?:版权声明|反侵权公告|免责声明|特别声明|声明)[:：]?$")
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
    """A line that stays: its number as published, its text, and the text before simplification."""

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


def repair(text: str) -> CleanDocument:
    """Repair the text of a page and say what was done.

    Order: shifted bytes, pinyin annotations, script, then whole lines that are no text of the
    briefing (placeholders, site furniture, the credit and notice at the foot).
    """
    log: list[Repair] = []
    printed = []
    for number, raw in enumerate(unicodedata.normalize("NFC", text).splitlines(), 1):
        line, columns = raw, list(range(len(raw) + 1))
        for kind, find in _IN_LINE:
            line, columns = _apply(kind, find(line), line, columns, number, log)
        printed.append(line)
    script = _script(printed)
    simplified = printed
    if script == "traditional":
        simplified = [_to_simplified(line) for line in printed]
        log += _script_log(printed, simplified)
    lines = tuple(_keep(zip(simplified, printed, strict=True), log))
    return CleanDocument(
        lines, script, tuple(sorted(log, key=lambda r: (r.line, r.column, r.kind)))
    )


_IN_LINE: tuple[tuple[str, Callable[[str], list[Edit]]], ...] = (
    ("shifted_bytes", shifted_spans),
    ("pinyin_annotation", pinyin_annotations),
)


def _apply(
    kind: str, edits: list[Edit], line: str, columns: list[int], number: int, log: list[Repair]
) -> tuple[str, list[int]]:
    for edit in reversed(edits):
        before = line[edit.start : edit.end]
        log.append(Repair(kind, number, columns[edit.start] + 1, before, edit.after))
        line = line[: edit.start] + edit.after + line[edit.end :]
        columns[edit.start : edit.end] = [columns[edit.start]] * len(edit.after)
    return line, columns


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


def _script_log(printed: list[str], simplified: list[str]) -> list[Repair]:
    """One row for each pair of forms, at its first place, with how often it was met."""
    first: dict[tuple[str, str], tuple[int, int]] = {}
    times: dict[tuple[str, str], int] = {}
    for number, (old, new) in enumerate(zip(printed, simplified, strict=True), 1):
        if len(old) != len(new):
            continue
        for column, pair in enumerate(zip(old, new, strict=True), 1):
            if pair[0] != pair[1]:
                first.setdefault(pair, (number, column))
                times[pair] = times.get(pair, 0) + 1
    return [Repair("script", *first[pair], *pair, times[pair]) for pair in first]


def _keep(pairs: Iterable[tuple[str, str]], log: list[Repair]) -> Iterator[CleanLine]:
    """The lines of the briefing; what is left out is logged. A notice runs to the foot."""
    notice = False
    for number, (line, printed) in enumerate(pairs, 1):
        text = line.strip()
        if not text:
            continue
        notice = notice or bool(NOTICE.match(text))
        kind = "notice" if notice else _left_out(text)
        if kind:
            log.append(Repair(kind, number, 1, _short(printed.strip()), ""))
        if not kind or kind == "furniture":
            yield CleanLine(number, text, printed.strip(), furniture=bool(kind))


def _left_out(text: str) -> str | None:
    if PLACEHOLDER.match(text):
        return "placeholder"
    if FURNITURE.match(text):
        return "furniture"
    return "credit" if CREDIT.match(text) else None


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
