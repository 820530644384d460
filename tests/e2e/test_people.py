"""The pages of people and bodies in a real browser: found, opened by a click, left and shared."""

from playwright.sync_api import Page, expect

from tests.support.server import Server
from tests.support.visit import Visitor, wait_for_query

NIU, ZHANG = "niu-yibing-7c13", "zhang-yan-74e7"


def choose(page: Page, typed: str) -> None:
    box = page.locator(".st-key-bw_who input")
    box.click()
    box.fill(typed)
    expect(page.get_by_role("option")).not_to_have_count(0)
    box.press("Enter")


def test_a_name_is_found_in_every_form_by_keyboard(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/people", language="en")
    for typed in ("zhangyan", "張彥", "张彦"):
        choose(page, typed)
        wait_for_query(page, who=ZHANG)
        expect(page.locator("h1")).to_have_text("Zhang Yan")
        page.locator(".st-key-bw_everyone button").click()
        expect(page.locator("h1")).to_have_text("People and bodies")


def test_a_click_on_a_name_stays_in_the_session_and_back_returns(
    server: Server, visitor: Visitor
) -> None:
    page = visitor.open(f"{server.url}/questions?topic=minors", language="zh")
    name = page.locator(".st-key-bw_panel_exchanges a[href*='who=']", has_text="牛一兵").first
    name.click()
    expect(page.locator("h1")).to_have_text("牛一兵")
    wait_for_query(page, who=NIU, topic="minors")
    assert len(page.context.pages) == 1
    page.go_back()
    expect(page.locator("h1")).to_have_text("答记者问")
    assert "who=" not in page.url
    link = page.locator(".st-key-bw_panel_exchanges a[href*='who=']").first
    with page.context.expect_page() as opened:
        link.click(modifiers=["Control"])
    opened.value.close()
    assert visitor.problems == []


def test_a_ledger_and_a_chart_lead_to_a_page_too(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/announcements?year=2023", language="en")
    page.locator(".ledger a[href*='people?']", has_text="Niu Yibing").first.click()
    expect(page.locator("h1")).to_have_text("Niu Yibing")
    page.locator(".st-key-bw_panel_turns .js-plotly-plot .points path").nth(1).click(force=True)
    expect(page.locator(".st-key-bw_reader_open")).to_contain_text("Niu Yibing")
    wait_for_query(page, passage="civilization-conference-2023:19")
