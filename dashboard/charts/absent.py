"""Hatching that marks what was announced and not captured."""

import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.style import Trace, escape, figure

_HEIGHT = 120


def hatch_marker(palette: Palette) -> Trace:
    """Return the Plotly marker that hatches a bar for what was not captured."""
    pattern = {"shape": "/", "fgcolor": palette.hatch, "size": 7, "solidity": 0.14}
    return {"color": palette.paper, "line": {"width": 0}, "pattern": pattern}


def hatched_block(label: str, *, palette: Palette) -> go.Figure:
    """Draw a hatched block with `label` on it, in place of a chart without data."""
    block = {
        "type": "bar",
        "x": [1],
        "y": [0],
        "width": 1,
        "orientation": "h",
        "hoverinfo": "skip",
        "marker": hatch_marker(palette),
    }
    note = {
        "x": 0.5,
        "y": 0,
        "text": escape(label),
        "showarrow": False,
        "bgcolor": palette.paper,
        "borderpad": 4,
        "font": {"size": 13, "color": palette.muted},
    }
    return figure(
        [block],
        palette=palette,
        height=_HEIGHT,
        margin={},
        xaxis={"range": [0, 1]},
        yaxis={"range": [-0.5, 0.5]},
        annotations=[note],
    )
