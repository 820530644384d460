"""Journeys of a reader in a real browser: figures, filters, a shared link, a file."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.support.server import Server
from tests.support.visit import Visitor, settle, wait_for_query

NIU_YIBING, ZHANG_YAN = "niu-yibing-7c13", "zhang-yan-74e7"


def query(page: Page) -> dict[str, list[str]]:
    """Return parameter -> values in the URL of `page`."""
    return parse_qs(urlsplit(page.url).query)


def expect_shown(page: Page, panel: str, *texts: str, hidden: Sequence[str] = ()) -> None:
    """Wait until `panel` shows each of `texts` and none of `hidden`."""
    charts = page.locator(f".st-key-bw_panel_{panel}")
    for text in texts:
        expect(charts).to_contain_text(text)
    for text in hidden:
        expect(charts).not_to_contain_text(text)


def click_bar(page: Page, panel: str, number: int) -> None:
    """Click the middle of bar `number` of `panel`, counted from 0 over all charts of the panel."""
    bars = page.locator(f".st-key-bw_panel_{panel} .trace.bars .point path")
    box = bars.nth(number).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


# Worked out by hand from the pages: who spoke, and what share of the characters.
@pytest.mark.parametrize(
    ("language", "names"),
    [
        (
            "zh",
            ["牛一兵", "张彦", "薛松岩", "吴子东", "赵晖", "邢慧娜", "盛荣华", "沈蕾", "寿小丽"],
        ),
        ("en", ["Niu Yibing", "Zhang Yan", "Xue Songyan", "Wu Zidong", "Zhao Hui", "Shen Lei"]),
    ],
)
def test_the_shares_of_both_years_are_on_the_page(
    server: Server, visitor: Visitor, language: str, names: list[str]
) -> None:
    page = visitor.open(f"{server.url}/speaking-time?scope=whole", language=language)
    of_2022 = ("56.0%", "35.4%", "8.6%")
    of_2023 = ("37.8%", "17.9%", "16.2%", "14.2%", "5.8%", "5.7%", "2.4%")
    expect_shown(page, "share", *of_2022, *of_2023, *names)


@pytest.mark.parametrize(
    ("language", "names", "leader"),
    [
        ("zh", ["牛一兵", "张彦", "邢慧娜", "盛荣华", "沈蕾", "寿小丽"], "最多"),
        (
            "en",
            ["Niu Yibing", "Zhang Yan", "Xing Huina", "Sheng Ronghua", "Shen Lei"],
            "largest share",
        ),
    ],
)
def test_a_page_opens_on_what_both_years_have(
    server: Server, visitor: Visitor, language: str, names: list[str], leader: str
) -> None:
    """Both have an opening: 2,164 and 2,090 characters."""
    page = visitor.open(f"{server.url}/speaking-time", language=language)
    of_2022, of_2023 = ("56.0%", "35.4%", "8.6%"), ("55.8%", "34.4%", "9.8%")
    expect_shown(page, "share", *of_2022, *of_2023, *names, leader, hidden=["17.9%"])
    # A sentence says who spoke longest in everything captured; no chart draws it.
    drawn = page.locator(".st-key-bw_panel_share .js-plotly-plot")
    expect(drawn.filter(has_text="55.8%")).to_have_count(1)
    expect(drawn.filter(has_text="37.8%")).to_have_count(0)
    expect(page.locator(".st-key-bw_scope")).to_contain_text("2,164")
    expect(page.locator(".st-key-bw_scope")).to_contain_text("2,090")


def test_the_root_is_what_changed_with_counts_and_gaps(server: Server, visitor: Visitor) -> None:
    page = visitor.open(server.url)
    expect(page.locator("h1")).to_have_text("今年与去年")
    for expander in page.locator('[class*="st-key-bw_briefing_"] summary').all():
        expander.click()
    settle(page)
    text = page.inner_text("body")
    for figure in ("2,164", "11,179", "27"):
        assert figure in text
    assert "答记者问：已预告，未收录" in text
    assert "薛松岩、章勋宏" in text


def test_a_click_on_a_bar_filters_and_another_clears(server: Server, visitor: Visitor) -> None:
    for extent, his, other in (("whole", "37.8%", "17.9%"), ("statements", "55.8%", "34.4%")):
        page = visitor.open(f"{server.url}/speaking-time?year=2023&scope={extent}")
        click_bar(page, "share", 0)
        wait_for_query(page, speaker=NIU_YIBING, year="2023")
        expect(page.locator(".st-key-bw_filters")).to_contain_text("牛一兵")
        # The share is still one of the same base: who-filters change no denominator.
        expect_shown(page, "share", his, hidden=[other])
        click_bar(page, "share", 0)
        wait_for_query(page, speaker="", year="2023")
        expect_shown(page, "share", other)


def test_a_choice_in_the_filter_bar_stands_in_the_address(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/speaking-time")
    page.locator(".st-key-bw_filter_kind button").first.click()
    page.get_by_role("button", name="答问", exact=True).click()
    wait_for_query(page, kind="answer")
    page.get_by_role("button", name="提问", exact=True).click()
    wait_for_query(page, kind="answer,question")
    page.keyboard.press("Escape")
    page.locator(".st-key-bw_clear button").click()
    wait_for_query(page, kind="")


def test_a_link_opens_the_same_view_in_the_other_language(server: Server, visitor: Visitor) -> None:
    first = visitor.open(f"{server.url}/speaking-time?year=2023&scope=whole", language="zh")
    click_bar(first, "share", 1)
    wait_for_query(first, speaker=ZHANG_YAN)
    first.locator(".st-key-bw_by button").nth(3).click()
    wait_for_query(first, by="kind")
    second = visitor.open(first.url, language="en")
    assert query(second) == query(first)
    for page, name, kinds in (
        (first, "张彦", ["答问", "介绍"]),
        (second, "Zhang Yan", ["Answer", "Statement"]),
    ):
        expect(page.locator(".st-key-bw_filters")).to_contain_text(name)
        expect_shown(page, "share", *kinds)


def test_the_language_switch_keeps_the_view(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/speaking-time?year=2023&kind=answer")
    page.get_by_role("radio", name="English").click()
    wait_for_query(page, lang="en", year="2023", kind="answer")
    assert page.inner_text("h1").strip() == "Speaking time"


def test_a_link_with_unknown_ids_says_what_it_dropped(server: Server, visitor: Visitor) -> None:
    page = visitor.open(
        f"{server.url}/speaking-time?year=2023,1999&speaker=%3Cscript%3Ealert(1)%3C/script%3E"
        "&scope=whole"
    )
    notice = page.inner_text(".st-key-bw_notice")
    assert "year=1999" in notice
    assert "speaker=<script>alert(1)</scrip" in notice  # as text, and cut to a readable length
    expect_shown(page, "share", "37.8%", hidden=["56.0%"])


def test_what_was_not_captured_is_a_state_and_not_a_nought(
    server: Server, visitor: Visitor
) -> None:
    page = visitor.open(f"{server.url}/speaking-time?year=2022&section=q_and_a")
    body = page.inner_text("body")
    assert "未收录" in body
    assert "0 字" not in body
    page.get_by_role("button", name="清除筛选").first.click()
    wait_for_query(page, section="")
    expect_shown(page, "share", "56.0%")


def test_back_and_forward_walk_through_the_views(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/speaking-time?year=2023")
    page.locator(".st-key-bw_by button").nth(2).click()
    wait_for_query(page, by="organisation")
    page.go_back()
    wait_for_query(page, by="")
    expect_shown(page, "share", "牛一兵")
    page.go_forward()
    wait_for_query(page, by="organisation")
    expect_shown(page, "share", "中央网信办")


def test_pages_share_the_filters(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/?year=2022")
    page.locator(".st-key-bw_nav_speaking-time a").click()
    page.wait_for_url("**/speaking-time?year=2022")
    settle(page)
    expect(page.locator("h1")).to_have_text("发言时长")
    expect_shown(page, "share", "56.0%", hidden=["37.8%", "55.8%"])


@pytest.mark.parametrize(
    ("link", "filters", "sizes", "total"),
    [
        ("year=2023&scope=whole", "year=2023&scope=whole", ["4229", "2006"], 11179),
        ("year=2023", "year=2023&section=opening", ["1167", "719"], 2090),
    ],
    ids=["whole", "alike"],
)
def test_the_file_is_the_chart_with_its_source_and_caveat(
    server: Server,
    visitor: Visitor,
    tmp_path: Path,
    link: str,
    filters: str,
    sizes: list[str],
    total: int,
) -> None:
    page = visitor.open(f"{server.url}/speaking-time?{link}")
    page.locator(".st-key-files_share button").click()
    with page.expect_download() as waiting:
        page.locator(".st-key-csv_share button").click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    slug = filters.replace("=", "-").replace("&", "-")
    assert path.name == f"briefing-watch-share-{slug}.csv"
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")  # without it Excel reads Chinese as gibberish
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [row["name"] for row in rows][:2] == ["牛一兵", "张彦"]
    assert [row["characters"] for row in rows][:2] == sizes
    assert sum(int(row["characters"]) for row in rows) == total
    assert {row["rate"] for row in rows} == {"220"}
    assert rows[0]["filters"] == filters
    assert len(rows[0]["corpus_version"]) == 12
    assert rows[0]["link"] == f"{server.url}/speaking-time?{link}"
    assert "国新办举行2023年中国网络文明大会新闻发布会" in rows[0]["source"]
    assert rows[0]["caveat"]


def test_a_chosen_table_is_part_of_the_link(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/sources?table=facts&year=2022")
    with page.expect_download() as waiting:
        page.locator(".st-key-csv_tables button").click()
    rows = list(csv.DictReader(io.StringIO(waiting.value.path().read_text("utf-8-sig"))))
    assert [row["value"] for row in rows if row["field"] == "theme"] == [
        "弘扬时代新风 建设网络文明"
    ]
    assert sum(row["field"] == "sub_forum" for row in rows) == 10


def test_every_chart_says_in_words_what_it_shows(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/speaking-time?year=2023&scope=whole", language="en")
    charts = page.get_by_role("figure")
    labels = [charts.nth(i).get_attribute("aria-label") or "" for i in range(charts.count())]
    assert len(labels) == page.locator(".js-plotly-plot").count() == 4
    assert "Niu Yibing 37.8% 4,229" in labels[0]
    assert "Niu Yibing 19.2 min (16.3–23.5)" in labels[1]
    assert "1,316 chars" in labels[2]
    assert "11,179 characters, 27 turns" in labels[3]


def test_a_click_leaves_the_reader_where_they_were(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/questions")
    scrolled = "() => document.querySelector('[data-testid=\"stMain\"]').scrollTop"
    chip = page.locator('[class*="st-key-bw_chips_"] button').last
    chip.scroll_into_view_if_needed()
    before = page.evaluate(scrolled)
    assert before > 1000
    chip.click()
    page.wait_for_url(lambda url: "?" in url)
    settle(page)
    assert page.evaluate(scrolled) > before / 2
