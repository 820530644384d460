"""Turns of invented briefings: every label, kind, section and reply written out by hand."""

import pytest

from loaders.briefing import read_briefing
from loaders.edition.serialize import to_json
from loaders.errors import NotATranscriptError
from loaders.messages import doubt
from loaders.parsing.label_names import Label, parse_label, parse_role
from loaders.parsing.pipeline import parse
from loaders.parsing.transcript import Transcript
from loaders.readers import read_bytes
from loaders.repair.pipeline import repair
from tests.fixtures.transcripts import DAMAGED, LABELS_APART, LABELS_INLINE, transcript_of


def _read(page: str) -> Transcript:
    return transcript_of(page)


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
    transcript = _read(LABELS_INLINE)
    assert transcript.captured == ("opening",)
    assert transcript.header.announced == ("opening", "q_and_a")


def test_title_dates_and_publisher_of_the_header() -> None:
    apart, inline = _read(LABELS_APART).header, _read(LABELS_INLINE).header
    assert (apart.title, apart.published_at) == (
        "青禾省举行2031年湖光灯会新闻发布会",
        "2031-05-06T09:30",
    )
    assert (apart.publisher, apart.credited_to, apart.date_held) == ("青禾在线", "青禾发布", None)
    assert (inline.published_at, inline.publisher) == ("2030-05-06T10:20", "望川网")
    assert (inline.credited_to, inline.date_held) == ("青禾台", "2030-05-05")


def test_attendees_have_the_title_of_their_introduction() -> None:
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
def test_text_that_is_not_a_label(text: str) -> None:
    assert (parse_label(text) or parse_role(text)) is None


def test_a_reporters_name_is_not_part_of_the_outlet() -> None:
    assert parse_label("青禾晚报记者 王芳") == Label("青禾晚报", is_outlet=True)


def test_who_introduces_the_others_is_the_moderator() -> None:
    page = LABELS_APART.replace("处长、新闻发言人", "处长")
    assert [t.kind for t in _read(page).turns] == [t.kind for t in _read(LABELS_APART).turns]


def test_a_label_without_speech_is_not_a_turn() -> None:
    page = "青禾省商务厅厅长丁一:大家好。\n青禾晚报记者:\n"
    assert [t.label.name for t in _read(page).turns] == ["丁一"]


def test_a_label_that_names_nobody_is_a_doubt() -> None:
    page = "青禾省商务厅厅长丁一:大家好。\n灯:它有多少?\n丁一:很多。"
    assert [line.text for line in _read(page).label_like_lines] == ["灯:它有多少?"]
    assert [line.text[:6] for line in _read(LABELS_APART).label_like_lines] == ["我补充一句:"]


@pytest.mark.parametrize(
    ("line", "published", "held"),
    [
        ("二〇三一年五月九日", "2031-05-09", None),
        ("民國一百二十年五月九日", "2031-05-09", None),
        ("２０３１年５月９日", "2031-05-09", None),
        ("2031/5/9", "2031-05-09", None),
        ("2031.05.09 9:30", "2031-05-09T09:30", None),
        ("May 9, 2031", "2031-05-09", None),
        ("9th May 2031", "2031-05-09", None),
        ("Thursday, Sept. 9, 2031", "2031-09-09", None),
        ("Date: Friday, May 9, 2031", "2031-05-09", "2031-05-09"),
        ("Held in Wells on 9 May 2031", "2031-05-09", "2031-05-09"),
        ("二〇三一年五月九日，湖泊部举行新闻发布会", "2031-05-09", "2031-05-09"),
        ("2031年5月9日湖泊部发言人主持例行记者会", "2031-05-09", "2031-05-09"),
        ("发布时间：2031-05-09", "2031-05-09", None),
        ("1831-05-09", None, None),
        ("印数2000-13-45", None, None),
        # A stated date of the briefing is kept even if implausible, so that it can be corrected.
        ("时间：2150年5月9日", None, "2150-05-09"),
    ],
)
def test_dates_of_the_header(line: str, published: str | None, held: str | None) -> None:
    header = _read(f"湖光灯会的情况介绍全文\n{line}\n青禾省商务厅厅长丁一:好。").header
    assert (header.title, header.published_at, header.date_held) == (
        "湖光灯会的情况介绍全文", published, held,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("title", "line", "published", "held"),
    [
        ("2031-05-09 A talk about the lake", "From the archive", None, "2031-05-09"),
        ("Press conference on May 9, 2031", "", None, "2031-05-09"),
        ("Press conference on May 9, 2031", "2031-05-10", "2031-05-10", "2031-05-09"),
        ("湖光灯会2031年5月9日开幕", "", "2031-05-09", None),
    ],
)
def test_a_day_in_the_title_is_that_of_the_event(
    title: str, line: str, published: str | None, held: str | None
) -> None:
    header = _read(f"# {title}\n{line}\nMS. GREEN: Hello.\nQ: Who?").header
    assert (header.published_at, header.date_held) == (published, held)


def test_a_line_with_the_date_is_not_the_title() -> None:
    page = "Thursday, May 9, 2031\nThe lake and its lanterns\nMS. GREEN: Hello.\nQ: Who?"
    assert _read(page).header.title == "The lake and its lanterns"


def test_impossible_dates_are_ignored() -> None:
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


def test_a_news_report_is_refused_with_the_reason() -> None:
    with pytest.raises(
        NotATranscriptError, match=r"report\.txt is not a transcript: it has no line that"
    ):
        transcript_of("灯会今天开幕。\n来源:青禾台\n人很多。", name="report.txt")


def test_a_label_on_a_bare_line_is_a_doubt() -> None:
    page = "青禾省商务厅厅长丁一:大家好。\n青禾省商务厅副厅长白杉\n再见。\n丁一:谢谢。"
    assert [line.text for line in _read(page).label_like_lines] == ["青禾省商务厅副厅长白杉"]


def test_a_speaker_with_only_one_label_is_a_doubt() -> None:
    page = "青禾省商务厅厅长丁一:\n大家好。\n王小明:\n请问?\n丁一:\n好。"
    transcript = _read(page)
    assert [turn.label.name for turn in transcript.turns] == ["丁一", "王小明", "丁一"]
    assert transcript.doubts == (doubt("once", line=3, name="王小明"),)


def test_a_label_without_speech_is_a_doubt() -> None:
    page = "青禾省商务厅厅长丁一:大家好。\n青禾晚报记者:\n"
    assert _read(page).doubts == (doubt("silent", line=2, name="青禾晚报"),)


def test_an_outlet_that_may_be_a_word_is_a_doubt() -> None:
    page = "青禾省商务厅厅长丁一:\n大家好。\n路透社:\n几天?\n丁一:\n三天。\n互联网:\n几天?"
    transcript = _read(page)
    assert [t.label.name for t in transcript.turns if t.label.is_outlet] == ["路透社", "互联网"]
    assert transcript.doubts == (doubt("once", line=7, name="互联网"),)


def test_list_points_of_a_speech_are_not_doubts() -> None:
    speech = "一是灯更亮：都换了。\n第二：请孩子画灯。\n我们做了这些事：扎灯。\n例如：画灯。"
    page = f"青禾省商务厅厅长丁一:大家好。\n{speech}\n王芳芳：好。\n丁一:很多。"
    assert [line.text for line in _read(page).label_like_lines] == ["王芳芳：好。"]


def test_a_removed_heading_of_the_label_level_is_a_doubt() -> None:
    page = "### 主持人\n好。\n### 灯会安排\n好。\n### 青禾省商务厅厅长丁一\n好。"
    briefing = read_briefing(read_bytes("page.md", page.encode()))
    assert to_json(briefing)["doubts"] == [
        {"code": "no_title"},
        {"code": "no_day"},
        {"code": "unpublished"},
        {"code": "heading", "line": 3, "text": "### 灯会安排"},
    ]


def test_a_moderator_of_the_header_moderates_under_that_name() -> None:
    page = (
        "主持人：青禾省商务厅副厅长 白杉\n地点：湖边\n白杉：好。\n"
        "青禾省商务厅厅长丁一：好。\n白杉：请提问。\n青禾晚报记者：几天？\n白杉：散会，到此结束。"
    )
    kinds = [(t.label.name, t.kind) for t in _read(page).turns]
    assert kinds == [
        ("白杉", "moderation"), ("丁一", "statement"), ("白杉", "moderation"),
        ("青禾晚报", "question"), ("白杉", "moderation"),
    ]  # fmt: skip


def test_an_inferred_asker_is_a_doubt() -> None:
    page = "谷雨晴：从哪里来？\n陆明远：从湖边来。\n谷雨晴：到哪里去？\n陆明远：到湖心去。"
    assert _read(page).doubts == (doubt("asks", name="谷雨晴", asked=2, n=2),)


def test_a_turn_has_times_if_all_its_lines_have_cues() -> None:
    page = "青禾省商务厅厅长丁一：大家好。\n灯已扎好。\n青禾晚报记者：几天？"
    repaired = repair(page, {1: (0.5, 2.0), 2: (2.5, 4.25)})
    turns = parse(repaired, name="page.vtt")[1].turns
    assert [(turn.start, turn.end) for turn in turns] == [(0.5, 4.25), (None, None)]


def test_a_stamp_at_the_end_of_one_line_is_a_word_of_the_speech() -> None:
    page = "青禾省商务厅厅长丁一：我们约在 2031-05-06 10:02\n青禾晚报记者：好？"
    turn = _read(page).turns[0]
    assert (turn.timestamp, turn.paragraphs[0].text) == (None, "我们约在 2031-05-06 10:02")


def test_the_printed_form_is_cut_like_the_text() -> None:
    page = "青禾省文旅廳副廳長陸明遠：歡迎來看燈會。望川晚報記者：燈會辦幾天？陸明遠：三天。"
    turns = transcript_of(page).turns
    assert [(t.printed_name, t.paragraphs[0].printed) for t in turns] == [
        ("陸明遠", "歡迎來看燈會。"),
        ("望川晚報", "燈會辦幾天？"),
        ("陸明遠", "三天。"),
    ]


@pytest.mark.parametrize("line", ["王李：好。", "王李张：\n", "【王李】好。"])
def test_more_lines_than_a_briefing_has_are_refused(line: str) -> None:
    page = "\n".join([line] * 45_000)
    with pytest.raises(NotATranscriptError, match="more lines or labels than a briefing"):
        _read(page)


def test_a_markdown_heading_is_the_title() -> None:
    page = "# 2031-05-06 湖光灯会访谈 #\n\n### 谷雨晴：\n好。\n\n### 陆明远：\n好。"
    assert _read(page).header.title == "2031-05-06 湖光灯会访谈"


def test_the_date_and_hours_listed_in_the_header() -> None:
    page = "湖光灯会访谈的实录\n时间:2031年5月6日15:00至16:50\n青禾省商务厅厅长丁一:好。"
    header = _read(page).header
    assert (header.date_held, header.hours) == ("2031-05-06", "15:00/16:50")


def test_impossible_hours_are_ignored() -> None:
    page = "湖光灯会新闻发布会实录\n时间:2031年5月6日25:00至26:70\n青禾省商务厅厅长丁一:好。"
    assert _read(page).header.hours is None


def test_punctuation_without_a_word_is_not_a_turn() -> None:
    page = "副厅长陆明远：灯亮了。\n局长白杉：。\n陆明远：……\n再亮一点。\n秘书长欧阳岚：\n……"
    transcript = _read(f"湖光灯会\n{page}")
    turns = [(t.label.name, [line.text for line in t.paragraphs]) for t in transcript.turns]
    assert turns == [("陆明远", ["灯亮了。", "……", "再亮一点。"])]
    assert [each for each in transcript.doubts if each.code == "silent"] == [
        doubt("silent", line=3, name="白杉"), doubt("silent", line=6, name="欧阳岚"),
    ]  # fmt: skip


def test_a_very_long_first_line_is_cut_to_a_title() -> None:
    title = _read("湖光灯会" * 300 + "\n陆明远：灯亮了。\n白杉：是。").header.title
    assert title == "湖光灯会" * 75


def test_a_row_with_one_cell_continues_the_speech() -> None:
    rows = "| 副厅长陆明远 | 大家好。 |\n| 灯在哪里？ |\n| 陆明远 | 在。 |"
    (turn,) = _read(f"湖光灯会\n| 发言人 | 内容 |\n| --- | --- |\n{rows}").turns
    assert [line.text for line in turn.paragraphs] == ["大家好。", "灯在哪里？", "在。"]


@pytest.mark.parametrize(
    "words", ["青禾台记者", "青禾台 记者", "青禾台 记者 王芳", "《青禾台》 记者"]
)
def test_an_outlet_has_one_name_in_every_form_of_label(words: str) -> None:
    assert parse_label(words) == Label("青禾台", is_outlet=True)
