"""The view of an uploaded edition: every doubt in Chinese, every repair in its turn."""

import re

import pytest

from dashboard import i18n
from dashboard.features.uploads import repairs_view, view
from dashboard.filters import Filters
from loaders.briefing import read_briefing
from loaders.edition import serialize
from loaders.edition.model import Edition
from loaders.messages import CodeObject, words
from loaders.readers import read_bytes
from loaders.text.measures import HAN
from tests.fixtures import editions
from tests.fixtures.file_formats import docx, paragraph, pdf
from tests.support.run import show
from tests.support.server import ROOT

HEAD = "湖光灯会\n青禾省文旅厅副厅长陆明远：大家好。\n"
PARAGRAPHS = "<p>青禾省文旅厅副厅长陆明远：</p><p>大家好，请看今年的灯，都由本地工匠扎制。</p>"
HIDDEN = docx(
    paragraph("青禾省文旅厅副厅长陆明远：") + paragraph("大家好。")
    + "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见的话。</w:t></w:r></w:p>"
)  # fmt: skip
UNSEEN = "这里的话谁也看不见它，要点开来才看得到。"
INTERVIEW = "".join(f"王芳：灯{n}在哪里？\n李明：灯{n}在湖边，年年都在那里。\n" for n in "一二三四")
SAID = [(90, 700, "青禾省文旅厅副厅长陆明远：大家好。")]
VTT = (
    "WEBVTT\n\n00:02.000 --> 00:01.000\n青禾省文旅厅副厅长陆明远：大家好。\n\n\n散落的一行\n\n"
    "00:03.000 --> 00:04.000\n陆明远：再见。\n"
)
PAGES = {
    "label_as_speech": ("a.txt", (HEAD + "我补充一句：灯都好。").encode()),
    "heading": ("a.md", "### 主持人\n大家好。\n### 扎灯与点灯\n### 主持人\n再见。\n".encode()),
    "once": ("a.txt", "王芳：灯好。\n李明：灯好。\n".encode()),
    "silent": ("a.txt", (HEAD + "望川市文旅局局长白杉：").encode()),
    "asks": ("a.txt", INTERVIEW.encode()),
    "unsettled": ("a.txt", (HEAD + "张郃作介绍。").encode()),
    "lost": ("a.txt", (HEAD + "失\ufffd字。").encode()),
    "broken": ("a.txt", (HEAD + "今年的灯都好。" * 40).encode() + b"\xe7\x81\n" + "好。".encode()),
    "hidden_in_word": ("a.docx", HIDDEN),
    "hidden": ("a.html", f"{PARAGRAPHS}<p hidden>{UNSEEN}</p>".encode()),
    "hidden_read": ("a.html", f"<p>灯会</p><div hidden>{PARAGRAPHS}</div>".encode()),
    "unclosed": ("a.html", f"{PARAGRAPHS}<script>看不见的话".encode()),
    "unclosed_read": ("a.html", f"{PARAGRAPHS}<!-- 灯会".encode()),
    "textless": ("a.pdf", pdf(SAID, [])),
    "backwards": ("a.vtt", VTT.encode()),
    "untimed": ("a.vtt", VTT.encode()),
    "no_title": ("a.txt", "青禾省文旅厅厅长毕岩：大家好。".encode()),
    "short_title": ("a.txt", HEAD.encode()),
    "no_day": ("a.txt", HEAD.encode()),
    "unpublished": ("a.txt", HEAD.encode()),
    "no_city": ("a.txt", f"{HEAD}望川市市长白杉：大家好。".encode()),
    "no_fact": ("a.txt", f"{HEAD}另有分论坛。".encode()),
}  # fmt: skip


def doubts(name: str, data: bytes) -> list[CodeObject]:
    return serialize.to_json(read_briefing(read_bytes(name, data)))["doubts"]


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    show(monkeypatch, Filters(lang="zh"))


@pytest.mark.parametrize("key", PAGES)
def test_a_page_gives_the_doubt_and_chinese_has_words_for_it(key: str) -> None:
    found = doubts(*PAGES[key])
    assert key in {each["code"] for each in found}
    for each in found:
        told = view.doubt_sentence(each, editions.edition())
        assert re.search(f"[{HAN}]", told)
        assert "{" not in told


def test_every_doubt_has_its_words_and_a_page_that_gives_it() -> None:
    codes = {key.removeprefix("doubt.") for key in words() if key.startswith("doubt.")}
    assert codes - set(PAGES) == {"fontless", "stated"}
    for language in ("zh", "en"):
        stated = {key.removeprefix("adding.doubt.") for key in i18n.catalogue(language)
                  if key.startswith("adding.doubt.")}  # fmt: skip
        assert stated == codes
    call = re.compile(r'doubt\(\s*"([^"]+)"')
    raised = {code for path in (ROOT / "loaders").rglob("*.py")
              for code in call.findall(path.read_text("utf-8"))}  # fmt: skip
    assert codes - raised == {"hidden", "hidden_read"}  # one of the two, by a condition
    assert raised <= codes


def test_a_corrected_title_or_day_settles_its_doubt() -> None:
    page = editions.edition() | {"date_held": None, "title": "湖光灯会"}
    page["doubts"] = [*doubts(*PAGES["no_day"]), {"code": "no_title"}]

    def codes(edition: Edition) -> list[object]:
        return [each["code"] for each in view.open_doubts(edition)]

    assert codes(page) == ["short_title", "no_day", "unpublished"]
    stated = page | {"date_held": "2031-05-06", "title": "青禾省举行湖光灯会新闻发布会"}
    assert codes(stated) == ["unpublished"]
    assert codes(page | {"title": ""}) == ["no_day", "unpublished", "no_title"]


def test_places_are_told_where_there_are_several() -> None:
    *_, one = doubts("a.txt", (HEAD + "失\ufffd字。").encode())
    *_, two = doubts("a.txt", (HEAD + "失\ufffd字，缺\ufffd字。").encode())
    assert one["code"] == two["code"] == "lost"
    assert "2" not in view.doubt_sentence(one, editions.edition()).replace("第 3 行", "")
    assert view.doubt_sentence(two, editions.edition()).endswith("（这样的共 2 处）")


@pytest.mark.parametrize(
    ("text", "span", "limit", "shown"),
    [
        ("灯会开始。", (1, 2), 10, "灯[会]开始。"),
        ("灯会开始。", (0, 5), 10, "[灯会开始。]"),
        ("灯会开始。", (3, 5), 4, "灯会开…"),
        ("灯会开始。", (1, 5), 4, "灯[会开]…"),
        ("灯\n\n 会 开始。", (4, 5), 10, "灯 [会] 开始。"),
        ("灯 会", (1, 2), 10, "灯 会"),
        ("灯*会*", (1, 2), 10, r"灯[\*]会\*"),
        ("灯会", None, 2, "灯会"),
    ],
)
def test_the_beginning_of_a_turn_marks_what_was_repaired(
    text: str, span: tuple[int, int] | None, limit: int, shown: str
) -> None:
    made = [editions.repair("character", 1, "x", "y", span)]
    turn = editions.turn(1, "白杉", "statement", text, repairs=made)
    told = repairs_view.excerpt_markdown(turn, limit=limit)
    assert re.sub(r':color\[(.*?)\]\{background="#[0-9A-F]{6}"\}', r"[\1]", told) == shown


def test_a_repair_whose_end_is_unknown_is_not_marked() -> None:
    made = [editions.repair("character", 1, "x", "y", (0, 1)) | {"end": None}]
    turn = editions.turn(1, "白杉", "statement", "灯会", repairs=made)
    assert repairs_view.excerpt_markdown(turn, limit=9) == "灯会"


def plain(told: str) -> str:
    return re.sub(r"\\(.)", r"\1", told).removeprefix(":small[:gray[").removesuffix("]]")


def test_repairs_of_a_turn_are_listed_by_kind_and_line() -> None:
    turn = editions.edition_with_repairs()["turns"][1]
    assert plain(repairs_view.repairs(turn)) == (
        "修复 4 处：删除插入的拼音注音：(lán) → 删去（第 4 行）、月(yuè) → 月（第 5 行）；"
        "改正误转的字：郃 → 有（第 6 行）；还原网页字符代码：&#30430; → 盏（第 6 行）"
    )
    made = turn["repairs"] or []
    beside = [editions.repair("character", 6, "躰", "体"), *made[2:3]]
    assert plain(repairs_view.repairs({**turn, "repairs": beside})) == (
        "修复 2 处：改正误转的字：躰 → 体、郃 → 有（第 6 行）"
    )
    more = [*made, *made]
    assert plain(repairs_view.repairs({**turn, "repairs": more})).endswith(
        "；另有 3 处，见下载的 JSON"
    )
    assert repairs_view.repairs({**turn, "repairs": []}) == ""
    assert repairs_view.repairs({**turn, "repairs": None}) == ""
    assert repairs_view.repairs(editions.turn(1, "白杉", "statement", "灯")) == ""


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("\u00a0", " ", "U+00A0 → 空格"),
        ("\u202e", "", "灯U+202E → 灯"),
        ("\x07", "", "灯U+0007 → 灯"),
        ("&nbsp;&nbsp;", "  ", "&nbsp;&nbsp; → 空格"),
        ("](javascript:1)", "<b>", "](javascript:1) → <b>"),
    ],
)
def test_what_shows_nothing_is_named_and_markup_is_text(
    before: str, after: str, shown: str
) -> None:
    made = [editions.repair("space", 9, before, after, (0, 1))]
    turn = editions.turn(1, "白杉", "statement", "灯会", repairs=made)
    told = repairs_view.repairs(turn)
    assert f"{shown}（第 9 行）" in plain(told)
    assert "](javascript" not in told
    assert "<b>" not in told


def test_the_rows_of_a_file_count_repairs() -> None:
    rows = view.turns_csv(editions.edition_with_repairs())
    assert rows["repairs"].tolist() == [0, 4, 0, 0, 1]
    assert rows["line"].tolist() == [2, 4, 7, 9, 12]
    assert rows["reply_to"].to_csv(index=False).split("\n")[1:] == ['""'] * 4 + ["4", ""]  # not 4.0
    assert "lines" not in rows
    assert "repairs" not in view.turns_csv(editions.edition())


def test_a_named_reporter_counts_as_a_person() -> None:
    reading = editions.edition()
    before = dict(view.counts(reading))
    reading["turns"][3]["speaker"] = "王芳"
    people = "发言人（含主持）"
    assert int(dict(view.counts(reading))[people]) == int(before[people]) + 1
