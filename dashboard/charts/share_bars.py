"""Share bars: one horizontal bar a row, its value beside it."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.style import BAR, ROW, figure, hover, no_selection_dimming, row_names


def share_bars(frame: pd.DataFrame, *, longest: float, room: int, palette: Palette) -> go.Figure:
    """A bar for each row of `frame`, in its order, over a scale that ends at `longest`.

    frame: name, note, value (the bar's length), value_text (shown beside it), colour, parameter and
    id (what a click selects), and hover (lines of plain text). room: pixels kept for the values, as
    style.room gives them. Charts that stand side by side compare if they get the same `longest` and
    `room`. An empty frame gives a figure without rows.
    """
    places = [-place for place in range(len(frame))]
    bars = dict(
        type="bar",
        x=frame["value"].tolist(),
        y=[place + BAR for place in places],
        width=0.34,
        orientation="h",
        text=frame["value_text"].tolist(),
        textposition="outside",
        textfont={"size": 13, "color": palette.ink},
        constraintext="none",
        customdata=frame[["parameter", "id"]].to_numpy().tolist(),
        hovertext=[hover(text) for text in frame["hover"]],
        hoverinfo="text",
        **no_selection_dimming(color=frame["colour"].tolist(), line={"width": 0}),
    )
    return figure(
        [bars, row_names(frame["name"].tolist(), frame["note"].tolist(), palette=palette)],
        palette=palette,
        height=max(len(frame), 1) * ROW,
        margin={"r": room},
        xaxis={"range": [0, longest or 1]},
        yaxis={"range": [0.45 - max(len(frame), 1), 0.45]},
        shapes=[{"type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": "paper",
                 "line": {"color": palette.hairline, "width": 1}}],
    )  # fmt: skip


def alt(frame: pd.DataFrame, *, heading: str, sentence: str, item: str, separator: str) -> str:
    """The figures of `frame` in words: `sentence` with {heading} and {items}.

    Each of the items is `item` with the {name} and {value} of a row.

    >>> rows = pd.DataFrame({"name": ["陶见山", "周棠"], "value_text": ["60.0%", "40.0%"]})
    >>> words = {"sentence": "{heading}：{items}。", "item": "{name} {value}", "separator": "、"}
    >>> alt(rows, heading="2031", **words)
    '2031：陶见山 60.0%、周棠 40.0%。'
    """
    pairs = zip(frame["name"], frame["value_text"], strict=True)
    items = [item.format(name=name, value=value) for name, value in pairs]
    spoken = sentence.format(heading=heading, items=separator.join(items))
    return " ".join(spoken.split())
