"""Days in texts, each in the form that pages print."""

from calendar import month_name
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.text.dates import YEARS, days, in_years

MONTHS = list(month_name)
HAN = "〇一二三四五六七八九"


def _found(text: str, year: int | None = None) -> list[str]:
    return [day.date.isoformat() for day in days(text, year=year)]


def _in_han(number: int) -> str:
    """A number under a hundred as it is spoken."""
    tens, ones = divmod(number, 10)
    before = "" if tens == 0 else "十" if tens == 1 else HAN[tens] + "十"
    return before + (HAN[ones] if ones else "")


@given(st.dates(date(1949, 1, 1), date(2100, 12, 31)))
def test_every_form_of_every_day(day: date) -> None:
    month = MONTHS[day.month]
    forms = [
        f"{day:%Y-%m-%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        "".join(HAN[int(d)] for d in str(day.year))
        + f"年{_in_han(day.month)}月{_in_han(day.day)}日",
        f"民国{day.year - 1911}年{day.month}月{day.day}日",
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month[:3]}. {day.year}",
        f"{day.day} {month.upper()} {day.year}",
    ]
    for form in forms:
        (found,) = days(f"（{form}）")
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
def test_days_of_a_known_year(text: str, found: list[str]) -> None:
    assert _found(text, 2031) == found


def test_a_day_without_a_year_is_none_where_no_year_is_known() -> None:
    assert _found("5月6日") == []


def test_the_years_that_a_briefing_can_be_of() -> None:
    ends = [date(1948, 12, 31), date(1949, 1, 1), date(2100, 12, 31), date(2101, 1, 1)]
    assert YEARS == (1949, 2100)
    assert [in_years(day) for day in ends] == [False, True, True, False]
