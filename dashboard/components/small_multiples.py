"""Small multiples: the same chart once per briefing, all on one scale."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import filters, theme
from dashboard.charts.absent import hatched_block
from dashboard.charts.style import label_width
from dashboard.components.panel import Chart
from dashboard.i18n import t
from dashboard.labels import names, provenance
from dashboard.queries import selection


def small_multiples(
    rows: pd.DataFrame,
    draw: Callable[..., go.Figure],
    *,
    briefings: pd.DataFrame,
    coverage: pd.DataFrame,
    axis_column: str = "value",
    missing: Callable[[str], str] = lambda _briefing_id: "",
) -> list[Chart]:
    """Build one chart for each of `briefings`, of the rows of that briefing, all on one scale.

    rows: from a `..._rows` function of a feature's view. draw: takes the rows of one briefing,
    axis_max (the largest value of `axis_column` in all rows) and right_margin (pixels). briefings:
    rows of `selection.briefings`. coverage: rows of `stats.coverage`. missing: briefing_id -> the
    label of what was not captured, drawn as hatching in place of the chart; "" where there is a
    chart. A briefing without rows has a note in place of a chart.
    """
    scale = {
        "axis_max": rows[axis_column].max(),
        "right_margin": label_width(rows["value_text"].tolist()),
    }
    return [
        _chart(
            row,
            rows.loc[rows["briefing_id"] == row.briefing_id],
            lambda part: draw(part, **scale),
            base=provenance.base_note(row, coverage, filters.current().section),
            missing=missing(row.briefing_id),
            missing_note=provenance.missing_note(coverage, row.briefing_id),
        )
        for row in selection.rows(briefings)
    ]


def _chart(
    row: Any,
    part: pd.DataFrame,
    draw: Callable[[pd.DataFrame], go.Figure],
    *,
    base: str,
    missing: str,
    missing_note: str,
) -> Chart:
    if missing:
        return Chart(
            hatched_block(missing, palette=theme.palette()),
            alt=missing,
            heading=provenance.heading(row),
        )
    heading = provenance.heading(row, base)
    if part.empty:
        return Chart(
            None, heading=heading, note=f"{t('panel.nothing_here')} {missing_note}".strip()
        )
    alt = names.bars_alt_text(part, heading=provenance.briefing(row))
    return Chart(draw(part), alt=alt, heading=heading)
