"""Chinese shows on a machine without a Chinese font, because the page brings its own."""

from playwright.sync_api import Page

from tests.support.server import Server
from tests.support.visit import Visitor

# Draws each text alone, in each font, and gives back its pixels.
DRAW = """([family, texts]) => texts.map(text => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 64;
  const pen = canvas.getContext('2d');
  pen.font = `48px ${family}`;
  pen.fillText(text, 8, 48);
  return [...pen.getImageData(0, 0, 64, 64).data].join();
})"""
FAMILIES_IN_USE = """() => [...new Set(
  [...document.querySelectorAll('h1, h2, h3, p, span, label, text')]
    .filter(node => /\\p{Script=Han}/u.test(node.textContent))
    .map(node => getComputedStyle(node).fontFamily))]"""
LOADED = """() => [...document.fonts].filter(face => face.status === 'loaded')
  .map(face => face.family.replaceAll('"', ''))"""
# The two characters of 总览, and one that no font has.
ZONG, LAN, NOBODYS = "总", "览", "\U000f0000"


def draw(page: Page, family: str) -> tuple[str, str, str]:
    total, view, missing = page.evaluate(DRAW, [family, [ZONG, LAN, NOBODYS]])
    return total, view, missing


def test_the_web_fonts_draw_chinese_and_nothing_else_does(server: Server, visitor: Visitor) -> None:
    """With a font of this machine's that can, the same empty box for both would prove nothing."""
    page = visitor.open(server.url)
    for family in ("sans-serif", "serif", "'DejaVu Sans'"):
        total, view, missing = draw(page, family)
        assert total == view == missing, f"{family} draws Chinese"
    for family in ("BW Sans", "BW Serif"):
        assert family in page.evaluate(LOADED)
        assert page.evaluate("f => document.fonts.check(`16px '${f}'`, '总览')", family)
        assert len(set(draw(page, f"'{family}'"))) == 3, f"{family} draws boxes"
    assert without_chinese(page) == []
    page.locator("h1").evaluate("title => title.style.fontFamily = 'DejaVu Sans'")
    assert without_chinese(page) == ['"DejaVu Sans"'], "a font that draws boxes is not seen"


def without_chinese(page: Page) -> list[str]:
    """Return the font families of Chinese text on `page` and its charts that draw only boxes."""
    families = page.evaluate(FAMILIES_IN_USE)
    assert families
    return [family for family in families if len(set(draw(page, family))) < 3]
