"""Days as pages print them: 2031-05-06, 2031年5月6日, 二〇三一年五月六日, May 6, 2031."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

# The first and the last year that a briefing can be of.
YEARS = (1949, 2100)
# The year before the first of the era 民国.
ERA = 1911
# A year of fewer digits is a number of years: 十年五月.
FOUR_DIGITS = 1000

_DIGITS = "〇一二三四五六七八九"
_NUMBER = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_FIGURES = re.compile(r"(\d{4})[-－/年.](\d{1,2})[-－/月.](\d{1,2})[日/]?")
_HAN = re.compile(
    rf"(?:((?:民[国國] ?)?(?:\d{{2,4}}|[〇零○一二三四五六七八九十百]{{2,5}}))年)?"
    rf"{_NUMBER}月{_NUMBER}[日号]"
)
_AMERICAN = re.compile(rf"\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})\b", re.IGNORECASE)
_BRITISH = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH},? (\d{{4}})\b", re.IGNORECASE
)


@dataclass(frozen=True, order=True)
class Day:
    """A day that stands at `start` to `end` of a text."""

    start: int
    end: int
    date: date


def days(text: str, *, year: int | None = None) -> Iterator[Day]:
    """The days that `text` prints, in order; one without a year (5月6日) is of `year`, if given.

    What is no day of the calendar is none.

    >>> [day.date.isoformat() for day in days("二〇三一年五月六日，Thursday, May 8, 2031")]
    ['2031-05-06', '2031-05-08']
    >>> [day.date.isoformat() for day in days("民国一百二十年十二月廿日、5月6日", year=2031)]
    ['2031-05-06']
    >>> list(days("2031-99-99"))
    []
    """
    found = [
        *((match, match[1], match[2], match[3]) for match in _FIGURES.finditer(text)),
        *((match, match[1], match[2], match[3]) for match in _HAN.finditer(text)),
        *((match, match[3], match[1], match[2]) for match in _AMERICAN.finditer(text)),
        *((match, match[3], match[2], match[1]) for match in _BRITISH.finditer(text)),
    ]
    reach = 0
    for match, of_year, month, day in sorted(found, key=lambda row: row[0].start()):
        when = _date(of_year or str(year or 0), month, day) if match.start() >= reach else None
        if when:
            reach = match.end()
            yield Day(match.start(), match.end(), when)


def in_years(day: date) -> bool:
    """Whether a briefing can be of that day."""
    return YEARS[0] <= day.year <= YEARS[1]


def _date(year: str, month: str, day: str) -> date | None:
    years = re.sub("^民[国國] ?", "", year)
    try:
        since = _number(years) + (ERA if years != year else 0)
        return date(since, _number(month), _number(day)) if since >= FOUR_DIGITS else None
    except ValueError:
        return None


def _number(words: str) -> int:
    """The number that figures, Chinese numerals or the name of a month say; ValueError if none.

    >>> _number("二〇三一"), _number("二十一"), _number("十"), _number("一百二十"), _number("Sept")
    (2031, 21, 10, 120, 9)
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
    return sum(_DIGITS.index(part) * worth for part, worth in zip(parts, (100, 10, 1), strict=True))
