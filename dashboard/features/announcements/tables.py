"""Tables of the page as Markdown: rows on a wide screen, cards on a phone.

A line of a cell is text in bold or italics, which style.css puts on a line of its own.
"""

from collections.abc import Callable, Iterable, Sequence
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard.components.cache import cached_for_run
from dashboard.escape import escape_markdown
from dashboard.features.announcements import view, wording
from dashboard.features.announcements.wording import Announcement
from dashboard.filters import Filters
from dashboard.i18n import join, pick, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels.names import filter_name
from dashboard.queries.rows import rows_of
from dashboard.run_context import current_run
from dashboard.stats.announcement_series import STATUSES, of_status

_SEARCH = "search"  # the page of a place


def draw(key: str, build: Callable[[], str]) -> None:
    """Draw the table that `build` returns as Markdown, cached for this run."""
    text = cached_for_run(f"table_{key}", build)
    with st.container(key=f"bw_announced_{key}"):
        st.markdown(text or t("announcements.no_such"))


def ledger(frame: pd.DataFrame) -> str:
    """Return the table of announcements, in groups by what became of them; "" for none."""
    rows = rows_of(frame, Announcement)
    groups = {status: rows_of(of_status(frame, status), Announcement) for status in STATUSES}
    blocks = [_group(status, own) for status, own in groups.items() if own]
    alone = [row for row in rows if row.series_status is None]
    return "\n\n".join([*blocks, *([_ledger_table(alone)] if alone else [])])


def _group(status: str, rows: Sequence[Announcement]) -> str:
    names = labels_briefings.names()
    own = {row.briefing_id for row in rows}
    heading = t(
        f"announcements.group.{status}",
        n=len(rows),
        briefing=join([name for key, name in names.items() if key in own]),
    )
    return f"**{_cell(heading)}**\n\n{_ledger_table(rows)}"


def _ledger_table(rows: Sequence[Announcement]) -> str:
    several = len({row.briefing_id for row in rows}) > 1
    cells = (_ledger_cells(row, several=several) for row in rows)
    return _table(("what", "verb", "who", "other"), cells)


def _ledger_cells(row: Announcement, *, several: bool) -> list[str]:
    other = wording.statuses(row)
    if row.counterpart_surface:
        other.insert(0, wording.counterpart(row))
    return [
        _name(row),
        _lines(wording.when_and_how(row), wording.dates(row)),
        _who(row, several=several),
        _lines(*other),
    ]


def _name(row: Announcement) -> str:
    written, english = wording.title(row), pick("", row.english or "")
    times = t("announcements.times", n=row.times) if row.times > 1 else ""
    about = join([each for each in (t(f"code.kind.{row.kind}"), times) if each])
    return _lines(english or written, *([written] if english else []), about, is_first_bold=True)


def _who(row: Announcement, *, several: bool) -> str:
    name = filter_name("speaker", row.speaker_id)
    body = filter_name("org", row.organisation_id) if row.organisation_id else ""
    briefing = labels_briefings.names()[row.briefing_id] if several else ""
    about = _lines("", "" if body == name else body, briefing)  # an outlet is its own body
    return f"{_cell(name)} {_place(row)} {about}".strip()


def _place(row: Announcement) -> str:
    """Return the link to the paragraph on the page Search."""
    chosen = Filters(lang=current_run().filters.lang, passage=f"{row.briefing_id}:{row.paragraph}")
    href = f"{_SEARCH}?{urlencode(chosen.query(), safe=',:')}"
    return f"[{_cell(t('announcements.place', n=row.paragraph))}]({href})"


def figures(frame: pd.DataFrame) -> str:
    """Return the table of figures; "" for none."""
    rows = rows_of(frame, Announcement)
    several = len({row.briefing_id for row in rows}) > 1
    return _table(
        ("figure", "counted", "range", "who", "other"),
        (
            [
                f"**{_cell(row.surface)}**",
                _counted(row),
                _cell(wording.implied_range(row)),
                _who(row, several=several),
                _other_figure(row),
            ]
            for row in rows
        ),
    )


def _counted(row: Announcement) -> str:
    chinese = pick("", row.counted or "") if row.english else ""
    tense = t(f"code.tense.{row.tense}") if row.tense else ""
    about = join([each for each in (tense, wording.dates(row)) if each])
    return _lines(wording.counted(row), chinese, about)


def _other_figure(row: Announcement) -> str:
    if not (row.counterpart_surface and row.counterpart_briefing_id):
        return ""
    other = labels_briefings.names()[row.counterpart_briefing_id]
    return _lines(t("announcements.other_figure", figure=row.counterpart_surface, other=other))


def dates(frame: pd.DataFrame) -> str:
    """Return the table of dates, a row each date with what is announced for it; "" for none."""
    return _table(
        ("when", "what", "said_by"),
        (
            [
                f"**{_cell(wording.dates(rows[0]))}**",
                " ".join(f"*{_dated(row)}*" for row in rows),
                _cell(_speakers(rows)),
            ]
            for rows in view.by_date(rows_of(frame, Announcement))
        ),
    )


def _dated(row: Announcement) -> str:
    name = view.short_name(row)
    if row.kind == "figure":
        return _cell(name)
    return _cell(t("announcements.dated", name=name, said=wording.when_and_how(row)))


def _speakers(rows: Sequence[Announcement]) -> str:
    people = list(dict.fromkeys(filter_name("speaker", row.speaker_id) for row in rows))
    return join([labels_briefings.names()[rows[0].briefing_id], *people])


def _table(heads: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [" | ".join(row) for row in rows]
    names = [_cell(t(f"announcements.head.{head}")) for head in heads]
    if not lines:
        return ""
    rule = " | ".join("---" for _ in names)
    return "\n".join(
        [f"| {' | '.join(names)} |", f"| {rule} |", *(f"| {line} |" for line in lines)]
    )


def _lines(first: str, *others: str, is_first_bold: bool = False) -> str:
    """Return the lines of a cell: `first`, then in italics each of `others` that is not empty."""
    mark = "**" if is_first_bold else ""
    lines = [f"*{_cell(each)}*" for each in others if each]
    return " ".join([f"{mark}{_cell(first)}{mark}" if first else "", *lines]).strip()


def _cell(text: str) -> str:
    return escape_markdown(" ".join(text.split()))
