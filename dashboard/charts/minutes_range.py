"""Range chart of minutes: a dot at the chosen rate, a line from the fast to the slow rate."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.style import (
    BAR_OFFSET,
    ROW_HEIGHT,
    Trace,
    figure,
    hover_text,
    no_selection_dimming,
    row_names,
    row_places,
)

_AXIS_HEIGHT = 34


def minutes_range(
    frame: pd.DataFrame, *, axis_max: float, right_margin: int, unit: str, palette: Palette
) -> go.Figure:
    """Draw a dot and a line for each row of `frame`, on an axis from 0 to `axis_max` minutes.

    frame: value (minutes, the dot), low and high (minutes, the ends of the line), value_text (after
    the line), and name, note, colour, parameter, id and hover as in share_bars. right_margin: as in
    share_bars. unit: the name of the unit, after the last tick of the axis. An empty frame gives a
    figure without rows.
    """
    names, notes = frame["name"].tolist(), frame["note"].tolist()
    places, height = row_places(names, notes)
    height = height or 1
    ys = [BAR_OFFSET + y for y in places]
    traces = [
        row_names(names, notes, palette=palette, ys=places),
        _ranges(frame, ys),
        _values(frame, ys, palette),
        _dots(frame, ys, palette),
    ]
    return figure(
        traces,
        palette=palette,
        height=round(height * ROW_HEIGHT) + _AXIS_HEIGHT,
        margin={"r": right_margin, "b": _AXIS_HEIGHT},
        xaxis={
            "range": [0, axis_max or 1],
            "visible": True,
            "showgrid": True,
            "gridcolor": palette.hairline,
            "nticks": 5,
            "rangemode": "tozero",
            "tickfont": {"size": 12, "color": palette.muted},
            "ticksuffix": f" {unit}",
            "showticksuffix": "last",
        },
        yaxis={"range": [0.45 - height, 0.45]},
    )


def _ranges(frame: pd.DataFrame, ys: list[float]) -> Trace:
    return dict(
        type="bar",
        x=(frame["high"] - frame["low"]).tolist(),
        base=frame["low"].tolist(),
        y=ys,
        width=0.13,
        orientation="h",
        customdata=frame[["parameter", "id"]].to_numpy().tolist(),
        hovertext=[hover_text(text) for text in frame["hover"]],
        hoverinfo="text",
        **no_selection_dimming(color=frame["colour"].tolist(), opacity=0.38, line={"width": 0}),
    )


def _dots(frame: pd.DataFrame, ys: list[float], palette: Palette) -> Trace:
    return dict(
        type="scatter",
        x=frame["value"].tolist(),
        y=ys,
        mode="markers",
        customdata=frame[["parameter", "id"]].to_numpy().tolist(),
        hovertext=[hover_text(text) for text in frame["hover"]],
        hoverinfo="text",
        **no_selection_dimming(
            size=13, color=frame["colour"].tolist(), line={"width": 1.5, "color": palette.paper}
        ),
    )


def _values(frame: pd.DataFrame, ys: list[float], palette: Palette) -> Trace:
    return {
        "type": "scatter",
        "x": frame["high"].tolist(),
        "y": ys,
        "mode": "text",
        "text": [f"  {text}" for text in frame["value_text"]],
        "textposition": "middle right",
        "textfont": {"size": 13, "color": palette.ink},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
