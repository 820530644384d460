"""Defects of a page: what is repaired, what is kept, and what is logged."""

import pytest

from loaders.parsing.boilerplate import CREDIT
from loaders.repair.gbk_shift import unshift
from loaders.repair.pipeline import repair
from loaders.repair.script import simplify_lines
from loaders.repair.variants import variant_corrections
from tests.fixtures.transcripts import DAMAGED, LABELS_APART, LABELS_INLINE, clean_page, traditional


def _cleaned_text(page: str) -> str:
    return "\n".join(line.text for line in clean_page(page).lines)


@pytest.mark.parametrize(
    ("published", "repaired"),
    [
        ("湖(hú)光燈(dēng)會", "湖光燈會"),
        ("樂(lè)隊與樂(yuè)隊", "樂隊與樂隊"),
        ("我們(men)的(de)燈", "我們的燈"),
        ("綠(lǜ )燈", "綠燈"),
    ],
)
def test_a_reading_in_brackets_is_removed(published: str, repaired: str) -> None:
    assert repair(published).lines[0].printed == repaired


@pytest.mark.parametrize(
    "text",
    [
        "三個組(單位)分頭負責",
        "毕律师(法律顾问)到场",
        "甲(yǐ)是另一個字的讀音",
        "代号(abc)不是读音",
        "他说(笑)可以",
    ],
)
def test_other_brackets_are_kept(text: str) -> None:
    assert repair(text).lines[0].printed == text


# By hand from the code page: 們 is 82 83, 為 9E E9, 優 83 9E; 津 BD F2, 將 8C A2, 驅 F2 8C.
@pytest.mark.parametrize(
    ("published", "repaired"),
    [("請他們?yōu)榇蠹医榻B", "請他們為大家介紹"), ("天津?qū)⒔哒\\做好", "天津將竭誠做好")],
)
def test_shifted_bytes_are_restored(published: str, repaired: str) -> None:
    assert repair(published).lines[0].printed == repaired
    assert repair(published.replace("?", "\ufffd")).lines[0].printed == repaired
    assert repair(published.replace("?", "\ufffd(")).lines[0].printed == repaired


def test_a_question_mark_before_a_bracket_is_kept() -> None:
    text = "准备好了吗?(笑)好了"
    assert repair(text).lines[0].text == text


def test_unshift_needs_a_character_with_the_reading() -> None:
    found = unshift("们", "zzz", "榇蠹医榻B", readings=lambda _: frozenset(), frequency=lambda _: 1)
    assert found is None


def test_a_traditional_page_is_simplified_and_logged() -> None:
    clean = repair(traditional("湖光灯会为大家点灯,为孩子点灯,为老人点灯。"))
    assert clean.script == "traditional"
    assert clean.lines[0].text == "湖光灯会为大家点灯,为孩子点灯,为老人点灯。"
    lamp = [r for r in clean.repairs if (r.before, r.after) == ("燈", "灯")]
    assert [(r.line, r.column, r.places) for r in lamp] == [(1, 3, 4)]


def test_a_simplified_page_is_unchanged() -> None:
    clean = repair(LABELS_APART)
    assert clean.script == "simplified"
    assert all(line.text == line.printed for line in clean.lines)


def test_a_page_of_both_scripts_is_mixed() -> None:
    page = "湖光燈會將於六月開幕，歡迎來賓參觀。\n湖光灯会将于六月开幕，欢迎来宾参观。"
    clean = repair(page)
    assert clean.script == "mixed"
    assert clean.lines[0].text == clean.lines[1].text


def test_a_page_without_a_chinese_character_has_no_script() -> None:
    assert repair("MS. GREEN: The lake is open.").script == "none"


def test_one_quotation_does_not_make_a_page_mixed() -> None:
    long = "今天为大家介绍灯会的筹备进展，欢迎各位记者提问。" * 20
    assert simplify_lines([long, "他說：燈會"])[1] == "simplified"


def test_lines_get_the_times_of_their_cues() -> None:
    lines = repair("湖光\n\n灯会", {3: (1.5, 4.0)}).lines
    assert [(x.number, x.start, x.end) for x in lines] == [(1, None, None), (3, 1.5, 4.0)]


def test_surrogates_are_joined_or_lost() -> None:
    clean = repair("灯\U0000d83d\U0000de42会\U0000dc00")
    assert clean.lines[0].text == "灯🙂会\ufffd"
    assert [(x.kind, x.column, x.before) for x in clean.repairs] == [
        ("lone_surrogate", 2, "??"),
        ("lone_surrogate", 5, "?"),
    ]
    assert [(x.kind, x.column) for x in clean.unsettled] == [("lost_character", 5)]


def test_equal_repairs_share_one_row() -> None:
    rows = repair("灯&nbsp;会&nbsp;湖&lt;光").repairs
    assert [(x.column, x.before, x.places) for x in rows] == [(2, "&nbsp;", 2), (16, "&lt;", 1)]


# 合作 is in the dictionary and 郃作 is not; 张 may be a surname, and 主张 is a word.
@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("开展郃作", "合"),
        ("主张郃作", "合"),
        ("和郃作方", "合"),
        ("张郃作介绍", None),
        ("张文郃作介绍", None),
        ("辽甯", "宁"),
        ("甯静说", None),
    ],
)
def test_characters_of_names_are_not_corrected(line: str, meant: str | None) -> None:
    assert [character for _, character in variant_corrections(line)] == [meant]


@pytest.mark.parametrize("page", [DAMAGED, "\u212ba\u0301湖(hú)光", "湖\u200b(hú)光燈會議網絡"])
def test_each_repair_is_logged_at_its_published_position(page: str) -> None:
    lines = page.split("\n")
    log = repair(page).repairs
    assert log
    for entry in log:
        at = entry.column - 1
        assert lines[entry.line - 1][at : at + len(entry.before)] == entry.before


def test_a_repaired_page_equals_the_undamaged_one() -> None:
    assert _cleaned_text(DAMAGED) == _cleaned_text(LABELS_INLINE)


def test_boilerplate_is_removed_and_logged() -> None:
    clean = clean_page(LABELS_INLINE)
    kinds = [r.kind for r in clean.repairs]
    assert kinds == ["furniture", "furniture", "credit", "notice", "notice"]
    assert "转载" not in "".join(line.text for line in clean.lines)
    assert [r.kind for r in clean_page(LABELS_APART).repairs].count("placeholder") == 5


@pytest.mark.parametrize("line", ["(望川网编辑 甘棠)", "责任编辑:甘棠", "【责编:甘棠】"])
def test_credits_are_recognised(line: str) -> None:
    assert CREDIT.match(line)


def test_a_notice_above_the_speech_removes_nothing_else() -> None:
    clean = clean_page(f"版权声明\n{LABELS_APART}")
    assert [line.text for line in clean.lines if not line.is_boilerplate] == [
        line.text for line in clean_page(LABELS_APART).lines if not line.is_boilerplate
    ]


@pytest.mark.parametrize(
    "line", ["编辑部的同事也来看灯,大家都说好看。", "他是编辑", "我们的编辑:加油"]
)
def test_speech_about_editors_is_not_a_credit(line: str) -> None:
    assert not CREDIT.match(line)
