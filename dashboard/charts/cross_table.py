"""A cross table: a square a cell, as large as its figure, with the number in it."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.style import Trace, escape, figure, hover, no_selection_dimming, row_names

_ROW, _LOW = 66, 34  # pixels a row takes: its name above its squares, or beside them
_DOWN = -0.24  # where the squares of a row lie whose name stands above, in rows
_LARGEST = 30  # pixels: the side of the largest square
_FRAME, _DIGIT = 8, 6  # pixels that the number in a square takes: around it, and a digit
_LINE = 17  # pixels a line of a head takes
_CLEAR = "rgba(0,0,0,0)"


@dataclass(frozen=True)
class Head:
    """A row or column of a cross table: its name, and a quieter note."""

    name: str
    note: str = ""


def cross_table(
    cells: pd.DataFrame,
    *,
    rows: Sequence[Head],
    columns: Sequence[Head],
    palette: Palette,
    beside: int = 0,
) -> go.Figure:
    """Squares of `cells` at their row and column, both counted from 0; no row gives no square.

    cells: row, column, text (the number), size (0 to 1, the square's area; null for a number
    without a square, such as a total), colour, hollow (an outline: too little to tell), click (a
    list of parameter, id, parameter, id ...) and hover (lines of plain text). A square is never so
    small that its number would not fit.
    beside: pixels kept left of the squares for the names of the rows; 0 puts these above, on a line
    of their own, which a narrow screen cannot cut.
    """
    names = _names_beside(rows, beside, palette) if beside else []
    above = [] if beside else [_names_above(rows, palette)]
    height = _LOW if beside else _ROW
    lines = max([1, *(_lines(column) for column in columns)])
    top = lines * _LINE + 6
    count = max(len(rows), 1)
    return figure(
        [*above, _squares(cells, palette, 0.0 if beside else _DOWN)],
        palette=palette,
        height=count * height + top,
        margin={"t": top, "l": beside},
        xaxis={"range": [-0.5, max(len(columns), 1) - 0.5]},
        yaxis={"range": [0.5 - count, 0.5]},
        annotations=[*names, *_heads(columns, palette)],
        shapes=[_rule(place, palette) for place in range(len(rows))],
    )


def _squares(cells: pd.DataFrame, palette: Palette, down: float) -> Trace:
    squares = cells["size"].notna()
    filled = squares & ~cells["hollow"].astype(bool)
    least = _FRAME + _DIGIT * cells["text"].str.len()
    sizes = (cells["size"].fillna(0.0).astype(float) ** 0.5 * _LARGEST).clip(lower=least)
    on = [
        palette.on(colour) if full else palette.ink if square else colour
        for colour, full, square in zip(cells["colour"], filled, squares, strict=True)
    ]
    return {
        "type": "scatter",
        "x": cells["column"].tolist(),
        "y": [down - row for row in cells["row"]],
        "mode": "markers+text",
        "text": [escape(text) for text in cells["text"]],
        "textposition": "middle center",
        "textfont": {"size": 13, "color": on},
        "customdata": cells["click"].tolist(),
        "hovertext": [hover(text) for text in cells["hover"]],
        "hoverinfo": "text",
        **no_selection_dimming(
            symbol="square",
            opacity=1,
            size=sizes.tolist(),
            color=cells["colour"].where(filled, _CLEAR).tolist(),
            line={"width": 1.5, "color": cells["colour"].where(squares, _CLEAR).tolist()},
        ),
    }


def _names_above(rows: Sequence[Head], palette: Palette) -> Trace:
    names, notes = [row.name for row in rows], [row.note for row in rows]
    return row_names(names, notes, palette=palette) | {"x": [-0.5] * len(rows)}


def _lines(head: Head) -> int:
    return head.name.count("\n") + 1 + bool(head.note)


def _label(head: Head, palette: Palette) -> str:
    """The name of `head`, its lines below each other, and its note on a quieter line."""
    lines = [escape(line) for line in head.name.split("\n")]
    if head.note:
        lines.append(f"<span style='color:{palette.muted}'>{escape(head.note)}</span>")
    return "<br>".join(lines)


def _heads(columns: Sequence[Head], palette: Palette) -> list[dict[str, object]]:
    return [
        {"x": place, "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False,
         "borderpad": 0, "text": _label(column, palette), "font": {"size": 13}}
        for place, column in enumerate(columns)
    ]  # fmt: skip


def _names_beside(rows: Sequence[Head], beside: int, palette: Palette) -> list[dict[str, object]]:
    return [
        {"x": 0, "xref": "paper", "xshift": -beside, "xanchor": "left", "y": -place,
         "showarrow": False, "borderpad": 0, "text": _label(row, palette), "align": "left",
         "font": {"size": 13}}
        for place, row in enumerate(rows)
    ]  # fmt: skip


def _rule(place: int, palette: Palette) -> dict[str, object]:
    """The hairline on which a row begins; it runs from edge to edge, below the names too."""
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0.5 - place,
            "y1": 0.5 - place, "layer": "below",
            "line": {"color": palette.hairline, "width": 1}}  # fmt: skip


def alt(
    cells: pd.DataFrame,
    *,
    rows: Sequence[Head],
    columns: Sequence[Head],
    item: str,
    separator: str,
) -> str:
    """The cells in words, row by row: `item` takes {row}, {column} and {text}.

    >>> cells = pd.DataFrame({"row": [0], "column": [1], "text": ["2"]})
    >>> alt(cells, rows=[Head("中央媒体")], columns=[Head("陶见山"), Head("周棠")],
    ...     item="{row}、{column}：{text}", separator="；")
    '中央媒体、周棠：2'
    """
    spoken = [
        item.format(row=rows[row].name, column=columns[column].name, text=text)
        for row, column, text in zip(cells["row"], cells["column"], cells["text"], strict=True)
    ]
    return " ".join(separator.join(spoken).split())
