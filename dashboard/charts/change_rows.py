"""Change rows: a row for each thing, with its count at each briefing in a square."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.style import Trace, escape, figure, hover_text, no_selection_dimming

NAMES_WIDTH = 236  # pixels of the names: a phone has 350, and the squares need a third of them
_LINE_HEIGHT, _GAP, _MIN_HEIGHT = 18, 12, 38  # pixels: a line, between two rows, the lowest row
_TOP = 24  # pixels of the line with the names of the briefings
_DIGIT, _MIN_SIDE, _MAX_SIDE = 7, 20, 30  # pixels


@dataclass(frozen=True)
class ChangeRow:
    """A row: lines of its `name` and of a grey `note`, and a square for each briefing.

    texts: in the squares. sizes: their areas, from 0 to 1; None for a text without a square.
    hovers: lines of plain text. clicks: for each square the filters that a click on it sets, as
    [parameter, id, ...]; empty for none.
    """

    name: Sequence[str]
    note: Sequence[str]
    texts: Sequence[str]
    sizes: Sequence[float | None]
    hovers: Sequence[str]
    clicks: Sequence[Sequence[str]]

    @property
    def height(self) -> int:
        """Pixels of the row."""
        return max((len(self.name) + len(self.note)) * _LINE_HEIGHT + _GAP, _MIN_HEIGHT)


def change_rows(
    rows: Sequence[ChangeRow], *, columns: Sequence[str], colours: Sequence[str], palette: Palette
) -> go.Figure:
    """Draw `rows` from top to bottom, the names at the left, a column for each briefing.

    columns: the names of the briefings. colours: of their squares. No rows give an empty figure.
    """
    ends = [0]
    for row in rows:
        ends.append(ends[-1] + row.height)
    middles = [-(start + end) / 2 for start, end in pairwise(ends)]
    return figure(
        [_squares(rows, middles, column, colour, palette) for column, colour in enumerate(colours)],
        palette=palette,
        height=ends[-1] + _TOP,
        margin={"t": _TOP, "l": NAMES_WIDTH},
        xaxis={"range": [-0.5, max(len(columns), 1) - 0.5]},
        yaxis={"range": [-max(ends[-1], 1), 0]},
        annotations=[
            *(_label(row, middle, palette) for row, middle in zip(rows, middles, strict=True)),
            *_column_heads(columns),
        ],
        shapes=[_rule(end, palette) for end in ends[:-1]],
    )


def _squares(
    rows: Sequence[ChangeRow], middles: list[float], column: int, colour: str, palette: Palette
) -> Trace:
    sizes = [row.sizes[column] for row in rows]
    sides = [
        max(_MIN_SIDE, _DIGIT * len(row.texts[column]) + 8, (size or 0) ** 0.5 * _MAX_SIDE)
        for row, size in zip(rows, sizes, strict=True)
    ]
    fills = ["rgba(0,0,0,0)" if size is None else colour for size in sizes]
    inks = [palette.muted if size is None else palette.text_on(colour) for size in sizes]
    return {
        "type": "scatter",
        "x": [column] * len(rows),
        "y": middles,
        "mode": "markers+text",
        "text": [escape(row.texts[column]) for row in rows],
        "textposition": "middle center",
        "textfont": {"size": 13, "color": inks},
        "customdata": [list(row.clicks[column]) for row in rows],
        "hovertext": [hover_text(row.hovers[column]) for row in rows],
        "hoverinfo": "text",
        **no_selection_dimming(
            symbol="square", opacity=1, size=sides, color=fills, line={"width": 0}
        ),
    }


def _label(row: ChangeRow, middle: float, palette: Palette) -> dict[str, object]:
    lines = [escape(line) for line in row.name]
    notes = [f"<span style='color:{palette.muted}'>{escape(line)}</span>" for line in row.note]
    return {
        "x": 0, "xref": "paper", "xshift": -NAMES_WIDTH, "xanchor": "left", "y": middle,
        "yanchor": "middle", "showarrow": False, "borderpad": 0, "align": "left",
        "text": "<br>".join([*lines, *notes]), "font": {"size": 13},
    }  # fmt: skip


def _column_heads(columns: Sequence[str]) -> list[dict[str, object]]:
    return [
        {"x": index, "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False,
         "borderpad": 2, "text": escape(column), "font": {"size": 13}}
        for index, column in enumerate(columns)
    ]  # fmt: skip


def _rule(end: int, palette: Palette) -> dict[str, object]:
    """Return the shape of the hairline above a row, as wide as the figure."""
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": -end, "y1": -end,
            "layer": "below", "line": {"color": palette.hairline, "width": 1}}  # fmt: skip
