"""Rows of the page: ledgers of announcements and figures, and a table of dates as Markdown."""

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from dashboard import run_context
from dashboard.components import ledger as ledger_component
from dashboard.components.cache import cached_for_run
from dashboard.components.ledger import Count, Entry, Group, Ledger, Row
from dashboard.escape import escape_markdown
from dashboard.features.announcements import view
from dashboard.i18n import join, pick, t
from dashboard.labels import announcements as words
from dashboard.labels import briefings as labels_briefings
from dashboard.labels import passages, people
from dashboard.labels.announcements import Announcement
from dashboard.labels.names import filter_name
from dashboard.queries.rows import rows_of
from dashboard.stats.announcement_series import STATUSES, of_status

_WIDTHS = "minmax(0, 5fr) minmax(0, 3fr) minmax(0, 4fr) 4.5rem"
_FIGURE_WIDTHS = "minmax(0, 3fr) minmax(0, 4fr) minmax(0, 4fr) minmax(0, 3fr) 4.5rem"
# Status -> the status of a wording, which has a colour in the ledger.
_COLOURS = {"again": "kept", "new": "new", "not_again": "gone"}


def draw(key: str, build: Callable[[], Ledger]) -> None:
    """Draw the ledger that `build` returns, cached for this run; a click leads to the place."""
    drawn = cached_for_run(f"rows_{key}", build)
    with st.container(key=f"bw_announced_{key}"):
        if not drawn.groups:
            st.markdown(t("announcements.no_such"))
            return
        names = {
            row.wording for group in drawn.groups for entry in group.entries for row in entry.rows
        }
        ledger_component.draw(f"bw_announced_rows_{key}", drawn, wordings=names, on_open=_read)


def _read(_name: str, passage: str) -> None:
    run_context.change_filters(passage=passage)


def ledger(frame: pd.DataFrame) -> Ledger:
    """Return the rows of announcements, in groups by what became of them."""
    groups = {status: rows_of(of_status(frame, status), Announcement) for status in STATUSES}
    rows = rows_of(frame, Announcement)
    groups["alone"] = [row for row in rows if row.series_status is None]
    drawn = [_group(status, own, _row) for status, own in groups.items() if own]
    return _ledger(("verb", "who", "place"), drawn, rows, _WIDTHS)


def figures(frame: pd.DataFrame, everywhere: pd.DataFrame) -> Ledger:
    """Return the rows of figures in groups by briefing, behind each a folded one of small ones.

    everywhere: the announcements of all briefings, for the figures of the other ones.
    """
    known = rows_of(everywhere.loc[everywhere["kind"].eq("figure")], Announcement)
    row_of = partial(_figure, known)
    groups = [
        _group("small" if is_small else "alone", rows_of(own, Announcement), row_of)
        for (_, is_small), own in frame.groupby(["briefing_id", "is_small"], sort=False)
    ]
    return _ledger(
        ("counted", "who", "other", "place"), groups, rows_of(frame, Announcement), _FIGURE_WIDTHS
    )


def _ledger(
    heads: Sequence[str], groups: list[Group], rows: Sequence[Announcement], widths: str
) -> Ledger:
    columns = [t(f"announcements.head.{head}") for head in heads]
    links = {_passage(row): _address(_passage(row)) for row in rows}
    named = people.addresses(key for row in rows for key in (row.speaker_id, row.organisation_id))
    return Ledger(groups, columns, links, t("announcements.ledger_title"), widths, people=named)


def _group(
    status: str, rows: Sequence[Announcement], row_of: Callable[[Announcement, bool], Row]
) -> Group:
    own = {row.briefing_id for row in rows}
    title = t(
        f"announcements.group.{status}",
        n=len(rows),
        briefing=words.briefings(own),
        other=words.briefings({words.other_briefing(row, status) for row in rows}),
    )
    entries = [Entry([row_of(row, len(own) > 1)]) for row in rows]
    return Group(title, _COLOURS.get(status, status), entries, is_open=status != "small")


def _row(row: Announcement, several: bool) -> Row:
    written, english = words.title(row), pick("", row.english or "")
    times = t("announcements.times", n=row.times) if row.times > 1 else ""
    return Row(
        wording=english or written,
        gloss=written if english else "",
        counts=(),
        texts=(_lines(words.when_and_how(row), words.dates(row)),),
        lines=_who(row, several),
        place=_place(row),
        about=words.join_clauses(
            [join(_lines(t(f"code.kind.{row.kind}"), times)), *words.in_others(row)]
        ),
    )


def _figure(known: list[Announcement], row: Announcement, several: bool) -> Row:
    implied = words.implied_range(row)
    says_more = row.modifier and implied.replace(" ", "").replace(",", "") != row.surface
    chinese = pick("", row.counted or "") if row.english else ""
    tense = t(f"code.tense.{row.tense}") if row.tense else ""
    about = join(_lines(tense, words.dates(row)))
    return Row(
        wording=pick(row.surface, implied),
        gloss=pick(implied if says_more else "", row.surface),
        counts=(),
        texts=(_lines(words.counted(row), chinese, about), _who(row, several)),
        lines=_lines(words.other_figure(row, known)),
        place=_place(row),
    )


def _who(row: Announcement, several: bool) -> list[str]:
    name = filter_name("speaker", row.speaker_id)
    body = filter_name("org", row.organisation_id) if row.organisation_id else ""
    briefing = labels_briefings.names()[row.briefing_id] if several else ""
    return _lines(name, "" if body == name else body, briefing)  # an outlet is its own body


def _place(row: Announcement) -> Count:
    return Count(t("announcements.place", n=row.paragraph), _passage(row))


def _passage(row: Announcement) -> str:
    return passages.key(row.briefing_id, row.paragraph)


def _address(passage: str) -> str:
    """Return the address of a paragraph beside this page; the ledger appends a name to it."""
    return f"{passages.address(passage)}#"


def _lines(*lines: str) -> list[str]:
    """Return those of `lines` that are not empty."""
    return [line for line in lines if line]


def draw_dates(build: Callable[[], pd.DataFrame]) -> None:
    """Draw the table of the dates that `build` returns, if there are any."""
    if text := cached_for_run("table_dates", lambda: dates(build())):
        with st.container(key="bw_announced_dates"):
            st.markdown(text)


def dates(frame: pd.DataFrame) -> str:
    """Return the table of dates, a row each date with what is announced for it; "" for none.

    A line of a cell is text in bold or italics, which style.css puts on a line of its own.
    """
    rows = [
        [
            f"**{_cell(words.dates(rows[0]))}**",
            " ".join(f"*{_dated(row)}*" for row in rows),
            people.linked(_speakers(rows)),
        ]
        for rows in view.by_date(rows_of(frame, Announcement))
    ]
    return _table(("when", "what", "said_by"), rows)


def _dated(row: Announcement) -> str:
    name = words.short_name(row)
    if row.kind == "figure":
        return _cell(name)
    return _cell(t("announcements.dated", name=name, said=words.when_and_how(row)))


def _speakers(rows: Sequence[Announcement]) -> str:
    names = list(dict.fromkeys(filter_name("speaker", row.speaker_id) for row in rows))
    return join([labels_briefings.names()[rows[0].briefing_id], *names])


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [[_cell(t(f"announcements.head.{head}")) for head in heads], ["---"] * len(heads)]
    return "\n".join(f"| {' | '.join(line)} |" for line in [*lines, *rows]) if rows else ""


def _cell(text: str) -> str:
    return escape_markdown(" ".join(text.split()))
