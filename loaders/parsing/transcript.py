"""Parse the clean lines of a page into turns.

turn_openings finds where turns open. This module gives each turn its paragraphs, time stamp, kind,
section and the question that it replies to. Uncertain decisions are reported as doubts.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from loaders.errors import NotATranscriptError
from loaders.messages import Doubt, doubt
from loaders.parsing import timestamps
from loaders.parsing.header import Header, read_header
from loaders.parsing.introductions import introduced_people, is_word, listed_people
from loaders.parsing.label_forms import parse_head
from loaders.parsing.label_names import (
    Label,
    is_certain_outlet,
    is_look_alike,
    is_name,
    parse_label,
)
from loaders.parsing.turn_kinds import classify_turns
from loaders.parsing.turn_openings import MAX_LINES, Layout, TurnOpening, find_openings
from loaders.parsing.turns import Turn
from loaders.repair.document import CleanLine
from loaders.schema import SECTIONS
from loaders.text.measures import characters

# The beginning of a line that is formed like a label, though it was read as speech.
LABEL_LIKE = re.compile(r"^[^，,。；;！!？?“”\"《》:：︰]{1,12}[:：︰]")
# Text that a label does not contain: list numbering, particles of a sentence.
NOT_A_LABEL = re.compile(r"^(?:[一二三四五六七八九十]是|[第其][一二三四五六七八九十])|[了这那们]")
# Characters of a line that are checked for a name alone.
MAX_NAME_LINE = 60
# A quotation as news reports print it: a verb of speech, then a quotation mark.
REPORT_QUOTE = re.compile(r"(?:表示|介绍说?|指出|强调|认为|透露|告诉记者|说|称)[，,]?[:：]? ?[“\"]")


@dataclass(frozen=True)
class Attendee:
    """A person whom the moderator introduces or the header lists, with or without a turn."""

    name: str
    title: str
    printed_name: str


@dataclass(frozen=True)
class Transcript:
    """A parsed page: its header, the people introduced, and its turns (turn 1 is turns[0]).

    `doubts` are uncertain decisions.
    """

    header: Header
    attendees: tuple[Attendee, ...]
    turns: tuple[Turn, ...]
    doubts: tuple[Doubt, ...] = ()

    @property
    def captured(self) -> tuple[str, ...]:
        """The sections of which the page has turns, in the order of SECTIONS."""
        return tuple(s for s in SECTIONS if any(t.section == s for t in self.turns))

    @property
    def label_like_lines(self) -> tuple[CleanLine, ...]:
        """Paragraphs that begin like a label and were read as speech, for a person to check."""
        lines = (line for turn in self.turns for line in turn.paragraphs)
        return tuple(line for line in lines if _looks_like_label(line.text))


def _looks_like_label(text: str) -> bool:
    found = LABEL_LIKE.match(text)
    if found and not NOT_A_LABEL.search(found[0]) and not is_look_alike(found[0][:-1]):
        return True
    return _is_name_line(text)


def _is_name_line(text: str) -> bool:
    """Return whether a line without a colon is formed like a label and holds a name."""
    head = parse_head(text[:MAX_NAME_LINE])
    if head is None or head.form not in {"bare", "bold", "bracket"}:
        return False
    if head.form != "bracket" and head.end < len(text):
        return False
    if parse_label(head.text) or is_certain_outlet(head.text):
        return True
    return is_name(head.text) and not is_word(head.text)


def read_transcript(lines: tuple[CleanLine, ...], *, name: str) -> Transcript:
    """Parse the clean lines of a page. `name` is the file name for error messages.

    Raises NotATranscriptError if no line has a label that names a speaker, if no label is followed
    by speech, or if the page has more than MAX_LINES lines or labels.
    """
    body = [line for line in lines if not line.is_boilerplate]
    texts = tuple(line.text for line in body)
    layout = find_openings(texts) if len(texts) <= MAX_LINES else None
    if layout is None or sum(map(len, layout.openings)) > MAX_LINES:
        raise NotATranscriptError("not_a_transcript.long", name=name, most=MAX_LINES)
    if layout.first is None:
        raise _no_label_error(name, texts)
    blocks = _split_blocks(body, layout)
    spoken = _merge_blocks([block for block in blocks if block.has_speech])
    if not spoken:
        raise NotATranscriptError("not_a_transcript.silent", name=name)
    turns, kind_doubts = classify_turns(spoken)
    opening = turns[0].paragraphs
    first_label = body[layout.first].number
    header = read_header(
        [line for line in lines if line.number < first_label],
        opening="".join(line.text for line in opening),
        captured={turn.section for turn in turns},
    )
    attendees = (
        *_listed_attendees(body[: layout.first]),
        *(attendee for line in opening for attendee in _introduced_attendees(line, turns)),
    )
    silent = [block for block in blocks if not block.has_speech]
    doubts = (*kind_doubts, *_single_label_doubts(blocks), *_silent_label_doubts(silent))
    return Transcript(header, attendees, tuple(turns), doubts)


def _no_label_error(name: str, texts: Sequence[str]) -> NotATranscriptError:
    quotes, found = sum(bool(REPORT_QUOTE.search(text)) for text in texts), {"lines": len(texts)}
    if quotes:
        return NotATranscriptError("not_a_transcript.report", name=name, quotes=quotes, **found)
    return NotATranscriptError("not_a_transcript.no_label", name=name, **found)


@dataclass
class _Block:
    """A label, the number of its line as published, and the lines of speech that follow it."""

    label: Label
    printed_name: str
    line: int
    is_certain: bool = False
    stamp: str | None = None
    paragraphs: list[CleanLine] = field(default_factory=list)

    @property
    def has_speech(self) -> bool:
        """True if the lines contain a word: a full stop or an ellipsis alone is not a turn."""
        return any(characters(line.text) for line in self.paragraphs)


def _split_blocks(lines: Sequence[CleanLine], layout: Layout) -> list[_Block]:
    """Split the lines of a page into a block for each label, with its lines and printed time."""
    texts = [line.text for line in lines]
    opens = [bool(found) for found in layout.openings]
    stamps = _Stamps(texts, are_before=timestamps.precede_blocks(texts, opens))
    blocks: list[_Block] = []
    first = layout.first or 0
    for index, (line, openings) in enumerate(zip(lines, layout.openings, strict=True)):
        if stamp := timestamps.standalone(line.text):
            stamps.assign(stamp, blocks, is_head=index < first - 1)
            continue
        for opening, part in _split_line(line, openings):
            if opening:
                blocks.append(_open_block(opening, line, stamps))
            if blocks:
                _add_line(blocks[-1], *stamps.split_stamp(part))
    return blocks


def _open_block(opening: TurnOpening, line: CleanLine, stamps: "_Stamps") -> _Block:
    block = _Block(opening.label, _printed_name(opening, line), line.number, opening.is_certain)
    block.stamp, stamps.pending = opening.stamp or stamps.pending, None
    return block


def _add_line(block: _Block, stamp: str | None, line: CleanLine) -> None:
    block.stamp = block.stamp or stamp
    # A row of a table may end in empty cells.
    text = line.text.strip()
    if text and text != line.text:
        line = replace(line, text=text, printed=line.printed.strip())
    if text:
        block.paragraphs.append(line)


class _Stamps:
    """The time stamps of a page, and where they are printed.

    `are_before`: stamps on a line of their own are above their block, not below it. `pending` is a
    stamp for the next block. `at_line_ends`: stamps are printed at the end of lines of speech.
    """

    def __init__(self, texts: Sequence[str], *, are_before: bool) -> None:
        self.are_before = are_before
        self.pending: str | None = None
        # A single time at the end of a line may be part of the speech, so two are required.
        self.at_line_ends = sum(timestamps.trailing(text) is not None for text in texts) > 1

    def assign(self, stamp: str, blocks: Sequence[_Block], *, is_head: bool) -> None:
        """Assign a stamp on a line of its own to a block.

        On a page whose stamps are above the speech (`are_before`) it is that of the next block,
        else that of the last of `blocks`. A block keeps its first stamp. A stamp in the header
        (`is_head`) belongs to no block and is dropped.
        """
        if self.are_before and not is_head:
            self.pending = stamp
        elif blocks:
            blocks[-1].stamp = blocks[-1].stamp or stamp

    def split_stamp(self, line: CleanLine) -> tuple[str | None, CleanLine]:
        """Return the time stamp at the start or end of a line, or None, and the line without it."""
        if found := timestamps.bracketed(line.text):
            return found[0], slice_line(line, found[1], len(line.text))
        if self.at_line_ends and (found := timestamps.trailing(line.text)):
            return found[0], slice_line(line, 0, found[1])
        return None, line


def _split_line(
    line: CleanLine, openings: Sequence[TurnOpening]
) -> Iterator[tuple[TurnOpening | None, CleanLine]]:
    """Yield (None, text before the first label), then (opening, speech) for each label."""
    if not openings:
        yield None, line
        return
    if openings[0].begin:
        yield None, slice_line(line, 0, openings[0].begin)
    ends = [opening.begin for opening in openings[1:]] + [len(line.text)]
    for opening, end in zip(openings, ends, strict=True):
        yield opening, slice_line(line, opening.speech_start, end)


def slice_line(line: CleanLine, start: int, end: int) -> CleanLine:
    """Return `line` cut to the characters [start, end) of its text, without space at the ends.

    The printed form is cut to the same range if it is as long as the text. If not, its last
    characters are kept, as many as the cut text has.
    """
    text = line.text[start:end].strip()
    if len(line.printed) == len(line.text):
        return replace(line, text=text, printed=line.printed[start:end].strip())
    return replace(line, text=text, printed=line.printed[-len(text) :] if text else "")


def _printed_name(opening: TurnOpening, line: CleanLine) -> str:
    """Return the name in the label of `opening` as printed, before simplification."""
    return _printed_form(opening.label.name, slice_line(line, opening.begin, opening.speech_start))


def _printed_form(name: str, line: CleanLine) -> str:
    """Return `name` as printed in `line`, before simplification.

    Simplification keeps the length of a line, so that the name has the same position in both forms.
    `name` is returned unchanged if the lengths differ or if the line does not contain the name.
    """
    at = line.text.find(name)
    is_aligned = len(line.text) == len(line.printed) and at >= 0
    return line.printed[at : at + len(name)] if is_aligned else name


def _merge_blocks(blocks: Sequence[_Block]) -> list[Turn]:
    """Merge consecutive blocks of the same speaker into one turn."""
    runs = (list(run) for _, run in groupby(blocks, key=lambda block: block.label.name))
    return [_build_turn(run).with_times() for run in runs]


def _build_turn(run: Sequence[_Block]) -> Turn:
    lines = tuple(line for block in run for line in block.paragraphs)
    stamp = next((block.stamp for block in run if block.stamp), None)
    return Turn(run[0].label, run[0].printed_name, lines, timestamp=stamp)


def _single_label_doubts(blocks: Sequence[_Block]) -> Iterator[Doubt]:
    """Yield a doubt for each speaker whose only label on the page is uncertain."""
    counts = Counter(block.label.name for block in blocks)
    for block in blocks:
        label = block.label
        is_certain = (
            block.is_certain or label.role or (label.is_outlet and is_certain_outlet(label.name))
        )
        if counts[label.name] == 1 and not is_certain:
            yield doubt("once", line=block.line, name=label.name)


def _silent_label_doubts(blocks: Sequence[_Block]) -> Iterator[Doubt]:
    for block in blocks:
        if not block.label.role:
            yield doubt("silent", line=block.line, name=block.label.name)


def _introduced_attendees(line: CleanLine, turns: Sequence[Turn]) -> Iterator[Attendee]:
    """Yield the people whom a line introduces with their title."""
    for label in introduced_people(line.text, {turn.label.name for turn in turns}):
        yield Attendee(label.name, label.title or "", _printed_form(label.name, line))


def _listed_attendees(lines: Sequence[CleanLine]) -> Iterator[Attendee]:
    """Yield the people whom the header lists with their title."""
    for line in lines:
        for label in listed_people(line.text, parse_head(line.text)):
            if label.title and not label.is_outlet:
                yield Attendee(label.name, label.title, _printed_form(label.name, line))
