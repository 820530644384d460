"""Parse the times that a page prints with speech: when it was posted or at which second it began.

Live feeds print the time of posting after (or before) each block; transcripts of recordings print
[HH:MM:SS] before it. Both are kept as printed, and neither is a duration. Times with an end come
from the cues of subtitle files, which the readers return.
"""

import re

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


def cut_stamp(text: str, *, at_end: bool) -> tuple[str | None, int, int]:
    """Return the stamp at the start or end of `text`, or None, and where the rest begins and ends.

    `at_end`: the page prints stamps at the end of lines.

    >>> cut_stamp("[10:02:33] 谢谢。", at_end=False), cut_stamp("谢谢。", at_end=True)
    (('10:02:33', 11, 14), (None, 0, 3))
    """
    if found := bracketed(text):
        return found[0], found[1], len(text)
    if at_end and (found := trailing(text)):
        return found[0], 0, found[1]
    return None, 0, len(text)
