import pandas as pd
import pytest

from dashboard.charts.palette import LIGHT
from dashboard.charts.ribbon import Row, alt_text, ribbon
from tests.fixtures import invented_corpus

ROWS = [
    Row("kite-2031", "2031 青禾", "500 字", [("开场", 0, 500)], 500, missing="问答：未收录"),
    Row(
        "kite-2032",
        "2032 <青禾>",
        "1,000 字",
        [("开场", 0, 460), ("问答", 460, 1000)],
        1000,
        questions_start=460,
    ),
]


@pytest.fixture
def frame() -> pd.DataFrame:
    turns = pd.DataFrame(
        invented_corpus.TURNS,
        columns=[
            "briefing_id",
            "turn",
            "id",
            "kind",
            "section",
            "reply_to",
            "characters",
            "syllables",
        ],
    )
    size = turns.groupby("briefing_id")["characters"]
    return turns.assign(
        begin=size.cumsum() - turns["characters"],
        slot="press",
        name="<周棠>",
        parameter="speaker",
        selected=turns["turn"] != 1,
        hover="周棠\n<i>",
    )


def test_blocks_follow_each_other_and_are_as_wide_as_their_turns(frame: pd.DataFrame) -> None:
    blocks = ribbon(frame, rows=ROWS, palette=LIGHT).data[0]
    assert list(blocks.x) == [row[6] for row in invented_corpus.TURNS]
    assert blocks.base[:4] == (0, 40, 340, 360)
    assert len(set(blocks.y)) == 2, "one row a briefing"
    assert [list(pair) for pair in blocks.customdata][:2] == [
        ["speaker", "lin-yizhou"],
        ["speaker", "tao-jianshan"],
    ]


def test_a_section_too_short_for_its_label_has_none(
    frame: pd.DataFrame,
) -> None:
    short = Row(
        "kite-2031", "2031", "60 字", [("开场", 0, 20), ("问答", 20, 60)], 60, questions_start=20
    )
    notes = [
        note.text for note in ribbon(frame, rows=[short, ROWS[1]], palette=LIGHT).layout.annotations
    ]
    assert notes.count("开场") == 1  # of the long one
    assert notes.count("问答") == 2


def test_all_rows_share_one_scale_which_ends_with_the_longest(frame: pd.DataFrame) -> None:
    figure = ribbon(frame, rows=ROWS, palette=LIGHT)
    assert figure.layout.xaxis.range == (0, 1000)
    alone = ribbon(frame, rows=ROWS[:1], palette=LIGHT)
    assert alone.layout.xaxis.range[1] > 500, "a missing section takes some of the scale"
    assert len(alone.data[0].x) == 4


def test_a_missing_section_is_hatched_and_labelled(frame: pd.DataFrame) -> None:
    figure = ribbon(frame, rows=ROWS, palette=LIGHT)
    hatched = [trace for trace in figure.data if trace.marker.pattern.shape]
    assert len(hatched) == 1
    assert (hatched[0].base, hatched[0].x) == ((500,), (500,))
    assert hatched[0].customdata is None, "there is nothing to select"
    assert "问答：未收录" in [note.text for note in figure.layout.annotations]
    assert len(ribbon(frame, rows=ROWS[1:], palette=LIGHT).data) == 1


def test_a_line_marks_where_the_questions_begin(frame: pd.DataFrame) -> None:
    upright = [
        line for line in ribbon(frame, rows=ROWS, palette=LIGHT).layout.shapes if line.x0 == line.x1
    ]
    assert [line.x0 for line in upright] == [460]


def test_a_turn_outside_the_selection_fades_and_keeps_its_place(frame: pd.DataFrame) -> None:
    colours = list(ribbon(frame, rows=ROWS, palette=LIGHT).data[0].marker.color)
    assert colours[0] == LIGHT.faded
    assert colours[1] == LIGHT.slot["press"]
    assert colours.count(LIGHT.faded) == 2


def test_text_from_a_document_is_text(frame: pd.DataFrame) -> None:
    figure = ribbon(frame, rows=ROWS, palette=LIGHT)
    assert figure.data[0].text[0] == "&lt;周棠&gt;"
    assert figure.data[0].hovertext[0] == "<b>周棠</b><br>&lt;i&gt;"
    assert any("2032 &lt;青禾&gt;" in note.text for note in figure.layout.annotations)


def test_a_name_that_does_not_fit_is_left_out_and_never_cut(frame: pd.DataFrame) -> None:
    layout = ribbon(frame, rows=ROWS, palette=LIGHT).layout
    assert layout.uniformtext.mode == "hide"
    assert layout.uniformtext.minsize >= 11


def test_nothing_gives_a_figure() -> None:
    marks = ["briefing_id", "begin", "characters", "slot", "selected"]
    empty = pd.DataFrame(columns=[*marks, "name", "parameter", "id", "hover"])
    assert len(ribbon(empty, rows=[], palette=LIGHT).data[0].x) == 0


def test_alt_text_names_what_is_missing() -> None:
    words = alt_text(ROWS, item="{heading}: {note}", gap=" ({missing})", separator="; ")
    assert words == "2031 青禾: 500 字 (问答：未收录); 2032 <青禾>: 1,000 字"
