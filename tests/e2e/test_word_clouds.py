"""The word clouds in a real browser: one picture for everyone, and words that can be clicked."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dashboard.charts.word_cloud import MIN_FONT_SIZE, WIDTH
from tests.support.server import Server
from tests.support.visit import Visitor, places_table, turn, wait_for_query

CLOUDS = ".st-key-bw_panel_clouds"
# The SHA-256 of each picture, as the browser gets it.
HASHES = """selector => Promise.all([...document.querySelectorAll(`${selector} img`)].map(
  async image => {
    const bytes = await (await fetch(image.src)).arrayBuffer();
    const digest = await crypto.subtle.digest('SHA-256', bytes);
    return [...new Uint8Array(digest)].map(b => b.toString(16).padStart(2, '0')).join('');
  }))"""
# Scrolls to the line of a word in one of the bar charts; returns its place and its text.
LINE = """([selector, chart, term]) => {
  const plot = document.querySelectorAll(`${selector} .js-plotly-plot`)[chart];
  const lines = plot.data.filter(trace => trace.customdata).at(-1);
  const place = lines.customdata.findIndex(pairs => pairs[1] === term);
  const mark = [...plot.querySelectorAll('.barlayer .trace')].at(-1)
    .querySelectorAll('.point path')[place];
  mark.scrollIntoView({block: 'center'});
  const box = mark.getBoundingClientRect();
  const value = plot.data.filter(trace => trace.mode === 'text').at(-1).text[place];
  return {x: box.x, width: box.width, y: box.y + box.height / 2, value};
}"""


def hashes(page: Page) -> list[str]:
    found: list[str] = page.evaluate(HASHES, CLOUDS)
    return found


def click(page: Page, chart: int, term: str, *, at: float) -> int:
    """Click the line of `term` at the fraction `at` of its length; return its count."""
    line: Any = page.evaluate(LINE, [CLOUDS, chart, term])
    page.mouse.click(line["x"] + line["width"] * at, line["y"])
    return int("".join(c for c in line["value"].split()[-2] if c.isdigit()))


def test_a_link_gives_the_same_bytes_everywhere(
    server: Server, fresh_server: Server, visitor: Visitor
) -> None:
    """In another browser, language and width, and on a server that has drawn nothing before."""
    for query, least in (
        ("size=rate", 2),
        ("size=rate&scope=whole", 2),
        ("group=slot&size=occurrences&scope=whole", 3),
        ("group=speaker&size=rate&scope=whole", 3),
    ):
        link = f"word-clouds?{query}"
        first = visitor.open(f"{server.url}/{link}")
        second = visitor.open(f"{fresh_server.url}/{link}", language="en", width=390)
        drawn = [hashes(first), hashes(second)]
        visitor.leave()
        assert len(drawn[0]) >= least
        assert len(set(drawn[0])) == len(drawn[0])
        assert drawn[1] == drawn[0]


def test_a_clicked_word_lists_as_many_places_as_its_bar_says(
    server: Server, visitor: Visitor
) -> None:
    page = visitor.open(f"{server.url}/word-clouds?size=rate")
    pictures = hashes(page)
    said = click(page, 0, "大会", at=0.9)  # beyond the end of the bar: the whole line is clicked
    assert said == 32
    wait_for_query(page, term="大会", within="year:2022", year="")
    grid = places_table(page, "term_places")
    expect(grid).to_have_attribute("aria-rowcount", str(said + 1))
    expect(page.locator(".st-key-bw_clear")).to_have_count(0)  # no filter was set
    assert hashes(page) == pictures
    # Another word of the other year, and the first again: each click counts.
    said = click(page, 1, "文化", at=0.05)
    assert said == 8
    wait_for_query(page, term="文化", within="year:2023", year="")
    expect(grid).to_have_attribute("aria-rowcount", str(said + 1))
    click(page, 1, "文化", at=0.5)
    wait_for_query(page, term="", within="", year="")
    assert hashes(page) == pictures


def test_a_clicked_word_of_everything_lists_its_places(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/word-clouds?size=rate&scope=whole")
    pictures = hashes(page)
    for place, term, year, expected in ((0, "大会", "2022", 34), (1, "网上", "2023", 35)):
        said = click(page, place, term, at=0.9)
        assert said == expected
        wait_for_query(page, term=term, within=f"year:{year}", year="")
        grid = places_table(page, "term_places")
        expect(grid).to_have_attribute("aria-rowcount", str(said + 1))
        assert hashes(page) == pictures
        click(page, place, term, at=0.5)
        wait_for_query(page, term="", within="", year="")
        assert hashes(page) == pictures


def test_a_picture_fits_and_its_smallest_words_can_be_read(
    server: Server, visitor: Visitor
) -> None:
    page = visitor.open(f"{server.url}/word-clouds?size=rate", width=390)
    for width in (390, 1440):
        turn(page, "light", width=width)
        for image in page.locator(f"{CLOUDS} img").all():
            box = image.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert MIN_FONT_SIZE * box["width"] / WIDTH >= 8
            natural: float = image.evaluate("image => image.naturalWidth")
            assert natural / box["width"] >= 2  # crisp on a dense screen
            assert image.get_attribute("alt")


@pytest.mark.parametrize(("group", "size"), [("speaker", "occurrences"), ("topic", "rate")])
def test_groups_open_cold(server: Server, visitor: Visitor, group: str, size: str) -> None:
    page = visitor.open(f"{server.url}/word-clouds?group={group}&size={size}&lang=en")
    assert len(hashes(page)) > 2
