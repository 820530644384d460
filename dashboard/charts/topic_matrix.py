"""Topic matrix: a row a topic, a column a speaker, a square whose area is how much of it there is.

Squares are marks of a scatter: the cells of a heat map cannot be clicked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.absent import hatch
from dashboard.charts.palette import Palette
from dashboard.charts.style import Trace, escape, figure, hover, no_selection_dimming, row_names

SIDE = 24  # pixels: the side of the largest square
_ROW = 70  # pixels: the topic's name, its squares, the figures below them
_NAME, _SQUARES, _FIGURES = 22, 37, 57  # pixels from a row's top: its name's foot, the middles
_HEADING = 24  # pixels of a briefing's name
_NOTE = 17  # pixels of what stands below a speaker's name
_GAP = 0.4  # columns between two briefings
_NARROW = 350  # pixels of the narrowest screen's column
_FONT = 12


@dataclass(frozen=True)
class Column:
    """A speaker in a briefing: `heading` is the briefing's name, `note` stands below the name.

    missing: what was not captured, where the column stands for it and holds no figure; else "".
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
    """The squares of `cells`; the `names` of its rows stand on lines of their own.

    cells: row and column (from 0), size (area as a fraction of the largest square's, 0 for none),
    hollow (drawn as an outline: too little to tell), selected (False fades a cell), marked (framed:
    the one cell chosen), text (the figure below), colour, click (parameters and ids) and hover
    (lines of plain text). Columns of one briefing stand together. No cell gives a figure without
    squares.
    """
    places = _places(columns)
    extent = (places[-1] if places else 0) + 0.5
    upright = _upright(columns, extent)
    header = _HEADING + _NOTE + _height(columns, upright)
    rows = max(len(names), 1)
    drawn = cells.assign(x=[places[column] for column in cells["column"]])
    return figure(
        [
            _missing(columns, places, rows, palette),
            _squares(drawn, palette),
            _frame(drawn, palette),
            _figures(drawn, palette),
            row_names(names, [""] * len(names), palette=palette),
        ],
        palette=palette,
        height=rows * _ROW + header,
        margin={},
        xaxis={"range": [0, extent]},
        yaxis={"range": [_NAME / _ROW - rows, (_NAME + header) / _ROW]},
        annotations=[
            *_headings(columns, places, header, palette),
            *_speakers(columns, places, upright, palette),
        ],
        shapes=_rules(columns, places, rows, header, palette),
    )


def _places(columns: Sequence[Column]) -> list[float]:
    """The middle of each column, a column being 1 wide."""
    places = [0.5] if columns else []
    for before, column in pairwise(columns):
        places.append(places[-1] + 1 + (_GAP if column.heading != before.heading else 0))
    return places


def _upright(columns: Sequence[Column], extent: float) -> bool:
    """Whether the names have to stand upright, since on a phone they would run into each other."""
    widest = max((_width(line) for c in columns for line in _lines(c.name)), default=0)
    return widest + 8 > _NARROW / extent


def _width(text: str) -> float:
    return sum(_FONT * (0.58 if ord(character) < 0x2E80 else 1) for character in text)


def _lines(name: str) -> list[str]:
    return name.split(" ", 1)


def _height(columns: Sequence[Column], upright: bool) -> int:
    """Pixels that the speakers' names take."""
    if not upright:
        return 16 * max((len(_lines(column.name)) for column in columns), default=1) + 2
    return int(max(_stacked(column.name) for column in columns)) + 8


def _stacked(name: str) -> float:
    return len(name) * (_FONT + 3) if _han(name) else _width(name)


def _han(name: str) -> bool:
    return all(ord(character) >= 0x2E80 for character in name)


def _up(pixels: float) -> float:
    """The y of what stands so many pixels above the first row."""
    return (_NAME + pixels) / _ROW


def _squares(cells: pd.DataFrame, palette: Palette) -> Trace:
    looks = [
        _look(colour, selected=selected, hollow=hollow, palette=palette)
        for colour, selected, hollow in zip(
            cells["colour"], cells["selected"], cells["hollow"], strict=True
        )
    ]
    return dict(
        type="scatter",
        x=cells["x"].tolist(),
        y=_middles(cells),
        mode="markers",
        customdata=cells["click"].tolist(),
        hovertext=[hover(text) for text in cells["hover"]],
        hoverinfo="text",
        **no_selection_dimming(
            symbol="square",
            opacity=1,  # marks of different sizes would be see-through
            size=_sides(cells),
            color=[fill for fill, _ in looks],
            line={"width": 1.5, "color": [edge for _, edge in looks]},
        ),
    )


def _look(colour: str, *, selected: bool, hollow: bool, palette: Palette) -> tuple[str, str]:
    """The fill and the edge of a square."""
    edge = colour if selected else palette.hatch if hollow else palette.faded
    return (palette.paper if hollow else edge), edge


def _middles(cells: pd.DataFrame) -> list[float]:
    return [(_NAME - _SQUARES) / _ROW - row for row in cells["row"]]


def _sides(cells: pd.DataFrame) -> list[float]:
    return [SIDE * size**0.5 for size in cells["size"]]


def _frame(cells: pd.DataFrame, palette: Palette) -> Trace:
    """A frame around the one cell that was chosen."""
    marked = cells.loc[cells["marked"]]
    return {
        "type": "scatter",
        "x": marked["x"].tolist(),
        "y": _middles(marked),
        "mode": "markers",
        "hoverinfo": "skip",
        "marker": {
            "symbol": "square-open",
            "size": [side + 8 for side in _sides(marked)],
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
        "y": [(_NAME - _FIGURES) / _ROW - row for row in cells["row"]],
        "mode": "text",
        "text": [escape(text) for text in cells["text"]],
        "textposition": "middle center",
        "textfont": {"size": 11, "color": [palette.ink if s else palette.muted for s in strong]},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _missing(
    columns: Sequence[Column], places: Sequence[float], rows: int, palette: Palette
) -> Trace:
    """A hatched cell in every row of a column that stands for what was not captured."""
    absent = [
        (x, column, row)
        for x, column in zip(places, columns, strict=True)
        if column.missing
        for row in range(rows)
    ]
    return {
        "type": "bar",
        "x": [x for x, _, _ in absent],
        "base": [_up(-_ROW + 6) - row for _, _, row in absent],
        "y": [(_ROW - _NAME - 10) / _ROW] * len(absent),
        "width": 0.84,
        "hovertext": [hover(column.missing) for _, column, _ in absent],
        "hoverinfo": "text",
        "marker": hatch(palette),
    }


def _headings(
    columns: Sequence[Column], places: Sequence[float], header: int, palette: Palette
) -> list[dict[str, object]]:
    return [
        {"x": places[first] - 0.5, "xshift": 1, "y": _up(header), "text": f"<b>{escape(label)}</b>",
         "showarrow": False, "xanchor": "left", "yanchor": "top", "borderpad": 0,
         "font": {"size": 13, "color": palette.ink}}
        for label, first, _last in _groups(columns)
    ]  # fmt: skip


def _groups(columns: Sequence[Column]) -> list[tuple[str, int, int]]:
    """The label, the first and the last column of each briefing."""
    numbered = groupby(enumerate(columns), key=lambda pair: pair[1].heading)
    inside = [(heading, [place for place, _ in members]) for heading, members in numbered]
    return [(heading, members[0], members[-1]) for heading, members in inside]


def _speakers(
    columns: Sequence[Column], places: Sequence[float], upright: bool, palette: Palette
) -> list[dict[str, object]]:
    base: dict[str, object] = {"showarrow": False, "borderpad": 0, "yanchor": "bottom"}
    drawn: list[dict[str, object]] = []
    for x, column in zip(places, columns, strict=True):
        colour = palette.muted if column.missing else palette.ink
        drawn += [
            {**base, **_written(column.name, upright), "x": x, "y": _up(_NOTE),
             "font": {"size": _FONT, "color": colour}},
            {**base, "x": x, "y": _up(0), "text": escape(column.note),
             "font": {"size": 11, "color": palette.muted}},
        ]  # fmt: skip
    return drawn


def _written(name: str, upright: bool) -> dict[str, object]:
    if not upright:
        return {"text": "<br>".join(map(escape, _lines(name)))}
    if _han(name):
        return {"text": "<br>".join(map(escape, name))}
    return {"text": escape(name), "textangle": -90}


def _rules(
    columns: Sequence[Column], places: Sequence[float], rows: int, header: int, palette: Palette
) -> list[dict[str, object]]:
    line = {"type": "line", "line": {"color": palette.hairline, "width": 1}}
    under = [
        {**line, "x0": places[first] - 0.46, "x1": places[last] + 0.46,
         "y0": _up(header - _HEADING + 3), "y1": _up(header - _HEADING + 3)}
        for _label, first, last in _groups(columns)
    ]  # fmt: skip
    between = [
        {**line, "xref": "paper", "x0": 0, "x1": 1, "y0": _up(0) - row, "y1": _up(0) - row}
        for row in range(rows)
    ]
    return [*under, *between]
