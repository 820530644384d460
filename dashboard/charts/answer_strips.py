"""Strips of answers, in the order of the questions: a block a paragraph, as wide as its length."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.style import (
    BAR_OFFSET,
    ROW_HEIGHT,
    Trace,
    broken_name,
    escape,
    figure,
    hover_text,
    label_width,
    no_selection_dimming,
    row_names,
    row_places,
)

_BLOCK_HEIGHT = 0.34  # row heights


@dataclass(frozen=True)
class Strip:
    """A row: the name and note above its blocks, and the text after them."""

    name: str
    note: str
    value: str


def answer_strips(
    frame: pd.DataFrame, *, rows: Sequence[Strip], axis_max: float, palette: Palette
) -> go.Figure:
    """Draw a row for each of `rows`, and in it a block for each paragraph of the answer.

    frame: one row a block: row (index of `rows`), begin and characters, colour, click (parameter,
    id ...) and hover (lines of plain text). axis_max: in characters, the same for charts on one
    page. A row without a block is drawn as its name alone.
    """
    names, notes = zip(*(broken_name(row.name, row.note) for row in rows), strict=True)
    ys, height = row_places(names, notes)
    return figure(
        [
            _blocks(frame, ys, palette),
            _values(frame, rows, ys, palette),
            row_names(names, notes, palette=palette, ys=ys),
        ],
        palette=palette,
        height=round(height * ROW_HEIGHT),
        margin={"r": label_width([row.value for row in rows])},
        xaxis={"range": [0, axis_max or 1]},
        yaxis={"range": [0.45 - height, 0.45]},
        barmode="overlay",
    )


def _blocks(frame: pd.DataFrame, ys: Sequence[float], palette: Palette) -> Trace:
    return {
        "type": "bar",
        "base": frame["begin"].tolist(),
        "x": frame["characters"].tolist(),
        "y": [ys[row] + BAR_OFFSET for row in frame["row"]],
        "width": _BLOCK_HEIGHT,
        "orientation": "h",
        "customdata": frame["click"].tolist(),
        "hovertext": [hover_text(text) for text in frame["hover"]],
        "hoverinfo": "text",
        **no_selection_dimming(
            color=frame["colour"].tolist(), line={"width": 1, "color": palette.paper}
        ),
    }


def _values(
    frame: pd.DataFrame, rows: Sequence[Strip], ys: Sequence[float], palette: Palette
) -> Trace:
    ends = (frame["begin"] + frame["characters"]).groupby(frame["row"]).max().to_dict()
    return {
        "type": "scatter",
        "mode": "text",
        "x": [ends.get(place, 0) for place in range(len(rows))],
        "y": [y + BAR_OFFSET for y in ys],
        "text": [f" {escape(row.value)}" for row in rows],
        "textposition": "middle right",
        "textfont": {"size": 13, "color": palette.ink},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
