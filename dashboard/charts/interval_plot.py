"""Interval plot (forest plot): a ratio and its interval a row, either side of no difference."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.dumbbell import heights, names, targets, values
from dashboard.charts.palette import Palette
from dashboard.charts.style import Trace, escape, figure

_AXIS = 54  # pixels, above the rows: what either side means, and the ticks


def interval_plot(
    frame: pd.DataFrame,
    *,
    palette: Palette,
    extent: float,
    ticks: Sequence[tuple[float, str]],
    sides: tuple[str, str],
    room: int,
) -> go.Figure:
    """A dot at each ratio and a line over its interval, on an axis from -`extent` to `extent`.

    frame: one row a ratio: row, line, value_text, tells, shown, name, count_text, hover, marks and
    chosen as in dumbbell; value, low, high (logarithms: 0 is no difference, null is not drawn) and
    colour (of the year that has more). ticks: place on the axis and label of each. sides: what lies
    left and right of 0. room: pixels for value_text and count_text. Charts side by side compare if
    they get the same extent and room.
    """
    count, places, height = heights(frame)
    first = frame.loc[frame["line"] == 0]
    traces = [
        targets(first, (-extent, extent), palette),
        *names(first, (-extent, extent), palette),
        _intervals(frame, places, height / count, palette),
        _dots(frame, places, palette),
        values(frame, places, extent, palette),
    ]
    return figure(
        traces,
        palette=palette,
        height=height + _AXIS,
        margin={"t": _AXIS, "r": room, "l": 8},
        barmode="overlay",
        xaxis={
            "range": [-extent, extent],
            "visible": True,
            "side": "top",
            "showgrid": True,
            "gridcolor": palette.hairline,
            "zeroline": True,
            "zerolinecolor": palette.muted,
            "zerolinewidth": 1.5,
            "tickvals": [place for place, _ in ticks],
            "ticktext": [escape(text) for _, text in ticks],
            "tickangle": 0,
            "tickfont": {"size": 12, "color": palette.muted},
        },
        yaxis={"range": [0.45 - count, 0.45]},
        annotations=[
            _side(text, anchor, palette)
            for text, anchor in zip(sides, ("right", "left"), strict=True)
        ],
    )


def _side(text: str, anchor: str, palette: Palette) -> dict[str, object]:
    away = -10 if anchor == "right" else 10
    return {
        "x": 0, "y": 1, "yref": "paper", "xshift": away, "yshift": 42, "xanchor": anchor,
        "text": escape(text), "showarrow": False, "font": {"size": 12, "color": palette.muted},
    }  # fmt: skip


def _colours(frame: pd.DataFrame, palette: Palette) -> list[str]:
    looks = zip(frame["colour"], frame["conclusive"], frame["shown"], strict=True)
    return [
        (colour if tells else palette.muted) if shown else palette.faded
        for colour, tells, shown in looks
    ]


def _intervals(frame: pd.DataFrame, places: list[float], row: float, palette: Palette) -> Trace:
    return {
        "type": "bar",
        "base": frame["low"].tolist(),
        "x": (frame["high"] - frame["low"]).tolist(),
        "y": places,
        "width": [(5 if tells else 2) / row for tells in frame["conclusive"]],
        "orientation": "h",
        "hoverinfo": "skip",
        "marker": {"color": _colours(frame, palette), "opacity": 0.5},
    }


def _dots(frame: pd.DataFrame, places: list[float], palette: Palette) -> Trace:
    colours = _colours(frame, palette)
    pairs = zip(colours, frame["conclusive"], strict=True)
    return {
        "type": "scatter",
        "x": frame["value"].tolist(),
        "y": places,
        "mode": "markers",
        "hoverinfo": "skip",
        "cliponaxis": False,
        "marker": {
            "size": [11 if tells else 8 for tells in frame["conclusive"]],
            "opacity": 1,
            "color": [colour if tells else palette.paper for colour, tells in pairs],
            "line": {"width": 1.5, "color": colours},
        },
    }
