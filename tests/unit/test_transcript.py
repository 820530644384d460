"""Turns of invented briefings: every label, kind, section and reply written out by hand."""

import pytest

from loaders.errors import NotATranscriptError
from loaders.transcript import Label, Reading, read_label, read_transcript
from tests.transcripts import DAMAGED, LABELS_APART, LABELS_INLINE, cleaned


def _read(page: str) -> Reading:
    return read_transcript(cleaned(page).lines, name="page.txt")


def test_labels_on_lines_of_their_own() -> None:
    turns = [
        (t.label.name, t.kind, t.section, t.reply_to, len(t.paragraphs))
        for t in _read(LABELS_APART).turns
    ]
    assert turns == [
        ("谷雨晴", "moderation", "opening", None, 2),
        ("陆明远", "statement", "opening", None, 4),
        ("谷雨晴", "moderation", "q_and_a", None, 1),
        ("望川晚报", "question", "q_and_a", None, 1),
        ("陆明远", "answer", "q_and_a", 4, 1),
        ("白杉", "answer", "q_and_a", 4, 1),
        ("香港紫荆杂志", "question", "q_and_a", None, 1),
        ("欧阳岚", "answer", "q_and_a", 7, 1),
        ("谷雨晴", "moderation", "q_and_a", None, 1),
    ]


@pytest.mark.parametrize("page", [LABELS_INLINE, DAMAGED])
def test_label_and_speech_on_one_line_sound_or_damaged(page: str) -> None:
    turns = [(t.label.name, t.label.title, t.kind, len(t.paragraphs)) for t in _read(page).turns]
    assert turns == [
        ("谷雨晴", "青禾省新闻办副主任、新闻发言人", "moderation", 2),
        ("毕岩", "青禾省文旅厅厅长、青禾省广电局局长", "statement", 2),
        ("谷雨晴", "青禾省新闻办副主任、新闻发言人", "moderation", 1),
        ("白杉", "望川市委常委、宣传部部长", "statement", 1),
    ]


def test_questions_announced_and_not_captured() -> None:
    reading = _read(LABELS_INLINE)
    assert reading.captured == ("opening",)
    assert reading.header.announced == ("opening", "q_and_a")


def test_what_the_page_says_of_itself() -> None:
    apart, inline = _read(LABELS_APART).header, _read(LABELS_INLINE).header
    assert (apart.title, apart.published_at) == (
        "青禾省举行2031年湖光灯会新闻发布会",
        "2031-05-06T09:30",
    )
    assert (apart.publisher, apart.credited_to, apart.date_held) == ("青禾在线", "青禾发布", None)
    assert (inline.published_at, inline.publisher) == ("2030-05-06T10:20", "望川网")
    assert (inline.credited_to, inline.date_held) == ("青禾台", "2030-05-05")


def test_those_introduced_keep_the_title_stated() -> None:
    assert [(a.name, a.title) for a in _read(LABELS_APART).attendees] == [
        ("陆明远", "青禾省文旅厅副厅长"),
        ("欧阳岚", "青禾省灯彩协会秘书长"),
        ("白杉", "望川市文旅局局长"),
    ]


def test_a_label_repeated_before_every_paragraph_is_one_turn() -> None:
    page = "青禾省商务厅厅长丁一:第一段。\n丁一:第二段。\n青禾晚报记者:请问?\n丁一:好。"
    assert [(t.label.name, len(t.paragraphs)) for t in _read(page).turns] == [
        ("丁一", 2),
        ("青禾晚报", 1),
        ("丁一", 1),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "来源",
        "责任编辑",
        "重点做了三方面工作",
        "出席今天发布会的还有",
        "青禾台消息",
        "刚才有记者",
        "部长回答",
        "白杉",
        "时间",
        "",
    ],
)
def test_what_is_no_label(text: str) -> None:
    assert read_label(text, known=frozenset()) is None


def test_a_reporters_own_name_is_not_the_outlets() -> None:
    assert read_label("青禾晚报记者 王芳", known=frozenset()) == Label("青禾晚报", is_outlet=True)


def test_a_bare_name_is_a_label_once_it_was_introduced() -> None:
    assert read_label("白杉", known=frozenset({"白杉"})) == Label("白杉")


def test_the_one_who_introduces_the_others_moderates_whatever_the_title() -> None:
    page = LABELS_APART.replace("处长、新闻发言人", "处长")
    assert [t.kind for t in _read(page).turns] == [t.kind for t in _read(LABELS_APART).turns]


def test_a_label_without_speech_is_no_turn() -> None:
    page = "青禾省商务厅厅长丁一:大家好。\n青禾晚报记者:\n"
    assert [t.label.name for t in _read(page).turns] == ["丁一"]


def test_a_label_that_names_nobody_is_told_as_a_doubt() -> None:
    page = "青禾省商务厅厅长丁一:大家好。\n问:灯有多少?\n丁一:很多。"
    assert [line.text for line in _read(page).doubts] == ["问:灯有多少?"]
    assert [line.text[:6] for line in _read(LABELS_APART).doubts] == ["我补充一句:"]


def test_days_that_do_not_exist_are_not_stated() -> None:
    header = _read(
        "湖光灯会新闻发布会在望川举行\n2023-99-99 99:99\n青禾省商务厅厅长丁一:好。"
    ).header
    assert header.published_at is None


@pytest.mark.parametrize("colon", ["：", ":", "︰"])
def test_every_colon(colon: str) -> None:
    turns = _read(f"青禾省商务厅厅长丁一{colon}大家好。").turns
    assert turns[0].paragraphs[0].text == "大家好。"


def test_a_colon_inside_a_speech_opens_no_turn() -> None:
    page = "青禾省商务厅厅长丁一:\n我们有三点打算:\n他说得好:灯要亮。\n谢谢。"
    assert [len(t.paragraphs) for t in _read(page).turns] == [3]


def test_a_news_report_is_no_transcript_and_the_sentence_says_why() -> None:
    with pytest.raises(NotATranscriptError, match=r"report\.txt has no line that names a speaker"):
        read_transcript(cleaned("灯会今天开幕。\n来源:青禾台\n人很多。").lines, name="report.txt")
