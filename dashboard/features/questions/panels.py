"""Panels of the questions page.

Both cross tables draw everything in the selected years and fade what the other filters exclude, so
that a click never removes the square that was clicked. The cards show only the selection.
"""

from collections.abc import Callable

import pandas as pd

from dashboard.charts.absent import hatched_block
from dashboard.charts.cross_table import cross_table
from dashboard.charts.style import label_width
from dashboard.components.panel import Chart, Panel, PanelText
from dashboard.features.questions import asked_about, cards, view
from dashboard.features.questions.view import Heads
from dashboard.filters import BRIEFING_PARAMETERS, Filters
from dashboard.i18n import t
from dashboard.labels import exchanges, names, provenance
from dashboard.queries import selection, statistics
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.run_context import current_run
from dashboard.stats.speaking_time import rate_range
from dashboard.stats.topic_frequency import MIN_OCCURRENCES


def asked_whom_panel(chosen: Filters) -> Panel:
    """Build the panel of which class of outlet asked whom."""
    years = _years(chosen)
    briefings, whole, inside = (
        selection.briefings(years),
        statistics.exchanges(years),
        statistics.exchanges(chosen),
    )

    def draw(row: BriefingRow) -> Chart:
        own, left = (
            frame.loc[frame["briefing_id"] == row.briefing_id] for frame in (whole, inside)
        )
        if own.empty:
            return _empty_chart(row)
        heading = provenance.heading(row, view.count_sentence(own))
        return _cross_table_chart(
            *view.asked_whom_cells(own, inside=left), heading=heading, item="cell"
        )

    words = PanelText(
        t("questions.whom_title"),
        view.asked_whom_sentence(whole, briefings),
        t("questions.whom_caveat", gaps=_gaps(chosen)) if len(whole) else _gaps(chosen),
    )
    table = view.outlet_class_table(whole)  # as the headline; the chart fades what is outside
    return Panel(table, _one_a_briefing(chosen, draw), words, applied=years)


def exchanges_panel(chosen: Filters) -> Panel:
    """Build the panel of questions and answers: the sentence and table above the cards.

    Its only charts are hatched blocks for briefings whose questions were not captured.
    """
    slow, fast = rate_range(chosen.rate)
    asked = statistics.exchanges(chosen)
    said = exchanges.lengths_sentence(asked, selection.briefings(_years(chosen)))
    basis = t("questions.minutes_basis", rate=chosen.rate, slow=slow, fast=fast)
    estimate = exchanges.minutes_caveat(selection.turns(_years(chosen)), rate=chosen.rate)
    words = PanelText(
        t("questions.exchanges_title"),
        " ".join(
            filter(
                None,
                (said, exchanges.between_sentence(chosen) if said else "", basis if said else ""),
            )
        ),
        f"{t('questions.exchanges_caveat')} {estimate}" if said else "",
        page_caveat=_gaps(chosen),
        nothing=no_exchange(chosen),
    )
    charts = _one_a_briefing(chosen, lambda _row: None)
    return Panel(cards.with_topics(asked), charts, words, views=("rate",))


def no_exchange(chosen: Filters) -> str:
    """Say that no exchange is within the filters, and why if they are of other turns alone."""
    has_kind = set(chosen.kind) & {"question", "answer"} or not chosen.kind
    reason = exchanges.between_sentence(chosen) if has_kind else t("questions.no_statement")
    return t("questions.no_exchange", reason=f" {reason.strip()}" if reason else "")


def asked_about_panel(chosen: Filters) -> Panel:
    """Build the panel of topics asked about, next to those of answers and statements."""
    years = _years(chosen)
    briefings, inside = selection.briefings(years), selection.hits(chosen)
    whole, asked = asked_about.frequencies(years), statistics.exchanges(years)
    freed = names.cleared_params(chosen, "section", "slot", "org", "speaker")

    def draw(row: BriefingRow) -> Chart:
        own = whole.loc[whole["briefing_id"] == row.briefing_id]
        if own.empty:
            return _empty_chart(row)
        heads, highest = asked_about.heads(own), float(whole["per_10k"].max())
        return _cross_table_chart(
            asked_about.cells(own, inside=inside, highest=highest, freed=freed),
            heads,
            heading=provenance.heading(row),
            item="topic_cell",
            names_width=label_width([head.name for head in heads[0]]),
        )

    words = PanelText(
        t("questions.about_title"),
        asked_about.sentence(whole, briefings, asked),
        t("questions.about_caveat", least=MIN_OCCURRENCES) if len(whole) else "",
        page_caveat=_gaps(chosen),
        nothing=t("questions.no_topic") if len(asked) else "",
    )
    return Panel(whole, _one_a_briefing(chosen, draw), words, applied=years)


def uncaptured_briefings(chosen: Filters) -> set[str]:
    """Return the ids of briefings whose questions were announced but not captured."""
    covered = statistics.coverage(chosen)
    questions = covered["section"].eq("q_and_a") & covered["state"].eq("not_captured")
    return set(covered.loc[questions, "briefing_id"])


def _years(chosen: Filters) -> Filters:
    return chosen.only(*BRIEFING_PARAMETERS, "rate")


def _gaps(chosen: Filters) -> str:
    return provenance.missing_sentence(
        selection.briefings(_years(chosen)), statistics.coverage(chosen)
    )


def _one_a_briefing(chosen: Filters, draw: Callable[[BriefingRow], Chart | None]) -> list[Chart]:
    """Return a chart per briefing: hatched if its questions were not captured, else from `draw`.

    A briefing for which `draw` returns None is left out.
    """
    absent, listed = (
        uncaptured_briefings(chosen),
        rows_of(selection.briefings(_years(chosen)), BriefingRow),
    )
    drawn = [
        _hatched_chart(row, chosen) if row.briefing_id in absent else draw(row) for row in listed
    ]
    return [chart for chart in drawn if chart]


def _hatched_chart(row: BriefingRow, chosen: Filters) -> Chart:
    label = provenance.missing_note(statistics.coverage(chosen), row.briefing_id, section="q_and_a")
    figure = hatched_block(label, palette=current_run().palette)
    return Chart(figure, alt=label, heading=provenance.heading(row))


def _empty_chart(row: BriefingRow) -> Chart:
    has_asked = pd.notna(row.questions) and row.questions > 0
    note = t("questions.no_topic" if has_asked else "questions.hover_none")
    return Chart(None, heading=provenance.heading(row), note=note)


def _cross_table_chart(
    cells: pd.DataFrame, heads: Heads, *, heading: str, item: str, names_width: int = 0
) -> Chart:
    rows, columns = heads
    figure = cross_table(
        cells, rows=rows, columns=columns, names_width=names_width, palette=current_run().palette
    )
    return Chart(figure, alt=view.alt_text(cells, heads, item=item), heading=heading)
