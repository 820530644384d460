"""Dispersion strips: where along each briefing a topic comes up, one tick per paragraph."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.absent import hatch_marker
from dashboard.charts.palette import Palette
from dashboard.charts.style import (
    Trace,
    escape,
    figure,
    hover_text,
    no_selection_dimming,
    row_names,
)

# In pixels: a topic's name, the strip of each briefing, the space below the strips.
_NAME_HEIGHT, _STRIP_HEIGHT, _GAP = 20, 17, 10
_NAME_GAP = 2  # pixels from the baseline of a name to the strips
_BAND_HEIGHT, _TICK_HEIGHT = 6, 11  # pixels
_HEAD_HEIGHT, _RIBBON_HEIGHT = 38, 12  # pixels: a heading with its ribbon; the ribbon alone


@dataclass(frozen=True)
class Strip:
    """One briefing of the chart. Positions are characters from the start of the briefing.

    begin, finish: the selected span; both are 0 where nothing of the selection was captured.
    length: characters of the whole captured briefing. missing: the label of what was not captured,
    or "". questions_start: the position at which the questions begin, None where they were not
    captured.
    """

    briefing_id: str
    heading: str
    begin: int
    finish: int
    length: int
    missing: str = ""
    questions_start: int | None = None


@dataclass(frozen=True)
class _Grid:
    """The vertical layout of `topics` rows, each with `strips` strips, one per briefing.

    A row is 1 high in y, and row_height in pixels. The name of topic i is at y = -i.
    """

    topics: int
    strips: int

    @property
    def row_height(self) -> int:
        return _NAME_HEIGHT + self.strips * _STRIP_HEIGHT + _GAP

    @property
    def header_height(self) -> int:
        return self.strips * _HEAD_HEIGHT + 8

    @property
    def top(self) -> float:
        return self.to_y(_NAME_HEIGHT + self.header_height)

    def to_y(self, pixels: float) -> float:
        return pixels / self.row_height

    def strip_y(self, topic: int, number: int) -> float:
        """Return the y of the middle of the strip of briefing `number` in the row of `topic`."""
        return -topic - self.to_y(_NAME_GAP + _STRIP_HEIGHT * (number + 0.5))

    def ribbon_y(self, number: int) -> float:
        """Return the y of the middle of the ribbon of briefing `number`, in the header."""
        return self.top - self.to_y(_HEAD_HEIGHT * (number + 1) - 4 - _RIBBON_HEIGHT / 2)

    def all_strips(self) -> list[float]:
        """Return the y of the middle of every strip, topic by topic, each briefing by briefing."""
        return [
            self.strip_y(topic, number)
            for topic in range(self.topics)
            for number in range(self.strips)
        ]


def dispersion_strip(
    ticks: pd.DataFrame,
    *,
    rows: pd.DataFrame,
    strips: Sequence[Strip],
    blocks: pd.DataFrame,
    right_margin: int,
    palette: Palette,
) -> go.Figure:
    """Draw one row per topic with a strip per briefing, all on one scale of characters.

    ticks: topic_id, briefing_id, x (characters from the start of the briefing), colour, selected
    (False fades the tick), click (the filters that a click selects: parameter, id, parameter, id
    ...) and hover (lines of plain text). rows: one row per topic: topic_id, name and labels (a list
    with the text after each strip). blocks: the turns of the briefings, as the frame of
    charts.ribbon, drawn as small ribbons above the topics. A dotted line extends a strip whose
    briefing lacks a section, since the length of that section is unknown. right_margin: pixels
    reserved for the labels, from style.label_width. Without a topic only the ribbons are drawn.
    """
    grid = _Grid(len(rows), len(strips))
    scale = max([1, *(strip.length for strip in strips)])
    labels = [label for row in rows["labels"] for label in row]
    lines = {strip.briefing_id: number for number, strip in enumerate(strips)}
    topic_rows = {topic: number for number, topic in enumerate(rows["topic_id"])}
    return figure(
        [
            _ribbons(blocks, lines, grid, palette),
            _hatched_ends(strips, scale, grid, palette),
            *_bands(strips, scale, grid, palette),
            _ticks(ticks, topic_rows, lines, grid, palette),
            _labels(labels, scale, grid, palette),
            row_names(rows["name"].tolist(), [""] * len(rows), palette=palette),
        ],
        palette=palette,
        height=round(grid.header_height + len(rows) * grid.row_height),
        margin={"r": right_margin},
        barmode="overlay",
        xaxis={"range": [0, scale]},
        yaxis={"range": [grid.to_y(_NAME_HEIGHT) - len(rows), grid.top]},
        annotations=_headings(strips, scale, grid, palette),
        shapes=_question_lines(strips, grid, palette),
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
        y=[grid.ribbon_y(lines[briefing]) for briefing in blocks["briefing_id"]],
        width=grid.to_y(_RIBBON_HEIGHT),
        orientation="h",
        customdata=blocks[["parameter", "id"]].to_numpy().tolist(),
        hovertext=[hover_text(text) for text in blocks["hover"]],
        hoverinfo="text",
        **no_selection_dimming(color=colours, line={"width": 0.5, "color": palette.paper}),
    )


def _hatched_ends(strips: Sequence[Strip], scale: int, grid: _Grid, palette: Palette) -> Trace:
    """Return the trace of the hatched end of each ribbon whose briefing lacks a section."""
    gaps = [(number, strip) for number, strip in enumerate(strips) if strip.missing]
    return {
        "type": "bar",
        "base": [strip.length for _, strip in gaps],
        "x": [scale - strip.length for _, strip in gaps],
        "y": [grid.ribbon_y(number) for number, _ in gaps],
        "width": grid.to_y(_RIBBON_HEIGHT),
        "orientation": "h",
        "hovertext": [hover_text(strip.missing) for _, strip in gaps],
        "hoverinfo": "text",
        "marker": hatch_marker(palette),
    }


def _bands(strips: Sequence[Strip], scale: int, grid: _Grid, palette: Palette) -> list[Trace]:
    """Return two traces: the selected span of each strip, and dotted lines for missing sections."""
    strip_ys, topics = grid.all_strips(), grid.topics
    bands: Trace = {
        "type": "bar",
        "base": [strip.begin for strip in strips] * topics,
        "x": [strip.finish - strip.begin for strip in strips] * topics,
        "y": strip_ys,
        "width": grid.to_y(_BAND_HEIGHT),
        "orientation": "h",
        "hoverinfo": "skip",
        "marker": {"color": palette.faded, "line": {"width": 0}},
    }
    gaps = [(y, strip) for y, strip in zip(strip_ys, [*strips] * topics, strict=True)
            if strip.missing and strip.length < scale]  # fmt: skip
    dots: Trace = {
        "type": "scatter",
        "x": [x for _, strip in gaps for x in (strip.length, scale, None)],
        "y": [value for y, _ in gaps for value in (y, y, None)],
        "mode": "lines",
        "line": {"color": palette.hatch, "width": 1.5, "dash": "dot"},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    return [bands, dots]


def _ticks(
    ticks: pd.DataFrame,
    topic_rows: dict[str, int],
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
        y=[grid.strip_y(topic_rows[topic], lines[briefing]) for topic, briefing in keys],
        mode="markers",
        customdata=ticks["click"].tolist(),
        hovertext=[hover_text(text) for text in ticks["hover"]],
        hoverinfo="text",
        **no_selection_dimming(
            symbol="line-ns", size=_TICK_HEIGHT, line={"width": 2.5, "color": colours}
        ),
    )


def _labels(labels: Sequence[str], scale: int, grid: _Grid, palette: Palette) -> Trace:
    return {
        "type": "scatter",
        "x": [scale] * len(labels),
        "y": grid.all_strips(),
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
        {**base, "x": 0, "y": grid.ribbon_y(number), "yshift": _RIBBON_HEIGHT / 2 + 10,
         "yanchor": "middle", "text": f"<b>{escape(strip.heading)}</b>",
         "font": {"size": 13, "color": palette.ink}}
        for number, strip in enumerate(strips)
    ]  # fmt: skip
    gaps = [
        {**base, "x": scale, "xanchor": "right", "y": grid.ribbon_y(number), "yanchor": "middle",
         "yshift": _RIBBON_HEIGHT / 2 + 10, "text": escape(strip.missing),
         "font": {"size": 12, "color": palette.muted}}
        for number, strip in enumerate(strips)
        if strip.missing
    ]  # fmt: skip
    return [*headings, *gaps]


def _question_lines(
    strips: Sequence[Strip], grid: _Grid, palette: Palette
) -> list[dict[str, object]]:
    """Return the shapes of the vertical lines that mark where the questions of a ribbon begin."""
    return [
        {"type": "line", "x0": strip.questions_start, "x1": strip.questions_start,
         "y0": grid.ribbon_y(number) - grid.to_y(_RIBBON_HEIGHT / 2 + 3),
         "y1": grid.ribbon_y(number) + grid.to_y(_RIBBON_HEIGHT / 2 + 3),
         "line": {"color": palette.ink, "width": 1.5}}
        for number, strip in enumerate(strips)
        if strip.questions_start is not None
    ]  # fmt: skip
