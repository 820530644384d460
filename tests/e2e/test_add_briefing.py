"""A visitor's own briefing in a real browser: dropped, corrected, shown, removed."""

import csv
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.file_formats import pdf
from tests.fixtures.transcripts import LABELS_APART
from tests.support import server as servers
from tests.support.server import Server
from tests.support.visit import Visitor, go, settle, wait_for_query

ROW, HEAD = 35, 35  # pixels of the grid's rows
SPEAKER = 120  # pixels from its left: within the second column


@pytest.fixture
def lanterns(tmp_path: Path) -> Path:
    path = tmp_path / "灯会 <b>|*1*.txt"
    path.write_text(LABELS_APART, encoding="utf-8")
    return path


def drop(page: Page, path: Path) -> None:
    page.locator('input[type="file"]').set_input_files(path)
    expect(page.locator(".st-key-bw_turns, [class*='st-key-bw_refused']").first).to_be_visible()
    settle(page)


def name_speaker(page: Page, turn: int, name: str) -> None:
    """Type `name` into the speaker's cell of `turn` (from 1) in the table of corrections."""
    grid = page.locator('[class*="st-key-bw_table_"] .dvn-scroller')
    grid.scroll_into_view_if_needed()
    grid.click(position={"x": SPEAKER, "y": HEAD + ROW * (turn - 1) + ROW // 2})
    page.keyboard.press("Enter")
    cell = page.locator("#portal textarea.gdg-input")
    cell.fill(name)
    cell.press("Enter")


def add(page: Page) -> None:
    page.locator(".st-key-bw_add button").first.click()
    expect(page.locator(".st-key-bw_session")).to_be_visible()
    settle(page)


def test_a_dropped_file_is_corrected_and_shown_to_its_session(
    server: Server, visitor: Visitor, lanterns: Path
) -> None:
    page = visitor.open(f"{server.url}/add-a-briefing")
    drop(page, lanterns)
    expect(page.locator(".st-key-bw_turns")).to_contain_text("陆明远")
    expect(page.locator(".st-key-bw_doubts")).to_contain_text("第 42 行")
    name_speaker(page, 2, "陆明川")
    expect(page.locator(".st-key-bw_turns")).to_contain_text("2\u2002陆明川")
    settle(page)
    add(page)
    go(page, "speaking-time")
    chart = page.locator(".st-key-bw_panel_share")
    expect(chart).to_contain_text("陆明川")
    expect(chart).to_contain_text("牛一兵")
    # Answers are not in all three briefings.
    expect(chart).not_to_contain_text("陆明远")
    page.get_by_role("radio", name="全部收录").click()
    wait_for_query(page, scope="whole")
    expect(chart).to_contain_text("陆明川")
    expect(chart).to_contain_text("陆明远")
    expect(chart).to_contain_text("牛一兵")

    other = visitor.open(f"{server.url}/speaking-time")
    expect(other.locator(".st-key-bw_panel_share")).to_contain_text("牛一兵")
    assert "陆明川" not in other.inner_text("body")
    expect(other.locator(".st-key-bw_session")).to_have_count(0)

    page.reload()
    settle(page)
    expect(page.locator(".st-key-bw_panel_share")).to_contain_text("牛一兵")
    assert "陆明川" not in page.inner_text("body")
    expect(page.locator(".st-key-bw_session")).to_have_count(0)


def test_what_was_repaired_is_marked_in_its_turn(
    server: Server, visitor: Visitor, tmp_path: Path
) -> None:
    damaged = tmp_path / "damaged.txt"
    text = LABELS_APART.replace("一半留在湖边", "一半(bàn)留在湖边")
    damaged.write_text(text, encoding="utf-8")
    page = visitor.open(f"{server.url}/add-a-briefing")
    drop(page, damaged)
    turns = page.locator(".st-key-bw_turns")
    expect(turns).to_contain_text("修复 1 处：删除插入的拼音注音：半(bàn) → 半（第 52 行）")
    marked = turns.locator('span[style*="background"]')
    expect(marked).to_have_count(1)
    expect(marked).to_have_text("半")
    ground = marked.evaluate("each => getComputedStyle(each).backgroundColor")
    assert ground == "rgb(221, 226, 233)"
    expect(page.locator(".st-key-bw_doubts")).to_contain_text("第 6 段：第 42 行")


def test_corrections_outlast_pages_are_saved_and_open_again(
    server: Server, visitor: Visitor, lanterns: Path, tmp_path: Path
) -> None:
    page = visitor.open(f"{server.url}/add-a-briefing", language="en")
    drop(page, lanterns)
    name_speaker(page, 6, "白云杉")
    expect(page.locator(".st-key-bw_turns")).to_contain_text("白云杉")
    settle(page)
    go(page, "search")
    go(page, "add-a-briefing")
    expect(page.locator(".st-key-bw_turns")).to_contain_text("白云杉")
    saved: dict[str, bytes] = {}
    for form in ("json", "csv", "tei"):
        with page.expect_download() as waiting:
            page.locator(f".st-key-save_{form} button").click()
        saved[form] = waiting.value.path().read_bytes()
    assert json.loads(saved["json"])["turns"][5]["speaker"] == "白云杉"
    rows = list(csv.DictReader(io.StringIO(saved["csv"].decode("utf-8-sig"), newline="")))
    assert [row["seq"] for row in rows] == [str(number) for number in range(1, 10)]
    assert rows[5]["speaker"] == "白云杉"
    spoken = ET.fromstring(saved["tei"]).iter("{http://www.tei-c.org/ns/1.0}u")  # noqa: S314 - our own
    assert len(list(spoken)) == 9
    kept = tmp_path / "briefing-watch-reading.json"
    kept.write_bytes(saved["json"])
    page.reload()
    settle(page)
    drop(page, kept)
    expect(page.locator(".st-key-bw_turns")).to_contain_text("6\u2002白云杉")
    expect(page.locator(".st-key-bw_doubts")).to_contain_text("Line 42 begins like")
    assert page.locator('[class*="st-key-bw_refused"]').count() == 0
    add(page)
    go(page, "speaking-time")
    page.get_by_role("radio", name="Everything captured").click()
    expect(page.locator(".st-key-bw_panel_share")).to_contain_text("Bai Yunshan")


def test_a_download_of_a_page_says_what_only_this_session_has(
    server: Server, visitor: Visitor
) -> None:
    page = visitor.open(f"{server.url}/add-a-briefing")
    page.locator('[class*="st-key-sample_market-inline"] button').click()
    expect(page.locator(".st-key-bw_turns")).to_be_visible()
    settle(page)
    add(page)
    go(page, "speaking-time")
    page.locator(".st-key-files_share button").click()
    with page.expect_download() as waiting:
        page.locator(".st-key-csv_share button").click()
    rows = list(csv.DictReader(io.StringIO(waiting.value.path().read_text("utf-8-sig"))))
    assert "山货大集新闻发布会" in rows[0]["source"]
    assert "仅在本次会话中添加" in rows[0]["source"]
    assert "柳望舒" in {row["name"] for row in rows}


def test_an_unreadable_file_is_refused_and_the_next_is_read(
    server: Server, visitor: Visitor, lanterns: Path, tmp_path: Path
) -> None:
    page = visitor.open(f"{server.url}/add-a-briefing")
    news = tmp_path / "<img src=x onerror=alert(1)>.txt"
    news.write_text("青禾在线5月6日消息，湖光灯会今天开幕。\n来看灯的人很多。\n", encoding="utf-8")
    drop(page, news)
    told = page.locator(".st-key-bw_refused_0")
    expect(told).to_contain_text("<img src=x onerror=alert(1)>.txt：没有读到逐段发言")
    expect(page.locator(".st-key-bw_turns")).to_have_count(0)
    page.locator('input[type="file"]').set_input_files(lanterns)
    expect(page.locator(".st-key-bw_turns")).to_contain_text("陆明远")
    expect(told).to_have_count(0)


def endless() -> bytes:
    """Return a small PDF of 500 pages that draw the same 40,000 lines, far over the 10 s limit."""
    drawn = [(60, 800 - number % 60 * 12, "湖光灯会六月开始。") for number in range(40_000)]
    pages = pdf(drawn, *[[]] * 499, flate=True)
    first, *_ = re.findall(rb"(?<=/Contents )\d+", pages)
    return re.sub(rb"(?<=/Contents )\d+", lambda found: first.zfill(len(found[0])), pages)


def test_a_hostile_file_does_not_delay_another_visitor(
    server: Server, visitor: Visitor, tmp_path: Path
) -> None:
    hostile = tmp_path / "endless.pdf"
    hostile.write_bytes(endless())
    reader = visitor.open(f"{server.url}/speaking-time")
    page = visitor.open(f"{server.url}/add-a-briefing")
    page.locator('input[type="file"]').set_input_files(hostile)
    busy = page.locator('[data-testid="stSpinner"]').filter(has_text="endless.pdf")
    expect(busy).to_be_visible()
    chart = reader.locator(".st-key-bw_panel_share")
    expect(chart).to_contain_text("盛荣华")
    reader.locator(".st-key-bw_by button").nth(2).click()
    expect(chart).not_to_contain_text("盛荣华")
    expect(chart).to_contain_text("中央网信办")
    settle(reader)
    assert busy.is_visible()
    assert page.locator(".st-key-bw_refused_0").count() == 0
    expect(page.locator(".st-key-bw_refused_0")).to_contain_text(
        "endless.pdf：读取超过了限度（处理器时间 10 秒、总时长 60 秒或内存 512 MB），已停止"
    )


def test_a_visitor_learns_that_the_session_was_lost(
    tmp_path: Path, visitor: Visitor, lanterns: Path, port_of_fresh_servers: int
) -> None:
    notice = ".st-key-bw_loss"
    with servers.running(tmp_path / "first", port=port_of_fresh_servers) as first:
        page = visitor.open(f"{first.url}/add-a-briefing", language="en")
        other = visitor.open(f"{first.url}/topics", language="en")
        drop(page, lanterns)
        page.locator(".st-key-bw_add button").last.click()  # removes the only draft
        expect(page.locator(".st-key-bw_turns")).to_have_count(0)
        page.reload()
        settle(page)
        expect(page.locator(notice)).to_have_count(0)
        drop(page, lanterns)
        expect(page.locator(".st-key-bw_turns")).to_be_visible()
        settle(page)
    with servers.running(tmp_path / "second", port=port_of_fresh_servers):
        for each in (page, other):  # only a click leads to a run of the new session
            connected = each.locator('[data-test-connection-state="CONNECTED"]')
            expect(connected).to_have_count(1)
            each.get_by_role("radio", name="中文").click()
        expect(page.locator(notice)).to_contain_text("What you had added in this tab is gone")
        page.locator(f"{notice} button").click()
        expect(page.locator(notice)).to_have_count(0)
        page.reload()
        settle(page)
        for each in (page, other):
            expect(each.locator(notice)).to_have_count(0)
    visitor.problems.clear()  # the browser logs that a server was gone
