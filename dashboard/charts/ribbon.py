"""Ribbon of who spoke when: one block per turn, as wide as its characters, coloured by slot."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.absent import hatch_marker
from dashboard.charts.palette import Palette
from dashboard.charts.style import Trace, escape, figure, hover_text, no_selection_dimming

_ROW_HEIGHT = 104  # pixels: the heading, the blocks, the labels of the sections
_MISSING_SHARE = 0.45  # of a row's characters: the least width of its hatched block
_MIN_LABEL_SHARE = 0.1  # of the axis: the width that the label of a section needs
_TOP, _BOTTOM = 0.20, -0.22  # edges of the blocks: row heights above the middle of a row


@dataclass(frozen=True)
class Row:
    """One row of a ribbon: a briefing. Positions are characters from the start of the briefing.

    note: muted text after the heading. sections: (label, begin, finish) of each captured section.
    characters: the length of the captured turns. missing: the label of what was announced and not
    captured, or "". questions_start: the position at which the questions begin, None where they
    were not captured.
    """

    briefing_id: str
    heading: str
    note: str
    sections: Sequence[tuple[str, int, int]]
    characters: int
    missing: str = ""
    questions_start: int | None = None


def ribbon(frame: pd.DataFrame, *, rows: Sequence[Row], palette: Palette) -> go.Figure:
    """Draw a row per briefing and in it a block per turn, all on the same scale of characters.

    frame: one row per turn: briefing_id, begin (characters from the start of the briefing),
    characters (the width), slot (the colour), name (of the speaker, shown where it fits), parameter
    and id (the filter that a click selects), selected (False fades the block) and hover (lines of
    plain text). Turns of briefings that are not among `rows` are not drawn. The hatched block of a
    section that was not captured extends to the end of the axis, since its length is unknown.
    """
    row_ys = {row.briefing_id: -number for number, row in enumerate(rows)}
    rows_shown = frame.loc[frame["briefing_id"].isin(list(row_ys))]
    scale = max([1.0, *(_extent(row) for row in rows)])
    height = max(len(rows), 1)
    return figure(
        [_blocks(rows_shown, row_ys, palette), *_hatched_blocks(rows, row_ys, scale, palette)],
        palette=palette,
        height=height * _ROW_HEIGHT,
        margin={"r": 1, "l": 1},
        xaxis={"range": [0, scale]},
        yaxis={"range": [0.5 - height, 0.5]},
        barmode="overlay",
        uniformtext={"minsize": 11, "mode": "hide"},
        annotations=[
            note
            for row in rows
            for note in _annotations(row, row_ys[row.briefing_id], scale, palette)
        ],
        shapes=[line for row in rows for line in _lines(row, row_ys[row.briefing_id], palette)],
    )


def _extent(row: Row) -> float:
    return row.characters * (1 + _MISSING_SHARE) if row.missing else row.characters


def _blocks(frame: pd.DataFrame, row_ys: dict[str, int], palette: Palette) -> Trace:
    colours = [
        palette.slot[slot] if selected else palette.faded
        for slot, selected in zip(frame["slot"], frame["selected"], strict=True)
    ]
    return dict(
        type="bar",
        base=frame["begin"].tolist(),
        x=frame["characters"].tolist(),
        y=[row_ys[briefing] + (_TOP + _BOTTOM) / 2 for briefing in frame["briefing_id"]],
        width=_TOP - _BOTTOM,
        orientation="h",
        text=[escape(name) for name in frame["name"]],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"size": 12, "color": [palette.text_on(colour) for colour in colours]},
        customdata=frame[["parameter", "id"]].to_numpy().tolist(),
        hovertext=[hover_text(text) for text in frame["hover"]],
        hoverinfo="text",
        **no_selection_dimming(color=colours, line={"width": 0.75, "color": palette.paper}),
    )


def _hatched_blocks(
    rows: Sequence[Row], row_ys: dict[str, int], scale: float, palette: Palette
) -> list[Trace]:
    return [
        {
            "type": "bar",
            "base": [row.characters],
            "x": [scale - row.characters],
            "y": [row_ys[row.briefing_id] + (_TOP + _BOTTOM) / 2],
            "width": _TOP - _BOTTOM,
            "orientation": "h",
            "hovertext": [escape(row.missing)],
            "hoverinfo": "text",
            "marker": hatch_marker(palette),
        }
        for row in rows
        if row.missing
    ]


def _annotations(row: Row, y: int, scale: float, palette: Palette) -> list[dict[str, object]]:
    text = {"showarrow": False, "xanchor": "left", "yanchor": "middle", "borderpad": 0}
    quiet = f"<span style='color:{palette.muted}'>{escape(row.note)}</span>"
    heading = f"<b>{escape(row.heading)}</b>  {quiet}"
    notes = [{**text, "x": 0, "y": y + _TOP, "yshift": 14, "text": heading, "font": {"size": 14}}]
    for label, begin, finish in row.sections:
        if finish < row.characters and finish - begin < _MIN_LABEL_SHARE * scale:
            continue  # this label would overlap the next one
        notes.append(
            {**text, "x": begin, "xshift": 4 if begin else 0, "y": y + _BOTTOM, "yshift": -16,
             "text": escape(label), "font": {"size": 12, "color": palette.muted}}
        )  # fmt: skip
    if row.missing:
        notes.append(
            {**text, "x": (row.characters + scale) / 2, "xanchor": "center",
             "y": y + (_TOP + _BOTTOM) / 2, "text": escape(row.missing), "bgcolor": palette.paper,
             "borderpad": 3, "font": {"size": 12, "color": palette.muted}}
        )  # fmt: skip
    return notes


def _lines(row: Row, y: int, palette: Palette) -> list[dict[str, object]]:
    brackets = [
        {"type": "line", "x0": begin, "x1": finish, "y0": y + _BOTTOM - 0.06,
         "y1": y + _BOTTOM - 0.06, "line": {"color": palette.hairline, "width": 2}}
        for _label, begin, finish in row.sections
    ]  # fmt: skip
    if row.questions_start is None:
        return brackets
    tick = {"type": "line", "x0": row.questions_start, "x1": row.questions_start,
            "y0": y + _BOTTOM - 0.2, "y1": y + _TOP,
            "line": {"color": palette.ink, "width": 1.5}}  # fmt: skip
    return [*brackets, tick]


def alt_text(rows: Sequence[Row], *, item: str, gap: str, separator: str) -> str:
    """Return the alt text of a ribbon: the `item` of each row, joined by `separator`.

    item: a template with {heading} and {note}. gap: a template with {missing}, appended to the item
    of a row where something was not captured.

    >>> row = Row("b", "2031 青禾", "500 字", [], 500, "答记者问未收录")
    >>> alt_text([row], item="{heading}：{note}", gap="（{missing}）", separator="；")
    '2031 青禾：500 字（答记者问未收录）'
    """
    return separator.join(
        item.format(heading=row.heading, note=row.note)
        + (gap.format(missing=row.missing) if row.missing else "")
        for row in rows
    )
