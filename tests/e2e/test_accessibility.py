"""Every page, in both languages, themes and widths, as axe-core and a keyboard find it."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from playwright.sync_api import Page, expect

from dashboard import registry
from dashboard.web_fonts import STATIC, visible_characters
from tests.e2e.test_downloads import assert_every_panel_can_be_saved
from tests.e2e.test_fonts import without_chinese
from tests.e2e.test_smoke import BROKEN, CUT, TOO_WIDE, every_page, words
from tests.support.server import Server
from tests.support.visit import Theme, Visitor, settle, turn

# Run by page.evaluate, which a page's Content-Security-Policy does not reach: it stays in force.
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
GRAVE = ("serious", "critical")
# The rule "region" is of moderate impact, and visits every node of every chart.
RUN = """part => axe.run(document.querySelector(part), {
  resultTypes: ['violations'], rules: {region: {enabled: false}},
})"""
POPOVER = "[data-testid=stPopoverBody]"
# On each page, every pair of values of language, theme and width is tested. All combinations of the
# three are not needed: whether words fit depends on language and width, and colours depend on the
# theme and on what a width shows. A page is opened with the first look.
LOOKS: dict[str, Sequence[tuple[Theme, int]]] = {
    "zh": (("light", 1440), ("dark", 390)),
    "en": (("dark", 1440), ("light", 390)),
}
# The ledger has 410 rows by default, each built like these 49: axe needs ten seconds for all.
VIEWS = {"wording": "?status=new", "people": "?who=xue-songyan-04a1"}
HEADINGS = {("people", "zh"): "薛松岩", ("people", "en"): "Xue Songyan"}  # those of the view
FOCUSED = """() => {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  const look = getComputedStyle(node);
  return [(node.innerText || node.ariaLabel || '').trim(), look.outlineStyle, look.boxShadow];
}"""


def findings(page: Page, part: str = "html") -> list[str]:
    """Return the serious and critical findings of axe in `part` of `page`, one line each."""
    if not page.evaluate("'axe' in window"):  # from an earlier look at the same page
        page.evaluate(AXE)
    results: Any = page.evaluate(RUN, part)
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['html'][:200]}"
        for rule in results["violations"]
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    ]


@every_page
def test_a_page_opens_whole_and_without_a_finding(
    server: Server, visitor: Visitor, row: registry.Page
) -> None:
    open_and_look_about(server, visitor, row, "zh")


@every_page
def test_a_page_in_english_is_whole_and_its_panels_are_saved(
    server: Server, visitor: Visitor, row: registry.Page
) -> None:
    page = open_and_look_about(server, visitor, row, "en")
    turn(page, "light", width=1440)
    assert_every_panel_can_be_saved(page)


def open_and_look_about(
    server: Server, visitor: Visitor, row: registry.Page, language: str
) -> Page:
    """Open a page once in `language` and turn it about; assert that it is whole; return it.

    The visitor watches for errors.
    """
    (theme, width), *_ = looks = LOOKS[language]
    url = f"{server.url}/{row.slug}{VIEWS.get(row.slug, '')}"
    page = visitor.open(url, language=language, theme=theme, width=width)
    assert set(visible_characters(page.inner_text("body"))) <= characters()
    assert without_chinese(page) == []
    for theme, width in looks:
        turn(page, theme, width=width)
        assert page.locator(BROKEN).count() == 0, (theme, width)
        heading = HEADINGS.get((row.slug, language)) or words(language, row.title_key)
        assert page.inner_text("h1").strip() == heading
        assert page.locator("html").get_attribute("lang") == language
        assert scheme_of(page) == theme
        assert max(page.evaluate(TOO_WIDE)) <= 0, (theme, width)
        assert page.evaluate(CUT) == [], (theme, width)
        assert findings(page) == [], (theme, width)
    return page


@cache
def characters() -> set[str]:
    """Return the characters of the web font for text."""
    with TTFont(STATIC / "bw-sans.woff2") as font:
        return set(map(chr, font.getBestCmap()))


def scheme_of(page: Page) -> str:
    scheme: str = page.locator("[data-testid=stApp]").evaluate(
        "node => getComputedStyle(node).colorScheme"
    )
    return scheme


def test_axe_sees_what_is_wrong(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/search")  # which draws no chart
    page.locator("h1").evaluate(
        """title => title.insertAdjacentHTML('afterend',
          '<button></button><p style="color: #ccc; background: #fff">pale</p>')"""
    )
    found = "\n".join(findings(page))
    assert "button-name (critical)" in found
    assert "color-contrast (serious)" in found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_opens_on_a_page_has_no_finding_either(
    server: Server, visitor: Visitor, theme: Theme
) -> None:
    """The page that it opens on is looked at as a whole by the tests above."""
    link = f"{server.url}/speaking-time?year=2023&speaker=zhang-yan-74e7"
    page = visitor.open(link, theme=theme)
    for name in (
        "bw_filter_year",
        "bw_filter_body",
        "bw_filter_speaker",
        "files_share",
        "cite_share",
    ):
        page.locator(f".st-key-{name} button").first.click()
        page.locator(POPOVER).wait_for()
        if name == "files_share":
            page.get_by_role("button", name="PNG").wait_for()
        settle(page)
        assert findings(page, POPOVER) == [], name
        page.keyboard.press("Escape")
        expect(page.locator(POPOVER)).to_have_count(0)
    page.locator(".st-key-table_share button").click()
    page.locator("[data-testid=stDataFrame]").first.wait_for()
    settle(page)
    assert findings(page, ".st-key-bw_panel_share") == []


def test_an_empty_selection_and_a_lossy_link_have_no_finding(
    server: Server, visitor: Visitor
) -> None:
    page = visitor.open(f"{server.url}/speaking-time?year=2022,1999&section=q_and_a")
    expect(page.locator(".st-key-bw_notice")).to_be_visible()
    assert findings(page) == []
    turn(page, "dark", width=1440)
    assert findings(page) == []


def test_the_keyboard_walks_the_page_and_goes_into_a_popover(
    server: Server, visitor: Visitor
) -> None:
    page = visitor.open(f"{server.url}/speaking-time?year=2023")
    assert_the_keyboard_walks_from_the_head_down(page)
    assert_the_keyboard_goes_into_a_popover_and_out_of_it(page)


def assert_the_keyboard_walks_from_the_head_down(page: Page) -> None:
    """Assert that Tab goes through the page in order, and that each stop shows where it is."""
    stops: list[str] = []
    for _ in range(100):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break  # past the last stop
        text, outline, shadow = page.evaluate(FOCUSED)
        stops.append(text)
        assert outline != "none" or shadow != "none", f"{text!r} does not show the focus"
    titles = [
        words("zh", f"nav.group.{page.group}" if page.group else page.title_key)
        for page, *_ in registry.entries()
    ]
    first = stops.index(titles[0])
    assert stops[first : first + len(titles)] == titles
    labels = ["中文", *(words("zh", f"panel.{name}") for name in ("table", "download", "cite"))]
    places = [next(i for i, stop in enumerate(stops) if label in stop[-20:]) for label in labels]
    assert places == sorted(places)


def assert_the_keyboard_goes_into_a_popover_and_out_of_it(page: Page) -> None:
    """Assert that Tab goes from the button into its popover, and Escape back to the button.

    Streamlit hangs a popover at the end of the page, and leaves the focus on its button.
    """
    button = page.locator(".st-key-bw_filter_kind button").first
    button.focus()
    page.keyboard.press("Enter")
    choice = page.get_by_role("button", name=words("zh", "code.kind.moderation"), exact=True)
    choice.wait_for()
    page.keyboard.press("Tab")
    expect(choice).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(choice).to_have_count(0)
