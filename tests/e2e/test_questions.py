"""The questions page in a real browser: the ten exchanges, and numbers that list as many places."""

import csv
import io
import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.support.server import Server
from tests.support.visit import Visitor, places_table, wait_for_query

# Read off the page of 2023, and counted there by a script that shares no code with the loaders:
# outlet, who answered, characters of the question and of the answer.
EXCHANGES = {
    "zh": [
        ("央视", "牛一兵", "80", "1,316"), ("中国日报", "张彦", "73", "569"),
        ("澳门月刊", "吴子东", "76", "799"), ("人民网", "牛一兵", "35", "941"),
        ("紫荆杂志", "薛松岩", "54", "1,270"), ("浙江日报潮新闻", "赵晖", "90", "632"),
        ("南方都市报", "张彦", "77", "718"), ("新京报", "薛松岩", "45", "546"),
        ("央广网", "吴子东", "69", "785"), ("红星新闻", "牛一兵", "49", "805"),
    ],
    "en": [
        ("CCTV", "Niu Yibing", "80", "1,316"), ("China Daily", "Zhang Yan", "73", "569"),
        ("Macau Monthly", "Wu Zidong", "76", "799"),
        ("People's Daily Online", "Niu Yibing", "35", "941"),
        ("Bauhinia Magazine", "Xue Songyan", "54", "1,270"),
        ("Zhejiang Daily (Tide News)", "Zhao Hui", "90", "632"),
        ("Southern Metropolis Daily", "Zhang Yan", "77", "718"),
        ("The Beijing News", "Xue Songyan", "45", "546"), ("CNR Online", "Wu Zidong", "69", "785"),
        ("Red Star News", "Niu Yibing", "49", "805"),
    ],
}  # fmt: skip
# Class of outlet by who answered, from these ten exchanges; the most frequent answerer first.
ANSWERERS = ["牛一兵", "张彦", "吴子东", "薛松岩", "赵晖"]
TABLE = {
    "中央媒体": [2, 1, 1, 0, 0, 4],
    "省级媒体": [0, 0, 0, 0, 1, 1],
    "都市类媒体": [1, 1, 0, 1, 0, 3],
    "港澳媒体": [0, 0, 1, 1, 0, 2],
    "外国媒体": [0, 0, 0, 0, 0, 0],
    "合计": [3, 2, 2, 2, 1, 10],
}
# Returns every cell of a panel's cross tables: its place, its number, and what its click selects.
CELLS = """panel => [...document.querySelectorAll(`.st-key-bw_panel_${panel} .js-plotly-plot`)]
  .flatMap(plot => plot.data.filter(t => t.mode === 'markers+text').flatMap(t =>
    t.text.map((text, i) => ({x: t.x[i], y: t.y[i], text, click: t.customdata[i]}))))"""
# Scrolls to the square that selects `wanted`; returns its middle and its number.
FIND = """([panel, wanted]) => {
  for (const plot of document.querySelectorAll(`.st-key-bw_panel_${panel} .js-plotly-plot`)) {
    const cells = plot.data.find(t => t.mode === 'markers+text');
    if (!cells) continue;
    const found = cells.customdata.findIndex(
      click => wanted.every(part => click.some(value => value.split(',').includes(part))));
    if (found < 0) continue;
    const mark = plot.querySelectorAll('.scatterlayer path.point')[found];
    mark.scrollIntoView({block: 'center'});
    const box = mark.getBoundingClientRect();
    return {x: box.x + box.width / 2, y: box.y + box.height / 2, text: cells.text[found]};
  }
  return null;
}"""


def click(page: Page, panel: str, *wanted: str) -> int:
    """Click the square of `panel` that selects `wanted`; return the number in that square."""
    found: Any = page.evaluate(FIND, [panel, list(wanted)])
    assert found is not None, f"no square for {wanted}"
    page.mouse.click(found["x"], found["y"])
    return int(found["text"])


def assert_says_the_ten_exchanges(page: Page, language: str) -> None:
    said = page.inner_text(".st-key-bw_panel_exchanges")
    at = 0
    for number, parts in enumerate(EXCHANGES[language], 1):
        at = said.index(f"{number}\u3000" if language == "zh" else f"\n{number} ", at)
        for part in parts:
            at = said.index(part, at)
    # Two of the nine paragraphs of the first answer, with 150 and 424 of its 1,316 characters.
    share = "43.6% 的字数：9 段中有 2 段" if language == "zh" else "43.6% of its characters: 2 of 9"
    assert share in said
    assert ("约 6.0 分钟（5.1–7.3）" if language == "zh" else "about 6.0 min (5.1–7.3)") in said


def test_the_ten_exchanges_are_on_the_page_in_english(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/questions?year=2023", language="en")
    assert_says_the_ten_exchanges(page, "en")
    block = page.locator(".st-key-bw_panel_order .barlayer path").nth(1)
    block.scroll_into_view_if_needed()
    box = block.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    # The second paragraph of the first answer: it begins with paragraph 19.
    wait_for_query(page, passage="civilization-conference-2023:20")
    expect(page.locator(".st-key-bw_reader_open")).to_contain_text("Niu Yibing")


def test_page_table_and_file_say_the_ten_exchanges(server: Server, visitor: Visitor) -> None:
    """The table of who asked whom is that worked out by hand; the file has the topics, too."""
    page = visitor.open(f"{server.url}/questions?year=2023")
    assert_says_the_ten_exchanges(page, "zh")
    assert_is_the_table_worked_out_by_hand(page)
    page.locator(".st-key-files_exchanges button").click()
    with page.expect_download() as waiting:
        page.locator(".st-key-csv_exchanges button").click()
    rows = list(csv.DictReader(io.StringIO(waiting.value.path().read_text("utf-8-sig"))))
    assert [row["outlet_zh"] for row in rows] == [each[0] for each in EXCHANGES["zh"]]
    assert [row["answer_characters"] for row in rows] == [
        each[3].replace(",", "") for each in EXCHANGES["zh"]
    ]
    assert "网络诚信" in rows[5]["question_topics"]
    assert rows[0]["filters"] == "year=2023"
    assert rows[0]["caveat"]


def assert_is_the_table_worked_out_by_hand(page: Page) -> None:
    found = {(cell["x"], round(cell["y"] + 0.24)): int(cell["text"])
             for cell in page.evaluate(CELLS, "whom")}  # fmt: skip
    table = [
        [found.get((column, -row), 0) for column in range(len(ANSWERERS) + 1)]
        for row in range(len(TABLE))
    ]
    assert table == list(TABLE.values())
    shown = page.inner_text(".st-key-bw_panel_whom")
    for name in (*ANSWERERS, *TABLE, "没有提问记录"):
        assert name in shown


def test_a_chip_and_a_square_select_what_they_say(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/questions")
    assert_a_chip_filters_and_again_lets_go(page)
    total = next(cell for cell in page.evaluate(CELLS, "whom") if cell["x"] == 5)
    assert (total["text"], total["click"][1]) == ("4", "cctv,china-daily,cnr,people-cn")
    assert click(page, "whom", "cctv", "people-cn", "niu-yibing-7c13") == 2
    wait_for_query(page, speaker="cctv,niu-yibing-7c13,people-cn", year="2023")
    cards = page.locator(".st-key-bw_panel_exchanges")
    expect(cards).to_contain_text("人民网问，牛一兵答")
    assert cards.inner_text().count("问，牛一兵答") == 2
    # The table itself stays whole: the context of the click does not vanish.
    assert len(page.evaluate(CELLS, "whom")) == 20

    page = visitor.open(f"{server.url}/questions?speaker={total['click'][1]}")
    said = page.inner_text(".st-key-bw_panel_exchanges")
    assert [
        name for name in ("央视", "中国日报", "人民网", "央广网") if f"{name}问，" not in said
    ] == []
    assert "紫荆杂志" not in said


def test_questions_not_captured_in_2022_are_a_state_not_zero(
    server: Server, visitor: Visitor
) -> None:
    page = visitor.open(f"{server.url}/questions?year=2022")
    expect(page.locator(".st-key-bw_panel_order")).to_contain_text("已预告，未收录")
    assert page.inner_text("body").count("已预告，未收录") == 1
    for panel in ("whom", "exchanges", "asked_about"):
        expect(page.locator(f".st-key-bw_panel_{panel}")).to_have_count(0)
    assert re.search(r"(?<!\d)0 ?[次个家字]", page.inner_text("body")) is None


def assert_a_chip_filters_and_again_lets_go(page: Page) -> None:
    chips = page.locator(".st-key-bw_panel_exchanges")
    chips.get_by_role("button", name="紫荆杂志").click()
    wait_for_query(page, speaker="bauhinia")
    expect(chips).not_to_contain_text("央视问")
    chips.get_by_role("button", name="紫荆杂志").click()
    wait_for_query(page, speaker="")
    expect(chips).to_contain_text("央视问")


def test_a_topic_lists_as_many_places_as_its_square_says(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/questions")
    places = click(page, "asked_about", "ecology", "question")
    wait_for_query(page, topic="ecology", kind="question", year="2023")
    grid = places_table(page, "question_places")
    expect(grid).to_have_attribute("aria-rowcount", str(places + 1))
    said = page.inner_text(".st-key-bw_panel_exchanges")
    # Red Star News alone asks about it; Southern Metropolis Daily names it before its question.
    assert "红星新闻问" in said
    assert "南方都市报问" not in said
    assert "央视问" not in said
