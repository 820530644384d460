"""The page Wording in a real browser: search, filter, families, links of counts, the file."""

import csv
import io
import re

import pytest
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
    expect(page.locator(".st-key-bw_panel_ledger h2")).to_contain_text("新出现提法")
    family = page.locator(f"{LEDGER} .family").first
    expect(family).to_contain_text("喜迎党的二十大胜利召开 → 深入贯彻落实党的二十大精神")
    hidden = family.locator("li").filter(has_text="迎接宣传贯彻党的二十大").first
    expect(hidden).not_to_be_visible()
    # Who says its wordings is read before it opens.
    expect(family.locator("summary .who").first).to_contain_text(
        "2022 天津： 盛荣华 2 次、沈蕾 1 次"
    )
    family.locator("summary").first.click()
    expect(hidden).to_be_visible()


def test_groups_are_headings_and_links_say_what_they_count(
    server: Server, visitor: Visitor
) -> None:
    """Then a wording is looked up in English, and one in Chinese."""
    page = visitor.open(f"{server.url}/wording", language="en")
    ledger = page.locator(LEDGER)
    expect(ledger.get_by_role("heading", level=3).first).to_contain_text("Wording changed")
    folded = ledger.get_by_role("button", name=re.compile("^Only in questions"))
    expect(folded).to_have_attribute("aria-expanded", "false")
    asked = ledger.locator(".group.qa_only li").first
    expect(asked).not_to_be_visible()
    folded.press("Enter")
    expect(folded).to_have_attribute("aria-expanded", "true")
    expect(asked).to_be_visible()
    kept = ledger.get_by_role("button", name=re.compile("^In both"))
    kept.press("Enter")
    row = ledger.locator(".group.kept li.row").filter(has_text="致贺信").first
    names = [link.get_attribute("aria-label") for link in row.locator("a.n").all()]
    assert names[:2] == [
        "致贺信, Compared 2022 → 2023, 2022: 1", "致贺信, Compared 2022 → 2023, 2023: 1",
    ]  # fmt: skip
    assert len(set(names)) == len(names) == 5
    assert_finds_wordings_in_english_and_in_chinese(page)


def test_a_reworded_family_is_a_choice(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/wording?status=reworded")
    expect(page.locator(f"{LEDGER} .group")).to_have_count(1)
    expect(page.locator(".st-key-bw_panel_ledger h2")).to_contain_text("说法有变")
    expect(page.locator(f"{LEDGER} .family").first).to_contain_text("→")


def assert_finds_wordings_in_english_and_in_chinese(page: Page) -> None:
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


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_who_says_each_new_wording_is_read_at_once(
    server: Server, visitor: Visitor, language: str, width: int, height: int
) -> None:
    """From the front page by one click: the first row is on the first screen, all 49 say who."""
    page = visitor.open(server.url, language=language, width=width, height=height)
    page.locator(".st-key-bw_finding_new").get_by_test_id("stPageLink").get_by_role("link").click()
    page.wait_for_url("**/wording?status=new")
    settle(page)
    rows = page.locator(f"{LEDGER} li.row")
    expect(rows).to_have_count(49)
    first = rows.first.bounding_box()
    assert first is not None
    assert first["y"] + first["height"] <= height
    said = rows.locator(".said .name").evaluate_all(
        "names => names.filter(e => e.getClientRects().length).map(e => e.closest('li').innerText)"
    )
    assert len(set(said)) == 49
    heights = sorted(rows.evaluate_all("rows => rows.map(e => e.offsetHeight)"))
    assert heights[24] <= (80 if width < 500 else 64), "half of them have three lines at most"


def test_by_speaker_answers_who(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/wording?status=new&order=speaker", language="en")
    heading = page.locator(f"{LEDGER} h3").first
    expect(heading).to_contain_text(
        "Niu Yibing (Office of the Central Cyberspace Affairs Commission): 36 of them"
    )
    row = page.locator(f"{LEDGER} .brief").first.locator("li").filter(has_text="清朗").first
    row.locator("a.n").click()
    page.wait_for_url("**/search**")
    settle(page)
    wait_for_query(page, term="清朗", year="2023", speaker="niu-yibing-7c13")
    expect(page.locator(".st-key-bw_panel_search")).to_contain_text("8")


def test_a_status_of_one_year_offers_the_second(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/wording?status=new&year=2023")
    panel = page.locator(".st-key-bw_panel_ledger")
    expect(panel).to_contain_text("现在只选了 2023 厦门一次")
    panel.get_by_role("button", name="对照 2022 天津与 2023 厦门").click()
    wait_for_query(page, status="new", year="")
    expect(page.locator(f"{LEDGER} li.row")).to_have_count(49)


def test_a_search_that_finds_nothing_is_named_and_dropped(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/wording?status=gone&q=zzz&order=alphabet", language="en")
    panel = page.locator(".st-key-bw_panel_ledger")
    expect(panel).to_contain_text("Nothing is listed with Search “zzz”; without it there are")
    panel.get_by_role("button", name="Drop Search “zzz”").click()
    wait_for_query(page, status="gone", q="", order="alphabet")
    expect(page.locator(f"{LEDGER} li.row")).to_have_count(24)


def test_english_quotation_marks_are_no_wider_than_letters(
    server: Server, visitor: Visitor
) -> None:
    """The font of both languages draws them as wide as a character unless asked not to."""
    wide = "e => { const r = document.createRange(); r.setStart(e.firstChild, 0);"
    wide += " r.setEnd(e.firstChild, 1); return r.getBoundingClientRect().width; }"
    widths = {}
    for language in ("en", "zh"):
        page = visitor.open(f"{server.url}/wording?status=new", language=language)
        gloss = page.locator(f"{LEDGER} .name").first
        gloss.evaluate("e => { e.textContent = '“'; }")
        widths[language] = gloss.evaluate(wide)
        visitor.leave()
    assert widths["en"] < 8 < widths["zh"]


def test_a_phone_shows_cards_without_cut_text(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/wording", width=360, height=800)
    cut = page.locator(LEDGER).evaluate(
        """root => [...root.querySelectorAll('b, .gloss, p, .value, .label, h3')]
          .filter(e => e.getClientRects().length && e.getBoundingClientRect().right > innerWidth)
          .map(e => e.textContent)"""
    )
    assert cut == []
