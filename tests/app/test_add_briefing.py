"""Add a briefing, without a browser: pages read, refused and added."""

import re
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import registry
from dashboard.worker.client import RefusedError
from loaders.contract import SUFFIXES
from loaders.corpus.store import BUNDLED, open_corpus
from loaders.errors import UnreadableError
from tests.fixtures.editions import edition, edition_with_repairs
from tests.support.adding import SAMPLES, page_of, paste, press, texts, visit, word
from tests.support.server import ROOT

pytestmark = pytest.mark.usefixtures("parser")


def test_a_sample_is_read_and_added_to_every_page(sampled: AppTest) -> None:
    assert [each.value for each in sampled.metric][1:] == ["8", "2", "2"]  # counted by hand
    assert [each.value for each in sampled.success] == [word("outcome.read_with_warnings")]
    sampled.switch_page(page_of("overview")).run()
    headings = [each.value for each in sampled.header]
    assert [heading[-4:] for heading in headings if "●" in heading] == ["2 天津", "3 厦门", "2032"]
    badges = [each.value for each in sampled.markdown if word("badge") in each.value]
    assert len(badges) == 1
    for page in registry.PAGES[:-1]:
        sampled.switch_page(str(page.file)).run()
        assert [each.message for each in sampled.exception] == [], page.slug
        assert any(text.startswith("本次会话添加了：云岫省") for text in texts(sampled)), page.slug


def test_a_second_briefing_of_a_year_has_its_own_name() -> None:
    text = (SAMPLES / "market-inline.txt").read_text("utf-8").replace("2031", "2023")
    app = press(paste(visit(), text), word("add"))
    title = "云岫省举行2023年山货大集新闻发布会"
    app.switch_page(page_of("overview")).run()
    headings = [each.value.rpartition("} ")[2] for each in app.header if "●" in each.value]
    assert sorted(headings) == ["2022 天津", "2023 厦门", title]
    for slug, said in (("speaking-time", 4), ("topics", 2), ("questions", 3)):
        app.switch_page(page_of(slug)).run()
        assert [each.message for each in app.exception] == []
        shown = [each.value for each in (*app.markdown, *app.caption)]
        assert sum(title in each for each in shown) >= said, slug
        bare = r"(?<!\d)2023(?! 厦门| ?年|-|》|；)"  # in no title: which of the two briefings?
        assert not [each for each in shown if re.search(bare, each)], slug


def test_another_session_never_sees_it(sampled: AppTest) -> None:
    other = visit()
    other.switch_page(page_of("overview")).run()
    assert len([each for each in other.header if "●" in each.value]) == 2
    assert texts(other) == []
    assert len([each for each in sampled.text if "2032" in each.value]) == 1


def test_it_goes_from_the_banner(sampled: AppTest) -> None:
    sampled.button(key="bw_session_remove").click().run()
    assert not any("本次会话添加了" in text for text in texts(sampled))
    sampled.switch_page(page_of("overview")).run()
    assert len([each for each in sampled.header if "●" in each.value]) == 2


def test_the_samples_are_fiction_say_so_and_are_in_no_corpus() -> None:
    files = sorted(path for path in SAMPLES.iterdir() if path.suffix in SUFFIXES)
    assert len(files) == 2
    titles = open_corpus(BUNDLED).table("briefings")["title"].tolist()
    for path in files:
        top = path.read_text(encoding="utf-8")[:600]
        assert "虚构示例" in top
        assert "Fiction:" in top
        assert not any("云岫" in title for title in titles)
    assert "data/sample" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "reason"), [("", "empty"), (" \n\u3000\t", "empty"), ("灯" * 1_700_000, "too_large")]
)
def test_what_needs_no_parser_is_refused_without_one(
    text: str, reason: str, answers: list[Any]
) -> None:
    app = paste(visit(), text)
    assert texts(app) == [word(f"refused.{reason}").format(name="粘贴的文字.txt", **LIMITS)]
    assert app.text_area(key="bw_pasted").value == text  # nothing typed is lost
    assert len(answers) == 1


LIMITS = {"megabytes": 5, "seconds": 10, "wall": 60, "memory": 512}


REASONS = ["not_a_transcript", "picture", "over", "crowded", "busy", "no_room", "failed"]
SCAN = UnreadableError("picture.scan", name="briefing-page.txt", pages=3)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_refusal_names_the_file_and_the_remedy(language: str, answers: list[Any]) -> None:
    app = visit(language)
    for reason in REASONS:
        answers[0] = RefusedError(reason, SCAN.as_object())
        app.text_area(key="bw_pasted").set_value("问：一\n答：二")
        press(app, word("paste_read", language))
        name = word("pasted", language) + ".txt"
        told = [word(f"refused.{reason}", language).format(name=name, **LIMITS)]
        told.append(word("parser_says", language).format(sentence=str(SCAN.of(name))))
        assert texts(app) == told
        assert app.text_area(key="bw_pasted").value == "问：一\n答：二"


def test_html_that_is_pasted_is_read_as_html(answers: list[Any]) -> None:
    paste(visit(), "\n <!DOCTYPE html><p>灯会</p>")
    paste(visit(), "灯会<p>不是网页")
    assert [page.suffix for page in answers[1:]] == [".html", ".txt"]


def test_text_of_a_document_is_shown_as_text(answers: list[Any]) -> None:
    hostile = "<script>alert(1)</script> | [x](javascript:1) **b** $x$ :red[y]"
    answers[0] = edition() | {"title": hostile, "publisher": hostile}
    answers[0]["turns"][1] |= {"speaker": hostile, "title": hostile, "text": hostile}
    answers[0]["doubts"] = [{"code": "label_as_speech", "line": 99, "text": hostile}]
    app = paste(visit(), "灯会")
    assert any(hostile in each for each in texts(app))
    for each in [*app.markdown, *app.caption]:
        assert "<script>" not in each.value
        assert "](javascript" not in each.value
        assert ":red[" not in each.value.replace("\\:red\\[", "")
    cells = [str(cell) for each in app.table for cell in each.value.to_numpy().ravel()]
    assert not any("<script>" in cell for cell in cells)


def test_doubts_come_first_and_in_the_readers_language(
    answers: list[Any],
) -> None:
    line = {"code": "label_as_speech", "line": 42, "text": "我补充一句"}
    answers[0] = edition() | {"doubts": [line, {"code": "stated", "text": "page 3 has no text"}]}
    app = paste(visit(), "灯会")
    assert texts(app) == [
        word("doubts").format(n=2),
        "· " + word("doubt.label_as_speech").format(line=42, text="我补充一句"),
        "· page 3 has no text",
    ]


def test_repairs_stand_with_their_turn_and_doubts_name_it(answers: list[Any]) -> None:
    line = {"code": "label_as_speech", "line": 6, "text": "灯有两千盏。"}
    answers[0] = edition_with_repairs() | {"doubts": [line]}
    app = paste(visit(), "灯会")
    assert texts(app)[1].startswith("· 第 2 段：第 6 行")
    (shown,) = [each.value for each in app.markdown if "欧阳岚" in each.value]
    blocks = shown.split("\n\n")
    assert ["修复" in block for block in blocks] == [False, True, False, False, True]
    assert "修复 4 处" in blocks[1]
    assert ':color[月]{background="' in blocks[1]
    assert "月\\(yuè\\) → 月（第 5 行）" in blocks[1]
    assert "湖U\\+200B" not in shown
    assert "放U\\+200B → 放（第 12 行）" in blocks[4]


def test_repairs_that_were_too_many_are_told_once(answers: list[Any]) -> None:
    answers[0] = edition_with_repairs()
    for turn in answers[0]["turns"]:
        turn["repairs"] = None
    app = paste(visit(), "灯会")
    captions = [each.value for each in app.caption]
    assert captions.count(word("mended_uncounted")) == 1
    assert not any(":color[月]" in each.value for each in app.markdown)


def test_nothing_was_in_doubt_is_said_only_if_so(answers: list[Any]) -> None:
    assert word("no_doubts") in [each.value for each in paste(visit(), "灯会").caption]
    answers[0] = edition() | {"doubts": [{"code": "no_day"}], "date_held": None}
    app = paste(visit(), "灯会")
    assert texts(app) == [word("doubts").format(n=1), "· " + word("doubt.no_day")]
    assert word("no_doubts") not in [each.value for each in app.caption]
    app.date_input[0].set_value(date(2031, 5, 6)).run()
    assert texts(app) == []
    assert word("no_doubts") in [each.value for each in app.caption]
    press(app, word("add"))
    assert [each.value for each in app.success] == [word("outcome.read")]
    answers[0] = edition() | {"date_held": "2150-05-06"}
    app = paste(visit(), "灯会")
    assert word("no_doubts") not in [each.value for each in app.caption]
