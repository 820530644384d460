import pandas as pd
import plotly.io
import pytest

from dashboard.charts.absent import hatched_block
from dashboard.charts.answer_lengths import answer_lengths
from dashboard.charts.minutes_range import minutes_range
from dashboard.charts.palette import DARK, LIGHT
from dashboard.charts.share_bars import alt_text, share_bars
from dashboard.charts.style import SerializedFigure, label_width


@pytest.fixture
def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": ["陶见山", "<b>周棠</b>"],
            "note": ["主办部门", ""],
            "value": [0.6, 0.28],
            "low": [0.5, 0.2],
            "high": [0.8, 0.4],
            "question": [30, 40],
            "value_text": ["60.0%　300 字", "28.0%　140 字"],
            "colour": [LIGHT.slot["convening_body"], LIGHT.slot["host_province"]],
            "parameter": ["speaker", "speaker"],
            "id": ["tao-jianshan", "zhou-tang"],
            "hover": ["陶见山\n300 字", "<i>周棠</i> & 其他\n140 字"],
        }
    )


def test_a_bar_is_as_long_as_its_share_and_has_its_filter(frame: pd.DataFrame) -> None:
    bars, names = share_bars(frame, axis_max=0.65, right_margin=100, palette=LIGHT).data
    assert list(bars.x) == [0.6, 0.28]
    assert [list(pair) for pair in bars.customdata] == [
        ["speaker", "tao-jianshan"],
        ["speaker", "zhou-tang"],
    ]
    assert list(bars.text) == ["60.0%　300 字", "28.0%　140 字"]
    assert bars.y[0] > bars.y[1], "the first row is on top"
    assert all(name > bar for name, bar in zip(names.y, bars.y, strict=True))


def test_charts_side_by_side_share_scale_and_margin(frame: pd.DataFrame) -> None:
    one = share_bars(frame.iloc[:1], axis_max=0.65, right_margin=100, palette=LIGHT)
    two = share_bars(frame, axis_max=0.65, right_margin=100, palette=LIGHT)
    assert one.layout.xaxis.range == two.layout.xaxis.range == (0, 0.65)
    assert one.layout.margin.r == two.layout.margin.r == 100


def test_text_from_a_document_is_text(frame: pd.DataFrame) -> None:
    bars, names = share_bars(frame, axis_max=1, right_margin=0, palette=LIGHT).data
    assert names.text[1] == "&lt;b&gt;周棠&lt;/b&gt;"
    assert bars.hovertext[1] == "<b>&lt;i&gt;周棠&lt;/i&gt; &amp; 其他</b><br>140 字"
    assert hatched_block("<script>", palette=LIGHT).layout.annotations[0].text == "&lt;script&gt;"


def test_label_width_holds_the_longest_value() -> None:
    # Han characters are as wide as the font is high, 13 pixels; Latin ones at most half of that.
    assert label_width(["1", "四百二十字"]) >= 5 * 13
    assert label_width([]) < label_width(["12.3%"])


def test_a_range_runs_from_low_to_high_around_its_dot(frame: pd.DataFrame) -> None:
    figure = minutes_range(frame, axis_max=0.8, right_margin=80, unit="分钟", palette=LIGHT)
    spans = next(trace for trace in figure.data if trace.type == "bar")
    assert [round(a + b, 9) for a, b in zip(spans.base, spans.x, strict=True)] == [0.8, 0.4]
    assert list(spans.base) == [0.5, 0.2]
    dots = figure.data[-1]
    assert list(dots.x) == [0.6, 0.28]
    assert list(dots.customdata[1]) == ["speaker", "zhou-tang"]
    assert list(dots.y) == list(spans.y)


def test_a_question_lies_below_its_answer(frame: pd.DataFrame) -> None:
    figure = answer_lengths(frame, axis_max=1, right_margin=0, palette=LIGHT)
    answers, _, questions = figure.data
    assert list(questions.x) == [30, 40]
    gaps = [a - q for a, q in zip(answers.y, questions.y, strict=True)]
    # Touching neither the answer's own bar nor the next row's name.
    assert all(answers.width / 2 + questions.width / 2 <= gap < 0.5 for gap in gaps)
    assert figure.layout.barmode == "overlay"


@pytest.mark.parametrize("draw", [share_bars, answer_lengths])
def test_nothing_gives_a_figure_without_marks(frame: pd.DataFrame, draw) -> None:  # type: ignore[no-untyped-def]
    assert (
        len(draw(frame.iloc[:0], axis_max=float("nan"), right_margin=0, palette=LIGHT).data[0].x)
        == 0
    )


def test_no_chart_falls_back_on_the_default_look(frame: pd.DataFrame) -> None:
    for figure in (
        share_bars(frame, axis_max=1, right_margin=0, palette=LIGHT),
        hatched_block("未收录", palette=LIGHT),
    ):
        assert figure.layout.template.layout.font.family.startswith('"BW Sans"')
        assert not figure.layout.template.data.bar
        assert figure.layout.template.layout.dragmode is False


def test_alt_text_holds_the_figures(frame: pd.DataFrame) -> None:
    words = alt_text(
        frame, heading="2031", sentence="{heading}: {items}.", item="{name} {value}", separator=", "
    )
    assert words == "2031: 陶见山 60.0% 300 字, <b>周棠</b> 28.0% 140 字."


def test_a_chart_takes_its_ink_from_the_palette(frame: pd.DataFrame) -> None:
    dark = share_bars(frame, axis_max=1, right_margin=0, palette=DARK)
    assert dark.layout.template.layout.font.color == dark.data[0].textfont.color == DARK.ink
    assert hatched_block("未收录", palette=DARK).data[0].marker.color == DARK.paper


def test_a_serialized_figure_is_converted_once(frame: pd.DataFrame) -> None:
    figure = share_bars(frame, axis_max=0.65, right_margin=100, palette=LIGHT)
    serialized = SerializedFigure(figure)
    assert serialized.to_dict() is serialized.to_dict()
    for _ in range(2):  # conversion does not change it
        assert plotly.io.to_json(serialized.to_dict(), validate=False) == plotly.io.to_json(figure)
