"""Add a briefing, without a browser: pages read, refused, corrected and added."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import i18n, registry
from dashboard.features.uploads import corrections, drafts
from dashboard.worker import client
from dashboard.worker.client import Page, RefusedError
from loaders.contract import SUFFIXES
from loaders.corpus.store import BUNDLED, open_corpus
from tests.fixtures.editions import edition, edition_with_repairs
from tests.fixtures.transcripts import LABELS_INLINE
from tests.support.parser_here import parser_here
from tests.support.server import ROOT
from tests.support.timeouts import BACKSTOP

APP = ROOT / "dashboard" / "app.py"
SAMPLES = ROOT / "data" / "sample"


@pytest.fixture(autouse=True)
def parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the parser in the test process; the browser tests run it in its own process."""
    parser_here(monkeypatch)


def page_of(slug: str) -> str:
    return str(next(page.file for page in registry.PAGES if page.slug == slug))


def visit(language: str = "zh") -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=BACKSTOP)
    app.query_params["lang"] = language
    app.run()
    app.switch_page(page_of("add-a-briefing")).run()
    assert [each.message for each in app.exception] == []
    return app


def word(key: str, language: str = "zh") -> str:
    return i18n.catalogue(language)[f"adding.{key}"]


def texts(app: AppTest) -> list[str]:
    return [str(each.value) for each in app.text]


def press(app: AppTest, label: str) -> AppTest:
    (button,) = [each for each in app.button if each.label == label]
    button.click().run()
    assert [each.message for each in app.exception] == []
    return app


def paste(app: AppTest, text: str) -> AppTest:
    app.text_area(key="bw_pasted").set_value(text)
    return press(app, word("paste_read"))


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Replace the parser: answer every page with item 0, and append each page to the list.

    Item 0 is an edition, or an exception to raise.
    """
    given: list[Any] = [edition()]

    def read(page: Page, *, waiting: Callable[[], None]) -> dict[str, Any]:
        waiting()
        given.append(page)
        if isinstance(given[0], Exception):
            raise given[0]
        answer: dict[str, Any] = {**given[0], "source": page.name}
        return answer

    monkeypatch.setattr(client, "read", read)
    return given


@pytest.fixture
def sampled() -> AppTest:
    """The page of a visitor who chose the first sample and added it."""
    app = visit()
    app.button(key="sample_market-apart.html").click().run()
    return press(app, word("add"))


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
        assert not [each for each in shown if re.search(r"(?<!\d)2023(?! 厦门| ?年|-)", each)], slug


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
REASONS = ["not_a_transcript", "unreadable", "over", "crowded", "busy", "no_room", "failed"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_refusal_names_the_file_and_the_remedy(language: str, answers: list[Any]) -> None:
    app = visit(language)
    for reason in REASONS:
        answers[0] = RefusedError(reason, "The parser's own sentence.")
        app.text_area(key="bw_pasted").set_value("问：一\n答：二")
        press(app, word("paste_read", language))
        name = word("pasted", language) + ".txt"
        told = [word(f"refused.{reason}", language).format(name=name, **LIMITS)]
        told.append(word("parser_says", language).format(sentence="The parser's own sentence."))
        assert texts(app) == told
        assert app.text_area(key="bw_pasted").value == "问：一\n答：二"


def test_html_that_is_pasted_is_read_as_html(answers: list[Any]) -> None:
    paste(visit(), "\n <!DOCTYPE html><p>灯会</p>")
    paste(visit(), "灯会<p>不是网页")
    assert [page.suffix for page in answers[1:]] == [".html", ".txt"]


def test_text_of_a_document_is_shown_as_text(answers: list[Any]) -> None:
    hostile = "<script>alert(1)</script> | [x](javascript:1) **b** $x$ :red[y]"
    answers[0] = edition() | {"title": hostile, "publisher": hostile, "warnings": [hostile]}
    answers[0]["turns"][1] |= {"speaker": hostile, "title": hostile, "text": hostile}
    app = paste(visit(), "灯会")
    assert f"· {hostile}" in texts(app)
    for each in [*app.markdown, *app.caption]:
        assert "<script>" not in each.value
        assert "](javascript" not in each.value
        assert ":red[" not in each.value.replace("\\:red\\[", "")
    cells = [str(cell) for each in app.table for cell in each.value.to_numpy().ravel()]
    assert not any("<script>" in cell for cell in cells)


def test_doubts_come_first_and_in_the_readers_language(
    answers: list[Any],
) -> None:
    line = "line 42 begins like a label and was read as speech: 我补充一句"
    answers[0] = edition() | {"warnings": [line, "page 3 has no text"]}
    app = paste(visit(), "灯会")
    assert texts(app) == [
        word("doubts").format(n=2),
        "· " + word("doubt.read_as_speech").format(line=42, text="我补充一句"),
        "· page 3 has no text",
    ]


def test_repairs_stand_with_their_turn_and_doubts_name_it(answers: list[Any]) -> None:
    line = "line 6 begins like a label and was read as speech: 灯有两千盏。"
    answers[0] = edition_with_repairs() | {"warnings": [line]}
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
    told = "The day on which the briefing was held was not found on the page."
    answers[0] = edition() | {"warnings": [told], "date_held": None}
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


def test_without_a_date_nothing_can_be_added(answers: list[Any]) -> None:
    answers[0] = edition() | {"date_held": None, "published_at": None}
    app = paste(visit(), "灯会")
    (add,) = [each for each in app.button if each.label == word("add")]
    assert add.disabled
    assert word("undated") in [each.value for each in app.caption]
    (year,) = app.number_input
    year.set_value(2031).run()
    (add,) = [each for each in app.button if each.label == word("add")]
    assert not add.disabled


@pytest.mark.usefixtures("answers")
def test_a_copy_of_a_briefing_that_is_here_is_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    there = open_corpus(BUNDLED).table("briefings").iloc[0]
    monkeypatch.setattr(corrections, "fingerprint", lambda _: str(there["fingerprint"]))
    app = paste(visit(), "灯会")
    (told,) = app.info
    assert "补上原文" in told.value


@pytest.mark.usefixtures("answers")
def test_the_files_are_the_corrected_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    saved: dict[str, bytes] = {}

    def button(_label: str, data: Any, *, key: str, **_looks: Any) -> None:
        saved[key] = data() if callable(data) else data

    monkeypatch.setattr("streamlit.download_button", button)
    app = paste(visit(), "灯会")
    app.text_input[-1].set_value("灯会（更正）").run()
    rows = list(csv.DictReader(io.StringIO(saved["save_csv"].decode("utf-8-sig"), newline="")))
    assert [row["speaker"] for row in rows] == ["谷雨晴", "欧阳岚", "谷雨晴", "望川晚报", "欧阳岚"]
    assert {row["about_title"] for row in rows} == {"灯会（更正）"}
    assert "灯会（更正）" in saved["save_json"].decode()
    assert b"<TEI" in saved["save_tei"]


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Download button's key -> the file that it would save in the last run."""
    made: dict[str, bytes] = {}

    def button(_label: str, data: Any, *, key: str, **_looks: Any) -> None:
        made[key] = data() if callable(data) else data

    monkeypatch.setattr("streamlit.download_button", button)
    return made


def reopen(app: AppTest, saved: bytes, name: str = "saved.json") -> AppTest:
    app.file_uploader[0].set_value([(name, saved, "application/json")]).run()
    assert [each.message for each in app.exception] == []
    return app


@pytest.mark.usefixtures("plain_table")
def test_a_saved_reading_opens_again_as_it_was_corrected(files: dict[str, bytes]) -> None:
    app = visit()
    app.button(key="sample_market-inline.txt").click().run()
    edit(app, {0: {"speaker": "柳望晴", "title": "新闻发言人"}, 9: {"join": True}})
    app.text_input[-1].set_value("山货大集（更正）").run()
    app.date_input[0].set_value(date(2031, 9, 11)).run()
    saved = files["save_json"]
    first = json.loads(saved)
    assert first["sha256"] == sha256((SAMPLES / "market-inline.txt").read_bytes()).hexdigest()
    again = reopen(visit(), saved)
    assert texts(again) == texts(app)
    (draft,) = again.session_state["bw_drafts"].values()
    assert draft.edition == {**first, "series": "added", "series_zh": "另行添加",
                             "series_en": "Added"}  # fmt: skip
    assert not draft.is_changed
    assert [turn["speaker"] for turn in draft.edition["turns"]].count("柳望晴") == 1
    assert again.date_input[0].value == date(2031, 9, 11)
    assert files["save_json"] == saved
    press(again, word("add"))
    assert [each.value[:3] for each in again.success] == ["已加入"]
    # Opened once more in the same session and corrected, it replaces itself.
    again.text_input[-1].set_value("山货大集（再改）").run()
    reopen(again, files["save_json"], "once more.json")
    press(again, word("add_again"))
    again.switch_page(page_of("overview")).run()
    assert len([each for each in again.header if "●" in each.value]) == 3
    assert any("再改" in each.value for each in again.caption)


@pytest.mark.usefixtures("plain_table")
def test_a_reading_without_one_of_its_turns_opens(files: dict[str, bytes]) -> None:
    app = visit()
    app.button(key="sample_market-apart.html").click().run()
    whole = json.loads(files["save_json"])
    removed = whole["turns"].pop(5)
    for turn in whole["turns"]:
        turn["reply_to"] = None if turn["reply_to"] == removed["seq"] else turn["reply_to"]
    again = reopen(visit(), json.dumps(whole).encode())
    (draft,) = again.session_state["bw_drafts"].values()
    assert [turn["text"] for turn in draft.edition["turns"]] == [
        turn["text"] for turn in whole["turns"]
    ]
    assert [turn["seq"] for turn in draft.edition["turns"]] == list(range(1, 8))
    press(again, word("add"))
    assert [each.value[:3] for each in again.success] == ["已加入"]


@pytest.mark.usefixtures("plain_table")
def test_a_year_gives_way_to_a_day(files: dict[str, bytes]) -> None:
    undated = re.sub(r"2031-09-12.*\n", "\n", (SAMPLES / "market-inline.txt").read_text("utf-8"))
    app = paste(visit(), undated.replace("9月12日，", ""))
    app.number_input[0].set_value(2031).run()
    again = reopen(visit(), files["save_json"])
    assert [each.value for each in again.number_input] == [2031]
    again.date_input[0].set_value(date(2030, 5, 6)).run()
    assert "year" not in json.loads(files["save_json"])


@pytest.mark.parametrize("saved", [b"[]", b"{", b'{"title": 3}', b'{"a": 1}'])
def test_other_json_is_refused_with_what_to_do(saved: bytes) -> None:
    app = reopen(visit(), saved)
    assert texts(app)[0] == word("unreadable.edition").format(name="saved.json")


def edit(app: AppTest, edits: dict[int, dict[str, Any]]) -> AppTest:
    """Store `edits` (row from 0 -> column -> value) as the table's editor would; run the page."""
    (draft,) = kept(app).values()
    app.session_state[f"bw_table_{draft.key}_{draft.version}"] = {"edited_rows": edits}
    app.run()
    assert [each.message for each in app.exception] == []
    return app


def offered(app: AppTest) -> list[str]:
    return [each.label for each in app.button if (each.key or "").startswith("bw_alike_")]


def speakers(app: AppTest) -> list[str]:
    (draft,) = kept(app).values()
    return [turn["speaker"] for turn in draft.edition["turns"]]


@pytest.fixture
def plain_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the table's editor by nothing: Streamlit lets no test set the state of an editor."""
    monkeypatch.setattr("streamlit.data_editor", lambda *_, **__: None)


@pytest.mark.usefixtures("answers", "plain_table")
def test_a_corrected_name_is_offered_for_other_turns() -> None:
    app = paste(visit(), "灯会")
    assert offered(app) == []
    edit(app, {0: {"speaker": "谷雨", "title": "新闻办主任"}})
    assert speakers(app) == ["谷雨", "欧阳岚", "谷雨晴", "望川晚报", "欧阳岚"]
    (label,) = offered(app)
    assert label.startswith("谷雨晴 → 谷雨（省政府新闻办主任 → 新闻办主任）")
    assert label.endswith("另有 1 处同名，一并改正")
    press(app, label)
    assert offered(app) == []
    assert speakers(app) == ["谷雨", "欧阳岚", "谷雨", "望川晚报", "欧阳岚"]
    (draft,) = kept(app).values()
    assert [turn["title"] for turn in draft.edition["turns"]][:3:2] == ["新闻办主任"] * 2
    (shown,) = [each.value for each in app.markdown if "欧阳岚" in each.value]
    assert "谷雨晴" not in shown
    # One of them was somebody else: reverted there, it is not offered again.
    edit(app, {2: {"speaker": "谷雨晴", "title": "省政府新闻办主任"}})
    assert [label.split("：")[0] for label in offered(app)] == [
        "谷雨 → 谷雨晴（新闻办主任 → 省政府新闻办主任）"
    ]
    press(app, word("undo"))
    assert offered(app) == []
    assert speakers(app) == ["谷雨晴", "欧阳岚", "谷雨晴", "望川晚报", "欧阳岚"]
    assert not any(each.label == word("undo") for each in app.button)


@pytest.mark.usefixtures("answers", "plain_table")
def test_the_offer_outlasts_a_merge_and_includes_the_last_cell() -> None:
    app = paste(visit(), "灯会")
    edit(app, {4: {"speaker": "欧阳兰"}})
    edit(app, {0: {"kind": "statement"}, 4: {"speaker": "欧阳兰"}, 3: {"join": True}})
    assert speakers(app) == ["谷雨晴", "欧阳岚", "谷雨晴", "欧阳兰"]
    (label,) = offered(app)
    assert label == "欧阳岚 → 欧阳兰：另有 1 处同名，一并改正"
    (draft,) = kept(app).values()
    table = f"bw_table_{draft.key}_{draft.version}"
    app.session_state[table] = {"edited_rows": {0: {"speaker": "谷雨"}}}
    press(app, label)
    assert speakers(app) == ["谷雨", "欧阳兰", "谷雨晴", "欧阳兰"]
    assert offered(app) == ["谷雨晴 → 谷雨：另有 1 处同名，一并改正"]


def test_only_so_many_drafts_are_kept(answers: list[Any]) -> None:
    app = visit()
    for number in range(14):
        paste(app, f"灯会{number}")
    kept: dict[str, drafts.Draft] = app.session_state["bw_drafts"]
    assert [draft.page.data.decode() for draft in kept.values()] == [
        f"灯会{number}" for number in range(13, 1, -1)
    ]
    assert len(answers) == 15


def drop(app: AppTest, *texts: str) -> AppTest:
    """Drop a file <text>.txt with that text for each of `texts`, and run the page."""
    files = [(f"{text}.txt", text.encode(), "text/plain") for text in texts]
    app.file_uploader[0].set_value(files).run()
    assert [each.message for each in app.exception] == []
    return app


def kept(app: AppTest) -> dict[str, drafts.Draft]:
    """Return text of the file -> draft, for the drafts of the session, the newest first."""
    there: dict[str, drafts.Draft] = app.session_state["bw_drafts"]
    return {draft.page.data.decode(): draft for draft in there.values()}


def too_many(*names: str, language: str = "zh") -> list[str]:
    return [word("refused.too_many", language).format(name=name, most=12) for name in names]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_of_a_drop_twelve_are_read_and_the_rest_refused_by_name(
    language: str, answers: list[Any]
) -> None:
    lanterns = [f"灯{number}" for number in range(14)]
    app = drop(visit(language), *lanterns)
    assert list(kept(app)) == lanterns[11::-1]
    assert texts(app)[:2] == too_many("灯12.txt", "灯13.txt", language=language)
    assert len(answers) == 13  # the parser saw twelve
    assert app.session_state["bw_refused"] == [
        drafts.Refusal("灯12.txt", "too_many"), drafts.Refusal("灯13.txt", "too_many"),
    ]  # fmt: skip


def test_what_was_put_right_stays_when_others_come(answers: list[Any]) -> None:
    app = drop(visit(), "旧灯")
    app.text_input[-1].set_value("灯会（更正）").run()
    drop(app, *(f"灯{number}" for number in range(11)))
    drop(app, *(f"新灯{number}" for number in range(12)))
    assert list(kept(app)) == [*(f"新灯{number}" for number in range(10, -1, -1)), "旧灯"]
    assert kept(app)["旧灯"].edition["title"] == "灯会（更正）"
    assert texts(app)[:1] == too_many("新灯11.txt")
    assert len(answers) == 24  # and the parser was not asked to read what has no room
    drop(app, "旧灯")
    assert next(iter(kept(app))) == "旧灯"
    assert kept(app)["旧灯"].edition["title"] == "灯会（更正）"
    assert len(answers) == 24


@pytest.mark.usefixtures("answers")
def test_an_added_draft_stays_until_it_is_discarded() -> None:
    app = press(drop(visit(), "旧灯"), word("add"))
    drop(app, *(f"灯{number}" for number in range(12)))
    assert list(kept(app)) == [*(f"灯{number}" for number in range(10, -1, -1)), "旧灯"]
    assert texts(app)[1:2] == too_many("灯11.txt")  # below the banner
    app.button(key="bw_session_remove").click().run()
    drop(app, "新灯")
    assert "旧灯" not in kept(app)
    assert len(kept(app)) == 12


def test_what_is_removed_in_the_banner_is_added_no_more(sampled: AppTest) -> None:
    (again,) = [each for each in sampled.button if each.label == word("add_again")]
    assert again.disabled
    sampled.button(key="bw_session_remove").click().run()
    assert list(sampled.success) == []
    (add,) = [each for each in sampled.button if each.label == word("add")]
    assert not add.disabled
    press(sampled, word("add"))
    assert [each.value for each in sampled.success] == [word("outcome.read_with_warnings")]


def test_a_copy_is_there_already_for_as_long_as_what_it_copies(sampled: AppTest) -> None:
    (sample,) = SAMPLES.glob("*.html")
    copy = ("copy.html", sample.read_bytes() + b"\n", "text/html")
    sampled.file_uploader[0].set_value([copy]).run()
    press(sampled, word("add"))
    assert [each.value for each in sampled.success] == [word("outcome.already_there")]
    sampled.button(key="bw_session_remove").click().run()
    assert list(sampled.success) == []
    press(sampled, word("add"))
    assert [each.value for each in sampled.success] == [word("outcome.read_with_warnings")]


@pytest.mark.usefixtures("answers")
def test_a_copy_whose_text_does_not_fit_is_not_filled_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there = str(open_corpus(BUNDLED).table("briefings")["briefing_id"].iloc[0])  # without its text
    told = {"outcome": "already there", "briefing_id": there, "detail": ""}
    monkeypatch.setattr(client, "add", lambda *_, **__: told)
    app = press(paste(visit(), "灯会"), word("add"))
    assert [each.value for each in app.success] == [word("outcome.not_filled")]


@pytest.mark.parametrize(
    ("held", "chosen"),
    [
        ("1948-12-31", None),
        ("1949-01-01", date(1949, 1, 1)),
        ("2100-12-31", date(2100, 12, 31)),
        ("2101-01-01", None),
    ],
)
def test_a_day_that_cannot_be_chosen_is_none_and_told(
    held: str, chosen: date | None, answers: list[Any]
) -> None:
    answers[0] = edition() | {"date_held": held, "published_at": None, "year": int(held[:4])}
    app = paste(visit(), "灯会")
    (day,) = app.date_input
    assert day.value == chosen
    told = word("strange_day").format(day=held, first=1949, last=2100)
    assert (told in texts(app)) == (chosen is None)
    (add,) = [each for each in app.button if each.label == word("add")]
    assert add.disabled == (chosen is None)
    assert not any(each.label == word("undo") for each in app.button)  # nothing was corrected yet
    assert [each.value for each in app.number_input] == ([None] if chosen is None else [])


def test_a_page_of_an_implausible_year_needs_a_day() -> None:
    page = LABELS_INLINE.replace("\n", "\n时间：2150年5月6日\n", 1)
    app = paste(visit(), page)
    told = word("strange_day").format(day="2150-05-06", first=1949, last=2100)
    assert told in texts(app)
    app.date_input[0].set_value(date(2031, 5, 6)).run()
    assert told not in texts(app)
    press(app, word("add"))
    assert [each.value[:3] for each in app.success] == ["已加入"]
