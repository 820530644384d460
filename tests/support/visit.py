"""A visit to a page: open it, wait until nothing moves, note all that goes wrong."""

import re
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
)

from dashboard.charts.palette import THEMES
from tests.support.timeouts import BACKSTOP_MS

__all__ = ["Theme", "Visitor", "listed_places", "settle", "turn", "wait_for_query"]

Theme = Literal["light", "dark"]

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
# Whether the page has this theme, each chart its ink, and none is wider or narrower than its place.
TURNED = """([theme, ink]) =>
  getComputedStyle(document.querySelector('[data-testid="stApp"]')).colorScheme === theme
  && [...document.querySelectorAll('.js-plotly-plot')].every(chart => {
    const drawn = chart.querySelector('.main-svg')?.getBoundingClientRect().width;
    return chart._fullLayout?.font.color === ink
      && Math.abs(drawn - chart.parentElement.getBoundingClientRect().width) < 2;
  })"""
LOCALES = {"zh": "zh-CN", "en": "en-US"}


@dataclass
class Tab:
    """One page of a browser context of its own: its reader's language, the host that it is at."""

    page: Page
    language: str
    host: str = ""

    def leave(self) -> None:
        """Leave the page, and forget all that it stored, but not the scripts that it fetched."""
        self.host = ""
        self.page.evaluate("localStorage.clear(); sessionStorage.clear()")
        self.page.context.clear_cookies()
        self.page.goto("about:blank")


@dataclass
class Visitor:
    """Opens pages, each in a tab of its own: no cookies, no storage, no memory of earlier visits.

    A tab that a test has done with stands ready for the next one: with the scripts and fonts at
    hand a page opens in half the time. `problems` gathers the errors of every page: in the console,
    uncaught, failed requests, answers of 400 and above, and requests to any other host than the
    page's own.
    """

    browser: Browser
    problems: list[str] = field(default_factory=list)
    tabs: list[Tab] = field(default_factory=list)

    def open(
        self,
        url: str,
        *,
        language: str = "zh",
        width: int = 1440,
        height: int = 900,
        theme: Theme = "light",
        fresh: bool = False,
    ) -> Page:
        """The settled page at `url` for a reader whose browser speaks `language` (zh or en).

        `theme` is that of the reader's system, which asks for no motion: to draw what fades and
        spins takes a fifth of the processor time. With `fresh`, in a tab that has fetched nothing.
        """
        ready = [tab for tab in self.tabs if tab.language == language and not tab.host]
        tab = ready[-1] if ready and not fresh else self._new_tab(language)
        tab.host = urlsplit(url).netloc
        tab.page.set_viewport_size({"width": width, "height": height})
        tab.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        tab.page.goto(url)
        settle(tab.page)
        return tab.page

    @property
    def pages(self) -> list[Page]:
        return [tab.page for tab in self.tabs if tab.host]

    def leave(self) -> None:
        """Leave every page; what fails because of that is no problem."""
        for tab in self.tabs:
            if tab.host:
                tab.leave()

    def close(self) -> None:
        """Close every tab."""
        for tab in self.tabs:
            tab.host = ""
            tab.page.context.close()
        self.tabs.clear()

    def _new_tab(self, language: str) -> Tab:
        context = self.browser.new_context(locale=LOCALES[language])
        context.set_default_timeout(BACKSTOP_MS)
        tab = Tab(context.new_page(), language)
        self.tabs.append(tab)

        def note(problem: str | None) -> None:
            if problem and tab.host:
                self.problems.append(problem)

        tab.page.on("console", lambda message: note(_complaint(message)))
        tab.page.on("pageerror", lambda error: note(f"uncaught: {error}"))
        tab.page.on("request", lambda request: note(_elsewhere(request, tab.host)))
        tab.page.on("requestfailed", lambda request: note(_failure(request)))
        tab.page.on("response", lambda response: note(_refusal(response)))
        return tab


def _complaint(message: ConsoleMessage) -> str | None:
    place = message.location.get("url", "")
    known = message.type != "error" or LOOKING.match(place)
    return None if known else f"console: {message.text} ({place})"


def _elsewhere(request: Request, host: str) -> str | None:
    parts = urlsplit(request.url)
    home = parts.scheme not in ("http", "https", "ws", "wss") or parts.netloc == host
    return None if home else f"request to another host: {request.url}"


def _failure(request: Request) -> str | None:
    # A request that the page itself gave up, as when it moves on, is not a failure.
    gave_up = request.failure == "net::ERR_ABORTED"
    return None if gave_up else f"request failed: {request.url}: {request.failure}"


def _refusal(response: Response) -> str | None:
    known = response.status < 400 or LOOKING.match(response.url)
    return None if known else f"{response.status}: {response.url}"


def settle(page: Page) -> None:
    """Wait until the script, charts and fonts of `page` are done; TimeoutError if they never are.

    The calm before does not count: what was clicked since may have gone by unseen.
    """
    page.evaluate("window.calmSince = undefined")
    page.wait_for_function(SETTLED, polling=100)


def turn(page: Page, theme: Theme, *, width: int) -> None:
    """Have a reader's system turn to `theme` and the window to `width` pixels while `page` is open.

    Returns when page and charts have followed; TimeoutError where they do not.
    """
    height = (page.viewport_size or {"height": 900})["height"]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=theme)
    page.wait_for_function(TURNED, arg=[theme, THEMES[theme].ink])
    settle(page)


def wait_for_query(page: Page, **wanted: str) -> None:
    """Wait until each of `wanted` is all that its parameter says in the address; "" for absent."""

    def there(url: str) -> bool:
        found = parse_qs(urlsplit(url).query)
        return all(found.get(name, [""]) == [value] for name, value in wanted.items())

    page.wait_for_url(there)
    settle(page)


def listed_places(page: Page, panel: str) -> int:
    """How many rows the list of places `panel` has."""
    grid = page.locator(f".st-key-bw_panel_{panel} [role=grid]")
    expect(grid).to_have_count(1)
    rows = grid.get_attribute("aria-rowcount")
    assert rows is not None
    return int(rows) - 1  # the first is its head
