"""From clean lines to turns: who is labelled, what kind of turn it is, what it replies to.

The grammar of a label: a line opens with at most 40 characters up to a colon, without punctuation
inside; what stands before the colon is an outlet with 记者, a title glued or spaced to a name, or
a name that was introduced with its title before. Whatever else has a colon is speech.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from loaders import lexicon
from loaders.errors import NotATranscriptError
from loaders.header import Header, read_header
from loaders.measures import HAN
from loaders.repair import CleanLine
from loaders.schema import SECTIONS

__all__ = [
    "Attendee",
    "Label",
    "Reading",
    "Turn",
    "opens_turn",
    "read_label",
    "read_transcript",
]

HAN_NAME = rf"[{HAN}]{{2,4}}(?:·[{HAN}]{{1,6}})?"
LABEL = re.compile(r"^([^，,。；;！!？?“”\"《》:：︰]{2,40})[:：︰]\s*(.*)$", re.DOTALL)
REPORTER = re.compile(rf"^(.{{2,20}}?)(?<![有位名些个])的?记者(?: {HAN_NAME})?(?:提问)?$")
# A line that begins as a label does, and names nobody.
DOUBT = re.compile(r"^[^，,。；;！!？?“”\"《》:：︰]{1,12}[:：︰]")
MODERATES = ("主持人", "新闻发言人")


@dataclass(frozen=True)
class Label:
    """Who a turn is ascribed to: a person with the title as stated (or none), or an outlet."""

    name: str
    title: str | None = None
    is_outlet: bool = False


@dataclass(frozen=True)
class Turn:
    """A stretch by one speaker: its paragraphs and its place in the course of the briefing.

    `printed_name` is the name before simplification; `reply_to` counts turns from 1.
    """

    label: Label
    printed_name: str
    paragraphs: tuple[CleanLine, ...]
    kind: str = "statement"
    section: str = "opening"
    reply_to: int | None = None


@dataclass(frozen=True)
class Attendee:
    """Someone whom the moderator introduces, whether or not a turn of theirs was captured."""

    name: str
    title: str
    printed_name: str


@dataclass(frozen=True)
class Reading:
    """A page as read: its header, those introduced, and its turns (turn 1 is turns[0])."""

    header: Header
    attendees: tuple[Attendee, ...]
    turns: tuple[Turn, ...]

    @property
    def captured(self) -> tuple[str, ...]:
        """The sections that the page carries, in their order."""
        return tuple(s for s in SECTIONS if any(t.section == s for t in self.turns))

    @property
    def doubts(self) -> tuple[CleanLine, ...]:
        """Paragraphs that begin as a label does and were read as speech; worth a look."""
        lines = (line for turn in self.turns for line in turn.paragraphs)
        return tuple(line for line in lines if DOUBT.match(line.text))


def read_transcript(lines: tuple[CleanLine, ...], *, name: str) -> Reading:
    """Read the turns of a page. `name` is the file's, for the message.

    Raises NotATranscriptError where no line carries a label that names a speaker.
    """
    body = [line for line in lines if not line.furniture]
    first = next((i for i, line in enumerate(body) if opens_turn(line.text)), None)
    if first is None:
        raise NotATranscriptError(
            f"{name} has no line that names a speaker before a colon (found {len(body)} lines of "
            "text), so it is no transcript; load the page that carries the speech itself."
        )
    spoken = list(_turns(body[first:]))
    if not spoken:
        raise NotATranscriptError(
            f"{name} names speakers and holds no word of theirs; load the page with the speech."
        )
    turns = _sequence(spoken)
    opening = turns[0].paragraphs
    header = read_header(
        [line for line in lines if line.number < body[first].number],
        opening="".join(line.text for line in opening),
    )
    attendees = tuple(attendee for line in opening for attendee in _introduced(line))
    return Reading(header, attendees, tuple(turns))


def read_label(text: str, *, known: Collection[str]) -> Label | None:
    """The label that `text` (what stands before a colon) is, or None when it names no speaker.

    `known` are names introduced with a title before: they may stand alone.

    >>> read_label("青禾省商务厅副厅长李明远", known=frozenset())
    Label(name='李明远', title='青禾省商务厅副厅长', is_outlet=False)
    >>> read_label("青禾晚报记者", known=frozenset())
    Label(name='青禾晚报', title=None, is_outlet=True)
    >>> read_label("主要有三点", known=frozenset()) is None
    True
    """
    text = re.sub(r"\s+", " ", text.strip())
    if text in known:
        return Label(text)
    if outlet := REPORTER.match(text):
        return Label(outlet[1], is_outlet=True)
    return _title_and_name(text)


def _title_and_name(text: str) -> Label | None:
    parts = text.split(" ")
    if len(parts) > 1 and _is_name(parts[-1]):
        title = "、".join(parts[:-1])
        return Label(parts[-1], title) if _ends_as_title(title) else None
    joined = "".join(parts)
    for cut in range(max(2, len(joined) - 9), len(joined) - 1):
        if _ends_as_title(joined[:cut]) and _is_name(joined[cut:]):
            return Label(joined[cut:], joined[:cut])
    return None


def _ends_as_title(text: str) -> bool:
    return text.endswith(tuple(lexicon.read("titles")["endings"]))


def _is_name(text: str) -> bool:
    surnames = lexicon.read("surnames")
    if not re.fullmatch(HAN_NAME, text):
        return False
    return "·" in text or text[0] in surnames["single"] or text[:2] in surnames["compound"]


def opens_turn(text: str, known: Collection[str] = ()) -> tuple[Label, str] | None:
    """The label and the speech after it, where the line `text` opens a turn; else None."""
    match = LABEL.match(text)
    label = read_label(match[1], known=known) if match else None
    return (label, match[2].strip()) if match and label else None


def _turns(lines: Iterable[CleanLine]) -> Iterator[Turn]:
    """The stretches of one speaker each; a label that is repeated goes on with its turn.

    A label without speech is no turn.
    """
    known: set[str] = set()
    label, printed, paragraphs = None, "", list[CleanLine]()
    for line in lines:
        spoken = line
        if opened := opens_turn(line.text, known):
            found, speech = opened
            if label is None or found.name != label.name:
                if label and paragraphs:
                    yield Turn(label, printed, tuple(paragraphs))
                label, printed, paragraphs = found, _as_printed(found.name, line), []
            known |= {found.name} if found.title else set()
            spoken = replace(line, text=speech, printed=line.printed[-len(speech) :])
        if spoken.text:
            paragraphs.append(spoken)
            known |= {attendee.name for attendee in _introduced(spoken)}
    if label and paragraphs:
        yield Turn(label, printed, tuple(paragraphs))


def _as_printed(name: str, line: CleanLine) -> str:
    """The name as the page prints it, before simplification, which keeps a line's length."""
    at = line.text.find(name)
    same = len(line.text) == len(line.printed) and at >= 0
    return line.printed[at : at + len(name)] if same else name


def _sequence(turns: list[Turn]) -> list[Turn]:
    """Give every turn its kind, section and the question it replies to."""
    moderator = turns[0].label.name if _moderates(turns[0]) else None
    first_question = next((i for i, t in enumerate(turns) if t.label.is_outlet), len(turns))
    begins = first_question
    if begins and begins < len(turns) and turns[begins - 1].label.name == moderator:
        begins -= 1
    placed: list[Turn] = []
    question: int | None = None
    for index, turn in enumerate(turns):
        kind = _kind(turn, moderator, question)
        question = index + 1 if kind == "question" else question
        section = "q_and_a" if index >= begins else "opening"
        reply = question if kind == "answer" else None
        placed.append(replace(turn, kind=kind, section=section, reply_to=reply))
    return placed


def _moderates(first: Turn) -> bool:
    """Whether the one who speaks first is the moderator: by title, or by introducing the others."""
    by_title = (first.label.title or "").endswith(MODERATES)
    return by_title or any(True for line in first.paragraphs for _ in _introduced(line))


def _kind(turn: Turn, moderator: str | None, question: int | None) -> str:
    if turn.label.is_outlet:
        return "question"
    if turn.label.name == moderator:
        return "moderation"
    return "statement" if question is None else "answer"


def _introduced(line: CleanLine) -> Iterator[Attendee]:
    """Those whom a line introduces with title and form of address."""
    words = lexicon.read("titles")
    for piece in re.split("|".join(words["addresses"]), line.text)[:-1]:
        tail = re.split(r"[，,。:：;；!！]", piece)[-1]
        tail = re.split("|".join(words["introductions"]), tail)[-1]
        label = _title_and_name(tail.lstrip("和及以、 "))
        if label and label.title:
            yield Attendee(label.name, label.title, _as_printed(label.name, line))
