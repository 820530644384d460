"""Topic matrix: topics by speakers, with squares whose area is proportional to the figure.

Squares are markers of a scatter trace, since the cells of a heat map cannot be clicked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.absent import hatch_marker
from dashboard.charts.palette import Palette
from dashboard.charts.style import (
    Trace,
    escape,
    figure,
    hover_text,
    no_selection_dimming,
    row_names,
)

MAX_SIDE = 24  # pixels: the side of the largest square
_ROW_HEIGHT = 70  # pixels: the topic's name, its squares, the figures below them
# Pixels from the top of a row to the baseline of its name, the middle of its squares, the middle of
# its figures.
_NAME, _SQUARES, _FIGURES = 22, 37, 57
_HEADING_HEIGHT = 24  # pixels of a briefing's name
_NOTE_HEIGHT = 17  # pixels of the note below a speaker's name
_GAP = 0.4  # column widths: the space between two briefings
_PHONE_WIDTH = 350  # pixels: the width of the chart on the narrowest screen
_FONT_SIZE = 12


@dataclass(frozen=True)
class Column:
    """One column of the matrix: a speaker in a briefing, or what the briefing lacks.

    name: the speaker's. note: the line below the name. heading: the name of the briefing. missing:
    the label of what was not captured; the column is then hatched and has no figures. "" for a
    speaker.
    """

    name: str
    note: str
    heading: str
    missing: str = ""


def topic_matrix(
    cells: pd.DataFrame,
    *,
    names: Sequence[str],
    columns: Sequence[Column],
    palette: Palette,
) -> go.Figure:
    """Draw a square for each of `cells`, in a row per topic and a column per speaker.

    cells: row and column (indices of `names` and `columns`), size (area as a fraction of the
    largest square's, 0 for no square), hollow (True draws an outline: too little data), selected
    (False fades the cell), marked (True frames it: the one chosen cell), text (the figure below the
    square), colour, click (the filters that a click selects: parameter, id, parameter, id ...) and
    hover (lines of plain text). names: of the topics, each on a separate line above its squares.
    columns: sorted by briefing. No cell gives a figure without squares.
    """
    xs = _column_positions(columns)
    extent = (xs[-1] if xs else 0) + 0.5
    vertical = _needs_vertical_names(columns, extent)
    header = _HEADING_HEIGHT + _NOTE_HEIGHT + _names_height(columns, vertical)
    rows = max(len(names), 1)
    positioned = cells.assign(x=[xs[column] for column in cells["column"]])
    return figure(
        [
            _hatched_cells(columns, xs, rows, palette),
            _squares(positioned, palette),
            _selection_frame(positioned, palette),
            _figures(positioned, palette),
            row_names(names, [""] * len(names), palette=palette),
        ],
        palette=palette,
        height=rows * _ROW_HEIGHT + header,
        margin={},
        xaxis={"range": [0, extent]},
        yaxis={"range": [_NAME / _ROW_HEIGHT - rows, (_NAME + header) / _ROW_HEIGHT]},
        annotations=[
            *_headings(columns, xs, header, palette),
            *_speaker_names(columns, xs, vertical, palette),
        ],
        shapes=_rules(columns, xs, rows, header, palette),
    )


def _column_positions(columns: Sequence[Column]) -> list[float]:
    """Return the x of the middle of each column; a column is 1 wide."""
    xs = [0.5] if columns else []
    for before, column in pairwise(columns):
        xs.append(xs[-1] + 1 + (_GAP if column.heading != before.heading else 0))
    return xs


def _needs_vertical_names(columns: Sequence[Column], extent: float) -> bool:
    """Return whether speakers' names must be vertical, since they would overlap on a phone."""
    widest = max((_text_width(line) for c in columns for line in _name_lines(c.name)), default=0)
    return widest + 8 > _PHONE_WIDTH / extent


def _text_width(text: str) -> float:
    return sum(_FONT_SIZE * (0.58 if ord(character) < 0x2E80 else 1) for character in text)


def _name_lines(name: str) -> list[str]:
    return name.split(" ", 1)


def _names_height(columns: Sequence[Column], vertical: bool) -> int:
    """Return the height in pixels that the speakers' names need."""
    if not vertical:
        return 16 * max((len(_name_lines(column.name)) for column in columns), default=1) + 2
    return int(max(_vertical_height(column.name) for column in columns)) + 8


def _vertical_height(name: str) -> float:
    return len(name) * (_FONT_SIZE + 3) if _is_han(name) else _text_width(name)


def _is_han(name: str) -> bool:
    return all(ord(character) >= 0x2E80 for character in name)


def _y_above(pixels: float) -> float:
    """Convert `pixels` above the top of the first row into y."""
    return (_NAME + pixels) / _ROW_HEIGHT


def _squares(cells: pd.DataFrame, palette: Palette) -> Trace:
    colours = [
        _square_colours(colour, selected=selected, hollow=hollow, palette=palette)
        for colour, selected, hollow in zip(
            cells["colour"], cells["selected"], cells["hollow"], strict=True
        )
    ]
    return dict(
        type="scatter",
        x=cells["x"].tolist(),
        y=_square_positions(cells),
        mode="markers",
        customdata=cells["click"].tolist(),
        hovertext=[hover_text(text) for text in cells["hover"]],
        hoverinfo="text",
        **no_selection_dimming(
            symbol="square",
            opacity=1,  # by default, markers of different sizes are see-through
            size=_square_sides(cells),
            color=[fill for fill, _ in colours],
            line={"width": 1.5, "color": [edge for _, edge in colours]},
        ),
    )


def _square_colours(
    colour: str, *, selected: bool, hollow: bool, palette: Palette
) -> tuple[str, str]:
    """Return the colours of the fill and the edge of a square."""
    edge = colour if selected else palette.hatch if hollow else palette.faded
    return (palette.paper if hollow else edge), edge


def _square_positions(cells: pd.DataFrame) -> list[float]:
    return [(_NAME - _SQUARES) / _ROW_HEIGHT - row for row in cells["row"]]


def _square_sides(cells: pd.DataFrame) -> list[float]:
    return [MAX_SIDE * size**0.5 for size in cells["size"]]


def _selection_frame(cells: pd.DataFrame, palette: Palette) -> Trace:
    """Return the trace of the frame around the marked cell."""
    marked = cells.loc[cells["marked"]]
    return {
        "type": "scatter",
        "x": marked["x"].tolist(),
        "y": _square_positions(marked),
        "mode": "markers",
        "hoverinfo": "skip",
        "marker": {
            "symbol": "square-open",
            "size": [side + 8 for side in _square_sides(marked)],
            "color": palette.accent,
            "opacity": 1,
            "line": {"width": 2},
        },
    }


def _figures(cells: pd.DataFrame, palette: Palette) -> Trace:
    strong = (cells["size"] > 0) & cells["selected"]
    return {
        "type": "scatter",
        "x": cells["x"].tolist(),
        "y": [(_NAME - _FIGURES) / _ROW_HEIGHT - row for row in cells["row"]],
        "mode": "text",
        "text": [escape(text) for text in cells["text"]],
        "textposition": "middle center",
        "textfont": {
            "size": 11,
            "color": [palette.ink if full else palette.muted for full in strong],
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _hatched_cells(
    columns: Sequence[Column], xs: Sequence[float], rows: int, palette: Palette
) -> Trace:
    """Return the trace of the hatched cells: one per row in each column that was not captured."""
    missing = [
        (x, column, row)
        for x, column in zip(xs, columns, strict=True)
        if column.missing
        for row in range(rows)
    ]
    return {
        "type": "bar",
        "x": [x for x, _, _ in missing],
        "base": [_y_above(-_ROW_HEIGHT + 6) - row for _, _, row in missing],
        "y": [(_ROW_HEIGHT - _NAME - 10) / _ROW_HEIGHT] * len(missing),
        "width": 0.84,
        "hovertext": [hover_text(column.missing) for _, column, _ in missing],
        "hoverinfo": "text",
        "marker": hatch_marker(palette),
    }


def _headings(
    columns: Sequence[Column], xs: Sequence[float], header: int, palette: Palette
) -> list[dict[str, object]]:
    return [
        {"x": xs[first] - 0.5, "xshift": 1, "y": _y_above(header),
         "text": f"<b>{escape(label)}</b>", "showarrow": False, "xanchor": "left",
         "yanchor": "top", "borderpad": 0, "font": {"size": 13, "color": palette.ink}}
        for label, first, _last in _groups(columns)
    ]  # fmt: skip


def _groups(columns: Sequence[Column]) -> list[tuple[str, int, int]]:
    """Return heading, index of the first and index of the last column of each briefing."""
    numbered = groupby(enumerate(columns), key=lambda pair: pair[1].heading)
    inside = [(heading, [column for column, _ in members]) for heading, members in numbered]
    return [(heading, members[0], members[-1]) for heading, members in inside]


def _speaker_names(
    columns: Sequence[Column], xs: Sequence[float], vertical: bool, palette: Palette
) -> list[dict[str, object]]:
    base: dict[str, object] = {"showarrow": False, "borderpad": 0, "yanchor": "bottom"}
    annotations: list[dict[str, object]] = []
    for x, column in zip(xs, columns, strict=True):
        colour = palette.muted if column.missing else palette.ink
        annotations += [
            {**base, **_name_layout(column.name, vertical), "x": x, "y": _y_above(_NOTE_HEIGHT),
             "font": {"size": _FONT_SIZE, "color": colour}},
            {**base, "x": x, "y": _y_above(0), "text": escape(column.note),
             "font": {"size": 11, "color": palette.muted}},
        ]  # fmt: skip
    return annotations


def _name_layout(name: str, vertical: bool) -> dict[str, object]:
    if not vertical:
        return {"text": "<br>".join(map(escape, _name_lines(name)))}
    if _is_han(name):
        return {"text": "<br>".join(map(escape, name))}
    return {"text": escape(name), "textangle": -90}


def _rules(
    columns: Sequence[Column], xs: Sequence[float], rows: int, header: int, palette: Palette
) -> list[dict[str, object]]:
    line = {"type": "line", "line": {"color": palette.hairline, "width": 1}}
    under = [
        {**line, "x0": xs[first] - 0.46, "x1": xs[last] + 0.46,
         "y0": _y_above(header - _HEADING_HEIGHT + 3), "y1": _y_above(header - _HEADING_HEIGHT + 3)}
        for _label, first, last in _groups(columns)
    ]  # fmt: skip
    between = [
        {
            **line,
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": _y_above(0) - row,
            "y1": _y_above(0) - row,
        }
        for row in range(rows)
    ]
    return [*under, *between]
