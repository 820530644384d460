"""Timeline: a row for each date or span, a dot or a line at its time, on an axis of years."""

from math import ceil, floor

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
)

_AXIS_HEIGHT = 34
_MARGIN = 0.08  # of the time shown, on either side


def timeline(frame: pd.DataFrame, *, palette: Palette) -> go.Figure:
    """Draw a line from `start` to `end` for each row of `frame`, with a dot at each end.

    frame: start and end (years with a fraction: 2031.5 is the middle of 2031), is_open (true of a
    span without an end, whose `end` is that of the axis), name and note (above the line), colour
    and hover. An empty frame gives a figure without rows.
    """
    ys = [BAR_OFFSET - row for row in range(len(frame))]
    count = max(len(frame), 1)
    first, last = (frame["start"].min(), frame["end"].max()) if len(frame) else (0.0, 1.0)
    margin = max(last - first, 0.2) * _MARGIN
    # Names begin at 0, so times count from the left edge.
    origin = first - margin
    placed = frame.assign(start=frame["start"] - origin, end=frame["end"] - origin)
    years = range(ceil(first), floor(last) + 1)
    return figure(
        [
            row_names(frame["name"].tolist(), frame["note"].tolist(), palette=palette),
            _spans(placed, ys),
            _dots(placed, ys, palette),
        ],
        palette=palette,
        height=count * ROW_HEIGHT + _AXIS_HEIGHT,
        margin={"r": 24, "b": _AXIS_HEIGHT},
        xaxis={
            "range": [0, last + margin - origin],
            "visible": True,
            "showgrid": True,
            "gridcolor": palette.hairline,
            "tickvals": [year - origin for year in years],
            "ticktext": [str(year) for year in years],
            "tickfont": {"size": 12, "color": palette.muted},
        },
        yaxis={"range": [0.45 - count, 0.45]},
    )


def _spans(frame: pd.DataFrame, ys: list[float]) -> Trace:
    return dict(
        type="bar",
        x=(frame["end"] - frame["start"]).tolist(),
        base=frame["start"].tolist(),
        y=ys,
        width=0.13,
        orientation="h",
        hoverinfo="skip",
        **no_selection_dimming(color=frame["colour"].tolist(), opacity=0.38, line={"width": 0}),
    )


def _dots(frame: pd.DataFrame, ys: list[float], palette: Palette) -> Trace:
    """Return the dots at both ends; an open end has a triangle."""
    ends = [*frame["start"], *frame["end"]]
    symbols = ["circle"] * len(frame) + [
        "triangle-right" if is_open else "circle" for is_open in frame["is_open"]
    ]
    return dict(
        type="scatter",
        x=ends,
        y=[*ys, *ys],
        mode="markers",
        hovertext=[hover_text(text) for text in [*frame["hover"], *frame["hover"]]],
        hoverinfo="text",
        **no_selection_dimming(
            size=12,
            color=[*frame["colour"], *frame["colour"]],
            symbol=symbols,
            line={"width": 1.5, "color": palette.paper},
        ),
    )
