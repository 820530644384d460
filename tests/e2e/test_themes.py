"""Light and dark: the reader's system decides, from the first run on, and charts follow."""

import io

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from dashboard.charts.palette import DARK, LIGHT, Palette, contrast
from tests.support.server import Server
from tests.support.visit import Theme, Visitor, settle, turn

in_both_themes = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
OTHER = {"light": DARK, "dark": LIGHT}

# The colours that a chart's texts are drawn in, as #RRGGBB.
INKS = """() => [...new Set([...document.querySelectorAll('.st-key-bw_panel_share svg text')]
  .map(text => getComputedStyle(text).fill))]"""
LOOK = """selector => {
  const look = getComputedStyle(document.querySelector(selector));
  return [look.backgroundColor, look.color, look.colorScheme];
}"""


def system(palette: Palette) -> Theme:
    """Return the theme of the system in which the dashboard uses `palette`."""
    return "dark" if palette is DARK else "light"


def as_css(colour: str) -> str:
    """Return a colour as the browser reports it."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgb({red}, {green}, {blue})"


def assert_drawn_in(page: Page, palette: Palette) -> None:
    """Assert that page and charts have the colours of `palette`, and none of the other palette."""
    look = page.evaluate(LOOK, "[data-testid=stApp]")
    assert look == [as_css(palette.paper), as_css(palette.ink), palette.name]
    inks = page.evaluate(INKS)
    assert as_css(palette.ink) in inks
    other = OTHER[palette.name]
    assert not {as_css(other.ink), as_css(other.muted)} & set(inks)


def test_the_first_run_of_a_link_has_the_theme_of_the_system(
    server: Server, visitor: Visitor
) -> None:
    page = visitor.open(f"{server.url}/speaking-time?year=2023", theme="dark")
    assert_drawn_in(page, DARK)


def test_charts_follow_a_system_that_changes(server: Server, visitor: Visitor) -> None:
    """Without a click: Streamlit recolours the page only, and the charts need another run."""
    page = visitor.open(f"{server.url}/speaking-time?year=2023&scope=whole", theme="light")
    assert_drawn_in(page, LIGHT)
    for palette in (DARK, LIGHT, DARK):
        page.emulate_media(color_scheme=system(palette))
        text = page.locator(".st-key-bw_panel_share svg text", has_text="37.8%").first
        expect(text).to_have_css("fill", as_css(palette.ink))
        settle(page)
        assert_drawn_in(page, palette)


@in_both_themes
def test_a_choice_of_the_reader_goes_before_the_system(
    server: Server, visitor: Visitor, palette: Palette
) -> None:
    """Logo and popovers go with the page, too, and not with the system."""
    page = visitor.open(
        f"{server.url}/speaking-time?year=2023&embed_options={palette.name}_theme",
        theme=system(OTHER[palette.name]),
    )
    assert_drawn_in(page, palette)
    logo = Image.open(io.BytesIO(page.locator("[data-testid=stHeaderLogo]").screenshot()))
    colours = {pixel for _, pixel in logo.convert("RGB").getcolors(1 << 16) or []}
    assert rgb(palette.ink) in colours
    assert rgb(palette.slot["host_city"]) in colours
    assert rgb(OTHER[palette.name].ink) not in colours
    page.locator(".st-key-bw_filter_kind button").first.click()
    body = "[data-testid=stPopoverBody]"
    page.locator(body).wait_for()
    paper, _, scheme = page.evaluate(LOOK, body)
    assert (paper, scheme) == (as_css(palette.paper), palette.name)


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def test_a_chosen_filter_can_be_read(server: Server, visitor: Visitor) -> None:
    """Streamlit writes white on the theme's first colour, which is light in the dark theme."""
    page = visitor.open(f"{server.url}/speaking-time?speaker=zhang-yan-74e7")
    for palette in (LIGHT, DARK):
        turn(page, system(palette), width=1440)
        page.locator(".st-key-bw_filter_speaker button").first.click()
        page.locator("[data-tag]").first.wait_for()
        paper, ink, _ = page.evaluate(LOOK, "[data-tag]")
        assert (paper, ink) == (as_css(palette.ink), as_css(palette.paper))
        assert contrast(palette.ink, palette.paper) > 7
        page.keyboard.press("Escape")
