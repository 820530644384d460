"""What stands where a section was announced and not captured: the hatching of the ribbon."""

import plotly.graph_objects as go

from dashboard.charts.palette import MUTED, PAPER
from dashboard.charts.style import escape, figure

__all__ = ["HATCH", "absent"]

HATCH = {
    "color": PAPER,
    "line": {"width": 0},
    "pattern": {"shape": "/", "fgcolor": "#C3CAD5", "size": 7, "solidity": 0.14},
}
_HEIGHT = 120


def absent(label: str) -> go.Figure:
    """A hatched block that carries `label` and no figure: nothing of it was measured."""
    block = {
        "type": "bar",
        "x": [1],
        "y": [0],
        "width": 1,
        "orientation": "h",
        "hoverinfo": "skip",
        "marker": HATCH,
    }
    note = {
        "x": 0.5,
        "y": 0,
        "text": escape(label),
        "showarrow": False,
        "bgcolor": PAPER,
        "borderpad": 4,
        "font": {"size": 13, "color": MUTED},
    }
    return figure(
        [block],
        height=_HEIGHT,
        margin={},
        xaxis={"range": [0, 1]},
        yaxis={"range": [-0.5, 0.5]},
        annotations=[note],
    )
