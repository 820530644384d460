"""The comparison in a real browser: it says what is compared, and numbers lead to their places."""

from collections.abc import Sequence
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.server import Server
from tests.support.visit import Visitor, listed_places, turn, wait_for_query

# Scrolls to the row of a panel's charts whose click selects `wanted`; returns the middle of the row
# and the counts on its right.
FIND = """([panel, wanted]) => {
  for (const plot of document.querySelectorAll(`.st-key-bw_panel_${panel} .js-plotly-plot`)) {
    const found = plot.data[0].customdata.findIndex(marks => marks.includes(wanted));
    if (found < 0) continue;
    const row = plot.querySelector('.barlayer .trace').querySelectorAll('.point path')[found];
    row.scrollIntoView({block: 'center'});
    const box = row.getBoundingClientRect();
    return {x: box.x + box.width / 2, y: box.y + box.height / 2, counts: plot.data[2].text[found]};
  }
  return null;
}"""
SUB_FORUMS = ("分论坛", "Sub-forums")
NEW_FORUM = ("数字文旅发展", "Development of digital culture and tourism")
SAME_FORUM = ("算法治理", "Governance of algorithms")


def click(page: Page, panel: str, wanted: str) -> str:
    """Click the row of `panel` that selects `wanted`; return the text of the counts in that row."""
    found: Any = page.evaluate(FIND, [panel, wanted])
    assert found is not None, f"no row for {wanted}"
    page.mouse.click(found["x"], found["y"])
    return str(found["counts"]).strip()


def rows_of(table: Locator) -> list[list[str]]:
    """Return the texts of the cells of `table`, row by row, without the header."""
    return [row.locator("td").all_inner_texts() for row in table.locator("tbody tr").all()]


def test_the_page_says_what_was_compared_and_stands_side_by_side(
    server: Server, visitor: Visitor
) -> None:
    page = visitor.open(f"{server.url}/comparison")
    assert_slots_stand_against_each_other(page)
    assert_as_many_places_are_listed_as_the_row_says(page)
    assert_ten_sub_forums_stand_beside_twelve(page, "zh", widths=(1440, 390))


def test_the_page_in_english_says_the_same(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/comparison", language="en", width=390)
    assert_ten_sub_forums_stand_beside_twelve(page, "en", widths=(390, 1440))
    assert_the_banner_says_what_was_captured_and_what_is_compared(page)


# Worked out by hand from the pages: the characters of the statements, and of all that was captured.
def assert_the_banner_says_what_was_captured_and_what_is_compared(page: Page) -> None:
    """Assert it of the page in English, in both extents."""
    banner = page.locator(".st-key-bw_banner")
    expect(banner).to_contain_text("Q&A: announced, not captured")
    for figure in ("1,977", "1,886"):
        expect(banner).to_contain_text(figure)
    expect(banner).not_to_contain_text("11,179")
    page.get_by_role("radio").filter(has_text="Whole").click()
    wait_for_query(page, scope="whole")
    for figure in ("1,977", "1,886", "2,164", "11,179"):
        expect(banner).to_contain_text(figure)


def assert_slots_stand_against_each_other(page: Page) -> None:
    rows = page.locator('[class*="st-key-bw_slot_"]').all()
    cells = {
        row.locator("strong").first.inner_text(): [
            side.inner_text() for side in row.get_by_test_id("stColumn").all()
        ]
        for row in rows
    }
    for slot, first, second in (
        ("中央单位", ("盛荣华", "1,212"), ("牛一兵", "1,167")),
        ("省级单位", ("沈蕾", "765"), ("张彦", "719")),
        ("市级单位", ("直辖市",), ("吴子东", "1,584")),
        ("社会组织", ("没有收录",), ("赵晖", "632")),
    ):
        for cell, words in zip(cells[slot], (first, second), strict=True):
            assert all(word in cell for word in words), cell


def test_the_whole_transcripts_show_both_readings(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/comparison?scope=whole&lang=en")
    for panel in ("topics", "terms"):
        shown = page.locator(f".st-key-bw_panel_{panel}")
        expect(shown).to_contain_text("Stated")
        expect(shown).to_contain_text("Whole")
    # By plain search in the two texts: in the statements, and in all that was captured.
    assert click(page, "terms", "网络文明") == "35 → 26 | 36 → 93×"
    wait_for_query(page, term="网络文明")
    assert listed_places(page, "term_places") == 36 + 93


def assert_as_many_places_are_listed_as_the_row_says(page: Page) -> None:
    for panel, parameter, value, counts, expected in (
        ("terms", "term", "成果展示", "5 → 1 次", 6),
        ("topics", "topic", "integrity", "5 → 6 次", 11),
    ):
        assert click(page, panel, value) == counts
        wait_for_query(page, **{parameter: value})
        assert listed_places(page, "term_places") == expected
        click(page, panel, value)
        wait_for_query(page, **{parameter: ""})


def assert_ten_sub_forums_stand_beside_twelve(
    page: Page, language: str, widths: Sequence[int]
) -> None:
    """Assert it in each of `widths`, of which the first is that of the page."""
    facts = page.locator(".st-key-bw_panel_facts")
    expect(facts).to_contain_text(SUB_FORUMS[language == "en"])
    expect(facts).to_contain_text("10 → 12")
    rows = rows_of(facts.locator("table").filter(has_text=NEW_FORUM[language == "en"]))
    assert [len([row for row in rows if row[side] != "—"]) for side in (1, 2)] == [4, 6]
    marks = [row[0][0] for row in rows]
    assert {mark: marks.count(mark) for mark in marks} == (
        {"≈": 2, "＞": 1, "＜": 1, "＋": 2}
        if language == "zh"
        else {"≈": 2, ">": 1, "<": 1, "+": 2}
    )
    facts.locator("summary").click()  # the six that are the same
    expect(facts.get_by_test_id("stExpander")).to_contain_text(SAME_FORUM[language == "en"])
    # Every table fits the screen: nothing has to be pushed sideways to be read.
    for width in widths:
        turn(page, "light", width=width)
        wide = page.evaluate(
            "() => [...document.querySelectorAll('table')]"
            ".map(table => table.getBoundingClientRect().right)"
        )
        assert max(wide) <= width


def test_one_year_alone_is_told_how_to_get_the_other(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/comparison?year=2023")
    expect(page.locator("body")).to_contain_text("对比需要两个年份的发布会")
    page.get_by_role("button", name="恢复全部年份").click()
    wait_for_query(page, year="")
    expect(page.locator(".st-key-bw_banner")).to_contain_text("1,977")


def top_of(page: Page, panel: str) -> float:
    """Return how far below the top of the window `panel` begins, in pixels."""
    box = page.locator(f".st-key-bw_panel_{panel}").bounding_box()
    assert box is not None
    return box["y"]


@pytest.mark.parametrize("width", [360, 1440])
def test_jump_links_lead_to_the_panels_by_keyboard(
    server: Server, visitor: Visitor, width: int
) -> None:
    page = visitor.open(f"{server.url}/comparison?lang=en", width=width)
    links = page.get_by_role("navigation", name="On this page").get_by_role("link")
    assert links.all_inner_texts() == ["New and gone", "Who is compared", "Topics", "Terms"]
    links.nth(2).focus()
    page.keyboard.press("Enter")
    heading = page.locator(".st-key-bw_panel_topics h2")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport(ratio=1)
    assert 0 < top_of(page, "topics") < 200
    assert "at=" not in page.url


def test_an_address_leads_to_a_panel_until_the_reader_moves(
    server: Server, visitor: Visitor
) -> None:
    page = visitor.open(f"{server.url}/comparison?at=topics")
    expect(page.locator(".st-key-bw_panel_topics h2")).to_be_in_viewport(ratio=1)
    assert 0 < top_of(page, "topics") < 200
    page.mouse.move(700, 500)
    page.mouse.wheel(0, -2000)
    page.wait_for_function(
        "() => document.querySelector('.st-key-bw_panel_topics').getBoundingClientRect().y > 1000"
    )
    turn(page, "light", width=1024)
    assert top_of(page, "topics") > 1000


SQUARE = """() => {
  const plot = document.querySelector('.st-key-bw_panel_changed .js-plotly-plot');
  const {customdata, text} = plot.data[1];
  const found = text.findIndex((each, row) => Number(each) > 1 && customdata[row]?.length);
  const box = plot.querySelectorAll('.scatterlayer .trace')[1]
    .querySelectorAll('.point')[found].getBoundingClientRect();
  return {x: box.x + box.width / 2, y: box.y + box.height / 2, count: Number(text[found])};
}"""


@pytest.mark.parametrize("width", [390, 1440])
def test_a_square_lists_its_places_in_view_below_its_panel(
    server: Server, visitor: Visitor, width: int
) -> None:
    page = visitor.open(f"{server.url}/comparison?lang=en&scope=whole", width=width)
    found = page.evaluate(SQUARE)
    page.mouse.click(found["x"], found["y"])
    wait_for_query(page, at="changed", scope="whole")
    places = page.locator(".st-key-bw_panel_term_places")
    expect(places.get_by_role("heading")).to_be_in_viewport(ratio=1)
    assert listed_places(page, "term_places") == found["count"]
    assert top_of(page, "changed") < top_of(page, "term_places") < top_of(page, "facts")
    page.get_by_role("button", name="Stop listing").click()
    wait_for_query(page, term="")
    assert top_of(page, "terms") < top_of(page, "term_places")
