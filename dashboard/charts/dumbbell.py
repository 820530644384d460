"""Dumbbell chart: a rate in two briefings as two dots, joined by a line over the difference."""

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

# Lines per row -> height of a row in pixels, and y from its name, in row heights, of its counts and
# of its lines. All are below the name, which on a phone needs the whole width of the chart.
ROW_LAYOUTS = {1: (58, -0.1, (-0.35,)), 2: (90, -0.075, (-0.245, -0.42))}
_TOP, _BOTTOM = 0.45, -0.55  # y of the edges of a row from its name, in row heights
_AXIS_HEIGHT = 30  # pixels, above the rows
_LABEL_SHARE = 0.42  # of the axis: the width that a state label needs on a phone


def dumbbell(
    frame: pd.DataFrame,
    *,
    palette: Palette,
    colours: tuple[str, str],
    axis_max: float,
    right_margin: int,
) -> go.Figure:
    """Draw two dots for each row of `frame`, joined by a line, on an axis from 0 to `axis_max`.

    frame: one row per dumbbell: row (from 0: the row of the chart in which it is drawn), line (0,
    or 1 for a second scope drawn below the first), earlier and later (the rates, occurrences per
    10,000 characters), value_text (right of the axis), conclusive (False draws the dots hollow: too
    little text), state_text (near the dots, "" for none), shown (False fades the dumbbell: the
    filters exclude it) and chosen (True tints the row). The rows of line 0 also hold what a row of
    the chart shows once: name, count_text (right of the name), hover (lines of plain text) and
    marks (the filters that a click selects: parameter, id, parameter, id ...).
    colours: of the earlier and of the later dot. right_margin: pixels reserved for count_text and
    value_text. An empty frame gives a figure without rows.
    """
    count, ys, height = row_geometry(frame)
    end = axis_max * 1.03 or 1
    first = frame.loc[frame["line"] == 0]
    traces = [
        click_targets(first, (0, end), palette),
        *row_labels(frame, (0, end), palette),
        _connecting_bars(frame, ys, height / count, palette),
        _dots(frame, ys, "earlier", colours[0], palette),
        _dots(frame, ys, "later", colours[1], palette),
        value_labels(frame, ys, end, palette),
    ]
    return figure(
        traces,
        palette=palette,
        height=height + _AXIS_HEIGHT,
        margin={"t": _AXIS_HEIGHT, "r": right_margin, "l": 8},
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
        annotations=_state_labels(frame, ys, end, palette),
    )


def row_geometry(frame: pd.DataFrame) -> tuple[int, list[float], int]:
    """Return the number of rows of the chart, the y of each row of `frame`, and the chart's pixels.

    frame: row and line, as in dumbbell. y is in row heights; the name of row i is at -i. The pixels
    are the height without the axis. An empty frame counts as one row.
    """
    count = max(int(frame["line"].eq(0).sum()), 1)
    pixels, _, lines = _layout(frame)
    pairs = zip(frame["row"], frame["line"], strict=True)
    return count, [lines[line] - row for row, line in pairs], count * pixels


def _layout(frame: pd.DataFrame) -> tuple[int, float, tuple[float, ...]]:
    return ROW_LAYOUTS[2 if frame["line"].any() else 1]


def click_targets(rows: pd.DataFrame, span: tuple[float, float], palette: Palette) -> Trace:
    """Return the trace of the bars that react to clicks and hover, one per row, over all of `span`.

    rows: row, hover, marks and chosen, as in dumbbell. span: both ends of the axis. A bar is
    transparent, or has the colour palette.tint where chosen.
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
        hovertext=[hover_text(text) for text in rows["hover"]],
        hoverinfo="text",
        **no_selection_dimming(color=colours, line={"width": 0}),
    )


def row_labels(frame: pd.DataFrame, span: tuple[float, float], palette: Palette) -> list[Trace]:
    """Return two traces of text: each row's name at the left, and its count_text at the right.

    frame: row, line, name and count_text, as in dumbbell. span: both ends of the axis.
    """
    rows, below = frame.loc[frame["line"] == 0], _layout(frame)[1]
    left = row_names(rows["name"].tolist(), [""] * len(rows), palette=palette)
    right = {
        **left,
        "x": [span[1]] * len(rows),
        "y": [below - row for row in rows["row"]],
        "text": [f" {escape(text)}" for text in rows["count_text"]],
        "textposition": "middle right",
        "textfont": {"size": 13, "color": palette.muted},
    }
    return [{**left, "x": [span[0]] * len(rows)}, right]


def value_labels(frame: pd.DataFrame, ys: list[float], end: float, palette: Palette) -> Trace:
    """Return the trace of each value_text of `frame`, right of `end`, the end of the axis.

    A text is muted where it is not conclusive or not shown. ys: from row_geometry.
    """
    strong = frame["conclusive"] & frame["shown"]
    return {
        "type": "scatter",
        "x": [end] * len(frame),
        "y": ys,
        "mode": "text",
        "text": [f" {escape(text)}" for text in frame["value_text"]],
        "textposition": "middle right",
        "textfont": {
            "size": 13,
            "color": [palette.ink if full else palette.muted for full in strong],
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _connecting_bars(frame: pd.DataFrame, ys: list[float], row: float, palette: Palette) -> Trace:
    solid = frame["conclusive"] & frame["shown"]
    return {
        "type": "bar",
        "base": frame[["earlier", "later"]].min(axis=1).tolist(),
        "x": (frame["later"] - frame["earlier"]).abs().tolist(),
        "y": ys,
        "width": [(4 if full else 2) / row for full in solid],
        "orientation": "h",
        "hoverinfo": "skip",
        "marker": {"color": [palette.muted if full else palette.hatch for full in solid]},
    }


def _state_labels(
    frame: pd.DataFrame, ys: list[float], end: float, palette: Palette
) -> list[dict[str, object]]:
    """Return the annotations with each state_text: after, before or between its two dots."""
    dots = frame[["earlier", "later"]]
    ends = zip(dots.min(axis=1), dots.max(axis=1), strict=True)
    look = {"showarrow": False, "borderpad": 1, "font": {"size": 12, "color": palette.muted}}
    chosen = set(frame.loc[frame["chosen"]].index)
    texts = zip(frame.index, ys, frame["state_text"], ends, strict=True)
    return [
        {**look, **_label_position(*both, end), "y": y, "text": escape(text),
         "bgcolor": palette.tint if key in chosen else palette.paper}
        for key, y, text, both in texts
        if text
    ]  # fmt: skip


def _label_position(low: float, high: float, end: float) -> dict[str, object]:
    widths = {"after": end - high, "before": low, "between": high - low}
    wide = [side for side, width in widths.items() if width >= _LABEL_SHARE * end]
    side = (wide or [max(widths, key=lambda side: widths[side])])[0]
    if side == "between":
        return {"x": (low + high) / 2, "xanchor": "center"}
    right = side == "after"
    return {"x": high if right else low, "xanchor": "left" if right else "right",
            "xshift": 9 if right else -9}  # fmt: skip


def _dots(frame: pd.DataFrame, ys: list[float], side: str, colour: str, palette: Palette) -> Trace:
    """Return the trace of the dots of `side`: hollow where inconclusive, faint where not shown."""
    outline = [colour if shown else palette.faded for shown in frame["shown"]]
    pairs = zip(outline, frame["conclusive"], strict=True)
    return {
        "type": "scatter",
        "x": frame[side].tolist(),
        "y": ys,
        "mode": "markers",
        "hoverinfo": "skip",
        "cliponaxis": False,
        "marker": {
            # The earlier dot is larger, so that both are visible where they overlap.
            "size": 13 if side == "earlier" else 9,
            "opacity": 1,
            "color": [line if conclusive else palette.paper for line, conclusive in pairs],
            "line": {"width": 2, "color": outline},
        },
    }
