"""Dumbbell and interval charts: positions, and the look of inconclusive rows."""

import math

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.charts.dumbbell import ROW_LAYOUTS, dumbbell
from dashboard.charts.interval_plot import interval_plot
from dashboard.charts.palette import DARK, LIGHT, Palette

COLOURS = ("#111111", "#222222")


@pytest.fixture
def frame() -> pd.DataFrame:
    """Two topics with two lines each."""
    return pd.DataFrame(
        {
            "row": [0, 0, 1, 1],
            "line": [0, 1, 0, 1],
            "name": ["纸鸢", "纸鸢", "<b>灯彩</b>", "<b>灯彩</b>"],
            "count_text": ["3 → 6 次", "", "1 → 0 次", ""],
            "hover": ["纸鸢\n3 次", "", "<i>灯彩</i>\n1 次", ""],
            "marks": [["topic", "kites"], [], ["topic", "lamps"], []],
            "chosen": [False, False, True, True],
            "shown": [True, True, False, False],
            "conclusive": [True, False, True, False],
            "state_text": ["", "文本太少", "", "文本太少"],
            "value_text": ["15.0 → 30.0", "10.0 → 20.0", "5.0 → 0.0", "4.0 → 8.0"],
            "earlier": [15.0, 10.0, 5.0, 4.0],
            "later": [30.0, 20.0, 0.0, 8.0],
            "value": [1.0, 1.0, -2.0, math.nan],
            "low": [0.5, -1.0, -4.0, math.nan],
            "high": [2.0, 3.0, -1.0, math.nan],
            "direction": [1.0, 1.0, -1.0, 1.0],
            "colour": ["#111111", "#111111", "#222222", "#222222"],
        }
    )


def dumbbells(frame: pd.DataFrame, palette: Palette = LIGHT) -> go.Figure:
    return dumbbell(frame, palette=palette, colours=COLOURS, axis_max=30, right_margin=100)


def intervals(frame: pd.DataFrame, palette: Palette = LIGHT) -> go.Figure:
    ticks = [(-4.0, "16 倍"), (0.0, "相同"), (4.0, "16 倍")]
    return interval_plot(
        frame, palette=palette, extent=4, ticks=ticks, sides=("← 2031", "2032 →"), right_margin=100
    )


def dots(figure: go.Figure) -> list[go.Scatter]:
    return [trace for trace in figure.data if trace.type == "scatter" and trace.mode == "markers"]


def test_dots_are_at_the_rates_and_the_bar_between_them(
    frame: pd.DataFrame,
) -> None:
    figure = dumbbells(frame)
    earlier, later = dots(figure)
    assert list(earlier.x) == [15, 10, 5, 4]
    assert list(later.x) == [30, 20, 0, 8]
    assert list(earlier.y) == list(later.y) == sorted(earlier.y, reverse=True)
    joined = figure.data[3]
    ends = [(base, base + size) for base, size in zip(joined.base, joined.x, strict=True)]
    assert ends == [(15, 30), (10, 20), (0, 5), (4, 8)]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: str(palette.name))
def test_inconclusive_is_hollow_and_filtered_out_is_faint(
    frame: pd.DataFrame, palette: Palette
) -> None:
    for dot, full in zip(dots(dumbbells(frame, palette)), COLOURS, strict=True):
        assert list(dot.marker.color) == [full, palette.paper, palette.faded, palette.paper]
        assert list(dot.marker.line.color) == [full, full, palette.faded, palette.faded]
    (dot,) = dots(intervals(frame.assign(shown=True), palette))
    assert list(dot.marker.color) == ["#111111", palette.paper, "#222222", palette.paper]


def test_the_whole_row_is_clickable(frame: pd.DataFrame) -> None:
    for figure in (dumbbells(frame), intervals(frame)):
        target = figure.data[0]
        assert [list(marks) for marks in target.customdata] == [
            ["topic", "kites"],
            ["topic", "lamps"],
        ]
        assert target.hovertext[1] == "<b>&lt;i&gt;灯彩&lt;/i&gt;</b><br>1 次"
        low, high = figure.layout.xaxis.range
        assert (target.base[0], target.base[0] + target.x[0]) == (low, high)
        assert list(target.marker.color) == ["rgba(0,0,0,0)", LIGHT.tint], (
            "what is chosen is tinted"
        )
        # Row by row without a gap, from the top edge of the figure to the bottom.
        assert target.width == 1
        bottom, top = figure.layout.yaxis.range
        assert (target.y[0] + 0.5, target.y[-1] - 0.5) == (
            pytest.approx(top),
            pytest.approx(bottom),
        )


def test_name_and_count_are_above_the_lines_of_a_row(frame: pd.DataFrame) -> None:
    for figure in (dumbbells(frame), intervals(frame)):
        names, counts = figure.data[1], figure.data[2]
        assert list(names.text) == ["纸鸢", "&lt;b&gt;灯彩&lt;/b&gt;"]
        assert [text.strip() for text in counts.text] == ["3 → 6 次", "1 → 0 次"]
        low, high = figure.layout.xaxis.range
        assert (names.x[0], counts.x[0]) == (low, high)
        lines = dots(figure)[0].y
        assert names.y[0] > counts.y[0] > lines[0] > lines[1] > names.y[1] > lines[2]


def test_inconclusive_values_are_muted(frame: pd.DataFrame) -> None:
    for figure in (dumbbells(frame), intervals(frame)):
        values = figure.data[-1]
        assert [text.strip() for text in values.text] == frame["value_text"].tolist()
        assert list(values.textfont.color) == [LIGHT.ink, *[LIGHT.muted] * 3]


@pytest.mark.parametrize(
    ("low", "high", "x", "anchor"),
    [
        (5.0, 10.0, 10.0, "left"),  # room after the dots
        (20.0, 29.0, 20.0, "right"),  # room before them
        (2.0, 29.0, 15.5, "center"),  # room between them alone
    ],
)
def test_the_state_label_is_where_there_is_space(
    frame: pd.DataFrame, low: float, high: float, x: float, anchor: str
) -> None:
    one = frame.iloc[[1]].assign(row=0, line=0, hover="纸鸢", earlier=high, later=low)
    (note,) = dumbbells(one).layout.annotations
    assert (note.text, note.x, note.xanchor) == ("文本太少", x, anchor)


def test_an_interval_runs_from_its_low_to_its_high_end(frame: pd.DataFrame) -> None:
    figure = intervals(frame)
    spans = figure.data[3]
    ends = [(base, base + size) for base, size in zip(spans.base, spans.x, strict=True)]
    assert ends[:3] == [(0.5, 2), (-1, 3), (-4, -1)]
    assert all(math.isnan(end) for end in ends[3]), "no interval is drawn"
    assert figure.layout.xaxis.range == (-4, 4)
    assert list(figure.layout.xaxis.ticktext) == ["16 倍", "相同", "16 倍"]
    left, right = figure.layout.annotations
    assert (left.text, left.xanchor, right.text, right.xanchor) == (
        "← 2031",
        "right",
        "2032 →",
        "left",
    )


def test_what_one_side_alone_says_is_a_triangle_at_its_edge(frame: pd.DataFrame) -> None:
    alone = frame.assign(value=math.nan, direction=[1.0, -1.0, 0.0, 1.0])
    (dot,) = dots(intervals(alone))
    assert list(dot.marker.symbol)[:2] == ["triangle-right", "triangle-left"]
    right, left, nowhere, _ = dot.x
    assert 3.8 < right < 4
    assert left == -right
    assert math.isnan(nowhere), "neither side says it"
    (usual,) = dots(intervals(frame))
    assert list(usual.marker.symbol) == ["circle"] * 3 + ["triangle-right"]


def test_a_long_interval_ends_at_the_edge_of_the_axis(frame: pd.DataFrame) -> None:
    spans = intervals(frame.assign(low=-9.0, high=[2.0, 3.0, -1.0, 9.0])).data[3]
    assert list(spans.base) == [-4] * 4
    assert [base + size for base, size in zip(spans.base, spans.x, strict=True)] == [2, 3, -1, 4]


def test_a_row_is_higher_where_it_has_two_lines(frame: pd.DataFrame) -> None:
    single = frame.loc[frame["line"] == 0]
    for draw in (dumbbells, intervals):
        growth = draw(frame).layout.height - draw(single).layout.height
        assert growth == 2 * (ROW_LAYOUTS[2][0] - ROW_LAYOUTS[1][0])


def test_nothing_gives_a_figure_without_marks(frame: pd.DataFrame) -> None:
    for draw in (dumbbells, intervals):
        assert all(not len(trace.x) for trace in draw(frame.iloc[:0]).data)


def test_nothing_stands_on_the_line_of_a_name(frame: pd.DataFrame) -> None:
    """A name may be as wide as the chart on a phone: it ends at y, and all else begins below."""
    for rows in (frame, frame.loc[frame["line"] == 0]):
        pixels = ROW_LAYOUTS[2 if rows["line"].any() else 1][0]
        for draw in (dumbbells, intervals):
            _, names, counts, *rest = draw(rows).data
            assert names.textposition == "top right"
            assert (names.y[0] - counts.y[0]) * pixels >= 5
            assert min((names.y[0] - each.y[0]) * pixels for each in rest) >= 18
