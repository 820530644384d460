"""The methods page in a real browser: every statistic, every lexicon, in both languages."""

import csv
import io

import pytest
from playwright.sync_api import Page, expect

from dashboard.features.methods.catalogue import MEASURES
from dashboard.filters import VIEWS
from tests.e2e.test_smoke import words
from tests.support.server import Server
from tests.support.visit import Visitor, settle, wait_for_query

# A test of the catalogue holds its list to the files of the folder.
STATISTICS = [method.key for method in MEASURES["statistics"]]
# An entry of each lexicon, as a person reads it in the file.
ENTRIES = {
    "topics": ("topic_id", "minors"),
    "phrases": ("phrase", "未成年人模式"),
    "stopwords": ("word_class", "pronouns"),
    "organisations": ("id", "civilization-office"),
    "outlets": ("id", "bauhinia"),
    "facts": ("value", "中共天津市委"),
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_statistic_is_named_with_its_formula_and_file(
    server: Server, visitor: Visitor, language: str
) -> None:
    page = visitor.open(f"{server.url}/methods", language=language)
    body = page.inner_text("body")
    for name in STATISTICS:
        assert page.locator(f"#{name}").count() == 1, f"no anchor for {name}"
        assert f"dashboard/stats/{name}.py" in body
    minutes = {"zh": "时长 = 音节数 / 语速", "en": "minutes = syllables / rate"}[language]
    for part in ("G² = 2 Σ O ln(O / E)", "DP = DP_0 / (1 - min s_i)", minutes):
        assert part in body
    for paper in ("Dunning, T. (1993)", "Gries", "Benjamini", "Cochran"):
        assert paper in body
    named = {
        "zh": ["关键性", "对数比", "交叉表"],
        "en": ["Keyness", "Log ratio", "Cross-tabulation"],
    }
    assert [name for name in named[language] if name not in body] == []
    glossary = page.locator('[data-testid="stTable"]').last
    meaning = {"zh": "一个人不间断说的一段话", "en": "an unbroken stretch by one speaker"}
    expect(glossary).to_contain_text(meaning[language])
    link = page.get_by_role("link", name=named[language][1], exact=True)
    assert link.get_attribute("href") == "#log_ratio"
    link.click()
    expect(page.locator("#log_ratio")).to_be_in_viewport()


def test_the_notes_of_each_page_can_be_opened(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/methods?rate=200")
    notes = page.locator("details", has_text="发言时长").first
    notes.locator("summary").click()
    expect(notes).to_contain_text("160–240")


def test_every_lexicon_can_be_read_and_taken(server: Server, visitor: Visitor) -> None:
    """From a link, and chosen one after another."""
    first, *others = VIEWS["lexicon"][1:] + VIEWS["lexicon"][:1]
    page = visitor.open(f"{server.url}/methods?lexicon={first}")
    assert_can_be_read_and_taken(page, first)
    for name in others:
        choice = page.locator(".st-key-bw_lexicon [role=combobox]")
        choice.evaluate("box => box.scrollIntoView({block: 'center'})")
        settle(page)  # a list closes when the page scrolls
        choice.click()
        page.get_by_role("option", name=words("zh", f"view.lexicon.{name}"), exact=True).click()
        wait_for_query(page, lexicon="" if name == VIEWS["lexicon"][0] else name)
        assert_can_be_read_and_taken(page, name)


def assert_can_be_read_and_taken(page: Page, name: str) -> None:
    with page.expect_download() as waiting:
        page.locator(".st-key-csv_lexicon button").click()
    rows = list(csv.DictReader(io.StringIO(waiting.value.path().read_text("utf-8-sig"))))
    column, value = ENTRIES[name]
    assert value in {row[column] for row in rows}
    expect(page.locator("body")).to_contain_text(f"共 {len(rows):,} 行")
    grid = page.locator("[data-testid=stDataFrame] [role=grid]")
    expect(grid).to_have_attribute("aria-rowcount", str(len(rows) + 1))
