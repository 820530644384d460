"""Dispersion strips: where along each briefing a topic comes up, a tick a paragraph."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.absent import hatch
from dashboard.charts.palette import Palette
from dashboard.charts.style import Trace, escape, figure, hover, no_selection_dimming, row_names

_NAME, _LINE, _GAP = 20, 17, 10  # pixels: a topic's name, each briefing's strip, the space below
_LABEL = 2  # pixels from the line on which a name stands to the strips
_BAND, _TICK = 6, 11  # pixels a strip and a tick are high
_HEAD, _RIBBON = 38, 12  # pixels: a briefing's heading and its ribbon; the ribbon


@dataclass(frozen=True)
class Strip:
    """One briefing: its heading, and the stretch of it that was looked at, in characters.

    begin and finish are both 0 where nothing of the selection was captured. length: the whole
    briefing, as captured. mark: where the questions begin, None where they were not captured, in
    which case `missing` says so.
    """

    briefing_id: str
    heading: str
    begin: int
    finish: int
    length: int
    missing: str = ""
    mark: int | None = None


@dataclass(frozen=True)
class _Grid:
    """Where things lie: y counts rows of `row` pixels, the name of topic i standing at -i."""

    topics: int
    strips: int

    @property
    def row(self) -> int:
        return _NAME + self.strips * _LINE + _GAP

    @property
    def header(self) -> int:
        return self.strips * _HEAD + 8

    @property
    def top(self) -> float:
        return self.up(_NAME + self.header)

    def up(self, pixels: float) -> float:
        return pixels / self.row

    def strip(self, topic: int, number: int) -> float:
        """The middle of a topic's strip."""
        return -topic - self.up(_LABEL + _LINE * (number + 0.5))

    def ribbon(self, number: int) -> float:
        """The middle of a briefing's ribbon, in the header."""
        return self.top - self.up(_HEAD * (number + 1) - 4 - _RIBBON / 2)

    def every(self) -> list[float]:
        """The middle of every strip, topic by topic."""
        return [
            self.strip(topic, number)
            for topic in range(self.topics)
            for number in range(self.strips)
        ]


def dispersion_strip(
    ticks: pd.DataFrame,
    *,
    rows: pd.DataFrame,
    strips: Sequence[Strip],
    blocks: pd.DataFrame,
    room: int,
    palette: Palette,
) -> go.Figure:
    """A row a topic, and in it a strip for each of `strips`, all on one scale of characters.

    ticks: topic_id, briefing_id, x (characters), colour, selected (False fades a tick), click and
    hover. rows: topic_id, name and labels (what stands at the end of each strip). blocks: the turns
    of the briefings, a small ribbon above it all, as in charts.ribbon. A dotted line goes on where
    a section was not captured: how long that was is not known. room: pixels kept for the labels, as
    style.room gives them. No topic gives the ribbons alone.
    """
    grid = _Grid(len(rows), len(strips))
    scale = max([1, *(strip.length for strip in strips)])
    labels = [label for row in rows["labels"] for label in row]
    lines = {strip.briefing_id: number for number, strip in enumerate(strips)}
    places = {topic: number for number, topic in enumerate(rows["topic_id"])}
    return figure(
        [
            _ribbons(blocks, lines, grid, palette),
            _absent(strips, scale, grid, palette),
            *_bands(strips, scale, grid, palette),
            _ticks(ticks, places, lines, grid, palette),
            _labels(labels, scale, grid, palette),
            row_names(rows["name"].tolist(), [""] * len(rows), palette=palette),
        ],
        palette=palette,
        height=round(grid.header + len(rows) * grid.row),
        margin={"r": room},
        barmode="overlay",
        xaxis={"range": [0, scale]},
        yaxis={"range": [grid.up(_NAME) - len(rows), grid.top]},
        annotations=_headings(strips, scale, grid, palette),
        shapes=_marks(strips, grid, palette),
    )


def _ribbons(blocks: pd.DataFrame, lines: dict[str, int], grid: _Grid, palette: Palette) -> Trace:
    colours = [
        palette.slot[slot] if selected else palette.faded
        for slot, selected in zip(blocks["slot"], blocks["selected"], strict=True)
    ]
    return dict(
        type="bar",
        base=blocks["begin"].tolist(),
        x=blocks["characters"].tolist(),
        y=[grid.ribbon(lines[briefing]) for briefing in blocks["briefing_id"]],
        width=grid.up(_RIBBON),
        orientation="h",
        customdata=blocks[["parameter", "id"]].to_numpy().tolist(),
        hovertext=[hover(text) for text in blocks["hover"]],
        hoverinfo="text",
        **no_selection_dimming(color=colours, line={"width": 0.5, "color": palette.paper}),
    )


def _absent(strips: Sequence[Strip], scale: int, grid: _Grid, palette: Palette) -> Trace:
    """The hatched rest of each ribbon of which a section is missing."""
    gaps = [(number, strip) for number, strip in enumerate(strips) if strip.missing]
    return {
        "type": "bar",
        "base": [strip.length for _, strip in gaps],
        "x": [scale - strip.length for _, strip in gaps],
        "y": [grid.ribbon(number) for number, _ in gaps],
        "width": grid.up(_RIBBON),
        "orientation": "h",
        "hovertext": [hover(strip.missing) for _, strip in gaps],
        "hoverinfo": "text",
        "marker": hatch(palette),
    }


def _bands(strips: Sequence[Strip], scale: int, grid: _Grid, palette: Palette) -> list[Trace]:
    """The stretch that was looked at, and a dotted line where something was not captured."""
    every, topics = grid.every(), grid.topics
    bands: Trace = {
        "type": "bar",
        "base": [strip.begin for strip in strips] * topics,
        "x": [strip.finish - strip.begin for strip in strips] * topics,
        "y": every,
        "width": grid.up(_BAND),
        "orientation": "h",
        "hoverinfo": "skip",
        "marker": {"color": palette.faded, "line": {"width": 0}},
    }
    gaps = [(place, strip) for place, strip in zip(every, [*strips] * topics, strict=True)
            if strip.missing and strip.length < scale]  # fmt: skip
    dots: Trace = {
        "type": "scatter",
        "x": [x for _, strip in gaps for x in (strip.length, scale, None)],
        "y": [y for place, _ in gaps for y in (place, place, None)],
        "mode": "lines",
        "line": {"color": palette.hatch, "width": 1.5, "dash": "dot"},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    return [bands, dots]


def _ticks(
    ticks: pd.DataFrame,
    places: dict[str, int],
    lines: dict[str, int],
    grid: _Grid,
    palette: Palette,
) -> Trace:
    keys = zip(ticks["topic_id"], ticks["briefing_id"], strict=True)
    colours = [
        colour if selected else palette.hatch
        for colour, selected in zip(ticks["colour"], ticks["selected"], strict=True)
    ]
    return dict(
        type="scatter",
        x=ticks["x"].tolist(),
        y=[grid.strip(places[topic], lines[briefing]) for topic, briefing in keys],
        mode="markers",
        customdata=ticks["click"].tolist(),
        hovertext=[hover(text) for text in ticks["hover"]],
        hoverinfo="text",
        **no_selection_dimming(symbol="line-ns", size=_TICK, line={"width": 2.5, "color": colours}),
    )


def _labels(labels: Sequence[str], scale: int, grid: _Grid, palette: Palette) -> Trace:
    return {
        "type": "scatter",
        "x": [scale] * len(labels),
        "y": grid.every(),
        "mode": "text",
        "text": [f" {escape(label)}" for label in labels],
        "textposition": "middle right",
        "textfont": {"size": 12, "color": palette.muted},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _headings(
    strips: Sequence[Strip], scale: int, grid: _Grid, palette: Palette
) -> list[dict[str, object]]:
    base = {"showarrow": False, "xanchor": "left", "borderpad": 0}
    headings = [
        {**base, "x": 0, "y": grid.ribbon(number), "yshift": _RIBBON / 2 + 10, "yanchor": "middle",
         "text": f"<b>{escape(strip.heading)}</b>", "font": {"size": 13, "color": palette.ink}}
        for number, strip in enumerate(strips)
    ]  # fmt: skip
    gaps = [
        {**base, "x": scale, "xanchor": "right", "y": grid.ribbon(number), "yanchor": "middle",
         "yshift": _RIBBON / 2 + 10, "text": escape(strip.missing),
         "font": {"size": 12, "color": palette.muted}}
        for number, strip in enumerate(strips)
        if strip.missing
    ]  # fmt: skip
    return [*headings, *gaps]


def _marks(strips: Sequence[Strip], grid: _Grid, palette: Palette) -> list[dict[str, object]]:
    """An upright line through each ribbon where its questions begin."""
    return [
        {"type": "line", "x0": strip.mark, "x1": strip.mark,
         "y0": grid.ribbon(number) - grid.up(_RIBBON / 2 + 3),
         "y1": grid.ribbon(number) + grid.up(_RIBBON / 2 + 3),
         "line": {"color": palette.ink, "width": 1.5}}
        for number, strip in enumerate(strips)
        if strip.mark is not None
    ]  # fmt: skip
