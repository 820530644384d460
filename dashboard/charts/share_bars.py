"""Share bars: one horizontal bar per row, followed by its value."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.style import (
    BAR_OFFSET,
    ROW_HEIGHT,
    figure,
    hover_text,
    no_selection_dimming,
    row_names,
    row_places,
)


def share_bars(
    frame: pd.DataFrame, *, axis_max: float, right_margin: int, palette: Palette
) -> go.Figure:
    """Draw a bar for each row of `frame`, from top to bottom, on an axis from 0 to `axis_max`.

    frame: name and note (above the bar), value (the bar's length), value_text (after the bar),
    colour, hover (lines of plain text), and the filters that a click selects: parameter and id, or
    click (a list of parameter, id, parameter, id ...).
    right_margin: pixels reserved for value_text, from style.label_width. Charts side by side are
    comparable if they get the same axis_max and right_margin. An empty frame gives a figure without
    rows. Names and notes may have line breaks (style.broken_name).
    """
    names, notes = frame["name"].tolist(), frame["note"].tolist()
    ys, height = row_places(names, notes)
    height = height or 1
    filters = frame["click"] if "click" in frame else frame[["parameter", "id"]].to_numpy()
    bars = dict(
        type="bar",
        x=frame["value"].tolist(),
        y=[y + BAR_OFFSET for y in ys],
        width=0.34,
        orientation="h",
        text=frame["value_text"].tolist(),
        textposition="outside",
        textfont={"size": 13, "color": palette.ink},
        constraintext="none",
        customdata=filters.tolist(),
        hovertext=[hover_text(text) for text in frame["hover"]],
        hoverinfo="text",
        **no_selection_dimming(color=frame["colour"].tolist(), line={"width": 0}),
    )
    return figure(
        [bars, row_names(names, notes, palette=palette, ys=ys)],
        palette=palette,
        height=round(height * ROW_HEIGHT),
        margin={"r": right_margin},
        xaxis={"range": [0, axis_max or 1]},
        yaxis={"range": [0.45 - height, 0.45]},
        shapes=[{"type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": "paper",
                 "line": {"color": palette.hairline, "width": 1}}],
    )  # fmt: skip


def alt_text(frame: pd.DataFrame, *, heading: str, sentence: str, item: str, separator: str) -> str:
    """Return the alt text of a bar chart: `sentence`, a template with {heading} and {items}.

    {items} are the rows of `frame` (name, value_text), joined by `separator`; each row fills {name}
    and {value} of the template `item`.

    >>> rows = pd.DataFrame({"name": ["陶见山", "周棠"], "value_text": ["60.0%", "40.0%"]})
    >>> words = {"sentence": "{heading}：{items}。", "item": "{name} {value}", "separator": "、"}
    >>> alt_text(rows, heading="2031", **words)
    '2031：陶见山 60.0%、周棠 40.0%。'
    """
    pairs = zip(frame["name"], frame["value_text"], strict=True)
    items = [item.format(name=name, value=value) for name, value in pairs]
    text = sentence.format(heading=heading, items=separator.join(items))
    return " ".join(text.split())
