"""The page Wording in a real browser: search, filter, families, links of counts, the file."""

import csv
import io

from playwright.sync_api import Page, expect

from tests.support.server import Server
from tests.support.visit import Visitor, settle, wait_for_query

LEDGER = ".st-key-bw_panel_ledger .ledger"


def file_of(page: Page) -> list[dict[str, str]]:
    page.locator(".st-key-files_ledger button").click()
    with page.expect_download() as waiting:
        page.locator(".st-key-csv_ledger button").click()
    return list(csv.DictReader(io.StringIO(waiting.value.path().read_text("utf-8-sig"))))


def test_the_changed_frame_comes_first_and_opens(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/wording")
    expect(page.locator(".st-key-bw_wording_headline")).to_contain_text("新出现提法")
    family = page.locator(f"{LEDGER} .family").first
    expect(family).to_contain_text("喜迎党的二十大胜利召开 → 深入贯彻落实党的二十大精神")
    hidden = family.locator("li").filter(has_text="迎接宣传贯彻党的二十大").first
    expect(hidden).not_to_be_visible()
    family.locator("summary").click()
    expect(hidden).to_be_visible()


def test_groups_are_headings_and_links_say_what_they_count(
    server: Server, visitor: Visitor
) -> None:
    page = visitor.open(f"{server.url}/wording", language="en")
    ledger = page.locator(LEDGER)
    expect(ledger.get_by_role("heading", level=3).first).to_contain_text("Wording changed")
    folded = ledger.get_by_role("button", name="Only in questions and answers")
    expect(folded).to_have_attribute("aria-expanded", "false")
    asked = ledger.locator(".group.qa_only li").first
    expect(asked).not_to_be_visible()
    folded.press("Enter")
    expect(folded).to_have_attribute("aria-expanded", "true")
    expect(asked).to_be_visible()
    row = ledger.locator(".group.kept .row").filter(has_text="致贺信").first
    names = [link.get_attribute("aria-label") for link in row.locator("a").all()]
    assert names[:2] == [
        "致贺信, Compared 2022 → 2023, 2022: 1", "致贺信, Compared 2022 → 2023, 2023: 1",
    ]  # fmt: skip
    assert len(set(names)) == len(names) == 5


def test_a_reworded_family_is_a_choice(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/wording?status=reworded")
    groups = page.locator(f"{LEDGER} .group")
    expect(groups).to_have_count(1)
    expect(groups.locator("h3")).to_contain_text("说法有变")
    expect(page.locator(f"{LEDGER} .family").first).to_contain_text("→")


def test_search_in_english_and_in_chinese(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/wording", language="en")
    page.get_by_label("Find a wording").fill("mass line")
    page.keyboard.press("Enter")
    wait_for_query(page, q="mass line")
    expect(page.locator(LEDGER)).to_contain_text("走好新时代网上群众路线")
    expect(page.locator(LEDGER)).not_to_contain_text("点亮网络文明之光")
    page.get_by_label("Find a wording").fill("指引了方向")
    page.keyboard.press("Enter")
    expect(page.locator(LEDGER)).to_contain_text("has shown the direction")


def test_the_file_is_exactly_what_is_listed(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/wording?status=gone&q=二十大")
    rows = file_of(page)
    assert [row["wording"] for row in rows] == ["喜迎党的二十大胜利召开", "迎接宣传贯彻党的二十大"]
    assert [row["older_compared"] for row in rows] == ["2", "1"]
    assert {row["newer_all"] for row in rows} == {"0"}
    assert rows[0]["status"] == "gone"
    assert "盛荣华" in rows[0]["said_by"]


def test_a_count_leads_to_as_many_places(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/wording?status=new")
    row = page.locator(f"{LEDGER} .row").filter(has_text="点亮网络文明之光").first
    expect(row.locator(".counts a").first).to_have_text("2")
    row.locator(".counts a").first.click()
    page.wait_for_url("**/search**")
    settle(page)
    wait_for_query(page, term="点亮网络文明之光", year="2023", kind="statement")
    expect(page.locator(".st-key-bw_panel_search")).to_contain_text("2")


def test_a_speaker_selects_wordings_and_changes_no_count(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/wording?speaker=zhao-hui-690f")
    ledger = page.locator(LEDGER)
    expect(ledger).to_contain_text("诚实守信")
    expect(ledger).not_to_contain_text("闽派")
    said = file_of(page)
    counts = {row["wording"]: row["newer_all"] for row in said}
    assert counts["天朗气清"] == "3"  # of whom Zhao Hui says it once


def test_a_phone_shows_cards_without_cut_text(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/wording", width=360, height=800)
    cut = page.locator(LEDGER).evaluate(
        """root => [...root.querySelectorAll('b, .gloss, p, .value, .label, h3')]
          .filter(e => e.getClientRects().length && e.getBoundingClientRect().right > innerWidth)
          .map(e => e.textContent)"""
    )
    assert cut == []
