"""Small multiples: the same chart once a briefing, all on one scale."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import filters, theme
from dashboard.charts.absent import absent
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
    covered: pd.DataFrame,
    longest: str = "value",
    missing: Callable[[str], str] = lambda _briefing_id: "",
) -> list[Chart]:
    """A chart for each of `briefings`, drawn by `draw` from its share of `rows`.

    rows: as a `..._rows` function of wording gives them. draw takes them, `longest` (the end of the
    scale: the largest value of the column `longest`) and `room`. covered: of coverage. missing:
    what of a briefing was not captured, for which hatching stands in the place of its chart; ""
    for nothing.
    """
    scale = {"longest": rows[longest].max(), "room": label_width(rows["value_text"].tolist())}
    return [
        _chart(
            row,
            rows.loc[rows["briefing_id"] == row.briefing_id],
            lambda own: draw(own, **scale),
            base=provenance.base(row, covered, filters.current().section),
            missing=missing(row.briefing_id),
            unsaid=provenance.missing(covered, row.briefing_id),
        )
        for row in selection.rows(briefings)
    ]


def _chart(
    row: Any,
    own: pd.DataFrame,
    draw: Callable[[pd.DataFrame], go.Figure],
    *,
    base: str,
    missing: str,
    unsaid: str,
) -> Chart:
    if missing:
        return Chart(
            absent(missing, palette=theme.palette()), alt=missing, heading=provenance.heading(row)
        )
    heading = provenance.heading(row, base)
    if own.empty:
        return Chart(None, heading=heading, note=f"{t('panel.nothing_here')} {unsaid}".strip())
    alt = names.bars_alt(own, heading=provenance.briefing(row))
    return Chart(draw(own), alt=alt, heading=heading)
