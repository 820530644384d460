"""Finding: the largest figures that the last briefing gives, and what each counts."""

import pandas as pd

from dashboard.components.change_table import Change, change_chart
from dashboard.components.panel import Panel, PanelText
from dashboard.features.overview.clicks import read, read_counterpart
from dashboard.features.overview.finding import Finding, Subject
from dashboard.i18n import join_sentences, t
from dashboard.labels import announcements as words
from dashboard.labels import briefings as labels_briefings
from dashboard.labels import provenance
from dashboard.labels.announcements import Announcement
from dashboard.labels.names import filter_name
from dashboard.labels.pair import Pair
from dashboard.queries import statistics
from dashboard.queries.announcements import figures
from dashboard.queries.rows import BriefingRow, rows_of

_MAX_ROWS, _MAX_NAMED = 5, 3
_COLUMNS = [
    "surface", "counted", "english", "low", "high", "unit", "speaker_id", "organisation_id",
    "series_status", "counterpart_surface", "briefing_id", "paragraph",
]  # fmt: skip
# The status of a figure -> its count at the other briefing; None where that is not known.
_EARLIER = {"again": 1, "new": 0}


def find(subject: Subject) -> Finding | None:
    """Return the figures of the last briefing; None if it gives none, or small ones alone."""
    if subject.briefings.empty:
        return None
    row = rows_of(subject.briefings, BriefingRow)[-1]
    given = figures(subject.chosen.briefings_only)
    own = given.loc[given["briefing_id"].eq(row.briefing_id)].reset_index(drop=True)
    large = rows_of(own.loc[~own["is_small"]], Announcement)
    if not large:
        return None
    pair = subject.pair if subject.pair and _are_compared(own, subject.pair) else None
    again = _again(own) if pair else []
    shown = [*large[:_MAX_ROWS], *(each for each in again if each not in large[:_MAX_ROWS])]
    known = rows_of(given, Announcement)
    text = PanelText(
        t(
            "overview.finding.figures.headline",
            briefing=labels_briefings.name(row),
            n=len(own),
            largest=words.short_name(large[0]),
        ),
        join_sentences(_said(large), _compared(again, known, pair) if pair else ""),
        join_sentences(
            t("overview.finding.figures.caveat"),
            t("overview.finding.figures.drawn", n=len(shown), all=len(own)) if pair else "",
            t("overview.finding.announced.open")
            if pair and any((each.series_status or "") not in _EARLIER for each in shown)
            else "",
        ),
        provenance.missing_sentence(subject.briefings, statistics.coverage(subject.chosen)),
    )
    charts = [change_chart([_change(each, known, pair) for each in shown], pair)] if pair else []
    applied = subject.chosen.briefings_only
    panel = Panel(own, charts, text, columns=_COLUMNS, applied=applied)
    return Finding("figures", panel, bool(again), "announcements", {"at": "figures"})


def _are_compared(own: pd.DataFrame, pair: Pair) -> bool:
    """Return whether the figures of the later briefing are compared with the earlier one's."""
    others = own["counterpart_briefing_id"].fillna(own["compared_briefing_id"])
    return bool(others.eq(pair.earlier.briefing_id).all())


def _again(own: pd.DataFrame) -> list[Announcement]:
    return rows_of(own.loc[own["series_status"].eq("again")], Announcement)[:_MAX_NAMED]


def _said(large: list[Announcement]) -> str:
    """Name who gives the largest figure, for which body, and the next ones."""
    first, *others = large
    body = filter_name("org", first.organisation_id) if first.organisation_id else ""
    speaker = filter_name("speaker", first.speaker_id)
    who = t("overview.finding.person", name=speaker, body=body)
    named = [words.short_name(each) for each in others[: _MAX_NAMED - 1]]
    return join_sentences(
        t("overview.finding.figures.said", who=who if body not in ("", speaker) else speaker),
        t("overview.finding.figures.next", names=words.join_clauses(named)) if named else "",
    )


def _compared(again: list[Announcement], known: list[Announcement], pair: Pair) -> str:
    """Name the figures that count what the earlier briefing counts too, each with both."""
    named = [
        t(
            "overview.finding.figures.both_named",
            name=words.short_name(each),
            first=pair.names[0],
            old=words.counterpart_amount(each, known),
        )
        for each in again
    ]
    if not named:
        return ""
    return t("overview.finding.figures.both", names=words.join_clauses(named), **pair.placeholders)


def _change(row: Announcement, known: list[Announcement], pair: Pair) -> Change:
    old = words.counterpart_amount(row, known)
    note = [
        filter_name("speaker", row.speaker_id),
        t("change.was", first=pair.headings[0], old=old) if old else "",
    ]
    return Change(
        words.short_name(row),
        words.join_clauses(note),
        (_EARLIER.get(row.series_status or ""), 1),
        is_listed=True,
        unknown=t("change.untold") if row.series_status == "not_counted" else "",
        clicks=(read_counterpart(row, known), read(row)),
    )
