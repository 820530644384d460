"""The front page in a real browser: findings, their links, and what the first screen shows."""

from playwright.sync_api import Page, expect

from tests.support.server import Server
from tests.support.visit import Visitor, settle, wait_for_query

FINDINGS = ["turned", "new", "topics", "announced", "figures", "programme", "floor", "askers"]
SCREENS = [(390, 844), (1440, 900)]  # in this order: a page is left as it was opened


def test_the_first_chart_is_on_the_first_screen(server: Server, visitor: Visitor) -> None:
    assert_the_first_chart_is_on_the_first_screen(visitor.open(server.url))


def assert_the_first_chart_is_on_the_first_screen(page: Page) -> None:
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        settle(page)
        box = page.locator(".js-plotly-plot").first.bounding_box()
        assert box is not None
        assert box["y"] < height - 100, "a row of the chart shows"


def test_every_finding_has_a_link_of_its_own(server: Server, visitor: Visitor) -> None:
    page = visitor.open(server.url, language="en")
    assert_the_first_chart_is_on_the_first_screen(page)
    shown = page.locator('[class*="st-key-bw_finding_"]')
    expect(shown).to_have_count(len(FINDINGS))
    keys = [each.get_attribute("class") or "" for each in shown.all()]
    assert [key.partition("bw_finding_")[2].split()[0] for key in keys] == FINDINGS
    page.get_by_label("On this page").get_by_role("link", name="Announced").click()
    expect(page.locator(".st-key-bw_panel_announced h2")).to_be_in_viewport()
    floor = page.locator(".st-key-bw_finding_floor")
    title = floor.locator("h2").inner_text()
    floor.get_by_role("button", name="Link to this finding").click()
    wait_for_query(page, finding="floor")
    expect(shown).to_have_count(1)
    expect(shown.locator("h2")).to_have_text(title)
    page.get_by_role("button", name="Show all findings").click()
    wait_for_query(page, finding="")
    expect(shown).to_have_count(len(FINDINGS))


def test_a_finding_leads_to_the_page_behind_it(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/?finding=new", language="en")
    page.get_by_role("link", name="See Wording").click()
    page.wait_for_url("**/wording?status=new")
    settle(page)
    expect(page.locator("h1")).to_have_text("Wording")
    assert "finding" not in page.url
