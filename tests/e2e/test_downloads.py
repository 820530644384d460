"""Pictures that a reader saves of a panel: drawn by the browser, whole, safe to open."""

import io
import math
import re
from pathlib import Path
from xml.etree import ElementTree as ET

from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Download, Locator, Page, expect

from dashboard.charts.palette import DARK, LIGHT
from tests.e2e.test_smoke import words
from tests.support.server import Server
from tests.support.visit import Visitor, settle, turn

SVG = "{http://www.w3.org/2000/svg}"
MARGIN, TITLE_SIZE, TITLE_LINE, SCALE = 24, 20, 28, 2  # as static/picture.js has them
OF_2023 = "/speaking-time?year=2023&scope=whole"
BOTH_YEARS = "/speaking-time"

# Moves a chart down to the next whole pixel: text above may end within one, which blurs the screen.
ON_WHOLE_PIXELS = """chart => {
  const top = chart.getBoundingClientRect().y;
  Object.assign(chart.style, {position: 'relative', top: `${Math.ceil(top) - top}px`});
}"""


def opened(page: Page, panel: str) -> Page:
    """Open the list of files of `panel`; return `page`."""
    page.locator(f".st-key-files_{panel} button").click()
    button(page, "PNG").wait_for()
    settle(page)
    return page


def button(page: Page, kind: str) -> Locator:
    """Return the button that saves the charts as a picture of `kind` (PNG or SVG)."""
    return page.locator("[class*=st-key-picture_] button", has_text=kind)


def saved(page: Page, kind: str) -> Download:
    with page.expect_download() as waiting:
        button(page, kind).click()
    return waiting.value


def svg_of(page: Page) -> ET.Element:
    return ET.fromstring(Path(saved(page, "SVG").path()).read_bytes())  # noqa: S314 - of our own making


def png_of(page: Page) -> Image.Image:
    return Image.open(io.BytesIO(Path(saved(page, "PNG").path()).read_bytes())).convert("RGB")


def text_of(picture: ET.Element) -> str:
    return "\n".join("".join(node.itertext()) for node in picture.iter(f"{SVG}text"))


def layers(picture: ET.Element) -> list[dict[str, float]]:
    """Return x, y, width and height of each chart layer in the SVG `picture`; nan if not stated."""
    return [
        {side: float(layer.get(side, "nan")) for side in ("x", "y", "width", "height")}
        for layer in picture.findall(f"{SVG}svg")
    ]


def hex_of(pixel: object) -> str:
    assert isinstance(pixel, tuple)
    return "#{:02X}{:02X}{:02X}".format(*pixel)


def test_a_picture_says_what_its_panel_says_and_as_text(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}{OF_2023}")
    assert_a_picture_can_be_had_by_keyboard(page)
    file = saved(page, "SVG")
    assert file.suggested_filename == "briefing-watch-share-year-2023-scope-whole.svg"
    source = Path(file.path()).read_text(encoding="utf-8")
    assert_needs_nothing_else(source)
    picture = ET.fromstring(source)  # noqa: S314 - of our own making
    text = text_of(picture)
    title = words("zh", "speaking_time.share_title")
    assert picture.findtext(f"{SVG}title") == title == text.splitlines()[0]
    # Worked out by hand from the page: who spoke, and what share of the characters.
    for shown in ("牛一兵", "张彦", "沈蕾", "37.8%", "17.9%", "16.2%", "4,229"):
        assert (shown in text) == (shown != "沈蕾"), shown
    flat = text.replace("\n", "")
    assert "国新办举行2023年中国网络文明大会新闻发布会" in flat
    version = page.request.get(f"{server.url}/health").json()["corpus_version"]
    assert version in flat
    assert f"{server.url}{OF_2023}" in flat
    # The takeaway is there once; the page has it above the charts and the notes below.
    reading = page.locator(".st-key-bw_panel_share [data-testid=stMarkdown]").first.inner_text()
    assert flat.count(reading.strip()) == 1
    assert_text_of_a_document_stays_text(page)
    assert_says_that_no_file_was_made(page)


def assert_needs_nothing_else(source: str) -> None:
    """Assert that the SVG `source` has no external link, loads nothing and runs nothing."""
    references = re.findall(r"""(?:href|src)\s*=\s*["']([^"']*)|url\(([^)]*)\)""", source)
    assert references
    assert [one or other for one, other in references if not (one or other).startswith("#")] == []
    assert not re.search(r"<(script|foreignObject|style|a)\b|\son\w+=", source)


def test_a_png_has_twice_the_pixels_and_the_charts_of_the_screen(
    server: Server, visitor: Visitor
) -> None:
    # So high that nothing has to be scrolled below the bars.
    page = opened(visitor.open(f"{server.url}{OF_2023}", height=1600), "share")
    drawn, picture = svg_of(page), png_of(page)
    assert_chinese_is_no_boxes(drawn, picture)
    page.keyboard.press("Escape")
    page.mouse.move(0, 0)
    settle(page)
    chart = page.locator(".st-key-bw_panel_share .js-plotly-plot").first
    chart.evaluate(ON_WHOLE_PIXELS)
    screen = Image.open(io.BytesIO(chart.screenshot())).convert("RGB")
    first = layers(drawn)[0]
    left, top = first["x"], first["y"]
    right, bottom = left + first["width"], top + first["height"]
    part = picture.crop((SCALE * left, SCALE * top, SCALE * right, SCALE * bottom))
    part = part.resize(screen.size, Image.Resampling.BOX)
    # What smoothing leaves; a chart that lies a pixel off already differs three times as much.
    assert difference(part, screen) < 3
    assert difference(ImageChops.offset(part, 1, 1), screen) > 4


def assert_chinese_is_no_boxes(drawn: ET.Element, picture: Image.Image) -> None:
    """Assert that different characters of the title are drawn differently in `picture`.

    The browser has no Chinese font: a missing character would always be the same box. drawn: the
    same panel as SVG.
    """
    assert picture.size == tuple(SCALE * float(drawn.get(side, 0)) for side in ("width", "height"))
    assert hex_of(picture.getpixel((1, 1))) == LIGHT.paper
    title = words("zh", "speaking_time.share_title")
    cells = [
        picture.crop(
            (
                SCALE * (MARGIN + TITLE_SIZE * place),
                SCALE * MARGIN,
                SCALE * (MARGIN + TITLE_SIZE * (place + 1)),
                SCALE * (MARGIN + TITLE_LINE),
            )
        ).tobytes()
        for place in range(len(title))
    ]
    assert len(set(cells)) == len(set(title)) > 3


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the mean difference of the pixels of two pictures, from 0 to 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


def test_charts_stand_as_on_the_screen(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}{BOTH_YEARS}")
    for width, side_by_side in ((1440, True), (390, False)):
        turn(page, "light", width=width)
        picture = svg_of(opened(page, "share"))
        assert float(picture.get("width", 0)) <= width + 2 * MARGIN
        places = {(layer["x"], layer["y"]) for layer in layers(picture)}
        assert len(places) == 2
        (left, upper), (right, lower) = sorted(places)
        assert ((upper == lower), (left == right)) == (side_by_side, not side_by_side)
        edges = [layer["x"] + layer["width"] for layer in layers(picture)]
        assert max(edges) <= float(picture.get("width", 0))
        page.keyboard.press("Escape")


def test_a_legend_comes_along_and_widgets_do_not(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/speaking-time", language="en")
    picture = svg_of(opened(page, "ribbon"))
    squares = {
        node.get("fill", "").upper() for node in picture.iter(f"{SVG}text") if node.text == "■"
    }
    # All slots of the bundled corpus, in which every speaker's body is stated.
    wanted = {colour.upper() for slot, colour in LIGHT.slot.items() if slot != "other"}
    assert squares == wanted
    page.keyboard.press("Escape")
    text = text_of(svg_of(opened(page, "minutes")))
    assert words("en", "panel.rate") not in text  # the slider's label


def test_a_picture_has_the_theme_of_the_page(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}{OF_2023}", theme="dark")
    picture = svg_of(opened(page, "share"))
    paper = picture.find(f"{SVG}rect")
    assert paper is not None
    assert paper.get("fill", "").upper() == DARK.paper
    title = picture.find(f"{SVG}text")
    assert title is not None
    assert title.get("fill", "").upper() == DARK.ink


def assert_text_of_a_document_stays_text(page: Page) -> None:
    hostile = "<script>alert(1)</script> & \"'>]]> \u0001"
    heading = page.locator(
        ".st-key-bw_panel_share [data-testid=stMarkdown] p", has_text="已收录 11,179"
    )
    heading.evaluate("(node, text) => { node.textContent = text; }", hostile)
    picture = svg_of(page)
    assert hostile.replace("\u0001", "\ufffd") in text_of(picture)
    assert list(picture.iter(f"{SVG}script")) == []


def assert_says_that_no_file_was_made(page: Page) -> None:
    """Remove the charts of the page, and assert that saving a picture shows the error message."""
    page.evaluate("document.querySelectorAll('.js-plotly-plot').forEach(chart => chart.remove())")
    button(page, "PNG").click()
    expect(page.get_by_role("alert")).to_have_text(words("zh", "panel.failed"))


def assert_a_picture_can_be_had_by_keyboard(page: Page) -> None:
    """Assert that the keyboard opens the list of files and saves a picture; leave the list open."""
    page.locator(".st-key-files_share button").focus()
    page.keyboard.press("Enter")
    png = button(page, "PNG")
    png.wait_for()
    settle(page)
    page.keyboard.press("Tab")  # to the table
    page.keyboard.press("Tab")
    expect(png).to_be_focused()
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert waiting.value.suggested_filename == "briefing-watch-share-year-2023-scope-whole.png"
    expect(png).to_be_focused()


def assert_every_panel_can_be_saved(page: Page) -> None:
    """Assert that a panel saves its table, and its charts and images as PNG and SVG.

    A panel with nothing to show has nothing to save. test_accessibility.py asks this of every page.
    """
    panels = page.locator("[class*='st-key-bw_panel_']")
    for number in range(panels.count()):
        panel = panels.nth(number)
        drawn = panel.locator(".js-plotly-plot, [data-testid=stImage] img").count()
        files = panel.locator("[class*='st-key-files_'] button")
        if files.count() == 0:
            assert drawn + panel.locator("[data-testid=stDataFrame]").count() == 0
            continue
        files.click()
        offer = page.locator("[data-testid=stPopoverBody]")
        offer.get_by_role("button", name="CSV").wait_for()
        if panel.locator(".js-plotly-plot").count():
            button(page, "SVG").wait_for()
            placed = layers(svg_of(page))
            assert len(placed) == panel.locator(".main-svg").count()
            assert all(math.isfinite(edge) for layer in placed for edge in layer.values())
        assert kinds(offer) >= ({"CSV", "PNG", "SVG"} if drawn else {"CSV"})
        page.keyboard.press("Escape")
        expect(offer).to_have_count(0)


def kinds(offer: Locator) -> set[str]:
    labels = " ".join(offer.get_by_role("button").all_inner_texts())
    return set(re.findall(r"CSV|PNG|SVG", labels))
