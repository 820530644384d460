"""Text defects of published pages: one small function a defect, each with a log of what it did.

A page is repaired line by line. Every function takes a line and returns its edits; the position of
each edit is kept as the column of the page as published, however many repairs came before.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from loaders.repair.document import CleanDocument, CleanLine, Repair, RepairedLine
from loaders.repair.edits import Edit, MappedLine, map_line
from loaders.repair.gbk_shift import Unshifted, unshift
from loaders.repair.mojibake import big5_spans, latin_spans, windows_marks
from loaders.repair.pinyin import (
    TONED,
    bare_annotations,
    neutral_annotations,
    pinyin_annotations,
    readings,
)
from loaders.repair.script import simplified_lines
from loaders.repair.unicode import (
    control_characters,
    full_width,
    html_entities,
    invisible_characters,
    spaces,
    surrogates,
    unicode_forms,
)
from loaders.repair.variants import frequency, meant_characters
from loaders.text.measures import HAN

SHIFTED = re.compile(
    rf"(?<=[{HAN}])[?\ufffd][(（]?([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿêế]{{1,6}})[)）]"
)
# What ends a line: carriage returns alone as well, form feeds, and Unicode's own separators.
BREAK = re.compile("\r\n|[\r\n\x0b\x0c\u2028\u2029]")
LOST = "\ufffd"
# Every repair needs one of these, a character that does not print, or one in another form.
SUSPECT = re.compile(f"[&(（\\[〔?\ufffd０-９Ａ-Ｚａ-ｚ]|â€|[{HAN}][a-zü]{{0,5}}[{TONED}]")
SHOWN = 12
# loaders.shifted follows no further than this.
LONGEST_SHIFT = 250
# One repair may lay bare another (&amp;nbsp;), so a line is gone through until nothing changes.
# What takes more rounds than this was made so on purpose.
ROUNDS = 8
# Of more places than this none is kept: who looks at a page turn by turn looks at no more.
MOST_PLACES = 5_000
NO_CUES: Mapping[int, tuple[float, float]] = MappingProxyType({})


def shifted_spans(line: str) -> list[Edit]:
    """GBK text that lost its alignment by one byte at a pinyin annotation (loaders.shifted).

    >>> [e.after for e in shifted_spans("請他們?yōu)榇蠹医榻B情況")]
    ['為大家介紹']
    """
    edits: list[Edit] = []
    for match in SHIFTED.finditer(line):
        if edits and match.start() < edits[-1].end:
            continue
        after = line[match.end() : match.end() + LONGEST_SHIFT]
        found = _unshifted(line[match.start() - 1], match[1], after)
        if found:
            edits.append(Edit(match.start(), match.end() + found.consumed, found.text))
    return edits


@lru_cache(maxsize=10_000)
def _unshifted(before: str, reading: str, after: str) -> Unshifted | None:
    return unshift(before, reading, after, readings=readings, frequency=frequency)


def repair(text: str, cues: Mapping[int, tuple[float, float]] = NO_CUES) -> CleanDocument:
    """Repair the text of a page and log it all: KINDS says what is done, in that order.

    Never fails, whatever the text. Repairing the repaired text changes nothing. `cues` gives the
    start and end of lines in seconds, by line number.
    """
    log = _Log()
    published = [(n, line) for n, line in enumerate(BREAK.split(text), 1) if line.strip()]
    spans = big5_spans([line for _, line in published])
    log.is_of_page = 2 * sum(map(bool, spans)) > len(spans)
    lines = [
        (number, _edited("mojibake", number, map_line(line), edits, log))
        for (number, line), edits in zip(published, spans, strict=True)
    ]
    log.is_of_page = False
    lines = [(number, _in_rounds(number, line, _IN_LINE, log)) for number, line in lines]
    if _is_annotated(lines, log):
        finders = (*_IN_LINE, ("pinyin_annotation", neutral_annotations))
        lines = [(number, _in_rounds(number, line, finders, log)) for number, line in lines]
    simplified, script = simplified_lines([line.text for _, line in lines])
    texts = _meant(lines, simplified, log)
    kept = tuple(
        CleanLine(number, text.strip(), line.text.strip(), False, *cues.get(number, ()))
        for (number, line), text in zip(lines, texts, strict=True)
        if text.strip()
    )
    mended = log.mended(lines, texts)
    return CleanDocument(kept, script, in_order(log.rows()), in_order(log.doubts()), mended)


def in_order(log: Iterable[Repair]) -> tuple[Repair, ...]:
    """The rows of a log by place."""
    return tuple(sorted(log, key=lambda row: (row.line, row.column, row.kind)))


def shortened(text: str) -> str:
    """The first characters of `text`: a log shows what stood there, and no sentence of it."""
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


_Finders = tuple[tuple[str, Callable[[str], list[Edit]]], ...]
_IN_LINE: _Finders = (
    ("lone_surrogate", surrogates),
    # Twice, since it is often read wrongly twice, and the marks of Windows are what is left.
    ("mojibake", latin_spans),
    ("mojibake", latin_spans),
    ("mojibake", windows_marks),
    ("html_entity", html_entities),
    ("unicode_form", unicode_forms),
    ("invisible_character", invisible_characters),
    ("control_character", control_characters),
    ("full_width", full_width),
    ("space", spaces),
    ("shifted_bytes", shifted_spans),
    ("pinyin_annotation", pinyin_annotations),
    ("pinyin_annotation", bare_annotations),
)
# Each of these is a row of its own; of the others, what was done in many places alike is one row.
_ROW_EACH = frozenset({"pinyin_annotation", "shifted_bytes"})
KINDS = (*dict.fromkeys(kind for kind, _ in _IN_LINE), "script", "character")


class _Log:
    """Rows as they are found: one for each place, or one for all places of the same."""

    def __init__(self) -> None:
        self._each: list[Repair] = []
        self._first: dict[tuple[str, str, str], Repair] = {}
        self._places: Counter[tuple[str, str, str]] = Counter()
        self._by_line: dict[int, list[Repair]] = {}
        self._kept = 0
        self.is_of_page = False

    def note(self, kind: str, line: int, column: int, before: str, after: str) -> None:
        """One place; where `after` is `before`, it is a doubt."""
        key = (kind, before, after)
        self._places[key] += 1
        if kind in _ROW_EACH:
            self._each.append(Repair(kind, line, column, before, after))
        elif key not in self._first:
            self._first[key] = Repair(kind, line, column, before, after)
        if before != after and kind != "script" and not self.is_of_page:
            self._kept += 1
            if self._kept <= MOST_PLACES:
                self._by_line.setdefault(line, []).append(Repair(kind, line, column, before, after))

    def mended(
        self, lines: list[tuple[int, MappedLine]], texts: list[str]
    ) -> dict[int, RepairedLine] | None:
        """Every line in which a place was noted, as it came out; None where they are too many."""
        if self._kept > MOST_PLACES:
            return None
        return {
            number: RepairedLine(text, line.columns, in_order(self._by_line[number]))
            for (number, line), text in zip(lines, texts, strict=True)
            if number in self._by_line
        }

    def has(self, kind: str) -> bool:
        return any(key[0] == kind for key in self._places)

    def rows(self) -> list[Repair]:
        return [*self._each, *(row for row in self._counted() if row.before != row.after)]

    def doubts(self) -> list[Repair]:
        return [row for row in self._counted() if row.before == row.after]

    def _counted(self) -> Iterator[Repair]:
        for key, row in self._first.items():
            yield replace(row, places=self._places[key])


def _edited(kind: str, number: int, line: MappedLine, edits: list[Edit], log: _Log) -> MappedLine:
    for edit in edits:
        before = shortened(line.text[edit.start : edit.end])
        shown = before.encode("utf-8", errors="replace").decode()
        log.note(kind, number, line.columns[edit.start], shown, shortened(edit.after))
    return line.edited(edits) if edits else line


def _in_rounds(number: int, line: MappedLine, finders: _Finders, log: _Log) -> MappedLine:
    for _ in range(ROUNDS):
        if _is_sound(line.text):
            break
        before = line.text
        for kind, find in finders:
            line = _edited(kind, number, line, find(line.text), log)
        if line.text == before:
            break
    return line


def _is_sound(line: str) -> bool:
    """Whether no finder has anything to look at: this is so of most lines, and soon seen."""
    return (
        line.isprintable() and not SUSPECT.search(line) and unicodedata.is_normalized("NFC", line)
    )


def _is_annotated(lines: list[tuple[int, MappedLine]], log: _Log) -> bool:
    """Whether brackets such as (de) are readings here: others are, or there are two such."""
    if log.has("pinyin_annotation"):
        return True
    return sum(len(neutral_annotations(line.text)) for _, line in lines) > 1


def _meant(lines: list[tuple[int, MappedLine]], simplified: list[str], log: _Log) -> list[str]:
    """The simplified lines with over-converted characters put right, and every change logged."""
    texts = []
    for (number, line), text in zip(lines, simplified, strict=True):
        meant = dict(meant_characters(text))
        final = "".join(meant.get(i) or c for i, c in enumerate(text)) if meant else text
        if meant or final != line.text or LOST in final:
            _note_characters(number, line, final, meant, log)
        texts.append(final)
    return texts


def _note_characters(
    number: int, line: MappedLine, final: str, meant: Mapping[int, str | None], log: _Log
) -> None:
    """What became of each character in another form, and which were left in doubt."""
    for place, (old, new) in enumerate(zip(line.text, final, strict=True)):
        if old != new:
            kind = "character" if place in meant else "script"
            log.note(kind, number, line.columns[place], old, new)
        if place in meant and meant[place] is None:
            log.note("character", number, line.columns[place], new, new)
        if new == LOST:
            log.note("lost_character", number, line.columns[place], LOST, LOST)
