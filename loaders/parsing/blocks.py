"""Split the lines of a page into a block for each label, and merge the blocks into turns."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from loaders.errors import NotATranscriptError
from loaders.messages import Doubt, doubt
from loaders.parsing.label_names import Label, is_certain_outlet
from loaders.parsing.page import Page, TurnOpening
from loaders.parsing.timestamps import Stamps, find_stamps
from loaders.parsing.turns import Turn
from loaders.repair.document import CleanLine
from loaders.text.measures import characters

# A quotation as news reports print it: a verb of speech, then a quotation mark.
REPORT_QUOTE = re.compile(r"(?:表示|介绍说?|指出|强调|认为|透露|告诉记者|说|称)[，,]?[:：]? ?[“\"]")


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

    def add(self, stamp: str | None, line: CleanLine) -> None:
        """Add a line, unless it is empty, and its time stamp, unless the block has one."""
        self.stamp = self.stamp or stamp
        if line.text:
            self.paragraphs.append(line)


def split_turns(page: Page) -> Page:
    """Return the page with its turns, in order, and doubts about their labels.

    Consecutive blocks of the same speaker are one turn. Raises NotATranscriptError if no line has a
    label that names a speaker, or if no label is followed by speech.
    """
    if page.first is None:
        raise _no_label_error(page)
    stamps = find_stamps([line.text for line in page.lines], page.first)
    blocks = _split_blocks(page, stamps, page.first)
    spoken = [block for block in blocks if block.has_speech]
    if not spoken:
        raise NotATranscriptError("not_a_transcript.silent", name=page.name)
    runs = (list(run) for _, run in groupby(spoken, key=lambda block: block.label.name))
    turns = tuple(_build_turn(run).with_times() for run in runs)
    silent = [block for block in blocks if not block.has_speech]
    doubts = (*_single_label_doubts(blocks), *_silent_label_doubts(silent))
    return replace(page, turns=turns, doubts=doubts)


def _no_label_error(page: Page) -> NotATranscriptError:
    name, lines = page.name, len(page.lines)
    quotes = sum(bool(REPORT_QUOTE.search(line.text)) for line in page.lines)
    if quotes:
        return NotATranscriptError("not_a_transcript.report", name=name, quotes=quotes, lines=lines)
    return NotATranscriptError("not_a_transcript.no_label", name=name, lines=lines)


def _split_blocks(page: Page, stamps: Stamps, first: int) -> list[_Block]:
    """Return a block for each label, with its lines and printed time.

    A stamp on a line of its own is that of the next block, if stamps are above their blocks, else
    that of the last. One in the header, above the line before the `first` label, is dropped.
    """
    blocks: list[_Block] = []
    pending: str | None = None
    for index, (line, openings) in enumerate(zip(page.lines, page.openings, strict=True)):
        if stamp := stamps.alone[index]:
            if stamps.are_before and index >= first - 1:
                pending = stamp
            elif blocks:
                blocks[-1].stamp = blocks[-1].stamp or stamp
            continue
        for opening, part in _split_line(line.clean, openings):
            if opening:
                blocks.append(_open_block(opening, line.clean, pending))
                pending = None
            if blocks:
                blocks[-1].add(*stamps.cut(part))
    return blocks


def _split_line(
    line: CleanLine, openings: Sequence[TurnOpening]
) -> Iterator[tuple[TurnOpening | None, CleanLine]]:
    """Yield (None, text before the first label), then (opening, speech) for each label."""
    if not openings or openings[0].begin:
        yield None, line.slice(0, openings[0].begin if openings else None)
    ends = [*(opening.begin for opening in openings[1:]), None]
    for opening, end in zip(openings, ends, strict=False):
        yield opening, line.slice(opening.speech_start, end)


def _open_block(opening: TurnOpening, line: CleanLine, stamp: str | None) -> _Block:
    label = line.slice(opening.begin, opening.speech_start)
    printed = label.printed_form(opening.label.name)
    stamp = opening.stamp or stamp
    return _Block(opening.label, printed, line.number, opening.is_certain, stamp)


def _build_turn(run: Sequence[_Block]) -> Turn:
    lines = tuple(line for block in run for line in block.paragraphs)
    stamp = next((block.stamp for block in run if block.stamp), None)
    return Turn(run[0].label, run[0].printed_name, run[0].line, lines, timestamp=stamp)


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
