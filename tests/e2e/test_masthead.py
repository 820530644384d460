"""The masthead in a real browser: at no width does one of its parts cover another."""

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

import pytest
from playwright.sync_api import Page

from dashboard.registry import MAX_ENTRIES, entries
from tests.support.server import Server
from tests.support.visit import Visitor

WIDTHS = (360, 390, 600, 768, 900, 1024, 1260, 1440, 1680, 1920, 2240, 2560)
# The logo, the entries of the navigation, the two languages, and the menu with the themes.
PARTS = len(entries()) + 4
BOXES = """() => [...document.querySelectorAll(
  '[data-testid="stHeaderLogo"], .st-key-bw_nav a, .st-key-bw_language button,'
  + ' [data-testid="stMainMenu"]'
)].map(part => {
  const box = part.getBoundingClientRect();
  const name = part.innerText.trim() || part.dataset.testid;
  return [name, box.left, box.top, box.right, box.bottom];
})"""


class Box(NamedTuple):
    """A part of the masthead and its bounding box, in pixels of the window."""

    name: str
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: "Box") -> bool:
        return (
            min(self.right, other.right) > max(self.left, other.left)
            and min(self.bottom, other.bottom) > max(self.top, other.top)
        )  # fmt: skip


def faults(page: Page, width: int) -> Iterator[str]:
    """Yield what is wrong with the masthead in a window of `width` pixels."""
    page.set_viewport_size({"width": width, "height": 900})
    boxes = [Box(*box) for box in page.evaluate(BOXES)]
    if len(boxes) != PARTS:
        yield f"{width}: {len(boxes)} parts"
    for box in boxes:
        if not (0 <= box.left < box.right <= width and 0 <= box.top < box.bottom):
            yield f"{width}: {box.name} is outside the window, or empty"
    for one, other in combinations(boxes, 2):
        if one.covers(other):
            yield f"{width}: {one.name} over {other.name}"


def test_the_navigation_has_few_entries() -> None:
    assert len(entries()) <= MAX_ENTRIES


def test_boxes_that_touch_do_not_cover_each_other() -> None:
    box = Box("logo", 0, 0, 10, 10)
    assert box.covers(Box("link", 9.5, 9.5, 20, 20))
    assert not box.covers(Box("link", 10, 0, 20, 10))
    assert not box.covers(Box("link", 0, 10, 10, 20))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_overlaps_from_a_phone_to_a_wide_window(
    server: Server, visitor: Visitor, language: str
) -> None:
    page = visitor.open(f"{server.url}/speaking-time?lang={language}", language=language)
    assert [fault for width in WIDTHS for fault in faults(page, width)] == []
