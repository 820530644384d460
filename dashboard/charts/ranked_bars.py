"""Ranked bars: a word, its bar and its value in one line; any part of the line can be clicked."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.style import Trace, escape, figure, hover_text, no_selection_dimming

_LINE_HEIGHT = 28  # pixels: large enough for a finger
_BAR_HEIGHT = 12  # pixels


def ranked_bars(
    frame: pd.DataFrame, *, axis_max: float, left_margin: int, right_margin: int, palette: Palette
) -> go.Figure:
    """Draw a line (name, bar, value) for each row of `frame`, on an axis from 0 to `axis_max`.

    frame: in the order of the lines: name (before the bar), value (the bar's length), value_text
    (after the bar), colour, hollow (True draws an outline: not conclusive), click (the
    filters that a click selects: parameter, id, parameter, id ...) and hover (lines of plain text).
    left_margin, right_margin: pixels reserved for name and for value_text, from style.label_width.
    Charts side by side are comparable if they get the same axis_max, left_margin and right_margin.
    An empty frame gives a figure without lines.
    """
    count = max(len(frame), 1)
    full_lengths = [axis_max or 1] * len(frame)
    clear = ["rgba(0,0,0,0)"] * len(frame)
    return figure(
        [
            _bars(frame, frame["value"].tolist(), _BAR_HEIGHT, *_looks(frame, palette)),
            _texts(frame["name"].tolist(), [0] * len(frame), "middle left", palette),
            _texts(frame["value_text"].tolist(), frame["value"].tolist(), "middle right", palette),
            _bars(frame, full_lengths, _LINE_HEIGHT, clear),  # on top: the click target
        ],
        palette=palette,
        height=count * _LINE_HEIGHT,
        margin={"l": left_margin, "r": right_margin},
        barmode="overlay",
        xaxis={"range": [0, axis_max or 1]},
        yaxis={"range": [0.5 - count, 0.5]},
        shapes=[{"type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": "paper",
                 "line": {"color": palette.hairline, "width": 1}}],
    )  # fmt: skip


def _looks(frame: pd.DataFrame, palette: Palette) -> tuple[list[str], Trace]:
    """Return the colours and the outlines of the bars."""
    pairs = zip(frame["colour"], frame["hollow"], strict=True)
    fills = [palette.paper if hollow else colour for colour, hollow in pairs]
    return fills, {"width": 1.5, "color": frame["colour"].tolist()}


def _bars(
    frame: pd.DataFrame,
    lengths: list[float],
    height: int,
    colours: list[str],
    outline: Trace | None = None,
) -> Trace:
    return dict(
        type="bar",
        x=lengths,
        y=[-line for line in range(len(frame))],
        width=height / _LINE_HEIGHT,
        orientation="h",
        customdata=frame["click"].tolist(),
        hovertext=[hover_text(text) for text in frame["hover"]],
        hoverinfo="text",
        **no_selection_dimming(color=colours, line=outline or {"width": 0}),
    )


def _texts(texts: list[str], ends: list[float], position: str, palette: Palette) -> Trace:
    return {
        "type": "scatter",
        "x": ends,
        "y": [-line for line in range(len(texts))],
        "mode": "text",
        "text": [f" {escape(text)} " for text in texts],
        "textposition": position,
        "textfont": {"size": 13, "color": palette.ink},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
