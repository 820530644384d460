"""The timeline: times from the left edge, ticks at the turn of the year, an open end."""

import pandas as pd
import pytest

from dashboard.charts.palette import LIGHT
from dashboard.charts.timeline import timeline

COLUMNS = ["start", "end", "is_open", "name", "note", "colour", "hover"]


def test_spans_ticks_and_the_open_end() -> None:
    rows = [
        (2018.0, 2022.0, False, "2018–2021", "2", "#123456", "a"),
        (2021.0, 2028.0, True, "since 2021", "1", "#123456", "b"),
    ]
    figure = timeline(pd.DataFrame(rows, columns=COLUMNS), palette=LIGHT)
    _, spans, dots = figure.data
    assert list(spans.x) == [4.0, 7.0]
    # Ten years are shown, with 8% of them on either side.
    assert list(spans.base) == pytest.approx([0.8, 3.8])
    assert list(dots.marker.symbol) == ["circle", "circle", "circle", "triangle-right"]
    axis = figure.layout.xaxis
    assert list(axis.ticktext) == [str(year) for year in range(2018, 2029)]
    assert axis.tickvals[0] == pytest.approx(0.8)
    assert list(axis.range) == pytest.approx([0, 11.6])


def test_without_rows_there_is_an_empty_figure() -> None:
    figure = timeline(pd.DataFrame(columns=COLUMNS), palette=LIGHT)
    assert len(figure.data[1].x) == 0
