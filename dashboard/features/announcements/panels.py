"""Panels of the page: announcements, figures, dates."""

import pandas as pd

from dashboard.charts.timeline import timeline
from dashboard.components.panel import Chart, Panel, PanelText
from dashboard.features.announcements import view
from dashboard.filters import Filters
from dashboard.i18n import t
from dashboard.labels import provenance
from dashboard.queries import selection, statistics
from dashboard.queries.announcements import announcements, figures, series_of
from dashboard.run_context import current_run
from dashboard.stats.announcement_series import WORKS, of_status

_VIEWS = ("announced", "series", "tense")
_NOT_STATED = "not_stated"


def ledger_panel(chosen: Filters) -> Panel:
    """Build the panel of announcements: the sentence above the table, and the rows behind it."""
    everything = announcements(chosen)
    briefings = selection.briefings(chosen.briefings_only)
    words = PanelText(
        t("announcements.ledger_title"),
        view.ledger_sentence(everything, briefings, is_narrowed=chosen.narrows_briefings),
        t("announcements.ledger_caveat") if len(everything) else "",
        page_caveat=_gaps(chosen),
        nothing=_nothing(everything, briefings),
    )
    return Panel(listed(chosen), [], words, views=_VIEWS, columns=view.LEDGER_COLUMNS)


def figures_panel(chosen: Filters) -> Panel:
    """Build the panel of figures: modifier, value, unit, what is counted, the range implied."""
    frame = figures(chosen)
    words = PanelText(
        t("announcements.figures_title"),
        view.figures_sentence(
            frame,
            selection.briefings(chosen.briefings_only),
            is_narrowed=chosen.narrows_briefings,
        ),
        t("announcements.figures_caveat") if len(frame) else "",
        page_caveat=_gaps(chosen),
        nothing=t("announcements.no_figure"),
    )
    return Panel(frame, [], words, columns=view.FIGURE_COLUMNS)


def dates_panel(chosen: Filters) -> Panel:
    """Build the panel of dates: what is announced for which day or span."""
    frame = dated(chosen)
    words = PanelText(
        t("announcements.dates_title"),
        view.dates_sentence(frame, announcements(chosen)),
        t("announcements.dates_caveat") if len(frame) else "",
        page_caveat=_gaps(chosen),
        nothing=t("announcements.no_date"),
    )
    rows = view.timeline_rows(frame)
    drawn = timeline(rows, palette=current_run().palette)
    charts = [Chart(drawn, alt=view.timeline_alt(rows))] if len(rows) else []
    return Panel(frame, charts, words, columns=view.DATE_COLUMNS)


def listed(chosen: Filters) -> pd.DataFrame:
    """Return the announcements that the table lists, but figures.

    A thing that a later briefing on the page names again has the row of that briefing alone, which
    names its counterpart.
    """
    frame = announcements(chosen)
    frame = frame.loc[frame["kind"].ne("figure")]
    if chosen.announced != "all":
        kinds = WORKS if chosen.announced == "works" else (chosen.announced,)
        frame = frame.loc[frame["kind"].isin(kinds)]
    if chosen.series != "any":
        frame = of_status(frame, chosen.series)
    if chosen.tense != "any":
        wanted = "" if chosen.tense == _NOT_STATED else chosen.tense
        frame = frame.loc[frame["tense"].fillna("").eq(wanted)]
    return last_of_each(frame)


def last_of_each(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the last row of each thing that several briefings of a series announce."""
    series = frame["briefing_id"].map(series_of()).astype(object)
    # A page of no series is compared with none.
    series = series.where(series.ne(""), frame["briefing_id"])
    is_last = ~frame.assign(series=series).duplicated(["series", "title_key"], keep="last")
    return frame.loc[is_last].reset_index(drop=True)


def figures_known(chosen: Filters) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the figures within `chosen`, and the announcements of all briefings."""
    return figures(chosen), announcements(Filters())


def dated(chosen: Filters) -> pd.DataFrame:
    """Return the announcements with a date, the earliest first."""
    frame = announcements(chosen)
    frame = frame.loc[frame["date_start"].notna()]
    return frame.sort_values(["date_start", "date_end"], kind="stable").reset_index(drop=True)


def is_narrowed_to_none(chosen: Filters) -> bool:
    """Return whether the choices of kind, status and tense alone leave nothing in the table."""
    is_something = bool(announcements(chosen)["kind"].ne("figure").any())
    return is_something and listed(chosen).empty


def _nothing(everything: pd.DataFrame, briefings: pd.DataFrame) -> str:
    """Say that nothing is announced, or nothing but figures."""
    if everything.empty:
        return t("announcements.nothing", n=len(briefings))
    return t("announcements.no_work")


def _gaps(chosen: Filters) -> str:
    return provenance.missing_sentence(
        selection.briefings(chosen.briefings_only), statistics.coverage(chosen)
    )
