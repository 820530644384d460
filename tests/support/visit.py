"""A visit to a page: open it, wait until nothing moves, note all that goes wrong."""

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
)

__all__ = ["PATIENCE", "Visitor", "listed_places", "settle", "wait_for_query"]

PATIENCE = 20_000  # milliseconds until what was clicked for must be there

# What a person may still be waiting for: the script, a skeleton, a chart, a font, a picture. It has
# to stay done for a moment, since a finished script may be followed by another run.
SETTLED = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const calm = app !== null
    && app.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-testid="stSkeleton"], [data-testid="stAppSkeleton"]')
    && [...document.querySelectorAll('.js-plotly-plot')].every(c => c.querySelector('.main-svg'))
    && [...document.images].every(image => image.complete)
    && document.fonts.status === 'loaded';
  if (!calm) { window.calmSince = undefined; return false; }
  window.calmSince ??= performance.now();
  return performance.now() - window.calmSince > 400;
}"""
# Streamlit's page looks for its server below the address it was opened at, then above it; the
# answer 404 to the first try is how it finds out.
LOOKING = re.compile(r"^https?://[^/]+/[^/]+/_stcore/(health|host-config)$")
LOCALES = {"zh": "zh-CN", "en": "en-US"}
SECONDS_TO_SETTLE = 60


@dataclass
class Visitor:
    """Opens pages, each in a fresh context: no cookies, no storage, no memory of earlier visits.

    `problems` gathers the errors of every page: in the console, uncaught, failed requests, answers
    of 400 and above, and requests to any other host than the page's own.
    """

    browser: Browser
    problems: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, url: str, *, language: str = "zh", width: int = 1440, height: int = 900) -> Page:
        """The settled page at `url` for a reader whose browser speaks `language` (zh or en)."""
        context = self.browser.new_context(
            locale=LOCALES[language], viewport={"width": width, "height": height}
        )
        self.contexts.append(context)
        page = context.new_page()
        self._watch(page, urlsplit(url).netloc)
        page.goto(url)
        settle(page)
        return page

    @property
    def pages(self) -> list[Page]:
        return [page for context in self.contexts for page in context.pages]

    def close(self) -> None:
        """Close every page; what fails because of that is no problem."""
        for page in self.pages:
            page.remove_listener("requestfailed", self._failed)
        for context in self.contexts:
            context.close()
        self.contexts.clear()

    def _watch(self, page: Page, home: str) -> None:
        def leaves(request: Request) -> None:
            parts = urlsplit(request.url)
            if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != home:
                self.problems.append(f"request to another host: {request.url}")

        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"uncaught: {error}"))
        page.on("request", leaves)
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _console(self, message: ConsoleMessage) -> None:
        place = message.location.get("url", "")
        if message.type == "error" and not LOOKING.match(place):
            self.problems.append(f"console: {message.text} ({place})")

    def _failed(self, request: Request) -> None:
        # A request that the page itself gave up, as when it moves on, is not a failure.
        if request.failure != "net::ERR_ABORTED":
            self.problems.append(f"request failed: {request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and not LOOKING.match(response.url):
            self.problems.append(f"{response.status}: {response.url}")


def settle(page: Page) -> None:
    """Wait until the script, charts and fonts of `page` are done; TimeoutError after a minute."""
    page.wait_for_function(SETTLED, timeout=SECONDS_TO_SETTLE * 1000, polling=100)


def wait_for_query(page: Page, **wanted: str) -> None:
    """Wait until each of `wanted` is all that its parameter says in the address; "" for absent."""

    def there(url: str) -> bool:
        found = parse_qs(urlsplit(url).query)
        return all(found.get(name, [""]) == [value] for name, value in wanted.items())

    page.wait_for_url(there, timeout=PATIENCE)
    settle(page)


def listed_places(page: Page, panel: str) -> int:
    """How many rows the list of places `panel` has."""
    grid = page.locator(f".st-key-bw_panel_{panel} [role=grid]")
    expect(grid).to_have_count(1, timeout=PATIENCE)
    rows = grid.get_attribute("aria-rowcount")
    assert rows is not None
    return int(rows) - 1  # the first is its head
