"""The panels of the questions page: from what is selected to statistics, words and figures.

The first and the last draw everything of the selected years and fade what the other filters leave
out, so that a click never takes away what it was made in; the cards hold exactly the selection.
"""

from collections.abc import Callable
from typing import Any

import pandas as pd

from dashboard import theme
from dashboard.charts.absent import absent
from dashboard.charts.cross_table import cross_table
from dashboard.charts.style import label_width
from dashboard.components.panel import Chart, Panel, Words
from dashboard.features.questions import asked_about, cards, view
from dashboard.features.questions.view import Heads
from dashboard.filters import BRIEFING_PARAMETERS, Filters
from dashboard.i18n import t
from dashboard.labels import names, provenance
from dashboard.queries import selection, statistics
from dashboard.stats.speaking_time import rate_range
from dashboard.stats.topic_frequency import LEAST


def whom(chosen: Filters) -> Panel:
    """Which class of outlet asked whom."""
    years = _years(chosen)
    briefings, whole, inside = (
        selection.scope(years),
        statistics.asked(years),
        statistics.asked(chosen),
    )

    def draw(row: Any) -> Chart:
        own, left = (
            frame.loc[frame["briefing_id"] == row.briefing_id] for frame in (whole, inside)
        )
        if own.empty:
            return _nothing(row)
        heading = provenance.heading(row, view.counted(own))
        return _crossed(*view.asked_whom(own, inside=left), heading=heading, item="cell")

    words = Words(
        t("questions.whom_title"),
        view.asked_whom_sentence(whole, briefings),
        t("questions.whom_caveat", gaps=_gaps(chosen)) if len(whole) else _gaps(chosen),
    )
    return Panel(view.tabulated(inside), _each(chosen, draw), words)


def exchanges(chosen: Filters) -> Panel:
    """Every exchange, drawn as cards by exchange_cards; hatching where none was captured."""
    slow, fast = rate_range(chosen.rate)
    asked = statistics.asked(chosen)
    said = cards.sentence(asked, selection.scope(_years(chosen)))
    basis = t("questions.minutes_basis", rate=chosen.rate, slow=slow, fast=fast)
    estimate = t("speaking_time.minutes_caveat", slow=slow, fast=fast)
    words = Words(
        t("questions.exchanges_title"),
        f"{said} {basis}" if said else "",
        f"{t('questions.exchanges_caveat')} {estimate}" if said else "",
        said_above=_gaps(chosen),
    )
    charts = _each(chosen, lambda _row: None)
    return Panel(cards.with_topics(asked), charts, words, views=("rate",))


def about(chosen: Filters) -> Panel:
    """What was asked about, beside what was answered and stated."""
    years = _years(chosen)
    briefings, inside = selection.scope(years), selection.hits(chosen)
    whole = asked_about.frequencies(years)
    freed = names.cleared_params(chosen, "section", "slot", "org", "speaker")

    def draw(row: Any) -> Chart:
        own = whole.loc[whole["briefing_id"] == row.briefing_id]
        if own.empty:
            return _nothing(row)
        heads, highest = asked_about.heads(own), float(whole["per_10k"].max())
        return _crossed(
            asked_about.cells(own, inside=inside, highest=highest, freed=freed),
            heads,
            heading=provenance.heading(row),
            item="topic_cell",
            beside=label_width([head.name for head in heads[0]]),
        )

    words = Words(
        t("questions.about_title"),
        asked_about.sentence(whole, briefings, statistics.asked(years)),
        t("questions.about_caveat", least=LEAST) if len(whole) else "",
        said_above=_gaps(chosen),
    )
    return Panel(whole, _each(chosen, draw), words, applied=years)


def unheard(chosen: Filters) -> set[str]:
    """The briefings whose questions were announced and not captured."""
    covered = statistics.covered(chosen)
    questions = covered["section"].eq("q_and_a") & covered["state"].eq("not_captured")
    return set(covered.loc[questions, "briefing_id"])


def _years(chosen: Filters) -> Filters:
    return chosen.only(*BRIEFING_PARAMETERS, "rate")


def _gaps(chosen: Filters) -> str:
    return provenance.uncaptured(selection.scope(_years(chosen)), statistics.covered(chosen))


def _each(chosen: Filters, draw: Callable[[Any], Chart | None]) -> list[Chart]:
    """A chart a briefing; hatching where its questions were announced and not captured."""
    absent, listed = unheard(chosen), selection.rows(selection.scope(_years(chosen)))
    drawn = [_missing(row, chosen) if row.briefing_id in absent else draw(row) for row in listed]
    return [chart for chart in drawn if chart]


def _missing(row: Any, chosen: Filters) -> Chart:
    label = provenance.missing(statistics.covered(chosen), row.briefing_id)
    figure = absent(label, palette=theme.palette())
    return Chart(figure, alt=label, heading=provenance.heading(row))


def _nothing(row: Any) -> Chart:
    return Chart(None, heading=provenance.heading(row), note=t("panel.nothing_here"))


def _crossed(
    cells: pd.DataFrame, heads: Heads, *, heading: str, item: str, beside: int = 0
) -> Chart:
    rows, columns = heads
    figure = cross_table(cells, rows=rows, columns=columns, beside=beside, palette=theme.palette())
    return Chart(figure, alt=view.alt(cells, heads, item=item), heading=heading)
