"""The page Announcements in a real browser: the table, its choices, links and files."""

import csv
import io
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from tests.support.server import Server
from tests.support.visit import Visitor, settle, wait_for_query

LEDGER = ".st-key-bw_announced_ledger"
FIGURES = ".st-key-bw_announced_figures .ledger"
# Documents and releases that were decided by hand (tests/golden/announcements.toml).
AGAIN = ["2022年中国网络诚信十件大事", "中国网络诚信发展报告2023"]
GONE = ["共建网络文明天津宣言", "网络文明主题歌曲"]


def rows_of_file(page: Page, panel: str) -> list[dict[str, str]]:
    page.locator(f".st-key-files_{panel} button").click()
    with page.expect_download() as waiting:
        page.locator(f".st-key-csv_{panel} button").click()
    return list(csv.DictReader(io.StringIO(waiting.value.path().read_text("utf-8-sig"))))


def test_the_table_says_what_is_again_new_and_gone(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/announcements", language="en")
    groups = page.locator(f"{LEDGER} .group")
    expect(groups).to_have_count(4)
    again, new, gone, untold = (groups.nth(number).inner_text() for number in range(4))
    assert [name for name in AGAIN if name in again] == AGAIN
    assert "2021年度中国网络诚信十件大事" in again
    assert "Promised: to be released" in again
    assert "18–19 July 2023, at the conference" in again
    assert "青少年网络文明公约" in new
    assert [name for name in GONE if name in gone] == GONE
    assert "关于加强网络文明建设的意见" in untold
    said = page.inner_text(".st-key-bw_panel_ledger")
    assert "2023 Xiamen names 23 documents and releases" in said
    expect(page.locator(FIGURES)).to_contain_text("more than 6.1 billion")


def test_a_choice_is_in_the_address_and_in_the_file(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/announcements")
    page.get_by_role("radio", name="活动").or_(
        page.get_by_role("button", name="活动")
    ).first.click()
    wait_for_query(page, announced="campaign")
    expect(page.locator(LEDGER)).to_contain_text("点亮网络文明之光")
    expect(page.locator(LEDGER)).not_to_contain_text("十件大事")

    page = visitor.open(f"{server.url}/announcements?announced=campaign&series=new")
    expect(page.locator(f"{LEDGER} .row")).to_have_count(1)
    rows = rows_of_file(page, "ledger")
    assert [(row["surface"], row["tense"], row["date_start"]) for row in rows] == [
        ("点亮网络文明之光", "done", "2023-06-15")
    ]
    assert rows[0]["filters"] == "announced=campaign&series=new"


def test_choices_that_leave_nothing_stay_on_the_page(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/announcements?announced=event&series=not_again")
    expect(page.locator(LEDGER)).to_contain_text("在这些选项下没有这类事项")
    expect(page.get_by_text("会议与赛事").first).to_be_visible()


def test_a_speaker_narrows_table_and_figures(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/announcements?speaker=wu-zidong-70b2&announced=all")
    expect(page.locator(LEDGER)).to_contain_text("厦门网络文化节")
    expect(page.locator(LEDGER)).not_to_contain_text("十件大事")
    expect(page.locator(FIGURES)).to_contain_text("超过61亿")
    expect(page.locator(FIGURES)).not_to_contain_text("800多款")


def test_a_click_on_a_place_stays_in_the_session(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/announcements?year=2023&announced=campaign")
    link = page.locator(f"{LEDGER} .row .place a").first
    address = link.get_attribute("href") or ""
    passage = address.split("#")[0].partition("passage=")[2].partition("&")[0]
    assert passage.startswith("civilization-conference-2023:")
    link.click()
    wait_for_query(page, passage=passage, announced="campaign")
    expect(page.locator(".st-key-bw_reader_open [class*=st-key-bw_paragraph_here]")).to_be_visible()
    assert len(page.context.pages) == 1


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_the_finding_on_figures_leads_to_the_largest(
    server: Server, visitor: Visitor, width: int, height: int
) -> None:
    page = visitor.open(f"{server.url}/?finding=figures", language="en", width=width)
    page.set_viewport_size({"width": width, "height": height})
    expect(page.locator(".st-key-bw_finding_figures h2")).to_contain_text("more than 6.1 billion")
    page.get_by_role("link", name="See Announcements").click()
    page.wait_for_url("**/announcements?at=figures")
    settle(page)
    first = page.locator(f"{FIGURES} .row").first
    expect(first).to_contain_text("more than 6.1 billion")
    expect(first).to_be_in_viewport()


def test_small_figures_are_folded_behind_the_large_ones(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/announcements?year=2023", language="en")
    rows = page.locator(f"{FIGURES} .row")
    expect(rows.filter(visible=True)).to_have_count(14)
    expect(rows.filter(visible=True).last).to_contain_text("no. 2")
    page.get_by_role("button", name="fewer than ten").click()
    expect(rows.filter(visible=True)).to_have_count(26)
    forums = rows.filter(has_text="sub-forums")
    expect(forums).to_contain_text("10 in 2022 Tianjin")


def test_a_figure_leads_to_its_place(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/announcements?speaker=wu-zidong-70b2")
    page.locator(".st-key-bw_announced_figures .row .place a").first.click()
    expect(page.locator(".st-key-bw_reader_open")).to_be_visible()
    assert "speaker=" in page.url
    assert "passage=civilization-conference-2023" in unquote(page.url)


def test_a_phone_reads_rows_as_cards(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/announcements", width=390)
    box = page.locator(f"{LEDGER} .row .who").first.bounding_box()
    assert box is not None
    assert box["width"] > 300
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
