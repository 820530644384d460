"""Repair the text defects of a published page, one function per defect, and log every repair.

A page is repaired line by line. Each function takes a line and returns its edits. The position of
an edit is logged as its column in the page as published, however many repairs came before it.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from loaders.repair.document import (
    LINE_BREAK,
    LOST_CHARACTER,
    CleanDocument,
    CleanLine,
    Repair,
    RepairedLine,
    shorten_for_log,
    sort_repairs,
)
from loaders.repair.edits import Edit, MappedLine, map_line
from loaders.repair.gbk_shift import Unshifted, unshift
from loaders.repair.mojibake import big5_spans, cp1252_punctuation, latin_spans
from loaders.repair.pinyin import (
    TONED_VOWELS,
    bare_annotations,
    neutral_annotations,
    pinyin_annotations,
    readings,
)
from loaders.repair.script import simplify_lines
from loaders.repair.unicode import (
    control_characters,
    full_width,
    html_entities,
    invisible_characters,
    spaces,
    surrogates,
    unicode_forms,
)
from loaders.repair.variants import frequency, variant_corrections
from loaders.text.measures import HAN

SHIFT_START = re.compile(
    rf"(?<=[{HAN}])[?\ufffd][(（]?([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿêế]{{1,6}})[)）]"
)
# A line needs repair only if it has one of these, a non-printable character, or one not in NFC.
SUSPECT = re.compile(f"[&(（\\[〔?\ufffd０-９Ａ-Ｚａ-ｚ]|â€|[{HAN}][a-zü]{{0,5}}[{TONED_VOWELS}]")
# Characters that are passed to unshift, which reads at most 200 of them.
MAX_SHIFT = 250
# Repairs can expose further damage (&amp;nbsp;), so iterate to a fixed point; input that needs more
# rounds is adversarial.
MAX_ROUNDS = 8
# Above this many edits, do not keep positions; nobody reviews that many.
MAX_EDIT_POSITIONS = 5_000
NO_CUES: Mapping[int, tuple[float, float]] = MappingProxyType({})


def shifted_spans(line: str) -> list[Edit]:
    """Return edits that restore GBK text shifted by one byte at a pinyin annotation.

    See loaders.repair.gbk_shift.

    >>> [e.after for e in shifted_spans("請他們?yōu)榇蠹医榻B情況")]
    ['為大家介紹']
    """
    edits: list[Edit] = []
    for match in SHIFT_START.finditer(line):
        if edits and match.start() < edits[-1].end:
            continue
        after = line[match.end() : match.end() + MAX_SHIFT]
        restored = _unshift_cached(line[match.start() - 1], match[1], after)
        if restored:
            edits.append(Edit(match.start(), match.end() + restored.consumed, restored.text))
    return edits


@lru_cache(maxsize=10_000)
def _unshift_cached(before: str, reading: str, after: str) -> Unshifted | None:
    return unshift(before, reading, after, readings=readings, frequency=frequency)


def repair(text: str, cues: Mapping[int, tuple[float, float]] = NO_CUES) -> CleanDocument:
    """Repair the text of a page; return its clean lines and the log of all repairs.

    REPAIR_KINDS lists the kinds of the repairs. No text raises an error, and repairing the repaired
    text changes nothing. `cues` maps the number of a line (from 1) to its start and end in seconds.
    """
    log = _RepairLog()
    published = [(n, line) for n, line in enumerate(LINE_BREAK.split(text), 1) if line.strip()]
    spans = big5_spans([line for _, line in published])
    log.is_whole_page = 2 * sum(map(bool, spans)) > len(spans)
    lines = [
        (number, _apply_edits("mojibake", number, map_line(line), edits, log))
        for (number, line), edits in zip(published, spans, strict=True)
    ]
    log.is_whole_page = False
    lines = [(number, _repair_line(number, line, _LINE_REPAIRS, log)) for number, line in lines]
    if _is_annotated(lines, log):
        line_repairs = (*_LINE_REPAIRS, ("pinyin_annotation", neutral_annotations))
        lines = [(number, _repair_line(number, line, line_repairs, log)) for number, line in lines]
    simplified, script = simplify_lines([line.text for _, line in lines])
    texts = _correct_characters(lines, simplified, log)
    clean_lines = tuple(
        CleanLine(number, text.strip(), line.text.strip(), False, *cues.get(number, ()))
        for (number, line), text in zip(lines, texts, strict=True)
        if text.strip()
    )
    repaired_lines = log.repaired_lines(lines, texts)
    repairs, unsettled = sort_repairs(log.rows()), sort_repairs(log.unsettled())
    return CleanDocument(clean_lines, script, repairs, unsettled, repaired_lines)


_LineRepairs = tuple[tuple[str, Callable[[str], list[Edit]]], ...]
_LINE_REPAIRS: _LineRepairs = (
    ("lone_surrogate", surrogates),
    # Twice, since text is often decoded wrongly twice, which leaves Windows-1252 punctuation.
    ("mojibake", latin_spans),
    ("mojibake", latin_spans),
    ("mojibake", cp1252_punctuation),
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
# Each place of a repair of these kinds has its row; equal repairs of another kind share one row.
_LOGGED_SEPARATELY = frozenset({"pinyin_annotation", "shifted_bytes"})
# The kinds of repairs in the text of a line. `unsettled` has lost_character too, and the parser
# adds a row for each line that it leaves out (parsing.boilerplate).
REPAIR_KINDS = (*dict.fromkeys(kind for kind, _ in _LINE_REPAIRS), "script", "character")


class _RepairLog:
    """The repairs of a page, and what was left unsettled.

    Repairs of the kinds in _LOGGED_SEPARATELY have one row for each place; equal repairs of another
    kind share one row. While `is_whole_page` is set, repairs are not recorded for repaired_lines.
    """

    def __init__(self) -> None:
        self._separate: list[Repair] = []
        self._first_rows: dict[tuple[str, str, str], Repair] = {}
        self._counts: Counter[tuple[str, str, str]] = Counter()
        self._by_line: dict[int, list[Repair]] = {}
        self._positions = 0
        self.is_whole_page = False

    def add(self, kind: str, line: int, column: int, before: str, after: str) -> None:
        """Record a repair at one place, or a doubt if `after` equals `before`."""
        key = (kind, before, after)
        self._counts[key] += 1
        if kind in _LOGGED_SEPARATELY:
            self._separate.append(Repair(kind, line, column, before, after))
        elif key not in self._first_rows:
            self._first_rows[key] = Repair(kind, line, column, before, after)
        if before != after and kind != "script" and not self.is_whole_page:
            self._positions += 1
            if self._positions <= MAX_EDIT_POSITIONS:
                self._by_line.setdefault(line, []).append(Repair(kind, line, column, before, after))

    def repaired_lines(
        self, lines: list[tuple[int, MappedLine]], texts: list[str]
    ) -> dict[int, RepairedLine] | None:
        """Return the lines with repairs by line number; None above MAX_EDIT_POSITIONS repairs.

        `lines` holds each line with its number before simplification, `texts` its final text.
        Repairs of the whole page and of the script do not count.
        """
        if self._positions > MAX_EDIT_POSITIONS:
            return None
        return {
            number: RepairedLine(text, line.columns, sort_repairs(self._by_line[number]))
            for (number, line), text in zip(lines, texts, strict=True)
            if number in self._by_line
        }

    def has_kind(self, kind: str) -> bool:
        return any(key[0] == kind for key in self._counts)

    def rows(self) -> list[Repair]:
        return [*self._separate, *(row for row in self._with_counts() if row.before != row.after)]

    def unsettled(self) -> list[Repair]:
        return [row for row in self._with_counts() if row.before == row.after]

    def _with_counts(self) -> Iterator[Repair]:
        for key, row in self._first_rows.items():
            yield replace(row, places=self._counts[key])


def _apply_edits(
    kind: str, number: int, line: MappedLine, edits: list[Edit], log: _RepairLog
) -> MappedLine:
    for edit in edits:
        before = shorten_for_log(line.text[edit.start : edit.end])
        printable = before.encode("utf-8", errors="replace").decode()
        log.add(kind, number, line.columns[edit.start], printable, shorten_for_log(edit.after))
    return line.apply(edits) if edits else line


def _repair_line(
    number: int, line: MappedLine, repairs: _LineRepairs, log: _RepairLog
) -> MappedLine:
    for _ in range(MAX_ROUNDS):
        if _needs_no_repair(line.text):
            break
        before = line.text
        for kind, find_edits in repairs:
            line = _apply_edits(kind, number, line, find_edits(line.text), log)
        if line.text == before:
            break
    return line


def _needs_no_repair(line: str) -> bool:
    """Return whether no repair can apply to `line`: a fast test that most lines pass."""
    return (
        line.isprintable() and not SUSPECT.search(line) and unicodedata.is_normalized("NFC", line)
    )


def _is_annotated(lines: list[tuple[int, MappedLine]], log: _RepairLog) -> bool:
    """Return whether the page is annotated with pinyin, so that brackets such as (de) are readings.

    It is if annotations with tones were removed, or if at least two brackets hold a reading without
    a tone.
    """
    if log.has_kind("pinyin_annotation"):
        return True
    return sum(len(neutral_annotations(line.text)) for _, line in lines) > 1


def _correct_characters(
    lines: list[tuple[int, MappedLine]], simplified: list[str], log: _RepairLog
) -> list[str]:
    """Correct over-converted characters in the simplified lines, and log all changed characters."""
    texts = []
    for (number, line), text in zip(lines, simplified, strict=True):
        corrections = dict(variant_corrections(text))
        corrected = text
        if corrections:
            corrected = "".join(corrections.get(i) or c for i, c in enumerate(text))
        if corrections or corrected != line.text or LOST_CHARACTER in corrected:
            _log_characters(number, line, corrected, corrections, log)
        texts.append(corrected)
    return texts


def _log_characters(
    number: int,
    line: MappedLine,
    corrected: str,
    corrections: Mapping[int, str | None],
    log: _RepairLog,
) -> None:
    """Log each simplified or corrected character, and those that are in doubt or lost."""
    for index, (old, new) in enumerate(zip(line.text, corrected, strict=True)):
        if old != new:
            kind = "character" if index in corrections else "script"
            log.add(kind, number, line.columns[index], old, new)
        if index in corrections and corrections[index] is None:
            log.add("character", number, line.columns[index], new, new)
        if new == LOST_CHARACTER:
            log.add("lost_character", number, line.columns[index], LOST_CHARACTER, LOST_CHARACTER)
