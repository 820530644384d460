"""Positions of turns and repairs on a page, counted by hand."""

import json
from typing import Any

import pytest

from loaders.briefing import read_briefing
from loaders.edition import serialize
from loaders.readers import read_bytes
from loaders.repair import document as repair_document
from loaders.repair import pipeline
from tests.fixtures.transcripts import traditional

HEAD = "湖光灯会举行发布会\n青禾省文旅厅副厅长陆明远：大家好。\n"


def turns_of(page: str) -> list[dict[str, Any]]:
    briefing = read_briefing(read_bytes("page.txt", page.encode("utf-8", "surrogatepass")))
    turns: list[dict[str, Any]] = json.loads(json.dumps(serialize.to_json(briefing)["turns"]))
    return turns


def positions_of_repairs(
    turn: dict[str, Any],
) -> list[tuple[str, int, int, int | None, int | None]]:
    return [
        (row["kind"], row["place"]["line"], row["place"]["column"], row["start"], row["end"])
        for row in turn["repairs"]
    ]


@pytest.mark.parametrize(
    ("rest", "line", "line_end", "lines"),
    [
        ("望川市文旅局局长白杉：灯好。", 3, 3, [3]),
        ("望川市文旅局局长白杉：\n\n  灯好。\n\n湖好。", 3, 7, [5, 7]),
        ("\n\n望川市文旅局局长白杉：灯好。\n湖好。", 5, 6, [5, 6]),
        # A label without speech and the time of the turn above do not belong to this turn.
        ("10:02:33\n望川市文旅局局长白杉：\n10:05:00\n灯好。", 4, 6, [6]),
        (r"望川市文旅局局长白杉：灯好。\n湖好。", 3, 3, [3, 3]),
        # The label ends a line on which the speaker before says something.
        ("谢谢。<br>望川市文旅局局长白杉：\n灯好。", 3, 4, [4]),
        # The second label of the same speaker does not open a turn.
        ("望川市文旅局局长白杉：\n灯好。\n白杉：\n湖好。", 3, 6, [4, 6]),
    ],
)
def test_the_lines_of_a_turn(rest: str, line: int, line_end: int, lines: list[int]) -> None:
    turn = turns_of(HEAD + rest)[1]
    assert (turn["line"], turn["line_end"], turn["lines"]) == (line, line_end, lines)


@pytest.mark.parametrize(
    ("rest", "places"),
    [
        # 白杉：灯(dēng)好。 as published: the bracket is column 5; as repaired: 灯 is character 0.
        ("白杉：灯(dēng)好。", [("pinyin_annotation", 3, 5, 0, 1)]),
        ("白杉：请看。\n灯(dēng)好。", [("pinyin_annotation", 4, 2, 4, 5)]),
        ("白(bái)杉：灯好。", [("pinyin_annotation", 3, 2, None, None)]),
        ("白(bái)杉：\n灯好。", [("pinyin_annotation", 3, 2, None, None)]),
        ("白杉：ＡＰＰ好，ＡＰＰ。", [("full_width", 3, 4, 0, 3), ("full_width", 3, 9, 5, 8)]),
        ("白杉：看&#65313;灯。", [("full_width", 3, 5, 1, 2), ("html_entity", 3, 5, 1, 2)]),
        ("白杉：灯躰系。", [("character", 3, 5, 1, 2)]),
        (r"白杉：请。\n灯(dēng)好。", [("pinyin_annotation", 3, 9, 3, 4)]),
        # Of two equal lines, each has its own repair.
        ("白杉：灯(dēng)。\n灯(dēng)。",
         [("pinyin_annotation", 3, 5, 0, 1), ("pinyin_annotation", 4, 2, 3, 4)]),
    ],
)  # fmt: skip
def test_the_repairs_of_a_turn(
    rest: str, places: list[tuple[str, int, int, int | None, int | None]]
) -> None:
    page = HEAD.replace("大家好", "大家好，有请望川市文旅局局长白杉先生") + rest
    assert positions_of_repairs(turns_of(page)[1]) == places
    assert positions_of_repairs(turns_of(page)[0]) == []


def test_repairs_of_a_line_with_two_turns_belong_to_their_turn() -> None:
    page = "问：灯(dēng)亮吗？答：亮(liàng)。\n问：湖(hú)呢？答：好。"
    assert [positions_of_repairs(turn) for turn in turns_of(page)] == [
        [("pinyin_annotation", 1, 4, 0, 1)],
        [("pinyin_annotation", 1, 16, 0, 1)],
        [("pinyin_annotation", 2, 4, 0, 1)],
        [],
    ]


def test_repairs_in_split_cells_have_no_position_in_the_text() -> None:
    page = HEAD + "| 白杉 | 灯(dēng)好 | 湖好。 |\n| 陆明远 | 谢谢。 |"
    turn = next(turn for turn in turns_of(page) if turn["speaker"] == "白杉")
    assert positions_of_repairs(turn) == [("pinyin_annotation", 3, 9, None, None)]


def test_repairs_of_the_whole_page_belong_to_no_turn() -> None:
    page = traditional(HEAD + "我们今年准备了新的灯，请各位记者朋友来看。")
    misread = page.encode("big5").decode("gb18030")
    for each in (page, misread):
        (turn,) = turns_of(each)
        assert turn["speaker"] == "陆明远"
        assert turn["repairs"] == []


def test_repairs_in_boilerplate_or_header_belong_to_no_turn() -> None:
    page = f"灯(dēng)会\n{HEAD}图为灯(dēng)会现场\n湖(hú)好。"
    assert [positions_of_repairs(turn) for turn in turns_of(page)] == [
        [("pinyin_annotation", 5, 2, 5, 6)]
    ]


def test_with_too_many_positions_repairs_is_none_not_empty(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pipeline, "MAX_EDIT_POSITIONS", 2)
    page = HEAD + "灯(dēng)湖(hú)"
    assert turns_of(page)[0]["repairs"] is not None
    assert turns_of(page + "光(guāng)")[0]["repairs"] is None


def test_a_hundred_thousand_repairs_keep_no_positions() -> None:
    document = pipeline.repair(HEAD + "灯&lt;" * 100_000)
    assert document.repaired_lines is None
    assert sum(row.places for row in document.repairs) == 100_000
    assert isinstance(document, repair_document.CleanDocument)
