"""Panels of the questions page.

The strips and both cross tables draw everything in the selected years and fade what the other
filters exclude, so that a click never removes the mark that was clicked. The cards show only the
selection. That questions were announced and not captured is drawn once, above the strips.
"""

from collections.abc import Callable

import pandas as pd

from dashboard.charts.absent import hatched_block
from dashboard.charts.answer_strips import answer_strips
from dashboard.charts.cross_table import cross_table
from dashboard.charts.style import label_width
from dashboard.components.panel import Chart, Panel, PanelText
from dashboard.features.questions import asked_about, cards, uptake, view
from dashboard.features.questions.view import Heads
from dashboard.filters import BRIEFING_PARAMETERS, Filters
from dashboard.i18n import t
from dashboard.labels import exchanges, names, provenance
from dashboard.queries import selection, statistics
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.run_context import current_run
from dashboard.stats.speaking_time import rate_range
from dashboard.stats.topic_frequency import MIN_OCCURRENCES


def order_panel(chosen: Filters) -> Panel:
    """Build the panel of the exchanges in order: who asked what, and what the answer is on."""
    years = _years(chosen)
    briefings, whole = selection.briefings(years), statistics.topic_uptake(years)
    spoken, inside = statistics.answer_paragraphs(years), statistics.exchanges(chosen)
    asked, longest = cards.asked_topics(whole), whole["answer_characters"].max()

    def draw(row: BriefingRow) -> Chart:
        own = whole.loc[whole["briefing_id"] == row.briefing_id]
        if own.empty:
            return _empty_chart(row)
        rows = uptake.strips(own, asked)
        figure = answer_strips(
            uptake.blocks(own, spoken, inside=inside),
            rows=rows,
            axis_max=0 if pd.isna(longest) else float(longest),
            palette=current_run().palette,
        )
        heading = provenance.heading(row, view.count_sentence(own))
        return Chart(figure, alt=uptake.alt_text(rows), heading=heading, opens=True)

    words = PanelText(
        t("questions.order_title"),
        uptake.sentence(whole, briefings),
        " ".join(filter(None, (t("questions.order_caveat") if len(whole) else "", _gaps(chosen)))),
        nothing=no_exchange(chosen),
    )
    drawn = _one_a_briefing(chosen, draw, absent=_hatched_chart)
    return Panel(uptake.frame(chosen), drawn, words, views=("rate",))


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
        t("questions.whom_caveat") if len(whole) else "",
        page_caveat=_gaps(chosen),
    )
    table = view.outlet_class_table(whole)  # as the headline; the chart fades what is outside
    return Panel(table, _one_a_briefing(chosen, draw), words, applied=years)


def exchanges_panel(chosen: Filters) -> Panel:
    """Build the panel of questions and answers: the sentence and table above the cards."""
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
    return Panel(cards.with_topics(asked), [], words, views=("rate",))


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


def _one_a_briefing(
    chosen: Filters,
    draw: Callable[[BriefingRow], Chart],
    *,
    absent: Callable[[BriefingRow, Filters], Chart] | None = None,
) -> list[Chart]:
    """Return a chart per briefing from `draw`, and from `absent` if its questions are missing.

    Without `absent` such a briefing, whose questions were not captured, has no chart.
    """
    missing, listed = (
        uncaptured_briefings(chosen),
        rows_of(selection.briefings(_years(chosen)), BriefingRow),
    )
    drawn = [
        draw(row) if row.briefing_id not in missing else absent(row, chosen) if absent else None
        for row in listed
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
