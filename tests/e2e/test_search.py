"""Search in a browser, on a corpus that stores texts: read, open, go back, by mouse and keys."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_accessibility import findings
from tests.e2e.test_smoke import BROKEN, CUT, TOO_WIDE
from tests.fixtures import corpus_with_text
from tests.support import server as servers
from tests.support.server import Server
from tests.support.visit import Theme, Visitor, turn, wait_for_query

HOSTILE = "湖<img src=x onerror=alert(1)>光**灯会**&lt;:red[灯会]$x$"
LINES = ".st-key-bw_concordance"
READER = ".st-key-bw_reader_open"


@pytest.fixture(scope="module")
def reading(
    tmp_path_factory: pytest.TempPathFactory, port_of_fresh_servers: int
) -> Iterator[Server]:
    """The dashboard on a corpus with texts, as an operator may have one."""
    folder = tmp_path_factory.mktemp("reading")
    corpus_with_text.corpus(folder / "corpus")
    yield from _serving(folder, port_of_fresh_servers)


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[Server]:
    corpus_with_text.open_tables(tmp_path / "corpus", corpus_with_text.generated(1, text=HOSTILE))
    yield from _serving(tmp_path)


def _serving(folder: Path, port: int | None = None) -> Iterator[Server]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRIEFING_CORPUS", str(folder / "corpus"))
        with servers.running(folder / "server", port=port) as running:
            yield running


def search(server: Server, query: str, **more: str) -> str:
    rest = "".join(f"&{name}={quote(value)}" for name, value in more.items())
    return f"{server.url}/search?q={quote(query)}{rest}"


def middles(page: Page) -> list[float]:
    """Return the horizontal middle of the marked word in each line, in pixels."""
    boxes = [mark.bounding_box() for mark in page.locator(f"{LINES} mark").all()]
    return [box["x"] + box["width"] / 2 for box in boxes if box]


def test_the_words_stand_below_each_other(reading: Server, visitor: Visitor) -> None:
    page = visitor.open(search(reading, "灯会"))
    for width in (1440, 390):
        turn(page, "light", width=width)
        found = middles(page)
        assert len(found) == 7
        assert max(found) - min(found) < 1
        # In the middle of the lines where there is room, and further left on a phone.
        assert 0.3 * width < found[0] < 0.5 * width
        assert max(page.evaluate(TOO_WIDE)) <= 0
        assert page.evaluate(CUT) == []


def test_a_line_opens_in_the_reader_beside_the_list(reading: Server, visitor: Visitor) -> None:
    page = visitor.open(search(reading, "灯会", year="2030"), language="en")
    page.locator(f"{LINES} a").nth(2).click()
    wait_for_query(page, passage="lantern-2030:6", q="灯会", year="2030")
    here = page.locator(f"{READER} section.here").first
    expect(here).to_contain_text("望川把灯会当作自家的事来办")
    expect(here.locator("mark")).to_have_text("灯会")
    expect(page.locator(f"{LINES} a")).to_have_count(3)
    for width in (1440, 390):
        turn(page, "light", width=width)
        assert max(page.evaluate(TOO_WIDE)) <= 0
        expect(page.locator(".st-key-bw_reader_close button")).to_be_in_viewport()
    page.locator(".st-key-bw_reader_close button").click()
    wait_for_query(page, passage="", q="灯会", year="2030")
    expect(page.locator(READER)).to_have_count(0)


def test_the_keyboard_searches_and_opens(reading: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{reading.url}/search")
    box = page.locator(".st-key-bw_search input")
    box.fill("工匠")
    page.keyboard.press("Enter")
    wait_for_query(page, q="工匠")
    line = page.locator(f"{LINES} a")
    expect(line).to_have_count(1)
    box.focus()
    for _ in range(10):
        page.keyboard.press("Tab")
        if line.evaluate("link => link.getRootNode().activeElement === link"):
            break
    page.keyboard.press("Enter")
    wait_for_query(page, q="工匠", passage="lantern-2031:10")


def test_the_address_of_a_line_opens_the_same_passage(reading: Server, visitor: Visitor) -> None:
    page = visitor.open(search(reading, "灯会", lang="en"))
    address = page.locator(f"{LINES} a").first.evaluate("link => link.href")
    other = visitor.open(address)
    expect(other.locator(f"{READER} section.here mark").first).to_have_text("灯会")


def test_a_count_of_another_page_opens_its_passages(reading: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{reading.url}/topics?term={quote('灯会')}&year=2031&scope=whole")
    page.locator(".st-key-bw_lines_topic_places a").first.click()
    wait_for_query(page, term="灯会", year="2031", passage="lantern-2031:1")
    expect(page.locator(f"{READER} section.here mark").first).to_have_text("灯会")
    page.keyboard.press("Escape")  # of the page: the reader alone listens
    page.locator(".st-key-bw_reader_after button").click()
    wait_for_query(page, term="灯会", year="2031", passage="lantern-2031:3")
    page.keyboard.press("Escape")
    wait_for_query(page, term="灯会", year="2031", passage="")
    page.locator(".st-key-bw_search_topic_places button").click()
    expect(page.locator("h1")).to_have_text("检索")
    expect(page.locator(f"{LINES} a")).to_have_count(4)


def test_a_list_and_a_passage_have_no_finding(reading: Server, visitor: Visitor) -> None:
    themes: tuple[Theme, ...] = ("light", "dark")
    for more in ({}, {"passage": "lantern-2030:3"}):
        page = visitor.open(search(reading, "灯会 工匠", **more))
        for theme in themes:
            turn(page, theme, width=1440)
            assert page.locator(BROKEN).count() == 0
            assert findings(page) == []
        visitor.leave()


def test_the_text_of_a_document_stays_text(hostile: Server, visitor: Visitor) -> None:
    page = visitor.open(search(hostile, "灯会"))
    expect(page.locator(f"{LINES} a")).to_have_count(2)
    assert "img src=x onerror=alert(1)>" in page.locator(f"{LINES} li").first.inner_text()
    page.locator(f"{LINES} a").first.click()
    opened = page.locator(f"{READER} section.here p").first
    expect(opened).to_have_text(HOSTILE)
    assert page.locator("img[src=x]").count() == 0
