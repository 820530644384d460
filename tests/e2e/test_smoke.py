"""Every page opens from a link, on a server that nobody has visited, in both languages."""

import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from benchmarks.reader import Reader
from dashboard import registry
from dashboard.web_fonts import LOCALES
from tests.support import server as servers
from tests.support.server import Server
from tests.support.visit import Visitor

every_page = pytest.mark.parametrize("row", registry.PAGES, ids=lambda row: row.slug)

BROKEN = '[data-testid="stException"], .st-key-bw_error'
# By how many pixels the page is wider than its window.
TOO_WIDE = """() => {
  const main = document.querySelector('[data-testid="stMain"]');
  return [document.scrollingElement, main].filter(Boolean)
    .map(element => element.scrollWidth - element.clientWidth);
}"""
# The texts that are cut off, without those in grids of tables, which scroll by design.
CUT = """() => [...document.querySelectorAll('body *')].filter(element =>
    !element.closest('[data-testid="stDataFrame"]')
    && getComputedStyle(element).overflowX !== 'visible'
    && element.clientWidth > 20
    && element.scrollWidth - element.clientWidth > 1
    && element.innerText)
  .map(element => `${element.scrollWidth - element.clientWidth} px: ${element.innerText}`)"""


def address(row: registry.Page) -> str:
    """Return the slug of a page in a request: the first page is at the root."""
    return "" if row is registry.PAGES[0] else row.slug


def words(language: str, key: str) -> str:
    """Return the text of `key`, read from the locale files without the dashboard's code."""
    for path in LOCALES.glob(f"{language}*.toml"):
        found: Any = tomllib.loads(path.read_text(encoding="utf-8"))
        for part in key.split("."):
            found = found.get(part, {})
        if isinstance(found, str):
            return found
    raise AssertionError(f"{language} has no {key}")


@pytest.mark.parametrize(
    ("row", "language"),
    [(registry.PAGES[0], "en"), (registry.PAGES[1], "zh")],
    ids=lambda value: getattr(value, "slug", value),
)
def test_a_cold_link_opens_its_page(
    fresh_server: Server, visitor: Visitor, row: registry.Page, language: str
) -> None:
    """The root and a page behind it: to Streamlit all that are no root are alike."""
    page = visitor.open(f"{fresh_server.url}/{row.slug}", language=language)
    title = words(language, row.title_key)
    assert page.inner_text("h1").strip() == title
    assert page.title() == f"{title} · {words(language, 'app.name')}"
    assert page.locator(BROKEN).count() == 0
    assert "Traceback" not in fresh_server.log_text()


def test_a_page_needs_none_before_it(fresh_server: Server) -> None:
    """Opened from the last to the first; the test of imports opens them from the first on."""
    for row in reversed(registry.PAGES):
        with Reader(fresh_server.url) as reader:
            reader.open(address(row))
            assert reader._request.rerun_script.page_script_hash  # the navigation's answer
    assert "Traceback" not in fresh_server.log_text()


def test_the_watch_over_a_page_sees_what_goes_wrong(server: Server, visitor: Visitor) -> None:
    page = visitor.open(f"{server.url}/search")  # which draws no chart
    assert visitor.problems == []
    with (
        page.expect_event("pageerror"),
        page.expect_event("response", lambda answer: answer.status == 404),
        page.expect_console_message(lambda message: "/elsewhere" in message.text),
        page.expect_console_message(lambda message: "policy: img-src" in message.text),
        page.expect_console_message(lambda message: "/socket" in message.text),
    ):
        page.evaluate(
            """async () => {
              console.error('a complaint');
              setTimeout(() => { throw new Error('a fault'); });
              await fetch('/api/no-such-table');
              new Image().src = URL.createObjectURL(new Blob());
              new WebSocket('ws://127.0.0.1:9/socket');
              await fetch('http://127.0.0.1:9/elsewhere', {mode: 'no-cors'}).catch(() => {});
            }"""
        )
    seen = "\n".join(visitor.problems)
    visitor.problems.clear()
    for sign in (
        "console: a complaint", "uncaught: a fault", "404: ", "127.0.0.1:9/elsewhere",
        "policy: img-src blocked blob", "127.0.0.1:9/socket",
    ):  # fmt: skip
        assert sign in seen


def test_no_page_loads_a_parser(tmp_path: Path) -> None:
    """Python's own account of every import, from the start of the server to its last page."""
    watched = (sys.executable, "-X", "importtime", "-P", "-m", "streamlit")
    with servers.running(tmp_path, streamlit=watched) as server:
        for row in registry.PAGES:
            with Reader(server.url) as reader:  # all that a browser asks of the server
                reader.open(address(row))
        lines = server.log_text().splitlines()
    assert "Traceback (most recent call last):" not in lines
    loaded = {line.split("|")[-1].strip() for line in lines if line.startswith("import time:")}
    assert {"streamlit", "dashboard.features.clouds.panels", "loaders.corpus.store"} <= loaded
    parsers = {
        "jieba",
        "opencc",
        "pypinyin",
        "loaders.repair.pipeline",
        "loaders.text.segmenter",
        "loaders.tables.build",
    }
    assert loaded & parsers == set()
