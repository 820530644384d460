"""Take screenshots of every page, wide and narrow, in both languages: `make screenshots`.

Full pages go to benchmarks/output/ (never committed); with --readme, the pictures that the README
shows go to .github/screenshots/, as tall as a window and small enough to commit.
"""

import argparse
import math
import sys
import tempfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from dashboard.registry import PAGES
from tests.support import browser as browsers
from tests.support import server as servers
from tests.support.server import ROOT, Server
from tests.support.visit import LOCALES, Visitor, settle

OUTPUT = ROOT / "benchmarks" / "output"
README = ROOT / ".github" / "screenshots"
WIDTHS = {1440: 900, 390: 844}
MAX_HEIGHT = 8000
# The pictures of the README: page, language, width.
README_PICTURES = (("overview", "zh", 1440), ("wording", "en", 1440), ("overview", "en", 390))
# The page scrolls inside stMain: the window has to be as tall as the content of that element.
HEIGHT = """() => {
  const main = document.querySelector('[data-testid="stMain"]');
  return main.scrollHeight + main.getBoundingClientRect().top;
}"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the screenshots; print the problems of the pages and return 1 if there are any."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.screenshots", description=__doc__)
    parser.add_argument("--readme", action="store_true", help="draw the README's pictures")
    options = parser.parse_args(arguments)
    with (
        tempfile.TemporaryDirectory() as scratch,
        servers.running(Path(scratch) / "server") as server,
        browsers.launched(Path(scratch) / "browser") as browser,
    ):
        visitor = Visitor(browser)
        _draw_for_readme(visitor, server) if options.readme else _draw_all(visitor, server)
        print("\n".join(visitor.problems), file=sys.stderr)
        return 1 if visitor.problems else 0


def _draw_all(visitor: Visitor, server: Server) -> None:
    OUTPUT.mkdir(parents=True, exist_ok=True)
    for row in PAGES:
        for language in LOCALES:
            for width in WIDTHS:
                page = _open(visitor, server, row.slug, language, width)
                _grow(page, width)
                path = OUTPUT / f"{row.slug}-{language}-{width}.png"
                page.screenshot(path=path)
                print(path.relative_to(ROOT), flush=True)
                visitor.leave()


def _draw_for_readme(visitor: Visitor, server: Server) -> None:
    README.mkdir(parents=True, exist_ok=True)
    for slug, language, width in README_PICTURES:
        page = _open(visitor, server, slug, language, width)
        path = README / f"{slug}-{language}-{width}.png"
        path.write_bytes(_reduce_colours(page.screenshot()))
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} KiB", flush=True)
        visitor.leave()


def _open(visitor: Visitor, server: Server, slug: str, language: str, width: int) -> Page:
    url = f"{server.url}/{slug}"
    return visitor.open(url, language=language, width=width, height=WIDTHS[width])


def _grow(page: Page, width: int) -> None:
    """Make the window as tall as the page; twice, since charts may appear only in a tall one."""
    for _ in range(2):
        height = min(MAX_HEIGHT, math.ceil(page.evaluate(HEIGHT)))
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(300)
        settle(page)


def _reduce_colours(png: bytes) -> bytes:
    """Return the PNG with 256 colours, which takes a third of the bytes."""
    small = BytesIO()
    colours = Image.open(BytesIO(png)).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    colours.save(small, "PNG", optimize=True)
    return small.getvalue()


if __name__ == "__main__":
    sys.exit(main())
