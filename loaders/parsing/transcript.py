"""From clean lines to turns: who is labelled, what kind of turn it is, what it replies to.

loaders.layout says where turns open; here each gets its paragraphs, its time stamp, its kind, its
section and the question that it replies to. What was decided without certainty is a warning.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from loaders.errors import NotATranscriptError
from loaders.parsing import timestamps
from loaders.parsing.header import Header, read_header
from loaders.parsing.introductions import introduced, is_a_word, listed_people
from loaders.parsing.label_forms import head_of
from loaders.parsing.label_names import (
    Label,
    is_certain_outlet,
    is_look_alike,
    is_name,
    parse_label,
)
from loaders.parsing.turn_kinds import classify_turns
from loaders.parsing.turn_openings import MOST_LINES, Layout, TurnOpening, find_openings
from loaders.parsing.turns import Turn
from loaders.repair.document import CleanLine
from loaders.schema import SECTIONS
from loaders.text.measures import characters

# A line that begins as a label does, and names nobody.
DOUBT = re.compile(r"^[^，,。；;！!？?“”\"《》:：︰]{1,12}[:：︰]")
# What a label does not hold: a point of a list, words of a sentence.
NO_LABEL = re.compile(r"^(?:[一二三四五六七八九十]是|[第其][一二三四五六七八九十])|[了这那们]")
# A line that says a name and no more is not longer than this.
MARKED = 60
# A report's way of quoting: somebody said, and then the words.
QUOTES = re.compile(r"(?:表示|介绍说?|指出|强调|认为|透露|告诉记者|说|称)[，,]?[:：]? ?[“\"]")


@dataclass(frozen=True)
class Attendee:
    """Someone whom the moderator introduces or the head lists, with a turn of theirs or none."""

    name: str
    title: str
    printed_name: str


@dataclass(frozen=True)
class Transcript:
    """A page as read: its header, those introduced, and its turns (turn 1 is turns[0]).

    `warnings` are sentences on what was decided without certainty.
    """

    header: Header
    attendees: tuple[Attendee, ...]
    turns: tuple[Turn, ...]
    warnings: tuple[str, ...] = ()

    @property
    def captured(self) -> tuple[str, ...]:
        """The sections that the page carries, in their order."""
        return tuple(s for s in SECTIONS if any(t.section == s for t in self.turns))

    @property
    def doubts(self) -> tuple[CleanLine, ...]:
        """Paragraphs that begin as a label does and were read as speech; worth a look."""
        lines = (line for turn in self.turns for line in turn.paragraphs)
        return tuple(line for line in lines if _is_doubted(line.text))


def _is_doubted(text: str) -> bool:
    begins = DOUBT.match(text)
    if begins and not NO_LABEL.search(begins[0]) and not is_look_alike(begins[0][:-1]):
        return True
    return _says_a_name(text)


def _says_a_name(text: str) -> bool:
    """Whether a line is marked as a label is, without a colon, and says what may be a name."""
    head = head_of(text[:MARKED])
    if head is None or head.form not in {"bare", "bold", "bracket"}:
        return False
    if head.form != "bracket" and head.end < len(text):
        return False
    if parse_label(head.text) or is_certain_outlet(head.text):
        return True
    return is_name(head.text) and not is_a_word(head.text)


def read_transcript(lines: tuple[CleanLine, ...], *, name: str) -> Transcript:
    """Read the turns of a page. `name` is the file's, for the message.

    Raises NotATranscriptError where no line carries a label that names a speaker.
    """
    body = [line for line in lines if not line.furniture]
    texts = tuple(line.text for line in body)
    layout = find_openings(texts) if len(texts) <= MOST_LINES else None
    if layout is None or sum(map(len, layout.openings)) > MOST_LINES:
        raise NotATranscriptError(
            f"{name} is not a transcript: it has more lines or labels than a briefing can have "
            f"({MOST_LINES:,}); cut it to the transcript."
        )
    if layout.first is None:
        raise NotATranscriptError(_no_label(name, texts))
    blocks = _blocks(body, layout)
    spoken = _merged([block for block in blocks if block.speaks])
    if not spoken:
        raise NotATranscriptError(
            f"{name} names speakers and holds no word of theirs; load the page with the speech."
        )
    turns, told = classify_turns(spoken)
    opening = turns[0].paragraphs
    before = body[layout.first].number
    header = read_header(
        [line for line in lines if line.number < before],
        opening="".join(line.text for line in opening),
        captured={turn.section for turn in turns},
    )
    attendees = (
        *_listed(body[: layout.first]),
        *(attendee for line in opening for attendee in _introduced(line, turns)),
    )
    silent = [block for block in blocks if not block.speaks]
    warnings = (*told, *_once(blocks), *_silent(silent))
    return Transcript(header, attendees, tuple(turns), warnings)


def _no_label(name: str, texts: Sequence[str]) -> str:
    quotes = sum(bool(QUOTES.search(text)) for text in texts)
    reported = f", {quotes} of which quote somebody as a report does" if quotes else ""
    return (
        f"{name} is not a transcript: it has no line that names a speaker before a colon (found "
        f"{len(texts)} lines of text{reported}); load the page that carries the speech itself."
    )


@dataclass
class _Block:
    """What stands under one label."""

    label: Label
    printed_name: str
    line: int
    sure: bool = False
    stamp: str | None = None
    paragraphs: list[CleanLine] = field(default_factory=list)

    @property
    def speaks(self) -> bool:
        """Whether a word stands there: a full stop or an ellipsis alone is no turn."""
        return any(characters(line.text) for line in self.paragraphs)


def _blocks(lines: Sequence[CleanLine], layout: Layout) -> list[_Block]:
    """The page label by label, with the times printed beside them."""
    texts = [line.text for line in lines]
    opens = [bool(found) for found in layout.openings]
    stamps = _Stamps(texts, before=timestamps.stands_before(texts, opens))
    blocks: list[_Block] = []
    first = layout.first or 0
    for index, (line, openings) in enumerate(zip(lines, layout.openings, strict=True)):
        if stamp := timestamps.alone(line.text):
            stamps.alone(stamp, blocks, is_head=index < first - 1)
            continue
        for opening, part in _parts(line, openings):
            if opening:
                blocks.append(_opened(opening, line, stamps))
            if blocks:
                _say(blocks[-1], *stamps.taken(part))
    return blocks


def _opened(opening: TurnOpening, line: CleanLine, stamps: "_Stamps") -> _Block:
    block = _Block(opening.label, _printed(opening, line), line.number, opening.sure)
    block.stamp, stamps.pending = opening.stamp or stamps.pending, None
    return block


def _say(block: _Block, stamp: str | None, line: CleanLine) -> None:
    block.stamp = block.stamp or stamp
    # A row of a table may end in empty cells.
    text = line.text.strip()
    if text:
        kept = line if text == line.text else replace(line, text=text, printed=line.printed.strip())
        block.paragraphs.append(kept)


class _Stamps:
    """How a page stamps its blocks: before them or behind, at the end of lines or not."""

    def __init__(self, texts: Sequence[str], *, before: bool) -> None:
        self.before = before
        self.pending: str | None = None
        # One time at the end of a line may be a word of the speech.
        self.trail = sum(timestamps.trailing(text) is not None for text in texts) > 1

    def alone(self, stamp: str, blocks: Sequence[_Block], *, is_head: bool) -> None:
        """A stamp on a line of its own: of the block below it, or of the one above."""
        if self.before and not is_head:
            self.pending = stamp
        elif blocks:
            blocks[-1].stamp = blocks[-1].stamp or stamp

    def taken(self, line: CleanLine) -> tuple[str | None, CleanLine]:
        """The stamp of a line of speech, and the line without it."""
        if found := timestamps.bracketed(line.text):
            return found[0], part_of(line, found[1], len(line.text))
        if self.trail and (found := timestamps.trailing(line.text)):
            return found[0], part_of(line, 0, found[1])
        return None, line


def _parts(
    line: CleanLine, openings: Sequence[TurnOpening]
) -> Iterator[tuple[TurnOpening | None, CleanLine]]:
    """What stands before the first label of a line, then the speech of each."""
    if not openings:
        yield None, line
        return
    if openings[0].begin:
        yield None, part_of(line, 0, openings[0].begin)
    ends = [opening.begin for opening in openings[1:]] + [len(line.text)]
    for opening, end in zip(openings, ends, strict=True):
        yield opening, part_of(line, opening.speech, end)


def part_of(line: CleanLine, start: int, end: int) -> CleanLine:
    """Characters start..end of a line, also of its form in print, which keeps a line's length."""
    text = line.text[start:end].strip()
    if len(line.printed) == len(line.text):
        return replace(line, text=text, printed=line.printed[start:end].strip())
    return replace(line, text=text, printed=line.printed[-len(text) :] if text else "")


def _printed(opening: TurnOpening, line: CleanLine) -> str:
    """The name as the page prints it in this label."""
    return _as_printed(opening.label.name, part_of(line, opening.begin, opening.speech))


def _as_printed(name: str, line: CleanLine) -> str:
    """The name as the page prints it, before simplification, which keeps a line's length."""
    at = line.text.find(name)
    same = len(line.text) == len(line.printed) and at >= 0
    return line.printed[at : at + len(name)] if same else name


def _merged(blocks: Sequence[_Block]) -> list[Turn]:
    """The stretches of one speaker each: a label that is repeated goes on with its turn."""
    runs = (list(run) for _, run in groupby(blocks, key=lambda block: block.label.name))
    return [_turn(run).timed() for run in runs]


def _turn(run: Sequence[_Block]) -> Turn:
    lines = tuple(line for block in run for line in block.paragraphs)
    stamp = next((block.stamp for block in run if block.stamp), None)
    return Turn(run[0].label, run[0].printed_name, lines, timestamp=stamp)


def _once(blocks: Sequence[_Block]) -> Iterator[str]:
    """Those whom nothing but a single label makes a speaker."""
    counts = Counter(block.label.name for block in blocks)
    for block in blocks:
        label = block.label
        told = block.sure or label.role or (label.is_outlet and is_certain_outlet(label.name))
        if counts[label.name] == 1 and not told:
            yield (
                f"Line {block.line}: {label.name} is read as a speaker, though the name "
                "labels one turn only and the page introduces nobody of that name."
            )


def _silent(blocks: Sequence[_Block]) -> Iterator[str]:
    for block in blocks:
        if not block.label.role:
            yield f"Line {block.line} names {block.label.name} as a speaker and no speech follows."


def _introduced(line: CleanLine, turns: Sequence[Turn]) -> Iterator[Attendee]:
    """Those whom a line introduces with their title."""
    for label in introduced(line.text, {turn.label.name for turn in turns}):
        yield Attendee(label.name, label.title or "", _as_printed(label.name, line))


def _listed(lines: Sequence[CleanLine]) -> Iterator[Attendee]:
    """Those whom the head of the page lists with their title."""
    for line in lines:
        for label in listed_people(line.text, head_of(line.text)):
            if label.title and not label.is_outlet:
                yield Attendee(label.name, label.title, _as_printed(label.name, line))
