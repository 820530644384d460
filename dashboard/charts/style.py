"""The style of all charts: fonts, layout template, hover texts, and escaping of text."""

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.palette import THEMES, Palette

FONT = '"BW Sans", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif'
# A trace as a dict of Plotly's JSON: go.Figure validates a dict once. A go.Bar would be validated
# when it is made, and then copied.
Trace = dict[str, Any]

_FIRST_WIDE = 0x2E80  # characters from here on are as wide as they are high
_WORD_OR_SPACE = re.compile(r"\s+|[^\s\u2e80-\uffff]+|.", re.DOTALL)
ROW_HEIGHT = 50  # pixels of a row of a bar chart: its name, and the mark below it
BAR_OFFSET = -0.24  # row heights from a row's name down to its mark
_LINE = 0.34  # row heights of each further line of a name
_PHONE_LINE = 360  # pixels of label_width: the letters of a line of 320 pixels, which are narrower
_MAX_LINES = 4  # of a name, and of a note

# For st.plotly_chart: no mode bar (its PNG needs fonts that a host may lack), no zooming.
CONFIG: Mapping[str, Any] = {
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showAxisDragHandles": False,
}


class SerializedFigure(go.Figure):  # type: ignore[misc]  # Plotly has no types
    """A finished figure that is converted to JSON once, not in every run that shows it.

    Plotly copies all of a figure's data for each conversion, which took up to a fourth of a run.
    """

    def __init__(self, figure: go.Figure) -> None:
        """Convert `figure`; later changes to it have no effect."""
        super().__init__()
        self._json: dict[str, Any] = figure.to_dict()

    def to_dict(self) -> dict[str, Any]:
        """Return the figure as Plotly's JSON; the dict is shared, so callers must not change it."""
        return self._json


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
    """Escape `text` for a label or hover text: Plotly reads < > & as markup.

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
    """Build a figure of `traces` with the common layout, in the colours of `palette`.

    height, margin: in pixels; a side that `margin` ("l", "r", "t", "b") omits has 0. layout: more
    keys of Plotly's layout, which override the common ones.
    """
    margins = {"l": 0, "r": 0, "t": 0, "b": 0, **margin}
    return go.Figure(
        data=list(traces),
        layout={
            "template": _TEMPLATES[palette.name],
            "height": height,
            "margin": margins,
            **layout,
        },
    )


def hover_text(text: str) -> str:
    """Build Plotly hover text from lines of plain text: escaped, the first line bold.

    Raises ValueError if `text` is empty.
    """
    first, *rest = escape(text).splitlines()
    return "<br>".join([f"<b>{first}</b>", *rest])


def no_selection_dimming(**marker: Any) -> dict[str, Any]:
    """Return trace settings with `marker`, in which a click on one mark does not dim the others."""
    unchanged = {"marker": {"opacity": 1}}
    return {"marker": marker, "selected": unchanged, "unselected": unchanged, "cliponaxis": False}


def label_width(texts: Sequence[str]) -> int:
    """Estimate the pixels that the widest of `texts` needs in a margin, at a font size of 13.

    >>> label_width(["37.8%", "占比"])
    43
    """
    return 8 + max(map(_text_width, texts), default=0)


def wrapped(text: str, width: int, *, most: int) -> list[str]:
    """Break `text` into lines of `width` pixels, between words or Chinese characters.

    Of more than `most` lines the rest is cut.

    >>> wrapped("讲好中国故事 (telling China’s stories)", 110, most=2)
    ['讲好中国故事', '(telling…']
    """
    lines = [""]
    for token in _WORD_OR_SPACE.findall(text):
        if lines[-1] and _text_width(lines[-1] + token) > width:
            lines.append("")
        lines[-1] += token.lstrip() if not lines[-1] else token
    kept = [line.rstrip() for line in lines if line.strip()]
    return kept if len(kept) <= most else [*kept[: most - 1], f"{kept[most - 1]}…"]


def _text_width(text: str) -> int:
    return sum(7 if ord(character) < _FIRST_WIDE else 14 for character in text)


def broken_name(name: str, note: str) -> tuple[str, str]:
    r"""Return `name` and `note` of a row with line breaks, as long as the narrowest screen needs.

    A note that does not fit after its name begins a line of its own.

    >>> broken_name("陶见山", "风筝节办公室")
    ('陶见山', '风筝节办公室')
    >>> broken_name("Tao Jianshan", "Office of the Kite Festival of the Province of Songling")
    ('Tao Jianshan', '\nOffice of the Kite Festival of the Province of\nSongling')
    """
    if _text_width(f"{name}  {note}") <= _PHONE_LINE:
        return name, note
    first, below = (
        "\n".join(wrapped(text, _PHONE_LINE, most=_MAX_LINES)) if text else ""
        for text in (name, note)
    )
    return first, f"\n{below}" if below else ""


def row_places(names: Sequence[str], notes: Sequence[str]) -> tuple[list[float], float]:
    r"""Return the y of each row's name, and the height of all rows, both in row heights.

    The first row is at 0. A further line of a name or note moves its own row and those below.

    >>> row_places(["陶见山", "周棠", "林一舟"], ["", "\n青禾市", ""])
    ([0.0, -1.34, -2.34], 3.34)
    """
    ys, height = [], 0.0
    for name, note in zip(names, notes, strict=True):
        further = _LINE * f"{name}{note}".count("\n")
        ys.append(round(0 - height - further, 2))
        height = round(height + 1 + further, 2)
    return ys, height


def row_names(
    names: Sequence[object],
    notes: Sequence[object],
    *,
    palette: Palette,
    ys: Sequence[float] | None = None,
) -> Trace:
    """Return the trace of row names: each above its mark, left-aligned, followed by a muted note.

    The name of row i is at y = -i, or at ys[i] (from row_places), and the mark of the row below. A
    name has a separate line, so that a narrow screen never cuts it, as it would cut the label of an
    axis. A note may be ""; names and notes may have line breaks.
    """
    return {
        "type": "scatter",
        "x": [0] * len(names),
        "y": [0.02 + y for y in (ys or [-row for row in range(len(names))])],
        "mode": "text",
        "text": [
            _name_text(str(name), str(note), palette)
            for name, note in zip(names, notes, strict=True)
        ],
        "textposition": "top right",
        "textfont": {"size": 13, "color": palette.ink},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _name_text(name: str, note: str, palette: Palette) -> str:
    gap = "" if note.startswith("\n") else "  "
    muted = f"<span style='color:{palette.muted}'>{gap}{escape(note)}</span>" if note else ""
    return f"{escape(name)}{muted}".replace("\n", "<br>")
