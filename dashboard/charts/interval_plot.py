"""Interval plot (forest plot): log ratios with their intervals, on an axis around no difference."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.dumbbell import click_targets, row_geometry, row_labels, value_labels
from dashboard.charts.palette import Palette
from dashboard.charts.style import Trace, escape, figure

_EDGE = 0.97  # of the axis: a triangle there does not touch the text to the right
_AXIS_HEIGHT = 66  # pixels, above the rows: the label of each side, and the ticks


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

    frame: one row per ratio: value (the log ratio; null where one side counts 0), low and high (the
    ends of its interval; 0 is no difference, null is not drawn), direction (1 if the later side has
    the higher rate, -1 if the earlier, 0 if neither: a row without value is a triangle at that edge
    of the axis, and nothing if 0), colour (of the year with the higher rate), and row, line,
    value_text, conclusive, shown, name, count_text, hover, marks and chosen as in dumbbell. extent:
    the axis runs from -extent to extent, and a longer interval ends there. ticks: (position, label)
    of each. sides: the labels left and right of 0,
    of one or two lines. right_margin: pixels reserved for value_text and
    count_text. Charts side by side are comparable if they get the same extent and right_margin. An
    empty frame gives a figure without rows.
    """
    count, ys, height = row_geometry(frame)
    first = frame.loc[frame["line"] == 0]
    traces = [
        click_targets(first, (-extent, extent), palette),
        *row_labels(frame, (-extent, extent), palette),
        _intervals(frame, ys, extent, height / count, palette),
        _dots(frame, ys, extent, palette),
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
        "x": 0, "y": 1, "yref": "paper", "xshift": shift, "yshift": 22, "xanchor": anchor,
        "yanchor": "bottom", "align": anchor,
        "text": escape(text).replace("\n", "<br>"), "showarrow": False,
        "font": {"size": 12, "color": palette.muted},
    }  # fmt: skip


def _colours(frame: pd.DataFrame, palette: Palette) -> list[str]:
    looks = zip(frame["colour"], frame["conclusive"], frame["shown"], strict=True)
    return [
        (colour if conclusive else palette.muted) if shown else palette.faded
        for colour, conclusive, shown in looks
    ]


def _intervals(
    frame: pd.DataFrame, ys: list[float], extent: float, row: float, palette: Palette
) -> Trace:
    low, high = (frame[end].clip(-extent, extent) for end in ("low", "high"))
    return {
        "type": "bar",
        "base": low.tolist(),
        "x": (high - low).tolist(),
        "y": ys,
        "width": [(5 if conclusive else 2) / row for conclusive in frame["conclusive"]],
        "orientation": "h",
        "hoverinfo": "skip",
        "marker": {"color": _colours(frame, palette), "opacity": 0.5},
    }


def _dots(frame: pd.DataFrame, ys: list[float], extent: float, palette: Palette) -> Trace:
    colours = _colours(frame, palette)
    pairs = zip(colours, frame["conclusive"], strict=True)
    has_ratio = frame["value"].notna()
    edge = (_EDGE * extent * frame["direction"]).where(frame["direction"] != 0)
    looks = zip(has_ratio, frame["direction"], strict=True)
    return {
        "type": "scatter",
        "x": frame["value"].where(has_ratio, edge).clip(-extent, extent).tolist(),
        "y": ys,
        "mode": "markers",
        "hoverinfo": "skip",
        "cliponaxis": False,
        "marker": {
            "symbol": [
                "circle" if ratio else "triangle-right" if direction > 0 else "triangle-left"
                for ratio, direction in looks
            ],
            "size": [11 if conclusive else 8 for conclusive in frame["conclusive"]],
            "opacity": 1,
            "color": [colour if conclusive else palette.paper for colour, conclusive in pairs],
            "line": {"width": 1.5, "color": colours},
        },
    }
