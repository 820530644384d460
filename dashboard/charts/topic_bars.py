"""Topic bars: one row per topic with one bar per briefing, all on one scale."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.absent import hatch_marker
from dashboard.charts.palette import Palette
from dashboard.charts.style import (
    Trace,
    figure,
    hover_text,
    label_width,
    no_selection_dimming,
    row_names,
)

# In pixels: the line of a topic's name, the line of each of its bars, the space below the bars.
_NAME_HEIGHT, _LINE_HEIGHT, _GAP = 20, 16, 11
_BAR_HEIGHT = 10  # pixels
_NAME_GAP = 2  # pixels from the baseline of a name to the first bar
_HATCHED_SHARE = 0.22  # of the axis: the length of a hatched bar (not captured)
_PHONE_WIDTH = 350  # pixels: the width of a column on the narrowest screen


def axis_end(frame: pd.DataFrame) -> float:
    """Return the `axis_max` of topic_bars at which every value_text fits after its bar on a phone.

    frame: as in topic_bars. The result is in the unit of `whole`, rounded to one decimal; 1.0 for
    an empty frame. A text wider than half the screen counts as half the screen.

    >>> axis_end(pd.DataFrame({"whole": [90.0, 8.0], "value_text": ["90.0", "8.0　两次，太少"]}))
    100.3
    """
    texts = [min(label_width([text]), _PHONE_WIDTH / 2) for text in frame["value_text"]]
    ends = [
        end * _PHONE_WIDTH / (_PHONE_WIDTH - text)
        for end, text in zip(frame["whole"], texts, strict=True)
    ]
    return round(max(ends, default=0), 1) or 1.0


def topic_bars(frame: pd.DataFrame, *, axis_max: float, palette: Palette) -> go.Figure:
    """Draw a bar for each row of `frame`, from top to bottom, on an axis from 0 to `axis_max`.

    frame: one row per topic and briefing, sorted by topic, equally many rows per topic: topic_id,
    name and note (of the topic), value (of the selection, in colour), whole (without the filters,
    faded behind value), captured (False hatches the bar: there is no figure), value_text (after the
    bar), sufficient (False mutes value_text: too little data), colour, click (the filters that a
    click selects: parameter, id, parameter, id ...) and hover (lines of plain text). axis_max: from
    axis_end. An empty frame gives a figure without rows.
    """
    heads = frame.drop_duplicates("topic_id")
    lines = max(1, len(frame) // max(len(heads), 1))
    row = _NAME_HEIGHT + lines * _LINE_HEIGHT + _GAP
    ys = [
        -(bar // lines) - (_NAME_GAP + _LINE_HEIGHT / 2 + _LINE_HEIGHT * (bar % lines)) / row
        for bar in range(len(frame))
    ]
    count = max(len(heads), 1)
    return figure(
        [
            _bars(frame, ys, row, "whole", [palette.faded] * len(frame)),
            _bars(frame, ys, row, "value", frame["colour"].tolist()),
            _hatched_bars(frame, ys, row, axis_max, palette),
            _values(frame, ys, axis_max, palette),
            row_names(heads["name"].tolist(), heads["note"].tolist(), palette=palette),
        ],
        palette=palette,
        height=count * row,
        margin={},
        barmode="overlay",
        xaxis={"range": [0, axis_max]},
        yaxis={"range": [_NAME_HEIGHT / row - count, _NAME_HEIGHT / row]},
    )


def _bars(frame: pd.DataFrame, ys: list[float], row: int, length: str, colours: list[str]) -> Trace:
    return dict(
        type="bar",
        x=frame[length].tolist(),
        y=ys,
        width=_BAR_HEIGHT / row,
        orientation="h",
        customdata=frame["click"].tolist(),
        hovertext=[hover_text(text) for text in frame["hover"]],
        hoverinfo="text",
        **no_selection_dimming(color=colours, line={"width": 0}),
    )


def _hatched_bars(
    frame: pd.DataFrame, ys: list[float], row: int, axis_max: float, palette: Palette
) -> Trace:
    return {
        "type": "bar",
        "x": [0 if captured else axis_max * _HATCHED_SHARE for captured in frame["captured"]],
        "y": ys,
        "width": _BAR_HEIGHT / row,
        "orientation": "h",
        "hovertext": [hover_text(text) for text in frame["hover"]],
        "hoverinfo": "text",
        "marker": hatch_marker(palette),
    }


def _values(frame: pd.DataFrame, ys: list[float], axis_max: float, palette: Palette) -> Trace:
    ends = frame["whole"].where(frame["captured"], axis_max * _HATCHED_SHARE)
    return {
        "type": "scatter",
        "x": ends.tolist(),
        "y": ys,
        "mode": "text",
        "text": [f" {text}" for text in frame["value_text"]],
        "textposition": "middle right",
        "textfont": {
            "size": 12,
            "color": [
                palette.ink if value > 0 and sufficient else palette.muted
                for value, sufficient in zip(frame["value"], frame["sufficient"], strict=True)
            ],
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
