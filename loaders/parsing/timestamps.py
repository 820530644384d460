"""Times that a page prints beside speech: when a block was posted, or at which second it began.

Live feeds close (or open) each block with the time of its posting; transcripts of recordings put
[HH:MM:SS] before it. Both are kept as printed and are never a duration. Times with an end are those
of cues, which the readers give.
"""

import re
from collections.abc import Sequence

_DAY = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[ T]{0,3}"
_CLOCK = r"\d{1,2}[:：]\d{2}(?:[:：]\d{2}(?:[.,]\d{1,3})?)?"
STAMP = rf"(?:{_DAY})?{_CLOCK}(?! ?[-—–~～至])"
OPEN, CLOSE = r"[\[(（【［〔]\s?", r"\s?[\])）】］〕]"
ALONE = re.compile(rf"(?:发布时间[:：]\s?|时间[:：]\s?)?(?:{OPEN}({STAMP}){CLOSE}|({STAMP}))")
LEADING = re.compile(rf"(?:{OPEN}({STAMP}){CLOSE}|({STAMP}))[\s　]{{0,4}}")
TRAILING = re.compile(
    rf"(?:{OPEN}({STAMP}){CLOSE}|(?<=[\s。！？!?.”\"])({_DAY}{_CLOCK}|\d{{1,2}}:\d{{2}}:\d{{2}}))$"
)
LONGEST = 40
SPAN = re.compile(
    r"(?<!\d)(\d{1,2})[:：](\d{2}) ?(?:[-—–~～至到]|——|--) ?(\d{1,2})[:：](\d{2})(?!\d)"
)


def alone(text: str) -> str | None:
    """The stamp that a line is, where it holds nothing else.

    >>> alone("[2031-05-06 10:02:33]"), alone("10:02 开始")
    ('2031-05-06 10:02:33', None)
    """
    found = ALONE.fullmatch(text.strip()) if len(text) <= LONGEST else None
    return (found[1] or found[2]) if found else None


def leading(text: str) -> tuple[str, int] | None:
    """The stamp that `text` begins with, and where the rest begins; None where there is none.

    >>> leading("[00:01:09] 陆明远：好。")
    ('00:01:09', 11)
    """
    found = LEADING.match(text)
    return (found[1] or found[2], found.end()) if found and found.end() < len(text) else None


def bracketed(text: str) -> tuple[str, int] | None:
    """The same for a stamp in brackets only: one that stands bare may be a word of the speech."""
    found = LEADING.match(text)
    return (found[1], found.end()) if found and found[1] and found.end() < len(text) else None


def trailing(text: str) -> tuple[str, int] | None:
    """The posting time at the end of `text`, and where it begins.

    >>> trailing("谢谢大家。 2031-05-06 10:02:33")
    ('2031-05-06 10:02:33', 6)
    >>> trailing("我们约在10:02") is None
    True
    """
    tail = text[-LONGEST:]
    found = TRAILING.search(tail)
    return (found[1] or found[2], len(text) - len(tail) + found.start()) if found else None


def span(text: str) -> str | None:
    """From when to when the event lasted, as a page's head states it, in ISO 8601.

    >>> span("时间：2031年5月6日 15:00—16:50")
    '15:00/16:50'
    """
    found = SPAN.search(text)
    if not found:
        return None
    hours, minutes = (int(found[1]), int(found[3])), (int(found[2]), int(found[4]))
    if max(hours) > 24 or max(minutes) > 59:
        return None
    return f"{hours[0]:02}:{minutes[0]:02}/{hours[1]:02}:{minutes[1]:02}"


def stands_before(lines: Sequence[str], opens: Sequence[bool]) -> bool:
    """Whether a page's stamps stand before their blocks; otherwise they close them.

    Between two blocks a stamp is both, so the edges decide: a page whose last line is a stamp
    closes its blocks with it, one with a stamp right above its first label opens them.
    """
    first = next((i for i, opening in enumerate(opens) if opening), 0)
    last = next((text for text in reversed(lines) if text), "")
    if alone(last):
        return False
    return first > 0 and alone(lines[first - 1]) is not None
