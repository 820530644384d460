"""Dates in texts, in the forms that pages print."""

from calendar import month_name
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.text.dates import BRIEFING_YEARS, find_days, is_plausible_day

MONTHS = list(month_name)
HAN = "〇一二三四五六七八九"


def _dates(text: str, year: int | None = None) -> list[str]:
    return [day.date.isoformat() for day in find_days(text, year=year)]


def _han_number(number: int) -> str:
    """Return `number`, from 1 to 99, in Chinese numerals as spoken."""
    tens, ones = divmod(number, 10)
    prefix = "" if tens == 0 else "十" if tens == 1 else HAN[tens] + "十"
    return prefix + (HAN[ones] if ones else "")


@given(st.dates(date(1949, 1, 1), date(2100, 12, 31)))
def test_all_forms_of_all_days_are_found(day: date) -> None:
    month = MONTHS[day.month]
    forms = [
        f"{day:%Y-%m-%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        "".join(HAN[int(d)] for d in str(day.year))
        + f"年{_han_number(day.month)}月{_han_number(day.day)}日",
        f"民国{day.year - 1911}年{day.month}月{day.day}日",
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month[:3]}. {day.year}",
        f"{day.day} {month.upper()} {day.year}",
    ]
    for form in forms:
        (found,) = find_days(f"（{form}）")
        assert (found.date, found.start, found.end) == (day, 1, 1 + len(form)), form


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("5月6日至5月8日", ["2031-05-06", "2031-05-08"]),
        ("三十一日、十二月三十一日", ["2031-12-31"]),
        ("2031年2月30日", []),
        ("May I ask", []),
        ("第3月5号楼", ["2031-03-05"]),
        ("百十年五月六日", []),
        ("十年五月六日", ["2031-05-06"]),
    ],
)
def test_a_day_without_a_year_gets_the_known_year(text: str, found: list[str]) -> None:
    assert _dates(text, 2031) == found


def test_a_day_without_a_year_is_skipped_without_one() -> None:
    assert _dates("5月6日") == []


def test_plausible_days_are_in_the_briefing_years() -> None:
    ends = [date(1948, 12, 31), date(1949, 1, 1), date(2100, 12, 31), date(2101, 1, 1)]
    assert BRIEFING_YEARS == (1949, 2100)
    assert [is_plausible_day(day) for day in ends] == [False, True, True, False]
