"""Find dates as pages print them: 2031-05-06, 2031年5月6日, 二〇三一年五月六日, May 6, 2031."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

# The first and the last year that a briefing can be held in.
BRIEFING_YEARS = (1949, 2100)
# Added to a year of the era 民国 (Republic of China) to get the Gregorian year: 民国1年 is 1912.
REPUBLIC_OFFSET = 1911
# A smaller number before 年 is a count of years, not a calendar year: 十年五月.
MIN_YEAR = 1000

_DIGITS = "〇一二三四五六七八九"
_NUMBER = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_NUMERIC_DATE = re.compile(r"(\d{4})[-－/年.](\d{1,2})[-－/月.](\d{1,2})[日/]?")
_CHINESE_DATE = re.compile(
    rf"(?:((?:民[国國] ?)?(?:\d{{2,4}}|[〇零○一二三四五六七八九十百]{{2,5}}))年)?"
    rf"{_NUMBER}月{_NUMBER}[日号]"
)
_AMERICAN_DATE = re.compile(rf"\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})\b", re.IGNORECASE)
_BRITISH_DATE = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH},? (\d{{4}})\b", re.IGNORECASE
)


@dataclass(frozen=True, order=True)
class Day:
    """A date, and the offsets [start, end) in characters of where a text states it."""

    start: int
    end: int
    date: date


def find_days(text: str, *, year: int | None = None) -> Iterator[Day]:
    """Yield the dates in `text`, in order.

    A date without a year (5月6日) gets `year`, and is skipped if `year` is None. A date that is not
    in the calendar is skipped too.

    >>> [day.date.isoformat() for day in find_days("二〇三一年五月六日，Thursday, May 8, 2031")]
    ['2031-05-06', '2031-05-08']
    >>> [day.date.isoformat() for day in find_days("民国一百二十年十二月廿日、5月6日", year=2031)]
    ['2031-05-06']
    >>> list(find_days("2031-99-99"))
    []
    """
    candidates = [
        *((match, match[1], match[2], match[3]) for match in _NUMERIC_DATE.finditer(text)),
        *((match, match[1], match[2], match[3]) for match in _CHINESE_DATE.finditer(text)),
        *((match, match[3], match[1], match[2]) for match in _AMERICAN_DATE.finditer(text)),
        *((match, match[3], match[2], match[1]) for match in _BRITISH_DATE.finditer(text)),
    ]
    last_end = 0
    for match, year_text, month, day in sorted(candidates, key=lambda row: row[0].start()):
        if match.start() < last_end:
            continue
        parsed = _parse_date(year_text or str(year or 0), month, day)
        if parsed:
            last_end = match.end()
            yield Day(match.start(), match.end(), parsed)


def is_plausible_day(day: date) -> bool:
    """Return whether a briefing can have been held on `day` (BRIEFING_YEARS)."""
    return BRIEFING_YEARS[0] <= day.year <= BRIEFING_YEARS[1]


def _parse_date(year: str, month: str, day: str) -> date | None:
    digits = re.sub("^民[国國] ?", "", year)
    try:
        number = _parse_number(digits) + (REPUBLIC_OFFSET if digits != year else 0)
        return (
            date(number, _parse_number(month), _parse_number(day)) if number >= MIN_YEAR else None
        )
    except ValueError:
        return None


def _parse_number(words: str) -> int:
    """Parse digits, Chinese numerals or the name of a month; raise ValueError for anything else.

    >>> [_parse_number(words) for words in ("二〇三一", "二十一", "十", "一百二十", "Sept")]
    [2031, 21, 10, 120, 9]
    """
    if words.isdecimal():
        return int(words)
    if words.isascii():
        return _MONTHS.index(words[:3].casefold()) + 1
    figures = words.replace("零", "〇").replace("○", "〇")
    if not re.search("[十百]", figures):
        return int("".join(str(_DIGITS.index(figure)) for figure in figures))
    hundreds, _, rest = figures.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    parts = (hundreds or "〇", tens or ("一" if ten else "〇"), ones.lstrip("〇") or "〇")
    return sum(
        _DIGITS.index(part) * weight for part, weight in zip(parts, (100, 10, 1), strict=True)
    )
