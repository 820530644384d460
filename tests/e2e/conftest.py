"""Fixtures of the browser tests: the real server, a real browser, and a record of problems."""

import re
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support import browser as browsers
from tests.support import server as servers
from tests.support.server import ROOT, Server
from tests.support.visit import Visitor

FAILED = ROOT / "tests" / "e2e" / "screenshots"


# Not for the whole session: Playwright keeps an event loop running in this thread, and the
# tests of other folders must not run inside it.
@pytest.fixture(scope="package")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A Chromium without a Chinese font, one per test process."""
    with browsers.launched(tmp_path_factory.mktemp("browser")) as browser:
        yield browser


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard as `make run` serves it, one server per test process."""
    with servers.running(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="package")
def port_of_fresh_servers() -> int:
    """The port that all other servers use in turn: a browser caches scripts by address."""
    return servers._free_port()


@pytest.fixture
def fresh_server(tmp_path: Path, port_of_fresh_servers: int) -> Iterator[Server]:
    """The dashboard on a server of this test alone, not visited yet."""
    with servers.running(tmp_path / "server", port=port_of_fresh_servers) as running:
        yield running


@pytest.fixture(scope="package")
def tabs(chromium: Browser) -> Iterator[Visitor]:
    """The visitor of a test process, whose tabs one test after another uses."""
    visitor = Visitor(chromium)
    yield visitor
    visitor.close()


@pytest.fixture
def visitor(tabs: Visitor) -> Iterator[Visitor]:
    """A visitor that opens pages; the test fails if a problem was recorded on any of them.

    Request this fixture after that of the server, so that pages are left before the server stops. A
    test that provokes a problem clears `visitor.problems` after checking them.
    """
    tabs.problems.clear()
    try:
        yield tabs
        assert not tabs.problems, "\n".join(tabs.problems)
    finally:
        tabs.leave()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add the log of its server to a failed test, and save a screenshot of each open page."""
    report = yield
    if report.when == "call" and report.failed:
        used = getattr(item, "funcargs", {})
        for name in used.keys() & {"server", "fresh_server"}:
            report.sections.append((f"log of {name}", used[name].log_text()))
        if "visitor" in used:
            _draw(used["visitor"], re.sub(r"\W+", "-", item.name))
    return report


def _draw(visitor: Visitor, name: str) -> None:
    FAILED.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(visitor.pages):
        page.screenshot(path=FAILED / f"{name}-{number}.png")
