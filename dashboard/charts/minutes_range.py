"""Minutes as a range: a dot at the chosen rate, a line from the fast to the slow rate."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.style import BAR, ROW, Trace, figure, hover, no_selection_dimming, row_names

_AXIS = 34


def minutes_range(
    frame: pd.DataFrame, *, longest: float, room: int, unit: str, palette: Palette
) -> go.Figure:
    """A dot and its range for each row of `frame`; the scale ends at `longest` minutes.

    frame: name, note, value, low, high (minutes), value_text, colour, parameter, id and hover;
    these and `room` as in share_bars. `unit` names the axis. An empty frame gives no rows.
    """
    places = [BAR - place for place in range(len(frame))]
    count = max(len(frame), 1)
    traces = [
        row_names(frame["name"].tolist(), frame["note"].tolist(), palette=palette),
        _ranges(frame, places),
        _values(frame, places, palette),
        _dots(frame, places, palette),
    ]
    return figure(
        traces,
        palette=palette,
        height=count * ROW + _AXIS,
        margin={"r": room, "b": _AXIS},
        xaxis={
            "range": [0, longest or 1],
            "visible": True,
            "showgrid": True,
            "gridcolor": palette.hairline,
            "nticks": 5,
            "rangemode": "tozero",
            "tickfont": {"size": 12, "color": palette.muted},
            "ticksuffix": f" {unit}",
            "showticksuffix": "last",
        },
        yaxis={"range": [0.45 - count, 0.45]},
    )


def _ranges(frame: pd.DataFrame, places: list[float]) -> Trace:
    return dict(
        type="bar",
        x=(frame["high"] - frame["low"]).tolist(),
        base=frame["low"].tolist(),
        y=places,
        width=0.13,
        orientation="h",
        customdata=frame[["parameter", "id"]].to_numpy().tolist(),
        hovertext=[hover(text) for text in frame["hover"]],
        hoverinfo="text",
        **no_selection_dimming(color=frame["colour"].tolist(), opacity=0.38, line={"width": 0}),
    )


def _dots(frame: pd.DataFrame, places: list[float], palette: Palette) -> Trace:
    return dict(
        type="scatter",
        x=frame["value"].tolist(),
        y=places,
        mode="markers",
        customdata=frame[["parameter", "id"]].to_numpy().tolist(),
        hovertext=[hover(text) for text in frame["hover"]],
        hoverinfo="text",
        **no_selection_dimming(
            size=13, color=frame["colour"].tolist(), line={"width": 1.5, "color": palette.paper}
        ),
    )


def _values(frame: pd.DataFrame, places: list[float], palette: Palette) -> Trace:
    return {
        "type": "scatter",
        "x": frame["high"].tolist(),
        "y": places,
        "mode": "text",
        "text": [f"  {text}" for text in frame["value_text"]],
        "textposition": "middle right",
        "textfont": {"size": 13, "color": palette.ink},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
