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
from loaders.parsing.timestamps import cut_stamp
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

    def add(self, line: CleanLine, *, stamps_at_end: bool) -> None:
        """Add a line without its time stamp, unless it is empty, and the stamp, if it is the first.

        `stamps_at_end`: the page prints stamps at the end of lines.
        """
        stamp, start, end = cut_stamp(line.text, at_end=stamps_at_end)
        self.stamp = self.stamp or stamp
        speech = line.slice(start, end) if stamp else line
        if speech.text:
            self.paragraphs.append(speech)


def split_turns(page: Page) -> Page:
    """Return the page with its turns, in order, and doubts about their labels.

    Consecutive blocks of the same speaker are one turn. Raises NotATranscriptError if no line has a
    label that names a speaker, or if no label is followed by speech.
    """
    if page.first is None:
        raise _no_label_error(page)
    blocks = _split_blocks(page, page.first)
    spoken = [block for block in blocks if block.has_speech]
    if not spoken:
        raise NotATranscriptError("not_a_transcript.silent", name=page.name)
    runs = (list(run) for _, run in groupby(spoken, key=lambda block: block.label.name))
    turns = tuple(_build_turn(run).with_times() for run in runs)
    return replace(page, turns=turns, doubts=tuple(_doubts(blocks)))


def _no_label_error(page: Page) -> NotATranscriptError:
    name, lines = page.name, len(page.lines)
    quotes = sum(bool(REPORT_QUOTE.search(line.text)) for line in page.lines)
    if quotes:
        return NotATranscriptError("not_a_transcript.report", name=name, quotes=quotes, lines=lines)
    return NotATranscriptError("not_a_transcript.no_label", name=name, lines=lines)


def _split_blocks(page: Page, first: int) -> list[_Block]:
    """Return a block for each label, with its lines and printed time.

    A stamp on a line of its own is that of the next block, if stamps are above their blocks, else
    that of the last. One in the header, above the line before the `first` label, is dropped.
    """
    lines, blocks = page.lines, list[_Block]()
    stamps = [line.stamp for line in lines]
    # A stamp between two blocks may belong to either, so the ends of the page decide.
    are_above = first > 0 and stamps[first - 1] is not None and stamps[-1] is None
    # A single time at the end of a line may be part of the speech, so two are required.
    stamps_at_end = sum(line.ends_with_stamp for line in lines) > 1
    pending: str | None = None
    for index, (line, openings) in enumerate(zip(lines, page.openings, strict=True)):
        if stamp := stamps[index]:
            if are_above and index >= first - 1:
                pending = stamp
            elif blocks:
                blocks[-1].stamp = blocks[-1].stamp or stamp
            continue
        for opening, part in _split_line(line.clean, openings):
            if opening:
                blocks.append(_open_block(opening, line.clean, pending))
                pending = None
            if blocks:
                blocks[-1].add(part, stamps_at_end=stamps_at_end)
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


def _doubts(blocks: Sequence[_Block]) -> Iterator[Doubt]:
    """Yield a doubt for each speaker whose only label is uncertain, then for labels without speech.

    There is none for a label that states a role.
    """
    counts = Counter(block.label.name for block in blocks)
    named = [block for block in blocks if not block.label.role]
    for block in named:
        label = block.label
        is_certain = block.is_certain or (label.is_outlet and is_certain_outlet(label.name))
        if counts[label.name] == 1 and not is_certain:
            yield doubt("once", line=block.line, name=label.name)
    for block in named:
        if not block.has_speech:
            yield doubt("silent", line=block.line, name=block.label.name)
