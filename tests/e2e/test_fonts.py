"""Chinese shows on a machine without a Chinese font, because the page brings its own."""

import pytest
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
# Two characters of 总览, and one that no font has.
ZONG, LAN, NOBODYS = "总", "览", "\U000f0000"


def draw(page: Page, family: str) -> tuple[str, str, str]:
    total, view, missing = page.evaluate(DRAW, [family, [ZONG, LAN, NOBODYS]])
    return total, view, missing


def test_this_browser_knows_no_chinese_font(server: Server, visitor: Visitor) -> None:
    """Without which nothing here would prove anything: both characters are the same empty box."""
    page = visitor.open(server.url)
    for family in ("sans-serif", "serif", "'DejaVu Sans'"):
        total, view, missing = draw(page, family)
        assert total == view == missing, f"{family} draws Chinese"


@pytest.mark.parametrize("family", ["BW Sans", "BW Serif"])
def test_the_web_font_draws_chinese(server: Server, visitor: Visitor, family: str) -> None:
    page = visitor.open(server.url)
    assert family in page.evaluate(LOADED)
    assert page.evaluate("f => document.fonts.check(`16px '${f}'`, '总览')", family)
    total, view, missing = draw(page, f"'{family}'")
    assert len({total, view, missing}) == 3


def without_chinese(page: Page) -> list[str]:
    """The font families in which `page`, charts included, sets Chinese and which draw boxes."""
    families = page.evaluate(FAMILIES_IN_USE)
    assert families
    return [family for family in families if len(set(draw(page, family))) < 3]


def test_a_font_that_draws_boxes_is_seen(server: Server, visitor: Visitor) -> None:
    page = visitor.open(server.url)
    assert without_chinese(page) == []
    page.locator("h1").evaluate("title => title.style.fontFamily = 'DejaVu Sans'")
    assert without_chinese(page) == ['"DejaVu Sans"']
