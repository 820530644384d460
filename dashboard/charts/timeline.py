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
_MAX_TICKS = 8
_MONTHS_BELOW = 2.0  # years shown: ticks are months
_MONTH_STEPS, _YEAR_STEPS = (1, 2, 3, 6), (1, 2, 5, 10, 20, 50, 100, 200)


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
    at = ticks(origin, last + margin)
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
            "tickvals": [time - origin for time in at],
            "ticktext": list(at.values()),
            "tickfont": {"size": 12, "color": palette.muted},
        },
        yaxis={"range": [0.45 - count, 0.45]},
    )


def ticks(start: float, end: float) -> dict[float, str]:
    """Return the times of the ticks between `start` and `end`, in years, and their names.

    At most _MAX_TICKS: years, or months where less than _MONTHS_BELOW years are shown.

    >>> ticks(2030.6, 2033.2), ticks(2031.4, 2031.6)
    ({2031.0: '2031', 2032.0: '2032', 2033.0: '2033'}, {2031.4166666666667: '2031-06', \
2031.5: '2031-07', 2031.5833333333333: '2031-08'})
    """
    is_in_months = end - start < _MONTHS_BELOW
    parts, steps = (12, _MONTH_STEPS) if is_in_months else (1, _YEAR_STEPS)
    first, last = start * parts, end * parts
    listed: list[int] = []
    for step in steps:
        listed = [step * n for n in range(ceil(first / step), floor(last / step) + 1)]
        if len(listed) <= _MAX_TICKS:
            break
    if not listed:  # within one month: its name, in the middle
        return {(start + end) / 2: _month(floor((first + last) / 2))}
    return {n / parts: _month(n) if is_in_months else str(n) for n in listed}


def _month(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02}"


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
