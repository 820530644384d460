"""Panels of the page: sub-forums, what is stated, bodies, releases, sources; no filter applies."""

from collections.abc import Sequence

import pandas as pd

from dashboard.components.panel import Panel, PanelText
from dashboard.features.editions import view
from dashboard.features.editions.subjects import EVENT, SUB_FORUM, Fact, Programme, programme
from dashboard.filters import Filters
from dashboard.i18n import t
from dashboard.queries import editions as queries
from dashboard.queries.rows import rows_of

_COLUMNS = [
    "year", "field", "value", "value_en", "value_en_source", "match", "called_new", "source",
    "other_value", "other_value_en", "other_source", "briefing_id", "paragraph",
]  # fmt: skip


def facts() -> list[Fact]:
    """Return the facts of all editions."""
    return rows_of(queries.facts(), Fact)


def known() -> Programme:
    """Return the programme of all editions."""
    return programme(queries.editions(), queries.facts())


def matrix() -> Panel:
    """Build the panel of sub-forums by subject and edition, with the finding of the page."""
    shown = known()
    rows = [
        (each.year, subject.key, shown.state(subject, each))
        for subject in shown.subjects
        for each in shown.editions
    ]
    states = pd.DataFrame(rows, columns=["year", "edition_subject", "edition_state"])
    own = _rows((SUB_FORUM, EVENT))
    own = own.assign(edition_subject=own["match"].where(own["match"].notna(), own["value"]))
    frame = states.merge(own, on=["year", "edition_subject"], how="left")
    return _panel(frame, view.title(shown), view.changes_sentence(shown), "matrix")


def overview() -> Panel:
    """Build the panel of dates, places, themes, hosts, lengths and numbers."""
    frame = _rows(("dates", "city", "venue", "theme", "organiser", "implementer"))
    return _panel(frame, t("editions.overview_title"), "", "overview")


def names() -> Panel:
    """Build the panel of the names of bodies that several editions name."""
    frame = _rows(("organiser", "implementer"))
    frame = frame.loc[frame["match"].notna()].reset_index(drop=True)
    return _panel(frame, t("editions.names_title"), view.names_sentence(known(), facts()), "names")


def releases() -> Panel:
    """Build the panel of what was announced for release."""
    return _panel(_rows(("release",)), t("editions.releases_title"), "", "releases")


def sources() -> Panel:
    """Build the panel of the reports."""
    return _panel(queries.sources(), t("editions.sources_title"), "", "sources")


def _rows(fields: Sequence[str]) -> pd.DataFrame:
    frame = queries.facts()
    return frame.loc[frame["field"].isin(fields), _COLUMNS].reset_index(drop=True)


def _panel(frame: pd.DataFrame, title: str, takeaway: str, key: str) -> Panel:
    words = PanelText(title, takeaway, t(f"editions.{key}_caveat"), nothing=t("editions.nothing"))
    return Panel(frame, [], words, applied=Filters())
