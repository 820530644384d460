"""Parse the times that a page prints with speech: when it was posted or at which second it began.

Live feeds print the time of posting after (or before) each block; transcripts of recordings print
[HH:MM:SS] before it. Both are kept as printed, and neither is a duration. Times with an end come
from the cues of subtitle files, which the readers return.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.repair.document import CleanLine

_DAY = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[ T]{0,3}"
_CLOCK = r"\d{1,2}[:：]\d{2}(?:[:：]\d{2}(?:[.,]\d{1,3})?)?"
STAMP = rf"(?:{_DAY})?{_CLOCK}(?! ?[-—–~～至])"
OPEN, CLOSE = r"[\[(（【［〔]\s?", r"\s?[\])）】］〕]"
STANDALONE = re.compile(rf"(?:发布时间[:：]\s?|时间[:：]\s?)?(?:{OPEN}({STAMP}){CLOSE}|({STAMP}))")
LEADING = re.compile(rf"(?:{OPEN}({STAMP}){CLOSE}|({STAMP}))[\s　]{{0,4}}")
TRAILING = re.compile(
    rf"(?:{OPEN}({STAMP}){CLOSE}|(?<=[\s。！？!?.”\"])({_DAY}{_CLOCK}|\d{{1,2}}:\d{{2}}:\d{{2}}))$"
)
MAX_STAMP = 40
HOURS = re.compile(
    r"(?<!\d)(\d{1,2})[:：](\d{2}) ?(?:[-—–~～至到]|——|--) ?(\d{1,2})[:：](\d{2})(?!\d)"
)


def standalone(text: str) -> str | None:
    """Return the time stamp of a line that contains nothing else, as printed; None for other lines.

    >>> standalone("[2031-05-06 10:02:33]"), standalone("10:02 开始")
    ('2031-05-06 10:02:33', None)
    """
    found = STANDALONE.fullmatch(text.strip()) if len(text) <= MAX_STAMP else None
    return (found[1] or found[2]) if found else None


def leading(text: str) -> tuple[str, int] | None:
    """Return the stamp at the beginning of `text` and the index after it, or None.

    None also for a stamp without text after it, which `standalone` parses.

    >>> leading("[00:01:09] 陆明远：好。")
    ('00:01:09', 11)
    """
    found = LEADING.match(text)
    return (found[1] or found[2], found.end()) if found and found.end() < len(text) else None


def bracketed(text: str) -> tuple[str, int] | None:
    """Return the result of `leading` for a stamp in brackets; None for any other.

    A time without brackets may be part of the speech.
    """
    found = LEADING.match(text)
    return (found[1], found.end()) if found and found[1] and found.end() < len(text) else None


def trailing(text: str) -> tuple[str, int] | None:
    """Return the posting time at the end of `text` and the index where it begins, or None.

    >>> trailing("谢谢大家。 2031-05-06 10:02:33")
    ('2031-05-06 10:02:33', 6)
    >>> trailing("我们约在10:02") is None
    True
    """
    tail = text[-MAX_STAMP:]
    found = TRAILING.search(tail)
    return (found[1] or found[2], len(text) - len(tail) + found.start()) if found else None


def event_hours(text: str) -> str | None:
    """Return the hours of the event that a header line states, as an ISO 8601 interval, or None.

    >>> event_hours("时间：2031年5月6日 15:00—16:50")
    '15:00/16:50'
    """
    found = HOURS.search(text)
    if not found:
        return None
    hours, minutes = (int(found[1]), int(found[3])), (int(found[2]), int(found[4]))
    if max(hours) > 24 or max(minutes) > 59:
        return None
    return f"{hours[0]:02}:{minutes[0]:02}/{hours[1]:02}:{minutes[1]:02}"


@dataclass(frozen=True)
class Stamps:
    """The time stamps of a page, and where they are printed.

    `alone` has for each line the stamp that it consists of, or None. `are_before`: these stamps are
    above their block, not below it. `at_line_ends`: stamps are printed at the end of lines of
    speech.
    """

    alone: tuple[str | None, ...]
    are_before: bool
    at_line_ends: bool

    def cut(self, line: CleanLine) -> tuple[str | None, CleanLine]:
        """Return the time stamp at the start or end of a line, or None, and the line without it."""
        if found := bracketed(line.text):
            return found[0], line.slice(found[1])
        if self.at_line_ends and (found := trailing(line.text)):
            return found[0], line.slice(0, found[1])
        return None, line


def find_stamps(lines: Sequence[str], first: int) -> Stamps:
    """Find the time stamps of a page; `first` is the index of the first line that opens a turn.

    A stamp between two blocks may belong to either, so the ends of the page decide: stamps are
    above their block if the line above the first label is one and the last line is not.
    """
    alone = tuple(standalone(text) for text in lines)
    are_before = first > 0 and alone[first - 1] is not None and alone[-1] is None
    # A single time at the end of a line may be part of the speech, so two are required.
    at_line_ends = sum(trailing(text) is not None for text in lines) > 1
    return Stamps(alone, are_before, at_line_ends)
