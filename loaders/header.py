"""What a page says of itself before the first turn: title, dates, publisher, announcements."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from loaders.repair import CleanLine
from loaders.schema import SECTIONS
from loaders.timestamps import span

__all__ = ["Header", "read_header"]

PUBLISHED = re.compile(r"(\d{4})[-/年.](\d{1,2})[-/月.](\d{1,2})[日/]?[\s/]{0,4}(\d{1,2}:\d{2})?")
SOURCE = re.compile(r"(?:来源|稿源)\s?[:：]\s?(\S{2,20})")
AFTER_TIME = re.compile(r"\d{1,2}:\d{2}\s{1,20}(?!来源|稿源)(\S{2,20})$")
BREADCRUMB = re.compile(r"位置\s?[:：]\s?([^\s>＞]{2,20})\s{0,4}[>＞]")
SITE = re.compile(r"^\S{2,10}(?:网|报|社|台|在线)$")
HELD = re.compile(
    r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日[上下]?午?[，, ]?[^。]{0,20}"
    r"(?:举行|召开)[^。]{0,12}发布会"
)
# What a line of the head says: 时间：2031年5月6日 15:00—16:50.
STATED = re.compile(r"(?:时间|日期)\s?[:：]\s?(\d{4})[-/年.](\d{1,2})[-/月.](\d{1,2})")
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
    published = _published(head)
    told = ANNOUNCES.search(head) or ANNOUNCES.search(opening)
    had = {*captured, "q_and_a"} if told else {*captured}
    return Header(
        title=_title(texts),
        published_at=published,
        publisher=_publisher(lines),
        credited_to=_credited(texts),
        date_held=_held(head, published),
        announced=tuple(section for section in SECTIONS if section in had),
        hours=next(filter(None, (span(text) for text in texts)), None),
    )


def _title(texts: Sequence[str]) -> str:
    """The first heading in Markdown, else the first line that is long enough, else the first.

    Cut to LONGEST_TITLE.
    """
    marked = next((match[1] for text in texts if (match := HEADING.match(text))), None)
    long = (t for t in texts if len(t) >= TITLE_LENGTH and not PUBLISHED.match(t))
    return (marked or next(long, texts[0] if texts else ""))[:LONGEST_TITLE]


def _published(head: str) -> str | None:
    found = PUBLISHED.search(head)
    day = _day(*map(int, found.groups()[:3])) if found else None
    clock = re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", found[4] or "") if found else None
    return f"{day}T{clock[0].zfill(5)}" if day and clock else day


def _day(year: int, month: int, day: int) -> str | None:
    """The date in ISO 8601, None where there is no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


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


def _held(head: str, published: str | None) -> str | None:
    """The day of the briefing, where the lead states it; its year may be the page's own."""
    if stated := STATED.search(head):
        return _day(*map(int, stated.groups()))
    found = HELD.search(head)
    if not found or not (found[1] or published):
        return None
    return _day(int(found[1] or (published or "")[:4]), int(found[2]), int(found[3]))
