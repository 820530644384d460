from typing import Any

import pandas as pd
import pytest

from dashboard.charts.dispersion_strip import Strip, dispersion_strip
from dashboard.charts.palette import DARK, LIGHT
from dashboard.charts.topic_bars import axis_end, topic_bars
from dashboard.charts.topic_matrix import MAX_SIDE, Column, topic_matrix


def clickable(figure: Any, kind: str) -> list[Any]:
    """Return the clickable traces of `kind` (bar or scatter) of `figure`."""
    return [trace for trace in traces(figure, kind) if trace.customdata is not None]


def traces(figure: Any, kind: str, mode: str = "") -> list[Any]:
    """Return the traces of `kind` of `figure`, only those of `mode` if given."""
    return [t for t in figure.data if t.type == kind and (not mode or t.mode == mode)]


def hatched(figure: Any) -> Any:
    """Return the only bar trace of `figure` with a hatch pattern."""
    (trace,) = [bar for bar in traces(figure, "bar") if bar.marker.pattern.shape]
    return trace


def written(figure: Any) -> list[str]:
    """Return all texts that traces of mode "text" draw in `figure`."""
    return [text for trace in traces(figure, "scatter", "text") for text in trace.text]


# Bars --------------------------------------------------------------------------------------------


@pytest.fixture
def bars() -> pd.DataFrame:
    rows = [
        ("kites", "<纸鸢>", 30.0, 60.0, True, "3/6 次", True),
        ("kites", "<纸鸢>", 70.0, 70.0, True, "7 次", True),
        ("lamps", "灯会", 0.0, 0.0, False, "未收录", False),
        ("lamps", "灯会", 20.0, 20.0, True, "2 次　太少", False),
    ]
    names = ["topic_id", "name", "value", "whole", "captured", "value_text", "sufficient"]
    frame = pd.DataFrame(rows, columns=names)
    clicks = [["topic", row[0], "year", str(2031 + n % 2)] for n, row in enumerate(rows)]
    colours = [LIGHT.year(2022), LIGHT.year(2023)] * 2
    marked = frame.assign(note="", colour=colours, hover="纸鸢\n<i>")
    return marked.assign(click=pd.Series(clicks, dtype=object))


def test_the_selection_is_drawn_in_colour_over_the_whole(bars: pd.DataFrame) -> None:
    whole, selected = clickable(topic_bars(bars, axis_max=100, palette=LIGHT), "bar")
    assert list(whole.x) == [60, 70, 0, 20]
    assert set(whole.marker.color) == {LIGHT.faded}
    assert list(selected.x) == [30, 70, 0, 20]
    assert list(selected.y) == list(whole.y)
    assert list(selected.customdata[1]) == ["topic", "kites", "year", "2032"]


def test_bars_are_between_their_name_and_the_next(bars: pd.DataFrame) -> None:
    figure = topic_bars(bars, axis_max=100, palette=LIGHT)
    places = list(clickable(figure, "bar")[0].y)
    assert sorted(places, reverse=True) == places
    assert 0 > places[0] > places[1] > -1 > places[2] > places[3] > -2
    assert figure.layout.height == 2 * topic_bars(bars[:2], axis_max=9, palette=LIGHT).layout.height


def test_a_missing_value_is_hatched_and_not_zero(bars: pd.DataFrame) -> None:
    absent = hatched(topic_bars(bars, axis_max=100, palette=LIGHT))
    assert [x > 0 for x in absent.x] == [False, False, True, False]
    assert absent.customdata is None, "there is nothing to select"


def test_insufficient_values_are_muted(bars: pd.DataFrame) -> None:
    figure = topic_bars(bars, axis_max=100, palette=LIGHT)
    values, _names = traces(figure, "scatter", "text")
    assert values.text[0] == " 3/6 次"
    assert list(values.textfont.color) == [LIGHT.ink, LIGHT.ink, LIGHT.muted, LIGHT.muted]


def test_axis_end_leaves_space_for_every_value_on_a_phone(bars: pd.DataFrame) -> None:
    long = bars.assign(value_text=["七次" * 8, *bars["value_text"].iloc[1:]])
    assert axis_end(long) > axis_end(bars) > 70
    # 8 * 2 characters of 14 pixels and 8 to spare would leave less than half: it gets half.
    assert axis_end(long) == pytest.approx(60 * 350 / (350 - 175))
    assert axis_end(bars.iloc[:0]) == 1


# The matrix --------------------------------------------------------------------------------------

COLUMNS = [
    Column("陶见山", "300", "2031 <青禾>"),
    Column("记者", "未收录", "2031 <青禾>", missing="答记者问：未收录"),
    Column("陶见山", "650", "2032 青禾"),
    Column("周棠", "100", "2032 青禾"),
]


def cells(**changes: list[bool]) -> pd.DataFrame:
    """Return the six cells of two topics in columns 0, 2 and 3, with `changes` of columns."""
    frame = pd.DataFrame(
        {
            "row": [0, 0, 0, 1, 1, 1],
            "column": [0, 2, 3, 0, 2, 3],
            "size": [0.25, 1.0, 0.0, 0.07, 0.5, 0.0],
            "hollow": [False, False, False, True, False, False],
            "selected": [True] * 6,
            "marked": [False] * 6,
            "text": ["15.0", "60.0", "0", "<2>", "30.0", "0"],
            "colour": [LIGHT.slot["host_city"]] * 6,
        }
    )
    clicks = [["topic", "kites", "speaker", str(n)] if n % 3 < 2 else [] for n in range(6)]
    named = frame.assign(click=pd.Series(clicks, dtype=object), hover="纸鸢\n<i>")
    return named.assign(**{name: pd.Series(values) for name, values in changes.items()})


def drawn(frame: pd.DataFrame, columns: list[Column] = COLUMNS) -> Any:
    return topic_matrix(frame, names=["<纸鸢>", "灯会"], columns=columns, palette=LIGHT)


def test_the_area_of_a_square_is_its_figure() -> None:
    (squares,) = clickable(drawn(cells()), "scatter")
    assert squares.marker.symbol == "square"
    sides = [round(side**2 / MAX_SIDE**2, 3) for side in squares.marker.size]
    assert sides == [0.25, 1.0, 0.0, 0.07, 0.5, 0.0]
    assert list(squares.customdata[0]) == ["topic", "kites", "speaker", "0"]
    assert squares.marker.opacity == 1


def test_squares_are_in_rows_and_columns_grouped_by_briefing() -> None:
    (squares,) = clickable(drawn(cells()), "scatter")
    first, third, fourth = squares.x[:3]
    assert (first, squares.x[3]) == (0.5, 0.5)
    assert third - first > 2, "a gap between the briefings, over the column of what is missing"
    assert fourth - third == pytest.approx(1)
    assert squares.y[0] - squares.y[3] == pytest.approx(1)


def test_hollow_cells_are_outlines() -> None:
    (squares,) = clickable(drawn(cells()), "scatter")
    assert squares.marker.color[3] == LIGHT.paper
    assert squares.marker.line.color[3] == LIGHT.slot["host_city"]
    assert squares.marker.color[0] == LIGHT.slot["host_city"]


def test_the_cell_that_was_chosen_is_framed_and_the_others_fade() -> None:
    one = [True, *[False] * 5]
    figure = drawn(cells(selected=one, marked=one))
    (squares,) = clickable(figure, "scatter")
    assert list(squares.marker.color) == [LIGHT.slot["host_city"], *[LIGHT.faded] * 2, LIGHT.paper,
                                          *[LIGHT.faded] * 2]  # fmt: skip
    (frame,) = [t for t in traces(figure, "scatter", "markers") if t.marker.symbol == "square-open"]
    assert (list(frame.x), list(frame.y)) == ([squares.x[0]], [squares.y[0]])
    assert frame.marker.color == LIGHT.accent
    assert frame.marker.size[0] > squares.marker.size[0]


def test_a_missing_column_is_hatched_in_every_row() -> None:
    absent = hatched(drawn(cells()))
    assert list(absent.x) == [1.5, 1.5]
    assert absent.customdata is None
    assert "未收录" in absent.hovertext[0]


def test_names_are_vertical_if_they_would_overlap_on_a_phone() -> None:
    def names(count: int, name: str) -> list[Any]:
        figure = drawn(cells(), [Column(name, "1", "2031")] * count)
        return [note for note in figure.layout.annotations if note.text not in ("1", "<b>2031</b>")]

    assert {note.text for note in names(5, "陶见山")} == {"陶见山"}
    assert {note.text for note in names(10, "陶见山")} == {"陶<br>见<br>山"}
    assert {note.text for note in names(5, "Tao Jianshan")} == {"Tao<br>Jianshan"}
    assert {(note.text, note.textangle) for note in names(10, "Tao Jianshan")} == {
        ("Tao Jianshan", -90)
    }


def test_text_of_a_matrix_is_text() -> None:
    figure = drawn(cells())
    assert any("2031 &lt;青禾&gt;" in note.text for note in figure.layout.annotations)
    assert {"&lt;2&gt;", "&lt;纸鸢&gt;"} <= set(written(figure))
    assert clickable(figure, "scatter")[0].hovertext[0] == "<b>纸鸢</b><br>&lt;i&gt;"


def test_no_speaker_gives_a_matrix_without_squares() -> None:
    assert len(clickable(drawn(cells().iloc[:0], []), "scatter")[0].x) == 0


# Strips ------------------------------------------------------------------------------------------

STRIPS = [
    Strip("one", "2031 <青禾>", 0, 500, 500, missing="答记者问<未收录>"),
    Strip("two", "2032 青禾", 460, 1000, 1000, questions_start=460),
]
TICKS = pd.DataFrame(
    {
        "topic_id": ["kites", "lamps", "kites"],
        "briefing_id": ["one", "two", "two"],
        "x": [190.0, 800.0, 475.0],
        "colour": [LIGHT.slot["press"]] * 3,
        "selected": [True, False, True],
        "click": [["topic", "kites", "speaker", "tao"]] * 3,
        "hover": "<纸鸢>",
    }
)
ROWS = pd.DataFrame(
    {
        "topic_id": ["kites", "lamps"],
        "name": ["<纸鸢>", "灯会"],
        "labels": [["2031 太少", "2032 0.58"], ["2031 未提及", "2032 <0.66>"]],
    }
)
BLOCKS = pd.DataFrame(
    {
        "briefing_id": ["one", "two"], "begin": [0, 0], "characters": [500, 1000],
        "slot": "press", "selected": [True, False], "parameter": "speaker", "id": ["tao", "zhou"],
        "hover": "陶见山",
    }
)  # fmt: skip


def strip(ticks: pd.DataFrame = TICKS) -> Any:
    return dispersion_strip(
        ticks, rows=ROWS, strips=STRIPS, blocks=BLOCKS, right_margin=60, palette=LIGHT
    )


def test_ticks_lie_on_the_strip_of_their_topic_and_briefing() -> None:
    (ticks,) = clickable(strip(), "scatter")
    assert list(ticks.x) == [190, 800, 475]
    kites_one, lamps_two, kites_two = ticks.y
    assert 0 > kites_one > kites_two > -1 > lamps_two > -2
    (bands,) = [t for t in strip().data if t.type == "bar" and t.marker.color == LIGHT.faded]
    assert {kites_one, kites_two, lamps_two} < set(bands.y)
    assert list(bands.base) == [0, 460] * 2, "what was not looked at has no band"
    assert list(bands.x) == [500, 540] * 2
    assert list(ticks.marker.line.color) == [
        LIGHT.slot["press"], LIGHT.hatch, LIGHT.slot["press"]
    ]  # fmt: skip


def test_all_strips_share_the_scale_of_the_longest_briefing() -> None:
    assert strip().layout.xaxis.range == (0, 1000)
    (ribbons,) = clickable(strip(), "bar")
    assert list(ribbons.x) == [500, 1000]
    assert list(ribbons.marker.color) == [LIGHT.slot["press"], LIGHT.faded]


def test_a_missing_section_is_dotted_to_the_end_of_the_scale() -> None:
    (dots,) = traces(strip(), "scatter", "lines")
    assert [x for x in dots.x if x is not None] == [500, 1000] * 2, "in the first strip alone"
    absent = hatched(strip())
    assert (list(absent.base), list(absent.x)) == ([500], [500])


def test_a_line_marks_the_first_question_and_labels_end_strips() -> None:
    figure = strip()
    assert [shape.x0 for shape in figure.layout.shapes] == [460]
    assert figure.layout.margin.r == 60
    assert written(figure) == [" 2031 太少", " 2032 0.58", " 2031 未提及", " 2032 &lt;0.66&gt;",
                     "&lt;纸鸢&gt;", "灯会"]  # fmt: skip
    notes = [note.text for note in figure.layout.annotations]
    assert notes == ["<b>2031 &lt;青禾&gt;</b>", "<b>2032 青禾</b>", "答记者问&lt;未收录&gt;"]


def test_no_tick_gives_the_strips_alone() -> None:
    assert len(clickable(strip(TICKS.iloc[:0]), "scatter")[0].x) == 0


def test_colours_are_those_of_the_theme(bars: pd.DataFrame) -> None:
    figures = [
        topic_bars(bars.assign(colour=DARK.year(2023)), axis_max=100, palette=DARK),
        topic_matrix(cells(), names=["纸鸢", "灯会"], columns=COLUMNS, palette=DARK),
        dispersion_strip(
            TICKS, rows=ROWS, strips=STRIPS, blocks=BLOCKS, right_margin=60, palette=DARK
        ),
    ]
    for figure in figures:
        assert figure.layout.template.layout.font.color == DARK.ink
        assert LIGHT.ink not in str(figure.to_plotly_json())
