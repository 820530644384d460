"""Corrections in a real browser: one name for all turns; a file that is too large."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.server import Server
from tests.support.visit import Visitor, settle

ROW, HEAD, SPEAKER = 35, 35, 100  # pixels of the grid: its rows, its head, within the speaker
MB = 1_000_000


def test_one_click_corrects_a_name_in_all_turns(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/add-a-briefing")
    page.locator('[class*="st-key-sample_market-inline"] button').click()
    turns = page.locator(".st-key-bw_turns")
    expect(turns).to_contain_text("柳望舒")
    settle(page)
    others = turns.inner_text().count("\u2002柳望舒") - 1
    assert others > 0
    grid = page.locator('[class*="st-key-bw_table_"] .dvn-scroller')
    grid.scroll_into_view_if_needed()
    assert grid.evaluate("each => each.scrollWidth <= each.clientWidth")
    first = next(
        number
        for number in range(1, 40)
        if f"{number}\u2002柳望舒" in turns.inner_text().replace("\n", " ")
    )
    grid.click(position={"x": SPEAKER, "y": HEAD + ROW * (first - 1) + ROW // 2})
    page.keyboard.press("Enter")
    cell = page.locator("#portal textarea.gdg-input")
    cell.fill("柳望晴")
    cell.press("Enter")
    offer = page.locator('[class*="st-key-bw_alike_"] button')
    expect(offer).to_contain_text(f"柳望舒 → 柳望晴：另有 {others} 处同名，一并改正")
    settle(page)
    offer.click()
    expect(offer).to_have_count(0)
    settle(page)
    assert "柳望舒" not in turns.locator("strong").all_inner_texts()
    assert turns.inner_text().count("\u2002柳望晴") == others + 1


def refused(page: Page, path: Path, size: int) -> None:
    path.write_bytes(b"a" * size)
    page.locator('input[type="file"]').set_input_files(path)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_too_large_a_file_is_refused_in_the_readers_language(
    language: str, server: Server, visitor: Visitor, tmp_path: Path
) -> None:
    page = visitor.open(f"{server.url}/add-a-briefing", language=language)
    remedy = {"zh": "请只留下实录部分", "en": "Cut it to the transcript"}[language]
    hint = {"zh": "选择文件，或把文件拖到这里", "en": "Choose files, or drop them here"}[language]
    box = page.get_by_test_id("stFileUploaderDropzone")
    shown = "each => getComputedStyle(each, '::after').content"
    assert box.get_attribute("aria-label") == hint
    assert box.evaluate(shown) == "attr(aria-label)" or hint in box.evaluate(shown)
    expect(page.get_by_test_id("stFileUploaderDropzoneInstructions")).to_be_hidden()
    not_taken = page.locator(".st-key-bw_not_taken")
    expect(not_taken).to_be_hidden()
    refused(page, tmp_path / "lanterns.txt", 6 * MB)
    told = page.locator(".st-key-bw_refused_0")
    expect(told).to_contain_text("lanterns.txt")
    expect(told).to_contain_text(remedy)
    expect(not_taken).to_be_hidden()
    refused(page, tmp_path / "scan.pdf", 9 * MB)  # which the browser does not send
    expect(not_taken).to_contain_text(remedy)
    expect(not_taken).to_be_visible()
    expect(box).to_contain_text("scan.pdf")
