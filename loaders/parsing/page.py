r"""The value that goes through the stages of the parser, and its first stage.

`unfold` splits a line that contains several, at a literal \n or at <br>, and a row of a Markdown
table into label and text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from loaders.errors import NotATranscriptError
from loaders.messages import Doubt
from loaders.parsing.introductions import listed_people, listed_person
from loaders.parsing.label_forms import Head, parse_head
from loaders.parsing.label_names import Label
from loaders.parsing.label_words import Words
from loaders.parsing.timestamps import standalone, trailing
from loaders.parsing.turns import Turn
from loaders.repair.document import CleanDocument, CleanLine

# The longest briefings have some thousands of lines. A page with more than MAX_LINES is refused.
MAX_LINES = 40_000
# Characters after a head that are searched for names alone.
MAX_NAMES = 60

_FOLD = re.compile(r"(?<![A-Za-z]:)(?<!\\)(?:\\r)?\\n|<br ?/?>", re.IGNORECASE)
_RULE = re.compile(r"\|?(?: ?:?-{3,}:? ?\|?)+")
_SENTENCE_END = re.compile(r"[。！？!?.…”\"’」』）)：:;；~～]$")
_ROW = re.compile(r"\| ?([^|]{1,40}?) ?\| ?(.*)", re.DOTALL)


@dataclass(frozen=True)
class TurnOpening:
    """A label that opens a turn, with its position in the line.

    `begin` and `speech_start` are the indices at which the label and the speech after it begin.
    `stamp` is the time printed before the label, or None. `is_certain` is True if the label names a
    speaker without support from other labels (label_scoring).
    """

    label: Label
    begin: int
    speech_start: int
    stamp: str | None = None
    is_certain: bool = False


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line with what it shows by itself, whatever the other lines are.

    `head` is its candidate label, None if the line begins with speech. `listed` are the people whom
    it names if it is a line of the header (introductions).
    """

    clean: CleanLine
    head: Head | None
    listed: tuple[Label, ...]

    @property
    def text(self) -> str:
        """The simplified text of the line."""
        return self.clean.text

    @property
    def stamp(self) -> str | None:
        """The time stamp, as printed, of a line that contains nothing else; else None."""
        return standalone(self.text)

    @property
    def ends_with_stamp(self) -> bool:
        """True if a posting time is printed at the end of the line."""
        return trailing(self.text) is not None

    @property
    def person(self) -> Label | None:
        """The one person whom the line names if it is of the header: 主持人：某局副局长 李明."""
        return listed_person(self.text, self.head.text, self.head.end) if self.head else None

    @property
    def names_only(self) -> bool:
        """True if only names follow the head, as in a credit: 记者：王芳 李明."""
        rest = self.text[self.head.end :][:MAX_NAMES] if self.head else ""
        names = [word for word in re.split(r"[\s、/]", rest) if word]
        return bool(names) and all(len(name) < 5 and Words(name).is_name for name in names)

    @property
    def ends_as_sentence(self) -> bool:
        """True if the line ends with punctuation, as speech does; headings and links do not."""
        return ends_as_sentence(self.text)


Lines = Sequence[PageLine]
# The index of a line, and that in the line at which an opening begins.
Place = tuple[int, int]
# The labels that open turns on each line of a page, in order.
Openings = Sequence[Sequence[TurnOpening]]


def ends_as_sentence(text: str) -> bool:
    """Return whether `text` ends with punctuation, as speech does; headings and links do not."""
    return bool(_SENTENCE_END.search(text[-3:]))


def read_line(clean: CleanLine) -> PageLine:
    """Return the line with its candidate label and the people it lists."""
    head = parse_head(clean.text)
    return PageLine(clean, head, tuple(listed_people(clean.text, head)))


@dataclass(frozen=True)
class Page:
    """A page with what the stages have found so far; each stage returns it with more.

    `name` is the file name for error messages. `lines` are the lines of `document` that may be
    speech, and `openings` has for each of them the labels that open turns on it, in order. `doubts`
    are uncertain decisions about turns.
    """

    name: str
    document: CleanDocument
    lines: tuple[PageLine, ...]
    openings: Openings = ()
    turns: tuple[Turn, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def first(self) -> int | None:
        """The index of the first line that opens a turn; None if no line does."""
        return next((i for i, found in enumerate(self.openings) if found), None)

    @property
    def last(self) -> int:
        """The index of the last line that opens a turn; -1 if no line does."""
        return max((i for i, found in enumerate(self.openings) if found), default=-1)


def unfold(document: CleanDocument, *, name: str) -> Page:
    r"""Return the page of `document`, with each line split at a literal \n and at <br>.

    A row of a Markdown table becomes its first cell, a tab and the text of the other cells; a row
    of dashes is dropped. The pieces of a line keep its number. `name` is the file name for error
    messages. Raises NotATranscriptError if the page has more than MAX_LINES lines.

    >>> document = CleanDocument((CleanLine(1, r"问：好？\n答：好。", ""),), "simplified", ())
    >>> [line.text for line in unfold(document, name="page.txt").lines]
    ['问：好？', '答：好。']
    """
    lines = tuple(_unfold(document.lines))
    if len(lines) > MAX_LINES:
        raise NotATranscriptError("not_a_transcript.long", name=name, most=MAX_LINES)
    return Page(name, replace(document, lines=lines), tuple(read_line(line) for line in lines))


def _unfold(lines: Iterable[CleanLine]) -> Iterator[CleanLine]:
    for line in lines:
        texts, forms = _split_folded(line.text), _split_folded(line.printed)
        if len(texts) != len(forms):
            forms = texts
        for text, printed in zip(texts, forms, strict=True):
            yield line if text == line.text else replace(line, text=text, printed=printed)


def _split_folded(text: str) -> list[str]:
    if text[:1] == "|":
        if _RULE.fullmatch(text[:200]):
            return []
        row = _ROW.match(text)
        text = f"{row[1]}\t{row[2].rstrip('| ').replace(' | ', ' ')}" if row else text
    if "\\n" not in text and "<" not in text:
        return [text]
    return [piece.strip() for piece in _FOLD.split(text) if piece.strip()]
