"""The timeline: times from the left edge, ticks at the turn of the year, an open end."""

import pandas as pd
import pytest

from dashboard.charts.palette import LIGHT
from dashboard.charts.timeline import ticks, timeline

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
    assert list(axis.ticktext) == ["2018", "2020", "2022", "2024", "2026", "2028"]
    assert axis.tickvals[0] == pytest.approx(0.8)
    assert list(axis.range) == pytest.approx([0, 11.6])


@pytest.mark.parametrize(
    ("start", "end", "names"),
    [
        (1949.0, 2034.0, ["1960", "1980", "2000", "2020"]),
        (2018.0, 2024.4, [str(year) for year in range(2018, 2025)]),
        (2031.4, 2031.6, ["2031-06", "2031-07", "2031-08"]),
        (2031.1, 2032.9, ["2031-04", "2031-07", "2031-10", "2032-01", "2032-04", "2032-07",
                          "2032-10"]),
        (2031.457, 2031.463, ["2031-06"]),
    ],
)  # fmt: skip
def test_ticks_are_few_and_never_none(start: float, end: float, names: list[str]) -> None:
    found = ticks(start, end)
    assert list(found.values()) == names
    assert all(start <= time <= end for time in found)


def test_without_rows_there_is_an_empty_figure() -> None:
    figure = timeline(pd.DataFrame(columns=COLUMNS), palette=LIGHT)
    assert len(figure.data[1].x) == 0
