"""What all charts share: fonts, hairlines, hover, and the one function that escapes text."""

import html
from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.palette import THEMES, Palette

FONT = '"BW Sans", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif'
# A trace as Plotly's JSON has it. go.Figure checks it once; a go.Bar would be checked, then copied.
Trace = dict[str, Any]

ROW = 50  # pixels a row of a bar chart takes: its name, and the mark below it
BAR = -0.24  # where in its row a mark lies, in rows below the row's name

# For st.plotly_chart: no mode bar (its PNG needs fonts that a host may lack), no zooming.
CONFIG: Mapping[str, Any] = {
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showAxisDragHandles": False,
}


class SerializedFigure(go.Figure):  # type: ignore[misc]  # Plotly has no types
    """A figure that is finished: written as JSON once, and not in every run that shows it.

    Plotly copies all of a figure's data for each writing, which took up to a fourth of a run.
    """

    def __init__(self, figure: go.Figure) -> None:
        """Write `figure`, whose later changes do not count."""
        super().__init__()
        self._written: dict[str, Any] = figure.to_dict()

    def to_dict(self) -> dict[str, Any]:
        """The figure as Plotly's JSON; all who ask share it, and none may change it."""
        return self._written


def _template(palette: Palette) -> go.layout.Template:
    axis = {"fixedrange": True, "visible": False, "zeroline": False, "showgrid": False}
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": 13, "color": palette.ink},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "bargap": 0,
            "hoverlabel": {
                "bgcolor": palette.paper,
                "bordercolor": palette.hairline,
                "font": {"family": FONT, "size": 13, "color": palette.ink},
                "align": "left",
                "namelength": 0,
            },
            "xaxis": axis,
            "yaxis": axis,
        }
    )


_TEMPLATES = {name: _template(palette) for name, palette in THEMES.items()}


def escape(text: object) -> str:
    """`text` for a label or hover text: Plotly reads < > & as markup.

    >>> escape("<b>网络&文明</b>")
    '&lt;b&gt;网络&amp;文明&lt;/b&gt;'
    """
    return html.escape(str(text), quote=False)


def figure(
    traces: Sequence[Trace],
    *,
    palette: Palette,
    height: int,
    margin: Mapping[str, int],
    **layout: Any,
) -> go.Figure:
    """A figure of `traces` in the house style, in the colours of `palette`.

    height, margin: in pixels.
    """
    edges = {"l": 0, "r": 0, "t": 0, "b": 0, **margin}
    return go.Figure(
        data=list(traces),
        layout={"template": _TEMPLATES[palette.name], "height": height, "margin": edges, **layout},
    )


def hover(text: str) -> str:
    """Hover text from lines of plain text: the first one strong, all of them escaped."""
    first, *rest = escape(text).splitlines()
    return "<br>".join([f"<b>{first}</b>", *rest])


def no_selection_dimming(**marker: Any) -> dict[str, Any]:
    """Trace settings that keep every mark as it is when one of them is clicked."""
    same = {"marker": {"opacity": 1}}
    return {"marker": marker, "selected": same, "unselected": same, "cliponaxis": False}


def label_width(texts: Sequence[str]) -> int:
    """Pixels that the longest of `texts` takes at 13 pixels, so that a margin can hold it.

    >>> room(["37.8%", "占比"])
    43
    """
    widths = [sum(7 if ord(c) < 0x2E80 else 14 for c in text) for text in texts]
    return 8 + max(widths, default=0)


def row_names(names: Sequence[object], notes: Sequence[object], *, palette: Palette) -> Trace:
    """The name of each row above its mark, left-aligned, with a quieter note after it.

    Row i lies at y = -i, its mark at the bottom of the row and its name above; being a line of its
    own, a name is never cut by a narrow screen's axis.
    """
    return {
        "type": "scatter",
        "x": [0] * len(names),
        "y": [0.02 - place for place in range(len(names))],
        "mode": "text",
        "text": [
            f"{escape(name)}<span style='color:{palette.muted}'>  {escape(note)}</span>"
            if note
            else escape(name)
            for name, note in zip(names, notes, strict=True)
        ],
        "textposition": "top right",
        "textfont": {"size": 13, "color": palette.ink},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
