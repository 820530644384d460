"""Words for an announcement in this run's language: name, time, figure, what became of it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import date
from math import isnan

import pandas as pd

from dashboard.i18n import catalogue, join, pick, t
from dashboard.labels import briefings as labels_briefings
from dashboard.queries.query import with_python_text
from dashboard.queries.rows import rows_of
from dashboard.run_context import current_run
from loaders.contract import RANK

_MARKS = {"title": "《{}》", "quotation": "“{}”"}
_DAY, _MONTH = len("2031-06-15"), len("2031-06")


@dataclass(slots=True)
class Announcement:
    """A row of queries.announcements."""

    briefing_id: str
    paragraph: int
    kind: str
    surface: str
    english: str | None
    verb: str | None
    tense: str | None
    low: float
    high: float
    unit: str | None
    modifier: str | None
    counted: str | None
    date_start: str | None
    date_end: str | None
    date_basis: str | None
    speaker_id: str
    organisation_id: str | None
    subject: str | None
    series_status: str | None
    counterpart_briefing_id: str | None
    counterpart_surface: str | None
    compared_briefing_id: str | None
    later_status: str | None
    later_briefing_id: str | None
    marks: str | None
    times: int


def mentioned(frame: pd.DataFrame) -> list[Announcement]:
    """Return rows of table mentions as announcements; what only a series has is missing."""
    columns = [each.name for each in fields(Announcement)]
    return rows_of(with_python_text(frame.reindex(columns=columns)), Announcement)


def title(row: Announcement) -> str:
    """Return the name of what is announced as written, in its marks."""
    return _MARKS.get(row.marks or "", "{}").format(row.surface)


def counterpart(row: Announcement) -> str:
    """Return the name of the counterpart, in the marks of the row."""
    return _MARKS.get(row.marks or "", "{}").format(row.counterpart_surface)


def join_clauses(parts: Iterable[str]) -> str:
    """Join the non-empty `parts`, each of which may have commas."""
    return t("announcements.semicolon").join(filter(None, parts))


def briefings(ids: Collection[str | None]) -> str:
    """Return the names of briefings, in order of time."""
    return join([name for key, name in labels_briefings.names().items() if key in ids])


def other_briefing(row: Announcement, status: str) -> str | None:
    """Return the briefing of which `status` is said."""
    if status == "not_again":
        return row.later_briefing_id
    return row.counterpart_briefing_id or row.compared_briefing_id


def short_name(row: Announcement) -> str:
    """Return the name of an announcement, of a figure what it is and counts."""
    if row.kind == "figure":
        amount = implied_range(row)
        # In English a unit is followed by a comma: "nearly 2 years, since it was issued".
        key = "measured" if row.unit == RANK or pick("", _unit(row)) else "figure"
        named = t(f"announcements.{key}", amount=amount, counted=counted(row))
        return named if row.counted else amount
    return pick(title(row), row.english or title(row))


def when_and_how(row: Announcement) -> str:
    """Return tense and verb: "Promised: to be released"; a tense that is not stated, it says so."""
    forms = {form: _form_of_verb(form, row.verb or "") for form in ("verb", "participle")}
    return t(f"announcements.said.{row.tense or 'not_stated'}", **forms)


def _form_of_verb(form: str, word: str) -> str:
    """Return a form of a verb in this run's language; of one that is not listed the word itself."""
    return catalogue(current_run().language).get(f"announcements.{form}.{word}", word)


def dates(row: Announcement) -> str:
    """Return the dates of a row in words, "" if none is given."""
    if not row.date_start:
        return ""
    span = date_span(row.date_start, row.date_end)
    return t("announcements.at_conference", dates=span) if row.date_basis == "conference" else span


def date_span(start: str, end: str | None) -> str:
    """Return a span of dates in words: a day, month or year, two of them, or an open one."""
    if end is None:
        return t("announcements.since", date=_date(start))
    if start == end:
        return _date(start)
    if len(start) == len(end) == _DAY and start[:_MONTH] == end[:_MONTH]:
        first, last = (int(each[-2:]) for each in (start, end))
        return t("announcements.days", first=first, last=last, month=_month(start))
    return t("announcements.span", first=_date(start), last=_date(end))


def _date(iso: str) -> str:
    if len(iso) < _MONTH:
        return t("announcements.year", year=iso)
    if len(iso) == _MONTH:
        return _month(iso)
    return t("announcements.day", day=int(iso[-2:]), month=_month(iso))


def _month(iso: str) -> str:
    year, month = int(iso[:4]), int(iso[5:7])
    name = pick(str(month), date(year, month, 1).strftime("%B"))
    return t("announcements.month", year=year, month=name)


def year_fraction(iso: str, *, is_end: bool = False) -> float:
    """Return a day, month or year as years with a fraction; its end if `is_end`.

    >>> year_fraction("2031"), year_fraction("2031", is_end=True)
    (2031.0, 2032.0)
    """
    year, month, day = (int(part) for part in (iso + "-01-01")[:_DAY].split("-"))
    if len(iso) < _MONTH:
        return float(year + is_end)
    if len(iso) == _MONTH:
        return year + (month - 1 + is_end) / 12
    return year + (date(year, month, day).timetuple().tm_yday - 1 + is_end) / 365.25


def in_others(row: Announcement) -> list[str]:
    """Return the counterpart of a row, and that the next briefing does not name it again."""
    said = []
    if row.counterpart_surface:
        said.append(_state(row, "again", name=counterpart(row)))
    if row.later_status == "not_again" and row.series_status != "not_again":
        said.append(_state(row, "not_again"))
    return said


def _state(row: Announcement, status: str, **more: str) -> str:
    other = briefings([other_briefing(row, status)])
    return t(f"announcements.state.{status}", other=other, **more)


def other_figure(row: Announcement, everywhere: Collection[Announcement]) -> str:
    """Return the figure of the other briefing that counts the same, or what is known of it.

    everywhere: all figures, for what that of the other briefing implies.
    """
    if not row.series_status:
        return ""
    return t(
        f"announcements.other_figure.{row.series_status}",
        figure=counterpart_amount(row, everywhere),
        other=briefings([row.counterpart_briefing_id or row.compared_briefing_id]),
    )


def counterpart_amount(row: Announcement, everywhere: Collection[Announcement]) -> str:
    """Return the figure of the other briefing that counts the same: in English, what it implies."""
    key = (row.counterpart_briefing_id, row.counterpart_surface, row.counted)
    implied = (
        implied_range(each)
        for each in everywhere
        if (each.briefing_id, each.surface, each.counted) == key
    )
    written = row.counterpart_surface or ""
    return pick(written, next(implied, written))


def counted(row: Announcement) -> str:
    """Return what a figure counts in this run's language, or that the page does not say."""
    if not row.counted:
        return t("announcements.nothing_counted")
    return pick(row.counted, row.english or row.counted)


def implied_range(row: Announcement) -> str:
    """Return the range that a figure implies, in words.

    A bound that the figure does not have is NaN.
    """
    low, high = (None if isnan(value) else value for value in (row.low, row.high))
    ends = {"low": amount(low), "high": amount(high), "unit": _unit(row)}
    known = catalogue(current_run().language)
    plain = "rank" if row.unit == RANK else "exactly" if low == high else "between"
    key = known.get(f"announcements.modifier.{row.modifier}", plain)
    return " ".join(t(f"announcements.range.{key}", **ends).split())


def amount(value: float | None) -> str:
    """Return a number in words of this run's language: 61 亿, 6.1 billion; "" for none."""
    if value is None:
        return ""
    for scale, word in map(str.split, t("announcements.scales").split(",")):
        if value >= float(scale):
            return f"{value / float(scale):,.6g} {word}"
    return f"{value:,.12g}"


def _unit(row: Announcement) -> str:
    """Return the unit of a figure: in English only of time, per cent and money."""
    unit = row.unit or ""
    if current_run().language == "zh":
        return unit
    return catalogue("en").get(f"announcements.unit.{unit}", "")
