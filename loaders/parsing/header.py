"""What a page says of itself before the first turn: title, dates, publisher, announcements."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from loaders.parsing.timestamps import span
from loaders.repair.document import CleanLine
from loaders.schema import SECTIONS
from loaders.text.dates import days, in_years

# The time of day behind the day of publication.
CLOCK = re.compile(r"[\s/,，]{0,4}(\d{1,2}:\d{2})")
SOURCE = re.compile(r"(?:来源|稿源)\s?[:：]\s?(\S{2,20})")
AFTER_TIME = re.compile(r"\d{1,2}:\d{2}\s{1,20}(?!来源|稿源)(\S{2,20})$")
BREADCRUMB = re.compile(r"位置\s?[:：]\s?([^\s>＞]{2,20})\s{0,4}[>＞]")
SITE = re.compile(r"^\S{2,10}(?:网|报|社|台|在线)$")
# What stands behind the day of a briefing, and before it in English.
HELD = re.compile(
    r"[上下]?午?[，, ]?[^。]{0,20}(?:举行|召开|主持)[^。]{0,12}(?:发布会|吹风会|记者会|见面会)"
)
HELD_ON = re.compile(r"(?:conference|briefing|held)\b[^.\n]{0,60}\Z", re.IGNORECASE)
# What a line of the head says: 时间：2031年5月6日 15:00—16:50; Date: Tuesday, May 6, 2031.
STATED = re.compile(
    r"(?:(?<!发布)时间|日期|\bdate|\btime)\s?[:：]\s?(?:[a-z]{3,6}day, )?\Z", re.IGNORECASE
)
LEADS_DAY = re.compile(r"[(（\[【]?(?:[A-Z][a-z]{2,5}day, )?")
# This far before a day stands what says which day it is.
NEAR = 90
ANNOUNCES = re.compile(r"答记者问|回答(?:记者|大家)?[^。，,]{0,12}(?:提问|问题)")
HEADING = re.compile(r"#{1,6} {1,4}(.{1,300}?)[ #]{0,8}$")
TITLE_LENGTH = 10
# A page that is all one line has no title; what is shown and stored in its place ends here.
LONGEST_TITLE = 300


@dataclass(frozen=True)
class Header:
    """What the page states of itself; None where it is silent. Dates are ISO 8601.

    `announced` are the sections that the briefing is known to have had ("opening", "q_and_a"):
    those that the page carries, and questions where it says that there were some. `hours` is from
    when to when it lasted ("15:00/16:50"): a fact of the whole, not the time of a turn.
    """

    title: str
    published_at: str | None
    publisher: str | None
    credited_to: str | None
    date_held: str | None
    announced: tuple[str, ...]
    hours: str | None = None


def read_header(lines: Sequence[CleanLine], *, opening: str, captured: Collection[str]) -> Header:
    """Read `lines` (those before the first turn) and `opening` (the first turn's speech).

    `captured` are the sections that the turns are of.
    """
    texts = [line.text for line in lines if not line.furniture and line.text]
    head = "\n".join(line.text for line in lines)
    published, clock = _published(head)
    told = ANNOUNCES.search(head) or ANNOUNCES.search(opening)
    had = {*captured, "q_and_a"} if told else {*captured}
    return Header(
        title=_title(texts),
        published_at=f"{published.isoformat()}{clock}" if published else None,
        publisher=_publisher(lines),
        credited_to=_credited(texts),
        date_held=_held(head, published.year if published else None),
        announced=tuple(section for section in SECTIONS if section in had),
        hours=next(filter(None, (span(text) for text in texts)), None),
    )


def _title(texts: Sequence[str]) -> str:
    """The first heading in Markdown, else the first line that is long enough, else the first.

    Cut to LONGEST_TITLE.
    """
    marked = next((match[1] for text in texts if (match := HEADING.match(text))), None)
    long = (t for t in texts if len(t) >= TITLE_LENGTH and not _opens_with_a_day(t))
    return (marked or next(long, texts[0] if texts else ""))[:LONGEST_TITLE]


def _opens_with_a_day(text: str) -> bool:
    first = next(days(text[:NEAR]), None)
    return first is not None and LEADS_DAY.fullmatch(text, 0, first.start) is not None


def _published(head: str) -> tuple[date | None, str]:
    """The first day of the head on which a briefing can be, and the time behind it (T09:30)."""
    found = next((day for day in days(head) if in_years(day.date)), None)
    if found is None:
        return None, ""
    time = CLOCK.match(head, found.end)
    clock = re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", time[1]) if time else None
    return found.date, f"T{clock[0].zfill(5)}" if clock else ""


def _publisher(lines: Sequence[CleanLine]) -> str | None:
    for line in lines:
        if trail := BREADCRUMB.search(line.text):
            return trail[1]
        if SITE.match(line.text):
            return line.text
    return None


def _credited(texts: Sequence[str]) -> str | None:
    found = (SOURCE.search(text) or AFTER_TIME.search(text) for text in texts)
    return next((match[1] for match in found if match), None)


def _held(head: str, year: int | None) -> str | None:
    """The day of the briefing, where the lead states it; its year may be the page's own, `year`.

    A day that the page calls the briefing's is told whatever its year: somebody should look at it.
    """
    found = list(days(head, year=year))
    stated = (day for day in found if STATED.search(head[max(0, day.start - NEAR) : day.start]))
    told = (
        day
        for day in found
        if HELD.match(head, day.end) or HELD_ON.search(head[max(0, day.start - NEAR) : day.start])
    )
    day = next(stated, None) or next(told, None)
    return day.date.isoformat() if day else None
