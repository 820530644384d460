"""Dumbbells: a rate in two briefings, a dot each, joined by a line as long as the difference."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.style import Trace, escape, figure, hover, no_selection_dimming, row_names

# For rows of one line and of two: the pixels that a row takes, and where its lines lie below the
# place of its name, in rows.
ROWS = {1: (50, (-0.24,)), 2: (76, (-0.14, -0.42))}
_TOP, _BOTTOM = 0.45, -0.55  # the edges of a row
_AXIS = 30  # pixels, above the rows
_WORDS = 0.42  # of the axis: what the words beside the dots take on a phone


def dumbbell(
    frame: pd.DataFrame,
    *,
    palette: Palette,
    colours: tuple[str, str],
    longest: float,
    room: int,
) -> go.Figure:
    """A dot for the earlier and one for the later of two, on an axis that ends at `longest`.

    colours: of the earlier and of the later.

    frame: one row a dumbbell: row (from 0: the place of its name), line (0, and 1 where a row has a
    second reading below the first), earlier and later (rates), value_text (at the right), tells
    (False draws it hollow: too little text to tell), state_text (beside it) and shown (False fades
    what the filters leave out). Its rows of line 0 hold what is of the whole row: name, count_text
    (right of the name), hover (lines of plain text), marks (what a click selects: parameter, id,
    ...) and chosen (True tints it).
    room: pixels for count_text and value_text. An empty frame gives no rows.
    """
    count, places, height = heights(frame)
    end = longest * 1.03 or 1
    first = frame.loc[frame["line"] == 0]
    traces = [
        targets(first, (0, end), palette),
        *names(first, (0, end), palette),
        _joined(frame, places, height / count, palette),
        _dots(frame, places, "earlier", colours[0], palette),
        _dots(frame, places, "later", colours[1], palette),
        values(frame, places, end, palette),
    ]
    return figure(
        traces,
        palette=palette,
        height=height + _AXIS,
        margin={"t": _AXIS, "r": room, "l": 8},
        barmode="overlay",
        xaxis={
            "range": [0, end],
            "visible": True,
            "side": "top",
            "showgrid": True,
            "gridcolor": palette.hairline,
            "nticks": 6,
            "tickangle": 0,
            "tickfont": {"size": 12, "color": palette.muted},
        },
        yaxis={"range": [_TOP - count, _TOP]},
        annotations=_states(frame, places, end, palette),
    )


def heights(frame: pd.DataFrame) -> tuple[int, list[float], int]:
    """How many rows `frame` has, where each of its lines lies, and the pixels of all rows."""
    count = max(int(frame["line"].eq(0).sum()), 1)
    pixels, lines = ROWS[2 if frame["line"].any() else 1]
    pairs = zip(frame["row"], frame["line"], strict=True)
    return count, [lines[line] - row for row, line in pairs], count * pixels


def targets(rows: pd.DataFrame, span: tuple[float, float], palette: Palette) -> Trace:
    """What can be pointed at and clicked: each of `rows` as a whole, over the `span` of the axis.

    rows: row, hover, marks and chosen; a row that is chosen has a tint.
    """
    clear = "rgba(0,0,0,0)"
    colours = [palette.tint if chosen else clear for chosen in rows["chosen"]]
    return dict(
        type="bar",
        base=[span[0]] * len(rows),
        x=[span[1] - span[0]] * len(rows),
        y=[(_TOP + _BOTTOM) / 2 - row for row in rows["row"]],
        width=_TOP - _BOTTOM,
        orientation="h",
        customdata=rows["marks"].tolist(),
        hovertext=[hover(text) for text in rows["hover"]],
        hoverinfo="text",
        **no_selection_dimming(color=colours, line={"width": 0}),
    )


def names(rows: pd.DataFrame, span: tuple[float, float], palette: Palette) -> list[Trace]:
    """The name of each of `rows` above its lines, and its count_text at the right of the axis."""
    left = row_names(rows["name"].tolist(), [""] * len(rows), palette=palette)
    right = {
        **left,
        "x": [span[1]] * len(rows),
        "text": [f" {escape(text)}" for text in rows["count_text"]],
        "textfont": {"size": 13, "color": palette.muted},
    }
    return [{**left, "x": [span[0]] * len(rows)}, right]


def values(frame: pd.DataFrame, places: list[float], end: float, palette: Palette) -> Trace:
    """The value_text of each row to the right of the axis, quieter where nothing tells."""
    strong = frame["conclusive"] & frame["shown"]
    return {
        "type": "scatter",
        "x": [end] * len(frame),
        "y": places,
        "mode": "text",
        "text": [f" {escape(text)}" for text in frame["value_text"]],
        "textposition": "middle right",
        "textfont": {"size": 13, "color": [palette.ink if it else palette.muted for it in strong]},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _joined(frame: pd.DataFrame, places: list[float], row: float, palette: Palette) -> Trace:
    solid = frame["conclusive"] & frame["shown"]
    return {
        "type": "bar",
        "base": frame[["earlier", "later"]].min(axis=1).tolist(),
        "x": (frame["later"] - frame["earlier"]).abs().tolist(),
        "y": places,
        "width": [(4 if it else 2) / row for it in solid],
        "orientation": "h",
        "hoverinfo": "skip",
        "marker": {"color": [palette.muted if it else palette.hatch for it in solid]},
    }


def _states(
    frame: pd.DataFrame, places: list[float], end: float, palette: Palette
) -> list[dict[str, object]]:
    """The state_text of each line beside its dots, or between them where they lie far apart."""
    dots = frame[["earlier", "later"]]
    ends = zip(dots.min(axis=1), dots.max(axis=1), strict=True)
    look = {"showarrow": False, "borderpad": 1, "font": {"size": 12, "color": palette.muted}}
    chosen = set(frame.loc[frame["chosen"]].index)
    texts = zip(frame.index, places, frame["state_text"], ends, strict=True)
    return [
        {**look, **_beside(*both, end), "y": place, "text": escape(text),
         "bgcolor": palette.tint if key in chosen else palette.paper}
        for key, place, text, both in texts
        if text
    ]  # fmt: skip


def _beside(low: float, high: float, end: float) -> dict[str, object]:
    rooms = {"after": end - high, "before": low, "between": high - low}
    wide = [side for side, width in rooms.items() if width >= _WORDS * end]
    side = (wide or [max(rooms, key=lambda side: rooms[side])])[0]
    if side == "between":
        return {"x": (low + high) / 2, "xanchor": "center"}
    right = side == "after"
    return {"x": high if right else low, "xanchor": "left" if right else "right",
            "xshift": 9 if right else -9}  # fmt: skip


def _dots(
    frame: pd.DataFrame, places: list[float], side: str, colour: str, palette: Palette
) -> Trace:
    """Full where the difference tells, hollow where it does not, faint where it is left out."""
    outline = [colour if shown else palette.faded for shown in frame["shown"]]
    pairs = zip(outline, frame["conclusive"], strict=True)
    return {
        "type": "scatter",
        "x": frame[side].tolist(),
        "y": places,
        "mode": "markers",
        "hoverinfo": "skip",
        "cliponaxis": False,
        "marker": {
            # The earlier one is larger, so that both are seen where they lie on one another.
            "size": 13 if side == "earlier" else 9,
            "opacity": 1,
            "color": [line if tells else palette.paper for line, tells in pairs],
            "line": {"width": 2, "color": outline},
        },
    }
