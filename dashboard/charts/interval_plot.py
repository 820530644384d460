"""Interval plot (forest plot): log ratios with their intervals, on an axis around no difference."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.dumbbell import click_targets, row_geometry, row_labels, value_labels
from dashboard.charts.palette import Palette
from dashboard.charts.style import Trace, escape, figure

_AXIS_HEIGHT = 54  # pixels, above the rows: the label of each side, and the ticks


def interval_plot(
    frame: pd.DataFrame,
    *,
    palette: Palette,
    extent: float,
    ticks: Sequence[tuple[float, str]],
    sides: tuple[str, str],
    right_margin: int,
) -> go.Figure:
    """Draw a dot at each log ratio and a line over its interval.

    frame: one row per ratio: value (the log ratio), low and high (the ends of its interval; 0 is no
    difference, null is not drawn), colour (of the year with the higher rate), and row, line,
    value_text, conclusive, shown, name, count_text, hover, marks and chosen as in dumbbell. extent:
    the axis runs from -extent to extent. ticks: (position, label) of each. sides: the labels left
    and right of 0. right_margin: pixels reserved for value_text and count_text. Charts side by side
    are comparable if they get the same extent and right_margin. An empty frame gives a figure
    without rows.
    """
    count, ys, height = row_geometry(frame)
    first = frame.loc[frame["line"] == 0]
    traces = [
        click_targets(first, (-extent, extent), palette),
        *row_labels(first, (-extent, extent), palette),
        _intervals(frame, ys, height / count, palette),
        _dots(frame, ys, palette),
        value_labels(frame, ys, extent, palette),
    ]
    return figure(
        traces,
        palette=palette,
        height=height + _AXIS_HEIGHT,
        margin={"t": _AXIS_HEIGHT, "r": right_margin, "l": 8},
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
            "tickvals": [position for position, _ in ticks],
            "ticktext": [escape(text) for _, text in ticks],
            "tickangle": 0,
            "tickfont": {"size": 12, "color": palette.muted},
        },
        yaxis={"range": [0.45 - count, 0.45]},
        annotations=[
            _side_label(text, anchor, palette)
            for text, anchor in zip(sides, ("right", "left"), strict=True)
        ],
    )


def _side_label(text: str, anchor: str, palette: Palette) -> dict[str, object]:
    shift = -10 if anchor == "right" else 10
    return {
        "x": 0, "y": 1, "yref": "paper", "xshift": shift, "yshift": 42, "xanchor": anchor,
        "text": escape(text), "showarrow": False, "font": {"size": 12, "color": palette.muted},
    }  # fmt: skip


def _colours(frame: pd.DataFrame, palette: Palette) -> list[str]:
    looks = zip(frame["colour"], frame["conclusive"], frame["shown"], strict=True)
    return [
        (colour if conclusive else palette.muted) if shown else palette.faded
        for colour, conclusive, shown in looks
    ]


def _intervals(frame: pd.DataFrame, ys: list[float], row: float, palette: Palette) -> Trace:
    return {
        "type": "bar",
        "base": frame["low"].tolist(),
        "x": (frame["high"] - frame["low"]).tolist(),
        "y": ys,
        "width": [(5 if conclusive else 2) / row for conclusive in frame["conclusive"]],
        "orientation": "h",
        "hoverinfo": "skip",
        "marker": {"color": _colours(frame, palette), "opacity": 0.5},
    }


def _dots(frame: pd.DataFrame, ys: list[float], palette: Palette) -> Trace:
    colours = _colours(frame, palette)
    pairs = zip(colours, frame["conclusive"], strict=True)
    return {
        "type": "scatter",
        "x": frame["value"].tolist(),
        "y": ys,
        "mode": "markers",
        "hoverinfo": "skip",
        "cliponaxis": False,
        "marker": {
            "size": [11 if conclusive else 8 for conclusive in frame["conclusive"]],
            "opacity": 1,
            "color": [colour if conclusive else palette.paper for colour, conclusive in pairs],
            "line": {"width": 1.5, "color": colours},
        },
    }
