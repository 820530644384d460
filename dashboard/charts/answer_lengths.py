"""The length of each answer, in the order in which the questions were asked."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.share_bars import share_bars
from dashboard.charts.style import BAR, no_selection_dimming

_BELOW = 0.235  # from the middle of an answer's bar to that of its question, in rows


def answer_lengths(
    frame: pd.DataFrame, *, longest: float, room: int, palette: Palette
) -> go.Figure:
    """A bar for each answer of `frame`; the line below it is its question.

    frame: as in share_bars, with value = characters of the answer (0 where none was given) and
    question = characters of the question. `longest` ends the scale, `room` as in share_bars.
    """
    drawn = share_bars(frame, longest=longest, room=room, palette=palette)
    drawn.add_trace(
        dict(
            type="bar",
            x=frame["question"].tolist(),
            y=[BAR - _BELOW - place for place in range(len(frame))],
            width=0.07,
            orientation="h",
            hoverinfo="skip",
            **no_selection_dimming(color=palette.slot["press"], line={"width": 0}),
        )
    )
    return drawn.update_layout(barmode="overlay")
