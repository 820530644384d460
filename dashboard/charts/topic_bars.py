"""Topic bars: a row a topic, and in it a bar a briefing, all on one scale."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.absent import hatch
from dashboard.charts.palette import Palette
from dashboard.charts.style import (
    Trace,
    figure,
    hover,
    label_width,
    no_selection_dimming,
    row_names,
)

_NAME, _LINE, _GAP = 20, 16, 11  # pixels: a topic's name, each of its bars, the space below them
_BAR = 10  # pixels a bar is high
_LABEL = 2  # pixels from the line on which a name stands to the first bar
_ABSENT = 0.22  # of the scale: the hatched bar of what was not captured, which has no length
_NARROW = 350  # pixels of the narrowest screen's column


def reach(frame: pd.DataFrame) -> float:
    """Where the scale of `frame` (as in topic_bars) ends, so that a phone shows every value whole.

    >>> reach(pd.DataFrame({"whole": [90.0, 8.0], "value_text": ["90.0", "8.0　两次，太少"]}))
    100.3
    """
    texts = [min(label_width([text]), _NARROW / 2) for text in frame["value_text"]]
    ends = [
        end * _NARROW / (_NARROW - text) for end, text in zip(frame["whole"], texts, strict=True)
    ]
    return round(max(ends, default=0), 1) or 1.0


def topic_bars(frame: pd.DataFrame, *, longest: float, palette: Palette) -> go.Figure:
    """The bars of `frame`, in its order, over a scale that ends at `longest` (of reach).

    frame: a row a bar, those of one topic following each other, as many for each topic: topic_id,
    name and note (the topic's), value (what is selected, in colour), whole (what there is, faded
    behind it), captured (False hatches the bar: there is no figure), value_text (beside the bar),
    enough (False mutes that: it is too little to tell), colour, click (parameters and ids) and
    hover (lines of plain text). An empty frame gives a figure without rows.
    """
    heads = frame.drop_duplicates("topic_id")
    lines = max(1, len(frame) // max(len(heads), 1))
    row = _NAME + lines * _LINE + _GAP
    places = [
        -(place // lines) - (_LABEL + _LINE / 2 + _LINE * (place % lines)) / row
        for place in range(len(frame))
    ]
    count = max(len(heads), 1)
    return figure(
        [
            _bars(frame, places, row, "whole", [palette.faded] * len(frame)),
            _bars(frame, places, row, "value", frame["colour"].tolist()),
            _absent(frame, places, row, longest, palette),
            _values(frame, places, longest, palette),
            row_names(heads["name"].tolist(), heads["note"].tolist(), palette=palette),
        ],
        palette=palette,
        height=count * row,
        margin={},
        barmode="overlay",
        xaxis={"range": [0, longest]},
        yaxis={"range": [_NAME / row - count, _NAME / row]},
    )


def _bars(
    frame: pd.DataFrame, places: list[float], row: int, length: str, colours: list[str]
) -> Trace:
    return dict(
        type="bar",
        x=frame[length].tolist(),
        y=places,
        width=_BAR / row,
        orientation="h",
        customdata=frame["click"].tolist(),
        hovertext=[hover(text) for text in frame["hover"]],
        hoverinfo="text",
        **no_selection_dimming(color=colours, line={"width": 0}),
    )


def _absent(
    frame: pd.DataFrame, places: list[float], row: int, longest: float, palette: Palette
) -> Trace:
    return {
        "type": "bar",
        "x": [0 if captured else longest * _ABSENT for captured in frame["captured"]],
        "y": places,
        "width": _BAR / row,
        "orientation": "h",
        "hovertext": [hover(text) for text in frame["hover"]],
        "hoverinfo": "text",
        "marker": hatch(palette),
    }


def _values(frame: pd.DataFrame, places: list[float], longest: float, palette: Palette) -> Trace:
    ends = frame["whole"].where(frame["captured"], longest * _ABSENT)
    return {
        "type": "scatter",
        "x": ends.tolist(),
        "y": places,
        "mode": "text",
        "text": [f" {text}" for text in frame["value_text"]],
        "textposition": "middle right",
        "textfont": {
            "size": 12,
            "color": [
                palette.ink if value > 0 and enough else palette.muted
                for value, enough in zip(frame["value"], frame["sufficient"], strict=True)
            ],
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
