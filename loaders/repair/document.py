"""The result of repairing a page: its clean lines and the log of the repairs."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

# Lines also end at single carriage returns, form feeds and Unicode's separators.
LINE_BREAK = re.compile("\r\n|[\r\n\x0b\x0c\u2028\u2029]")
LOST_CHARACTER = "\ufffd"
MAX_LOGGED_CHARACTERS = 12


@dataclass(frozen=True)
class Repair:
    """One row of the repair log: at `line` and `column`, `before` was replaced by `after`.

    Lines and columns count from 1 in the page as published. `places` is the number of places that
    had an equal repair, of which `line` and `column` give the first.
    """

    kind: str
    line: int
    column: int
    before: str
    after: str
    places: int = 1


@dataclass(frozen=True, slots=True)
class CleanLine:
    """A repaired line: its number in the page as published (from 1), and its simplified text.

    `printed` is the repaired text before it was converted to simplified characters.
    `is_boilerplate` marks a line that belongs to the site and is not speech, though it may describe
    the page. `start` and `end` are the seconds of the line's cue, None if it has no cue.
    """

    number: int
    text: str
    printed: str
    is_boilerplate: bool = False
    start: float | None = None
    end: float | None = None

    def slice(self, start: int, end: int | None = None) -> "CleanLine":
        """Return the line cut to the characters [start, end) of its text, without outer spaces.

        `printed` is cut to the same range. It is kept if it has another length than the text, as
        the empty one of a line that the page did not print.

        >>> CleanLine(1, "问：灯亮吗？", "問：燈亮嗎？").slice(2).printed
        '燈亮嗎？'
        """
        text = self.text[start:end].strip()
        if text == self.text:
            return self
        is_aligned = len(self.printed) == len(self.text)
        printed = self.printed[start:end].strip() if is_aligned else self.printed
        return replace(self, text=text, printed=printed)

    def printed_form(self, words: str) -> str:
        """Return `words` as printed in this line, before simplification.

        `words` are returned unchanged if the line does not contain them.
        """
        at = self.text.find(words)
        is_aligned = len(self.text) == len(self.printed) and at >= 0
        return self.printed[at : at + len(words)] if is_aligned else words


@dataclass(frozen=True, slots=True)
class RepairedLine:
    """A repaired line: its text, and all repairs that were made in it.

    `columns` holds the column (from 1) of each character in the page as published, and may be
    longer than the text.
    """

    text: str
    columns: Sequence[int]
    repairs: tuple[Repair, ...]


@dataclass(frozen=True)
class CleanDocument:
    """The clean lines of a page, the script of the page as published, and the log of its repairs.

    `script` is "simplified", "traditional" or "mixed". `unsettled` are log rows for text that looks
    damaged and was left unchanged (`before` equals `after`), since its original is uncertain.

    `repaired_lines` maps the numbers of lines to the lines with repairs; repairs of the whole page,
    such as of its script, do not count. It is None if the repairs are too many to review.
    """

    lines: tuple[CleanLine, ...]
    script: str
    repairs: tuple[Repair, ...]
    unsettled: tuple[Repair, ...] = ()
    repaired_lines: Mapping[int, RepairedLine] | None = field(default_factory=dict)


def sort_repairs(log: Iterable[Repair]) -> tuple[Repair, ...]:
    """Return the rows of a log sorted by line, column and kind."""
    return tuple(sorted(log, key=lambda row: (row.line, row.column, row.kind)))


def shorten_for_log(text: str) -> str:
    """Truncate `text` to MAX_LOGGED_CHARACTERS and "…": a log must not quote whole sentences."""
    return text if len(text) <= MAX_LOGGED_CHARACTERS else text[:MAX_LOGGED_CHARACTERS] + "…"
