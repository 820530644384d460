"""Small multiples: the same chart once per briefing, on one scale or each on its own."""

from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.absent import hatched_block
from dashboard.charts.style import label_width
from dashboard.components.panel import Chart
from dashboard.i18n import t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels import names, provenance
from dashboard.queries import statistics
from dashboard.queries.rows import BriefingRow, ComparedRow, rows_of
from dashboard.queries.scope import Scope
from dashboard.run_context import current_run


def small_multiples(
    rows: pd.DataFrame,
    draw: Callable[..., go.Figure],
    *,
    scope: Scope,
    heading: Callable[[ComparedRow], str],
    axis_column: str = "value",
    missing: Callable[[str], str] = lambda _briefing_id: "",
    apart: bool = False,
) -> list[Chart]:
    """Build one chart for each briefing of `scope`, of the rows of that briefing, all on one scale.

    rows: from a `..._rows` function of a feature's view. draw: takes the rows of one briefing,
    axis_max (the largest value of `axis_column` in all rows) and right_margin (pixels). scope: the
    briefings. heading: row of `scope.briefings` -> Markdown. missing: briefing_id -> the label of
    what was not captured, drawn as hatching in place of the chart; "" where there is a chart.
    apart: each chart gets a scale of its own, since the briefings do not compare. A briefing
    without rows has a note in place of a chart.
    """
    coverage = statistics.coverage(scope.base)
    right_margin = label_width(rows["value_text"].tolist())

    def draw_part(part: pd.DataFrame) -> go.Figure:
        scale = (part if apart else rows)[axis_column].max()
        return draw(part, axis_max=scale, right_margin=right_margin)

    return [
        _chart(
            row,
            rows.loc[rows["briefing_id"] == row.briefing_id],
            draw_part,
            heading=heading(row),
            missing=missing(row.briefing_id),
            missing_note=provenance.missing_note(coverage, row.briefing_id),
        )
        for row in rows_of(scope.briefings(), ComparedRow)
    ]


def _chart(
    row: BriefingRow,
    part: pd.DataFrame,
    draw: Callable[[pd.DataFrame], go.Figure],
    *,
    heading: str,
    missing: str,
    missing_note: str,
) -> Chart:
    if missing:
        return Chart(
            hatched_block(missing, palette=current_run().palette),
            alt=missing,
            heading=provenance.heading(row),
        )
    if part.empty:
        return Chart(None, heading=heading, note=f"{_nothing()} {missing_note}".strip())
    alt = names.bars_alt_text(part, heading=labels_briefings.name(row))
    return Chart(draw(part), alt=alt, heading=heading)


def _nothing() -> str:
    """Say that there is nothing to draw of a briefing, because of the filters if any is set."""
    chosen = current_run().filters
    is_narrowed = chosen.is_filtered and chosen.without_view != chosen.briefings_only
    return t("panel.nothing_here" if is_narrowed else "panel.nothing_recorded")
