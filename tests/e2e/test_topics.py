"""The topics page in a real browser: the number that is clicked is the number of places listed."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.support.server import Server
from tests.support.visit import Visitor, listed_places, settle, wait_for_query

NIU_YIBING, ZHAO_HUI, SHEN_LEI = "niu-yibing-7c13", "zhao-hui-690f", "shen-lei-4d20"
# Scrolls to the mark of a panel whose click selects `wanted`; returns its middle and its texts.
FIND = """([panel, trace, wanted]) => {
  for (const plot of document.querySelectorAll(`.st-key-bw_panel_${panel} .js-plotly-plot`)) {
    const data = plot.data.filter(t => t.customdata && t.type === trace).at(-1);
    const found = data.customdata.findIndex(pairs => wanted.every(part => pairs.includes(part)));
    if (found < 0) continue;
    const layer = plot.querySelectorAll(`.${trace}layer .trace`);
    // A trace without a point has no element.
    const drawn = plot._fullData.filter(t => t.type === trace && t.visible === true && t._length);
    const number = drawn.findIndex(t => t.index === plot.data.indexOf(data));
    const mark = layer[number].querySelectorAll('.point path, path.point')[found];
    mark.scrollIntoView({block: 'center'});
    const box = mark.getBoundingClientRect();
    const words = plot.data.filter(t => t.mode === 'text').map(t => t.text[found]);
    return {x: box.x + box.width / 2, y: box.y + box.height / 2, words};
  }
  return null;
}"""


def query(page: Page) -> dict[str, str]:
    """Return parameter -> value in the URL of `page`, several values joined by commas."""
    return {name: ",".join(values) for name, values in parse_qs(urlsplit(page.url).query).items()}


def click(page: Page, panel: str, trace: str, *wanted: str) -> list[str]:
    """Click the mark of `panel` that selects `wanted`; return the texts drawn next to that mark.

    trace: type of its Plotly trace, bar or scatter.
    """
    found: Any = page.evaluate(FIND, [panel, trace, list(wanted)])
    assert found is not None, f"no mark for {wanted}"
    page.mouse.click(found["x"], found["y"])
    words: list[str] = found["words"]
    return words


def test_a_click_on_a_cell_lists_as_many_places_as_it_says(
    server: Server, visitor: Visitor
) -> None:
    """The matrix stays whole, and a second click on the square clears both filters."""
    page = visitor.open(f"{server.url}/topics?measure=occurrences&scope=whole")
    # Counted in the two pages by hand: who speaks of integrity, and in how many passages.
    for name, value, expected in (("slot", "press", 2), ("speaker", ZHAO_HUI, 21)):
        words = click(page, "topic_matrix", "scatter", "topic", "integrity", name, value)
        assert words[0] == str(expected)
        wait_for_query(page, topic="integrity", **{name: value})
        assert listed_places(page, "topic_places") == expected
    link = page.url
    click(page, "topic_matrix", "scatter", "topic", "integrity", "speaker", ZHAO_HUI)
    wait_for_query(page, topic="", speaker="", slot="")

    other = visitor.open(link, language="en")
    assert query(other) == {
        "measure": "occurrences",
        "scope": "whole",
        "topic": "integrity",
        "speaker": ZHAO_HUI,
    }
    assert listed_places(other, "topic_places") == 21


def test_a_cell_of_what_both_have_lists_that_alone(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/topics?measure=occurrences")
    # Counted in the two pages by hand, in the statements that both years have.
    for topic, speaker, expected in (
        ("preparation", SHEN_LEI, 15),
        ("integrity", NIU_YIBING, 6),
    ):
        words = click(page, "topic_matrix", "scatter", "topic", topic, "speaker", speaker)
        assert words[0] == str(expected)
        wait_for_query(page, topic=topic, speaker=speaker)
        assert listed_places(page, "topic_places") == expected
        click(page, "topic_matrix", "scatter", "topic", topic, "speaker", speaker)
        wait_for_query(page, topic="", speaker="")


def test_a_square_outside_the_filters_lets_go_of_what_hides_it(
    server: Server, visitor: Visitor
) -> None:
    page = visitor.open(
        f"{server.url}/topics?slot=press&measure=occurrences&term=网络文明&scope=whole"
    )
    click(page, "topic_matrix", "scatter", "topic", "minors", "speaker", NIU_YIBING)
    wait_for_query(page, topic="minors", speaker=NIU_YIBING, slot="", term="")
    assert listed_places(page, "topic_places") == 36


def test_a_phone_lists_what_a_bar_says_and_fits_all_topics(
    server: Server, visitor: Visitor
) -> None:
    page = visitor.open(f"{server.url}/topics?scope=whole", width=390, height=844)
    click(page, "topic_rates", "bar", "topic", "minors", "within", "year:2023")
    wait_for_query(page, topic="minors", within="year:2023", year="")
    assert listed_places(page, "topic_places") == 40
    page = visitor.open(f"{server.url}/topics", width=390, height=844)
    assert_bars_list_what_they_say(page)
    assert_all_topics_fit_on_a_phone(page)


def assert_bars_list_what_they_say(page: Page) -> None:
    """Click the bars of both years, and the last of them again, which clears."""
    for bar, within, expected in (
        ("2023", "year:2023", 21),
        ("2022", "year:2022", 19),
        ("2022", "", 0),
    ):
        words = click(page, "topic_rates", "bar", "topic", "preparation", "within", f"year:{bar}")
        wait_for_query(page, topic="preparation" if within else "", within=within)
        if expected:
            assert str(expected) in words[0]
            assert listed_places(page, "topic_places") == expected


def test_a_tick_opens_its_paragraph(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/topics?topic=integrity&scope=whole")
    passage = "civilization-conference-2023:56"
    click(page, "topic_strips", "scatter", "passage", passage)
    wait_for_query(page, topic="integrity", passage=passage)
    expect(page.locator(".st-key-bw_reader_open")).to_contain_text("赵晖")


def test_the_choice_of_everything_is_in_the_address(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/topics", language="en")
    rates = page.locator(".st-key-bw_panel_topic_rates")
    for shown in ("96.1", "111.3"):
        expect(rates).to_contain_text(shown)
    page.get_by_role("radio", name="Everything captured").click()
    wait_for_query(page, scope="whole")
    for shown in ("87.8", "35.8"):
        expect(rates).to_contain_text(shown)
    expect(page.locator(".st-key-bw_scope")).to_contain_text("each briefing by itself")
    page.get_by_role("radio", name="Like with like").click()
    wait_for_query(page, scope="")
    expect(rates).to_contain_text("111.3")
    expect(page.locator(".st-key-bw_scope")).to_contain_text("1,977 of 2,164")


def test_all_topics_fit_on_a_phone_in_english(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/topics", language="en", width=390, height=844)
    assert_all_topics_fit_on_a_phone(page)


def assert_all_topics_fit_on_a_phone(page: Page) -> None:
    assert "47" in page.locator(".st-key-bw_topics_more").inner_text()
    page.locator(".st-key-bw_topics_more button").click()
    wait_until_drawn(page, rows=47)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    outside = page.evaluate(
        """() => [...document.querySelectorAll('.js-plotly-plot .main-svg text')]
          .filter(text => text.getBoundingClientRect().right > innerWidth)
          .map(text => text.textContent)"""
    )
    assert outside == []


def wait_until_drawn(page: Page, *, rows: int) -> None:
    """Wait until the charts of topic rates draw `rows` names in all, and the page is idle."""
    page.wait_for_function(
        """rows => [...document.querySelectorAll('.st-key-bw_panel_topic_rates .js-plotly-plot')]
          .reduce((sum, plot) => sum + plot.data.at(-1).text.length, 0) === rows""",
        arg=rows,
    )
    settle(page)


@pytest.mark.parametrize(("extent", "figure"), [("statements", "111.3"), ("whole", "106.3")])
def test_what_was_not_captured_is_a_state_with_a_way_out(
    server: Server, visitor: Visitor, extent: str, figure: str
) -> None:
    page = visitor.open(f"{server.url}/topics?year=2022&section=q_and_a&scope={extent}")
    assert page.locator(".js-plotly-plot").count() == 0
    expect(page.locator(".st-key-bw_empty_topics")).to_contain_text("未收录不等于没有说")
    page.locator(".st-key-clear_topics button").click()
    wait_for_query(page, year="", section="")
    expect(page.locator(".st-key-bw_panel_topic_rates")).to_contain_text(figure)
