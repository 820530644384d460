"""Read the header of a page, above its first turn: title, dates, publisher, announced sections."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from loaders.parsing.page import Page
from loaders.repair.document import CleanLine
from loaders.schema import SECTIONS
from loaders.text.dates import find_days, is_plausible_day

# The time of day after the date of publication.
CLOCK = re.compile(r"[\s/,，]{0,4}(\d{1,2}:\d{2})")
SOURCE = re.compile(r"(?:来源|稿源)\s?[:：]\s?(\S{2,20})")
AFTER_TIME = re.compile(r"\d{1,2}:\d{2}\s{1,20}(?!来源|稿源)(\S{2,20})$")
BREADCRUMB = re.compile(r"位置\s?[:：]\s?([^\s>＞]{2,20})\s{0,4}[>＞]")
SITE = re.compile(r"^\S{2,10}(?:网|报|社|台|在线)$")
# Words next to the date on which a briefing was held: after it in Chinese, before it in English.
HELD = re.compile(
    r"[上下]?午?[，, ]?[^。]{0,20}(?:举行|召开|主持)[^。]{0,12}(?:发布会|吹风会|记者会|见面会)"
)
HELD_ON = re.compile(r"(?:conference|briefing|held)\b[^.\n]{0,60}\Z", re.IGNORECASE)
HOURS = re.compile(
    r"(?<!\d)(\d{1,2})[:：](\d{2}) ?(?:[-—–~～至到]|——|--) ?(\d{1,2})[:：](\d{2})(?!\d)"
)
# A header line that states the day: 时间：2031年5月6日 15:00—16:50; Date: Tuesday, May 6, 2031.
STATED = re.compile(
    r"(?:(?<!发布)时间|日期|\bdate|\btime)\s?[:：]\s?(?:[a-z]{3,6}day, )?\Z", re.IGNORECASE
)
BEFORE_DAY = re.compile(r"[(（\[【]?(?:[A-Z][a-z]{2,5}day, )?")
# Characters before a date that are searched for words on what happened that day.
MAX_DAY_CONTEXT = 90
ANNOUNCES = re.compile(r"答记者问|回答(?:记者|大家)?[^。，,]{0,12}(?:提问|问题)")
HEADING = re.compile(r"#{1,6} {1,4}(.{1,300}?)[ #]{0,8}$")
MIN_TITLE = 10
# Characters to which a title is cut: the first line of a page may be very long.
MAX_TITLE = 300


@dataclass(frozen=True)
class Header:
    """The header of a page; a field is None if the page does not state it. Dates are ISO 8601.

    `credited_to` is the outlet that the page credits as its source (来源). `announced` are the
    sections that the briefing is known to have had ("opening", "q_and_a"): those on the page, and
    questions if the page says that there were some. `hours` is when the whole briefing began and
    ended ("15:00/16:50"), not the time of a turn.
    """

    title: str
    published_at: str | None
    publisher: str | None
    credited_to: str | None
    date_held: str | None
    announced: tuple[str, ...]
    hours: str | None = None


def read_header(page: Page) -> Header:
    """Parse the header of a page, which has turns, from the lines above the first label.

    The first turn may announce questions too.
    """
    first = next(line for line, found in zip(page.lines, page.openings, strict=True) if found)
    lines = [line for line in page.document.lines if line.number < first.clean.number]
    opening = "".join(line.text for line in page.turns[0].paragraphs)
    captured = {turn.section for turn in page.turns}
    texts = [line.text for line in lines if not line.is_boilerplate and line.text]
    head = "\n".join(line.text for line in lines)
    title = _title(texts)
    published, clock = _date_published(head)
    held = _date_held(head, title, published.year if published else None)
    # A day in the title is that of the event; without any other it is kept for its year.
    elsewhere = _date_published(head.replace(title, "\n", 1)) if title else (None, "")
    if held or elsewhere[0]:
        published, clock = elsewhere
    questions = ANNOUNCES.search(head) or ANNOUNCES.search(opening)
    announced = captured | {"q_and_a"} if questions else captured
    return Header(
        title=title,
        published_at=f"{published.isoformat()}{clock}" if published else None,
        publisher=_publisher(lines),
        credited_to=_credited_to(texts),
        date_held=held,
        announced=tuple(section for section in SECTIONS if section in announced),
        hours=next(filter(None, (event_hours(text) for text in texts)), None),
    )


def _title(texts: Sequence[str]) -> str:
    """Return the first Markdown heading, else the first long enough line, else the first line.

    Long enough are MIN_TITLE characters that do not begin with a date. The title is cut to
    MAX_TITLE characters, and is "" if there are no lines.
    """
    marked = next((match[1] for text in texts if (match := HEADING.match(text))), None)
    long = (t for t in texts if len(t) >= MIN_TITLE and not _opens_with_a_day(t))
    return (marked or next(long, texts[0] if texts else ""))[:MAX_TITLE]


def _opens_with_a_day(text: str) -> bool:
    first = next(find_days(text[:MAX_DAY_CONTEXT]), None)
    return first is not None and BEFORE_DAY.fullmatch(text, 0, first.start) is not None


def _date_published(head: str) -> tuple[date | None, str]:
    """Return the first plausible date of the header, and the time after it ("T09:30" or "")."""
    found = next((day for day in find_days(head) if is_plausible_day(day.date)), None)
    if found is None:
        return None, ""
    time = CLOCK.match(head, found.end)
    clock = re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", time[1]) if time else None
    return found.date, f"T{clock[0].zfill(5)}" if clock else ""


def _publisher(lines: Sequence[CleanLine]) -> str | None:
    for line in lines:
        if trail := BREADCRUMB.search(line.text):
            return trail[1]
        if SITE.match(line.text) and not SOURCE.search(line.text):
            return line.text
    return None


def _credited_to(texts: Sequence[str]) -> str | None:
    found = (SOURCE.search(text) or AFTER_TIME.search(text) for text in texts)
    return next((match[1] for match in found if match), None)


def _date_held(head: str, title: str, year: int | None) -> str | None:
    """Return the day on which the briefing was held, in ISO 8601; None if not stated.

    The day with which a title begins is that day if no other is said to be. `year` completes a date
    without a year. A day that the page states for the briefing is returned even if its year is
    implausible, so that a person can correct it.
    """
    found = list(find_days(head, year=year))
    stated = (day for day in found if STATED.search(_before(head, day.start)))
    described = (
        day
        for day in found
        if HELD.match(head, day.end) or HELD_ON.search(_before(head, day.start))
    )
    in_title = find_days(title) if _opens_with_a_day(title) else iter(())
    day = next(stated, None) or next(described, None) or next(in_title, None)
    return day.date.isoformat() if day else None


def _before(head: str, start: int) -> str:
    return head[max(0, start - MAX_DAY_CONTEXT) : start]


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
