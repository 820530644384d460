"""Ranked bars: a word, its bar and its value in one line; any part of the line can be clicked."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.style import Trace, escape, figure, hover, no_selection_dimming

_LINE = 28  # pixels: a line is a target for a finger
_BAR = 12  # pixels a bar is high


def ranked_bars(
    frame: pd.DataFrame, *, longest: float, names: int, room: int, palette: Palette
) -> go.Figure:
    """A line for each row of `frame`, in its order, over a scale that ends at `longest`.

    frame: name, value (the bar's length), value_text (after the bar), colour, click (parameters and
    ids) and hover (lines of plain text). names, room: pixels kept for the names and for the values,
    as style.room gives them. Charts that stand side by side compare if they get the same `longest`,
    `names` and `room`. An empty frame gives a figure without lines.
    """
    count = max(len(frame), 1)
    whole = [longest or 1] * len(frame)
    clear = ["rgba(0,0,0,0)"] * len(frame)
    return figure(
        [
            _bars(frame, frame["value"].tolist(), _BAR, frame["colour"].tolist()),
            _texts(frame["name"].tolist(), [0] * len(frame), "middle left", palette),
            _texts(frame["value_text"].tolist(), frame["value"].tolist(), "middle right", palette),
            _bars(frame, whole, _LINE, clear),  # on top, so that the whole line is the target
        ],
        palette=palette,
        height=count * _LINE,
        margin={"l": names, "r": room},
        barmode="overlay",
        xaxis={"range": [0, longest or 1]},
        yaxis={"range": [0.5 - count, 0.5]},
        shapes=[{"type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": "paper",
                 "line": {"color": palette.hairline, "width": 1}}],
    )  # fmt: skip


def _bars(frame: pd.DataFrame, lengths: list[float], height: int, colours: list[str]) -> Trace:
    return dict(
        type="bar",
        x=lengths,
        y=[-place for place in range(len(frame))],
        width=height / _LINE,
        orientation="h",
        customdata=frame["click"].tolist(),
        hovertext=[hover(text) for text in frame["hover"]],
        hoverinfo="text",
        **no_selection_dimming(color=colours, line={"width": 0}),
    )


def _texts(texts: list[str], ends: list[float], position: str, palette: Palette) -> Trace:
    return {
        "type": "scatter",
        "x": ends,
        "y": [-place for place in range(len(texts))],
        "mode": "text",
        "text": [f" {escape(text)} " for text in texts],
        "textposition": position,
        "textfont": {"size": 13, "color": palette.ink},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
