"""The cross table: squares whose area is their figure, and totals without a square."""

import math
from typing import Any

import pandas as pd
import pytest

from dashboard.charts.cross_table import Head, alt_text, cross_table
from dashboard.charts.palette import DARK, LIGHT, Palette, contrast

ROWS = [Head("中央媒体"), Head("外国媒体", "没有提问记录"), Head("合计")]
COLUMNS = [Head("陶见山", "948 字"), Head("周\n棠"), Head("合计")]


@pytest.fixture
def cells() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "row": [0, 0, 0, 2],
            "column": [0, 1, 2, 2],
            "text": ["4", "1", "5", "<5>"],
            "size": [1.0, 0.25, None, None],
            "colour": [
                LIGHT.slot["convening_body"],
                LIGHT.slot["host_city"],
                LIGHT.muted,
                LIGHT.muted,
            ],
            "hollow": [False, True, False, False],
            "click": [["speaker", "a,b", "year", "2032"], ["topic", "wind"], [], []],
            "hover": ["问答 4 次\n<b>晨报</b>", "一", "二", "三"],
        }
    )


def drawn(cells: pd.DataFrame, *, palette: Palette = LIGHT, **looks: Any) -> tuple[Any, Any]:
    figure = cross_table(cells, rows=ROWS, columns=COLUMNS, palette=palette, **looks)
    return figure, next(trace for trace in figure.data if "markers" in trace.mode)


def test_a_square_has_the_area_of_its_figure_and_its_filters(cells: pd.DataFrame) -> None:
    _, squares = drawn(cells)
    assert squares.marker.symbol == "square"
    large, small = squares.marker.size[:2]
    assert (small / large) ** 2 == pytest.approx(0.25, rel=0.1)
    assert [list(each) for each in squares.customdata] == cells["click"].tolist()
    assert list(squares.text) == ["4", "1", "5", "&lt;5&gt;"]


def test_a_small_square_still_holds_its_number(cells: pd.DataFrame) -> None:
    tiny = pd.Series([1.0, 0.0001, None, None])
    _, squares = drawn(cells.assign(size=tiny, text=["4", "127", "5", "5"]))
    assert squares.marker.size[1] >= 3 * 6  # three digits of 13 pixels, some 6 wide each


def test_marks_are_where_their_row_and_column_are(cells: pd.DataFrame) -> None:
    figure, squares = drawn(cells)
    assert list(squares.x) == [0, 1, 2, 2]
    low, high = figure.layout.yaxis.range
    rows = [math.floor(high - y) for y in squares.y]
    assert rows == [0, 0, 0, 2]
    assert (low, high) == (0.5 - 3, 0.5)
    names = next(trace for trace in figure.data if trace.mode == "text")
    assert list(names.x) == [-0.5] * 3
    assert all(name > y for name, y in zip(names.y[:1], squares.y, strict=False))


def test_names_left_of_the_squares_take_no_extra_line(cells: pd.DataFrame) -> None:
    above, _ = drawn(cells)
    left, squares = drawn(cells, names_width=120)
    assert left.layout.margin.l == 120
    assert left.layout.height < above.layout.height
    assert list(squares.y) == [0, 0, 0, -2]
    written = [note.text for note in left.layout.annotations]
    assert "中央媒体" in written
    assert any("没有提问记录" in text and "<br>" in text for text in written)


def test_a_total_is_a_number_without_a_square(cells: pd.DataFrame) -> None:
    _, squares = drawn(cells)
    clear = "rgba(0,0,0,0)"
    assert list(squares.marker.color) == [LIGHT.slot["convening_body"], clear, clear, clear]
    # Too little data gives an outline; a total has none.
    assert list(squares.marker.line.color)[1:] == [LIGHT.slot["host_city"], clear, clear]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_the_number_can_be_read_on_its_square(cells: pd.DataFrame, palette: Palette) -> None:
    colours = [*palette.slot.values(), palette.faded]
    many = pd.concat([cells.iloc[:1]] * len(colours), ignore_index=True).assign(colour=colours)
    _, squares = drawn(many, palette=palette)
    for text, fill in zip(squares.textfont.color, squares.marker.color, strict=True):
        assert contrast(text, fill) >= 4.5, fill


def test_heads_and_hover_texts_of_documents_are_text(cells: pd.DataFrame) -> None:
    rows, columns = [Head("<i>报</i>", "<s>")], [Head("<b>台</b>\n甲", "&")]
    figure = cross_table(cells.iloc[:1], rows=rows, columns=columns, palette=LIGHT, names_width=90)
    written = " ".join(note.text for note in figure.layout.annotations)
    for raw in ("<i>", "<b>", "<s>"):
        assert raw not in written
    assert "&lt;b&gt;台&lt;/b&gt;<br>甲" in written
    _, squares = drawn(cells)
    assert squares.hovertext[0] == "<b>问答 4 次</b><br>&lt;b&gt;晨报&lt;/b&gt;"


def test_nothing_gives_a_figure_without_squares(cells: pd.DataFrame) -> None:
    figure = cross_table(cells.iloc[:0], rows=[], columns=[], palette=LIGHT)
    assert all(len(trace.x) == 0 for trace in figure.data)


def test_alt_text_names_row_column_and_number(cells: pd.DataFrame) -> None:
    words = alt_text(
        cells.iloc[:2], rows=ROWS, columns=COLUMNS, item="{row} {column} {text}", separator="; "
    )
    assert words == "中央媒体 陶见山 4; 中央媒体 周 棠 1"
