"""Bar chart of the length of each answer, in the order in which the questions were asked."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.share_bars import share_bars
from dashboard.charts.style import BAR_OFFSET, no_selection_dimming

_QUESTION_OFFSET = 0.235  # row heights from an answer's bar down to its question's bar


def answer_lengths(
    frame: pd.DataFrame, *, axis_max: float, right_margin: int, palette: Palette
) -> go.Figure:
    """Draw a bar for each answer of `frame`, with a thin bar below it for its question.

    frame: as in share_bars, with value = characters of the answer (0 where none was given) and
    question = characters of the question. axis_max, in characters, and right_margin: as in
    share_bars. An empty frame gives a figure without rows.
    """
    chart = share_bars(frame, axis_max=axis_max, right_margin=right_margin, palette=palette)
    chart.add_trace(
        dict(
            type="bar",
            x=frame["question"].tolist(),
            y=[BAR_OFFSET - _QUESTION_OFFSET - row for row in range(len(frame))],
            width=0.07,
            orientation="h",
            hoverinfo="skip",
            **no_selection_dimming(color=palette.slot["press"], line={"width": 0}),
        )
    )
    return chart.update_layout(barmode="overlay")
