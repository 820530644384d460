"""The address of the page in a real browser: filters come, are cleared, and stay away."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from dashboard.registry import PAGES
from tests.support.server import Server
from tests.support.visit import Visitor, go, settle, wait_for_query

ZHANG_YAN = "zhang-yan-74e7"
SLUGS = [page.slug for page in PAGES]


def query(page: Page) -> dict[str, list[str]]:
    """Return parameter -> values in the address of `page`."""
    return parse_qs(urlsplit(page.url).query)


def pick_year(page: Page, _name: str) -> None:
    page.locator(".st-key-bw_filter_year button").first.click()
    page.locator('[class*="st-key-bw_pick_year"]').get_by_text("2023", exact=True).click()
    wait_for_query(page, year="2023")


def pick_speaker(page: Page, name: str) -> None:
    page.locator(".st-key-bw_filter_speaker button").first.click()
    box = page.locator('[class*="st-key-bw_pick_speaker"] input')
    box.fill(name)
    expect(page.get_by_role("option").first).to_contain_text(name)  # the search is fuzzy
    box.press("Enter")
    wait_for_query(page, speaker=ZHANG_YAN)


def clear(page: Page) -> None:
    page.locator(".st-key-bw_clear button").click()
    expect_no_filter(page)


def expect_no_filter(page: Page) -> None:
    expect(page.locator(".st-key-bw_clear")).to_have_count(0)
    settle(page)
    assert_no_filter(page)


def assert_no_filter(page: Page) -> None:
    """Assert that the page, which is idle, has no filter."""
    assert page.locator(".st-key-bw_clear").count() == 0
    assert query(page) == {}


@pytest.mark.parametrize(
    ("language", "speaker", "slugs"),
    [("zh", "张彦", SLUGS), ("en", "Zhang Yan", ["questions", "search", "overview"])],
)
def test_a_cleared_filter_stays_away_on_every_page(
    server: Server, visitor: Visitor, language: str, speaker: str, slugs: list[str]
) -> None:
    """A widget in a closed popover used to report the cleared value with the next click."""
    page = visitor.open(f"{server.url}/{slugs[0]}", language=language)
    picks = (pick_speaker, pick_year)
    for number, slug in enumerate([*slugs[1:], slugs[0]]):
        picks[number % 2](page, speaker)
        clear(page)
        go(page, slug)
        assert_no_filter(page)


def test_a_linked_filter_is_cleared_and_back_returns_to_it(
    server: Server, visitor: Visitor
) -> None:
    page = visitor.open(f"{server.url}/questions?year=2022&year=2023&speaker={ZHANG_YAN}")
    clear(page)
    page.go_back()
    expect(page.locator(".st-key-bw_filters")).to_contain_text("张彦")
    settle(page)
    assert query(page) == {"year": ["2022", "2023"], "speaker": [ZHANG_YAN]}
    page.go_forward()
    expect_no_filter(page)
    pick_speaker(page, "张彦")
    go(page, "topics")
    assert query(page) == {"speaker": [ZHANG_YAN]}
    clear(page)
    page.locator(".st-key-bw_measure button").last.click()  # any other choice
    wait_for_query(page, measure="occurrences", speaker="")


def test_a_link_with_other_parameters_names_them_once(server: Server, visitor: Visitor) -> None:
    page = visitor.open(
        f"{server.url}/speaking-time?Year=2022&year=2023，2022&yaer=2023&utm_source=x&from=groupmessage"
    )
    notice = page.locator(".st-key-bw_notice")
    expect(notice).to_contain_text("yaer=2023。")
    expect(notice).not_to_contain_text("utm")
    expect(page.locator(".st-key-bw_filters")).to_contain_text("2022、2023")
    go(page, "topics")
    assert query(page) == {"year": ["2022,2023"]}
    expect(notice).to_have_count(0)
