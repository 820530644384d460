"""A parsed page: its header, the people introduced, its turns, and what is uncertain."""

import re
from dataclasses import dataclass
from functools import cached_property

from loaders.fingerprint import fingerprint_of
from loaders.messages import Doubt
from loaders.parsing.attendees import Attendee
from loaders.parsing.header import Header
from loaders.parsing.label_forms import parse_head
from loaders.parsing.label_names import is_certain_outlet, is_look_alike
from loaders.parsing.turns import Turn
from loaders.repair.document import CleanLine
from loaders.schema import SECTIONS

# The beginning of a line that is formed like a label, though it was read as speech.
LABEL_LIKE = re.compile(r"^[^，,。；;！!？?“”\"《》:：︰]{1,12}[:：︰]")
# Text that a label does not contain: list numbering, particles of a sentence.
NOT_A_LABEL = re.compile(r"^(?:[一二三四五六七八九十]是|[第其][一二三四五六七八九十])|[了这那们]")
# Characters of a line that are checked for a name alone. Text follows only a name in brackets.
MAX_NAME_LINE = 60
BRACKET = re.compile(r"[【\[〔［]")


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

    @cached_property
    def fingerprint(self) -> str:
        """The fingerprint of all speech, as 16 hexadecimal digits.

        Copies of one briefing have the same fingerprint, whatever their layout.
        """
        lines = (line for turn in self.turns for line in turn.paragraphs)
        return fingerprint_of("".join(line.text for line in lines))

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
    if len(text) > MAX_NAME_LINE and not BRACKET.search(text, 0, MAX_NAME_LINE):
        return False
    head = parse_head(text[:MAX_NAME_LINE])
    if head is None or head.form not in {"bare", "bold", "bracket"}:
        return False
    if head.form != "bracket" and head.end < len(text):
        return False
    if head.words.titled or is_certain_outlet(head.text):
        return True
    return head.words.is_name and not head.words.is_word
