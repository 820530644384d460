"""Cross table: a number per cell, inside a square whose area is proportional to the number."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.style import (
    Trace,
    escape,
    figure,
    hover_text,
    no_selection_dimming,
    row_names,
)

_ROW_HEIGHT, _LOW_ROW_HEIGHT = 66, 34  # pixels: with names above the squares, or left of them
_SQUARES_OFFSET = -0.24  # row heights from the name above a row to its squares
_MAX_SIDE = 30  # pixels
_NUMBER_PADDING, _DIGIT_WIDTH = 8, 6  # pixels: around the number in a square, and per digit
_LINE_HEIGHT = 17  # pixels per line of a column head
_TRANSPARENT = "rgba(0,0,0,0)"


@dataclass(frozen=True)
class Head:
    """The heading of a row or column: its name (may have line breaks), and a muted note, or ""."""

    name: str
    note: str = ""


def cross_table(
    cells: pd.DataFrame,
    *,
    rows: Sequence[Head],
    columns: Sequence[Head],
    palette: Palette,
    names_width: int = 0,
) -> go.Figure:
    """Draw each of `cells` in its row and column: a number, with a square around it.

    cells: row and column (indices of `rows` and `columns`), text (the number), size (area of the
    square, 0 to 1; null for a number without a square, such as a total), colour, hollow (True draws
    an outline: too little data), click (the filters that a click selects: parameter, id, parameter,
    id ...) and hover (lines of plain text). A square is always large enough for its number. An
    empty frame gives no square.
    names_width: pixels reserved left of the squares for the names of the rows; 0 puts each name on
    a separate line above its squares, where a narrow screen cannot cut it.
    """
    names = _names_left(rows, names_width, palette) if names_width else []
    above = [] if names_width else [_names_above(rows, palette)]
    height = _LOW_ROW_HEIGHT if names_width else _ROW_HEIGHT
    lines = max([1, *(_line_count(column) for column in columns)])
    top = lines * _LINE_HEIGHT + 6
    count = max(len(rows), 1)
    return figure(
        [*above, _squares(cells, palette, 0.0 if names_width else _SQUARES_OFFSET)],
        palette=palette,
        height=count * height + top,
        margin={"t": top, "l": names_width},
        xaxis={"range": [-0.5, max(len(columns), 1) - 0.5]},
        yaxis={"range": [0.5 - count, 0.5]},
        annotations=[*names, *_column_heads(columns, palette)],
        shapes=[_row_rule(row, palette) for row in range(len(rows))],
    )


def _squares(cells: pd.DataFrame, palette: Palette, offset: float) -> Trace:
    has_square = cells["size"].notna()
    filled = has_square & ~cells["hollow"].astype(bool)
    min_sizes = _NUMBER_PADDING + _DIGIT_WIDTH * cells["text"].str.len()
    sizes = (cells["size"].fillna(0.0).astype(float) ** 0.5 * _MAX_SIDE).clip(lower=min_sizes)
    text_colours = [
        palette.text_on(colour) if full else palette.ink if square else colour
        for colour, full, square in zip(cells["colour"], filled, has_square, strict=True)
    ]
    return {
        "type": "scatter",
        "x": cells["column"].tolist(),
        "y": [offset - row for row in cells["row"]],
        "mode": "markers+text",
        "text": [escape(text) for text in cells["text"]],
        "textposition": "middle center",
        "textfont": {"size": 13, "color": text_colours},
        "customdata": cells["click"].tolist(),
        "hovertext": [hover_text(text) for text in cells["hover"]],
        "hoverinfo": "text",
        **no_selection_dimming(
            symbol="square",
            opacity=1,
            size=sizes.tolist(),
            color=cells["colour"].where(filled, _TRANSPARENT).tolist(),
            line={"width": 1.5, "color": cells["colour"].where(has_square, _TRANSPARENT).tolist()},
        ),
    }


def _names_above(rows: Sequence[Head], palette: Palette) -> Trace:
    names, notes = [row.name for row in rows], [row.note for row in rows]
    return row_names(names, notes, palette=palette) | {"x": [-0.5] * len(rows)}


def _line_count(head: Head) -> int:
    return head.name.count("\n") + 1 + bool(head.note)


def _label(head: Head, palette: Palette) -> str:
    """Format `head` as Plotly markup: the lines of its name, then its note on a separate line."""
    lines = [escape(line) for line in head.name.split("\n")]
    if head.note:
        lines.append(f"<span style='color:{palette.muted}'>{escape(head.note)}</span>")
    return "<br>".join(lines)


def _column_heads(columns: Sequence[Head], palette: Palette) -> list[dict[str, object]]:
    return [
        {"x": index, "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False,
         "borderpad": 0, "text": _label(column, palette), "font": {"size": 13}}
        for index, column in enumerate(columns)
    ]  # fmt: skip


def _names_left(
    rows: Sequence[Head], names_width: int, palette: Palette
) -> list[dict[str, object]]:
    return [
        {"x": 0, "xref": "paper", "xshift": -names_width, "xanchor": "left", "y": -index,
         "showarrow": False, "borderpad": 0, "text": _label(row, palette), "align": "left",
         "font": {"size": 13}}
        for index, row in enumerate(rows)
    ]  # fmt: skip


def _row_rule(row: int, palette: Palette) -> dict[str, object]:
    """Return the shape of the hairline above row `row`, as wide as the plot area."""
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0.5 - row,
            "y1": 0.5 - row, "layer": "below",
            "line": {"color": palette.hairline, "width": 1}}  # fmt: skip


def alt_text(
    cells: pd.DataFrame,
    *,
    rows: Sequence[Head],
    columns: Sequence[Head],
    item: str,
    separator: str,
) -> str:
    """Return the alt text of a cross table: the `item` of each cell, joined by `separator`.

    item: a template with {row} and {column}, the names of the headings, and {text}, the number.

    >>> cells = pd.DataFrame({"row": [0], "column": [1], "text": ["2"]})
    >>> alt_text(cells, rows=[Head("中央媒体")], columns=[Head("陶见山"), Head("周棠")],
    ...     item="{row}、{column}：{text}", separator="；")
    '中央媒体、周棠：2'
    """
    items = [
        item.format(row=rows[row].name, column=columns[column].name, text=text)
        for row, column, text in zip(cells["row"], cells["column"], cells["text"], strict=True)
    ]
    return " ".join(separator.join(items).split())
