"""Visit a page in a browser: open it, wait until it is idle, record every problem."""

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    expect,
)

from dashboard.charts.palette import THEMES
from dashboard.registry import PAGES, entries
from tests.support.timeouts import BACKSTOP_MS

Theme = Literal["light", "dark"]

# True once the script, skeletons, charts, fonts and pictures were done at six looks in a row, since
# a finished script may be followed by another run. Looks are counted and not time: they are further
# apart on a busy machine, where the next run comes later, too.
SETTLED = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const calm = app !== null
    && app.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-testid="stSkeleton"], [data-testid="stAppSkeleton"]')
    && [...document.querySelectorAll('.js-plotly-plot')].every(c => c.querySelector('.main-svg'))
    && [...document.images].every(image => image.complete)
    && document.fonts.status === 'loaded';
  window.calmLooks = calm ? (window.calmLooks ?? 0) + 1 : 0;
  return window.calmLooks >= 6;
}"""
LOOK_MS = 50  # between two looks
# Reports what the content policy blocks as an error of the page.
POLICY = """addEventListener('securitypolicyviolation', event =>
  console.error(`policy: ${event.effectiveDirective} blocked ${event.blockedURI}`))"""
# True if the page has the given theme, and each chart the text colour of that theme and the width
# of its container.
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
    """The only page of a browser context, its language, and the host it shows ("" if unused)."""

    page: Page
    language: str
    host: str = ""

    def leave(self) -> None:
        """Leave the page; clear storage and cookies, but not the browser's cache of scripts."""
        self.host = ""
        self.page.evaluate("localStorage.clear(); sessionStorage.clear()")
        self.page.context.clear_cookies()
        self.page.goto("about:blank")


@dataclass
class Visitor:
    """A browser that opens each page in its own tab, without cookies or storage of earlier visits.

    A tab that a test has left is used again by the next test: with scripts and fonts in the cache a
    page opens in half the time. `problems` collects the errors of every page: console errors,
    uncaught exceptions, failed requests, responses of 400 and above, requests to other hosts, and
    what the content policy blocks.
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
    ) -> Page:
        """Open `url` in a browser of `language` (zh or en); return the page once it is idle.

        width, height: of the window, in pixels. theme: the colour scheme of the system, which asks
        for reduced motion, since animations take a fifth of the processor time.
        """
        ready = [tab for tab in self.tabs if tab.language == language and not tab.host]
        tab = ready[-1] if ready else self._new_tab(language)
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
        """Leave every page. Requests that fail because of this are not recorded as problems."""
        for tab in self.tabs:
            if tab.host:
                tab.leave()

    def close(self) -> None:
        """Close every tab for good, with its cache."""
        for tab in self.tabs:
            tab.host = ""
            tab.page.context.close()
        self.tabs.clear()

    def _new_tab(self, language: str) -> Tab:
        context = self.browser.new_context(locale=LOCALES[language])
        context.set_default_timeout(BACKSTOP_MS)
        context.add_init_script(POLICY)
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
    return f"console: {message.text} ({place})" if message.type == "error" else None


def _elsewhere(request: Request, host: str) -> str | None:
    parts = urlsplit(request.url)
    home = parts.scheme not in ("http", "https", "ws", "wss") or parts.netloc == host
    return None if home else f"request to another host: {request.url}"


def _failure(request: Request) -> str | None:
    # A request that the page itself aborts, for example on navigation, is not a failure.
    aborted = request.failure == "net::ERR_ABORTED"
    return None if aborted else f"request failed: {request.url}: {request.failure}"


def _refusal(response: Response) -> str | None:
    return f"{response.status}: {response.url}" if response.status >= 400 else None


def settle(page: Page) -> None:
    """Wait until script, charts, fonts and pictures of `page` are done and stay so for 250 ms.

    Time before the call does not count, since a click may not have had its effect yet. Raises
    Playwright's TimeoutError after BACKSTOP_MS.
    """
    page.evaluate("window.calmLooks = 0")
    page.wait_for_function(SETTLED, polling=LOOK_MS)


def turn(page: Page, theme: Theme, *, width: int) -> None:
    """Switch the system to `theme` and resize the window to `width` pixels while `page` is open.

    Returns once page and charts have the new colours and width; raises Playwright's TimeoutError
    if they do not get them.
    """
    height = (page.viewport_size or {"height": 900})["height"]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=theme)
    page.wait_for_function(TURNED, arg=[theme, THEMES[theme].ink])
    settle(page)


def go(page: Page, slug: str) -> None:
    """Go to the page `slug` by the navigation, by way of the first page of its group."""
    group = next(entry for entry in entries() if slug in [each.slug for each in entry])
    if page.locator(f".st-key-bw_pages_{slug}").count() == 0:
        page.locator(f".st-key-bw_nav_{group[0].slug} a").click()
        page.wait_for_url(f"**/{group[0].slug if group[0] is not PAGES[0] else ''}*")
        settle(page)
    if slug != group[0].slug:
        page.locator(f".st-key-bw_pages_{slug} a").click()
        expect(page.locator(f".st-key-bw_pages_{slug}")).to_have_count(0)
    settle(page)


def wait_for_query(page: Page, **wanted: str) -> None:
    """Wait until each parameter of the URL in `wanted` has that value alone; "" means absent."""

    def there(url: str) -> bool:
        found = parse_qs(urlsplit(url).query)
        return all(found.get(name, [""]) == [value] for name, value in wanted.items())

    page.wait_for_url(there)
    settle(page)


def places_table(page: Page, panel: str) -> Locator:
    """Open the table of a list of places, if it is closed; return its grid.

    panel: the key of a panel. The table stays open for the session.
    """
    grid = page.locator(f".st-key-bw_panel_{panel} [role=grid]")
    button = page.locator(f".st-key-table_{panel} button")
    expect(button).to_have_count(1)
    settle(page)
    if page.locator(f".st-key-bw_panel_{panel} [data-testid=stDataFrame]").count() == 0:
        button.click()
    expect(grid).to_have_count(1)
    return grid


def listed_places(page: Page, panel: str) -> int:
    """Return the number of rows, without the header, of the table of places in `panel`."""
    settle(page)
    rows = places_table(page, panel).get_attribute("aria-rowcount")
    assert rows is not None
    return int(rows) - 1  # the first row is the header
