"""Corrections in the table of turns, and their consequences."""

import pytest

from dashboard.features.uploads.cells import Cells, Edits, check_edits
from dashboard.features.uploads.corrections import (
    SpeakerChange,
    apply_edits,
    changes_rows,
    fingerprint,
    same_change_elsewhere,
    speaker_changes,
    turn_table,
)
from dashboard.features.uploads.positions import turn_at
from loaders.edition.model import EditionTurn
from tests.fixtures.editions import edition, edition_with_repairs


def turns_after(edits: Edits) -> list[EditionTurn]:
    return apply_edits(edition(), edits)[0]["turns"]


def problems(edits: Edits) -> list[tuple[str, int, str]]:
    return [(found.key, found.seq, found.value) for found in apply_edits(edition(), edits)[1]]


def test_without_an_edit_nothing_changes() -> None:
    before = edition()
    after, found = apply_edits(before, {})
    assert (after, found) == (before, ())
    assert before == edition()  # nor is what came in


def test_the_table_has_a_row_a_turn() -> None:
    rows = turn_table(edition())
    assert rows["seq"].tolist() == [1, 2, 3, 4, 5]
    assert rows["paragraphs"].tolist() == [1, 2, 1, 1, 1]
    assert rows["text"].tolist()[1] == "灯会六月开始。 灯有两千盏。"
    assert rows["reply_to"].dropna().tolist() == [4]


def test_a_label_a_kind_and_a_section_are_put_right() -> None:
    cells: Cells = {"speaker": "  白  杉 ", "title": "", "kind": "answer", "section": "q_and_a"}
    turn = turns_after({1: cells})[1]
    assert (turn["speaker"], turn["title"]) == ("白 杉", None)
    assert (turn["kind"], turn["section"]) == ("answer", "q_and_a")


def test_a_section_without_a_turn_is_not_captured() -> None:
    everything: Edits = {place: {"section": "opening"} for place in range(5)}
    after, _ = apply_edits(edition(), everything)
    assert after["sections"] == {"captured": ["opening"], "announced": ["opening", "q_and_a"]}


def test_a_merge_appends_to_the_turn_before_and_numbers_follow() -> None:
    turns = turns_after({1: {"join": True}})
    assert [turn["seq"] for turn in turns] == [1, 2, 3, 4]
    assert turns[0]["speaker"] == "谷雨晴"
    assert turns[0]["text"] == "大家好。\n灯会六月开始。\n灯有两千盏。"
    assert turns[0]["characters"] == 3 + 6 + 5
    assert turns[3]["reply_to"] == 3  # the question that was number 4


def test_a_split_makes_two_turns_and_loses_no_word() -> None:
    turns = turns_after({1: {"split": 2}})
    assert [turn["text"] for turn in turns[1:3]] == ["灯会六月开始。", "灯有两千盏。"]
    assert [turn["characters"] for turn in turns[1:3]] == [6, 5]
    assert [turn["seq"] for turn in turns] == [1, 2, 3, 4, 5, 6]
    assert turns[5]["reply_to"] == 5


def test_a_question_that_is_merged_is_still_answered() -> None:
    # The moderator's words before it were part of the question.
    turns = turns_after({2: {"kind": "question"}, 3: {"join": True}})
    assert (turns[3]["kind"], turns[3]["reply_to"]) == ("answer", 3)


@pytest.mark.parametrize(
    ("edits", "problem"),
    [
        ({0: {"speaker": " "}}, ("nameless", 1, "")),
        ({0: {"join": True}}, ("first", 1, "")),
        ({1: {"split": 3}}, ("split", 2, "3")),
        ({1: {"split": 1}}, ("split", 2, "1")),
        ({0: {"split": -4}}, ("split", 1, "-4")),
        ({4: {"reply_to": 2}}, ("reply", 5, "2")),
        ({4: {"reply_to": 99}}, ("reply", 5, "99")),
        ({3: {"kind": "statement"}}, ("reply", 5, "4")),
    ],
)
def test_what_cannot_be_is_told_and_left(edits: Edits, problem: tuple[str, int, str]) -> None:
    assert problems(edits) == [problem]
    assert len(turns_after(edits)) == 5
    assert turns_after(edits)[0]["speaker"] == "谷雨晴"


ODD: tuple[object, ...] = (
    True, 0, 2.5, 10**30, -(10**30), float("inf"), float("-inf"), float("nan"), "", "a", "2",
    "灯" * 201, chr(0xD800), "\0", [], ["a"], {}, {"a": 1},
)  # fmt: skip
VALID: dict[str, tuple[object, ...]] = {
    "speaker": ("", "a", "2", "\0"), "title": ("", "a", "2", "\0"),
    "organisation": ("", "a", "2", "\0"), "reply_to": (0,), "split": (0,), "join": (True,),
}  # fmt: skip


@pytest.mark.parametrize("column", [*Cells.__annotations__, "seq", "text", "none"])
def test_a_cell_takes_no_value_of_another_kind(column: str) -> None:
    from loaders.edition.validation import validate_edition  # noqa: PLC0415 - a parser

    taken = []
    for value in ODD:
        edits, refused = check_edits(edition()["turns"], {1: {column: value}, 4: {"title": "秘书"}})
        after, _ = apply_edits(edition(), edits)
        assert after["turns"][-1]["title"] == "秘书"
        assert speaker_changes(edition(), edits)
        validate_edition(after, "lanterns.json")
        if 1 in edits:
            taken.append(value)
        else:
            assert [(each.key, each.seq) for each in refused] == [("value", 2)]
    assert taken == list(VALID.get(column, ()))


@pytest.mark.parametrize("row", [None, 1, "a", [], {"kind": "answer"}])
@pytest.mark.parametrize(("place", "number"), [(-1, 1), (5, 6), (10**400, 6)])
def test_a_row_that_there_is_not_takes_nothing(place: int, number: int, row: object) -> None:
    edits, refused = check_edits(edition()["turns"], {place: row})
    assert edits == {}
    assert [(each.key, each.seq) for each in refused] == [("value", number)]


def test_a_reply_comes_back_with_its_question() -> None:
    gone: Edits = {3: {"kind": "statement"}}
    back: Edits = {3: {"kind": "question"}}
    assert turns_after(gone)[4]["reply_to"] is None
    assert turns_after(back)[4]["reply_to"] == 4


def test_only_merges_and_splits_change_the_rows() -> None:
    assert not changes_rows({1: {"kind": "answer", "join": False, "split": None}})
    assert changes_rows({1: {"join": True}})
    assert changes_rows({1: {"split": 2}})


HOST = ("谷雨晴", "省政府新闻办主任", "省政府新闻办", "moderator")


def carried_over(edits: Edits) -> tuple[Edits, list[EditionTurn]]:
    """Return the edits that repeat the one change in `edits` elsewhere, and the turns then."""
    after, _ = apply_edits(edition(), edits)
    (change,) = speaker_changes(edition(), edits)
    more = same_change_elsewhere(after, change)
    return more, apply_edits(after, more)[0]["turns"]


def test_a_name_put_right_once_is_put_right_in_the_other_turns() -> None:
    more, turns = carried_over({0: {"speaker": " 谷雨 "}})
    assert more == {2: {"speaker": "谷雨"}}
    assert [turn["speaker"] for turn in turns] == ["谷雨", "欧阳岚", "谷雨", "望川晚报", "欧阳岚"]
    assert speaker_changes(edition(), {0: {"speaker": "谷雨"}}) == (
        SpeakerChange(HOST, ("谷雨", *HOST[1:])),
    )


def test_title_body_and_slot_carry_over_for_that_person_alone() -> None:
    cells: Cells = {
        "speaker": "欧阳兰",
        "title": "灯彩协会副会长",
        "organisation": "",
        "slot": "other",
    }
    more, turns = carried_over({4: cells})
    assert more == {1: {**cells, "organisation": None}}
    assert {turn["speaker"] for turn in turns if turn["slot"] == "other"} == {"欧阳兰"}
    assert [turn["title"] for turn in turns if turn["speaker"] == "谷雨晴"] == [HOST[1]] * 2


def test_what_stands_otherwise_with_the_same_person_stays() -> None:
    reading = edition()
    reading["turns"][4]["title"] = "秘书长"
    edits: Edits = {1: {"title": "副会长", "organisation": "协会"}}
    (change,) = speaker_changes(reading, edits)
    assert same_change_elsewhere(apply_edits(reading, edits)[0], change) == {
        4: {"organisation": "协会"}
    }


@pytest.mark.parametrize(
    "edits",
    [{}, {0: {"speaker": "谷雨晴"}}, {0: {"speaker": " "}}, {0: {"kind": "answer"}}],
)
def test_without_a_change_of_name_nothing_carries_over(edits: Edits) -> None:
    assert speaker_changes(edition(), edits) == ()


def test_reverted_or_complete_changes_do_not_carry_over() -> None:
    assert carried_over({3: {"speaker": "望川日报"}})[0] == {}
    assert carried_over({0: {"speaker": "谷雨"}, 2: {"speaker": "谷雨"}})[0] == {}
    (change,) = speaker_changes(edition(), {0: {"speaker": "谷雨"}})
    assert same_change_elsewhere(edition(), change) == {}


def test_carried_over_turns_can_be_read_and_keep_their_marks() -> None:
    from loaders.edition.serialize import from_json, to_json  # noqa: PLC0415 - a parser

    after, _ = apply_edits(edition_with_repairs(), {1: {"split": 2, "speaker": "欧阳兰"}})
    (change,) = speaker_changes(edition_with_repairs(), {1: {"speaker": "欧阳兰"}})
    whole, problems = apply_edits(after, same_change_elsewhere(after, change))
    assert problems == ()
    back = to_json(from_json(whole))["turns"]
    assert [turn["speaker"] for turn in back].count("欧阳兰") == 3
    assert [marked(turn) for turn in whole["turns"][1:3]] == [[None, "月"], ["有", "盏"]]
    assert (back[5]["kind"], back[5]["reply_to"]) == ("answer", 5)


def marked(turn: EditionTurn) -> list[str | None]:
    """Return the repaired characters of a turn; None for repairs in its label."""
    rows = turn["repairs"] or []
    return [None if r["start"] is None else turn["text"][r["start"] : r["end"]] for r in rows]


def standing(turn: EditionTurn) -> tuple[int | None, int | None, list[int | None] | None]:
    return turn["line"], turn["line_end"], turn["lines"]


def test_marks_stay_at_their_characters_through_a_merge() -> None:
    turns = apply_edits(edition_with_repairs(), {1: {"join": True}})[0]["turns"]
    assert marked(turns[0]) == [None, "月", "有", "盏"]
    assert standing(turns[0]) == (2, 6, [2, 5, 6])
    turns = apply_edits(edition_with_repairs(), {4: {"join": True}})[0]["turns"]
    assert marked(turns[3]) == ["放"]
    (made,) = turns[3]["repairs"] or []
    assert turns[3]["text"].index("放在湖边") == made["start"]


def test_marks_stay_at_their_characters_through_a_split() -> None:
    turns = apply_edits(edition_with_repairs(), {1: {"split": 2}})[0]["turns"]
    assert [marked(turn) for turn in turns[1:3]] == [[None, "月"], ["有", "盏"]]
    assert [standing(turn) for turn in turns[1:3]] == [(4, 5, [5]), (6, 6, [6])]


def test_what_is_split_and_merged_again_is_as_it_was() -> None:
    apart = apply_edits(edition_with_repairs(), {1: {"split": 2}})[0]
    again = apply_edits(apart, {2: {"join": True}})[0]
    assert again["turns"][1] == edition_with_repairs()["turns"][1]


def test_a_turn_without_lines_keeps_what_is_known() -> None:
    reading = edition_with_repairs()
    reading["turns"][1] |= {"line": None, "line_end": None, "lines": None, "repairs": None}
    turns = apply_edits(reading, {2: {"join": True}})[0]["turns"]
    assert standing(turns[1]) == (7, 8, None)
    assert turns[1]["repairs"] == []
    split = apply_edits(reading, {1: {"split": 2}})[0]["turns"]
    assert [standing(turn) for turn in split[1:3]] == [(None, None, None)] * 2
    assert [turn["repairs"] for turn in split[1:3]] == [None, None]


@pytest.mark.parametrize(("line", "seq"), [(1, None), (2, 1), (4, 2), (6, 2), (9, 4), (13, None)])
def test_the_turn_on_a_line(line: int, seq: int | None) -> None:
    assert turn_at(edition_with_repairs()["turns"], line) == seq
    assert turn_at(edition()["turns"], line) is None


def test_the_fingerprint_is_that_of_the_loaders() -> None:
    from loaders.edition.serialize import from_json  # noqa: PLC0415 - a parser

    reading = from_json(edition()).transcript
    assert fingerprint(edition()) == reading.fingerprint
    moved = apply_edits(edition(), {1: {"split": 2}})[0]
    assert fingerprint(moved) == fingerprint(edition())


def test_what_is_corrected_is_read_by_the_loaders() -> None:
    from loaders.edition.serialize import from_json, to_json  # noqa: PLC0415 - a parser

    edits: Edits = {1: {"split": 2, "speaker": "白杉"}, 3: {"title": "记者"}, 4: {"join": True}}
    after, _ = apply_edits(edition(), edits)
    back = to_json(from_json(after))
    assert [t["text"] for t in back["turns"]] == [t["text"] for t in after["turns"]]
    assert [t["speaker"] for t in back["turns"]] == [t["speaker"] for t in after["turns"]]
