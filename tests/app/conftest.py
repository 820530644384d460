"""Fixtures of pages that run without a browser."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from dashboard.worker import client
from dashboard.worker.client import Page
from loaders.corpus.store import Corpus
from tests.fixtures import invented_corpus
from tests.fixtures.editions import edition
from tests.support.adding import press, visit, word
from tests.support.parser_here import parser_here
from tests.unit.dashboard.features.comparison.test_pair import tables_with_third


@pytest.fixture(scope="session", autouse=True)
def installed_components() -> Iterator[None]:
    """Cache Streamlit's scan of installed packages for components, so that it runs only once.

    Streamlit reads the file list of every package when a script first runs, which takes a fifth of
    the time of a visit. The installed packages do not change while tests run.
    """
    with pytest.MonkeyPatch.context() as patch:
        look = manifest_scanner.scan_component_manifests
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(look))
        yield


@pytest.fixture(scope="session")
def three_briefings(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The invented corpus with a third briefing, the second of the year 2032."""
    folder = tmp_path_factory.mktemp("corpus") / "three"
    return invented_corpus.corpus(folder, tables_with_third(title="2032年湖光灯会新闻发布会"))


@pytest.fixture
def parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the parser in the test process; the browser tests run it in its own process."""
    parser_here(monkeypatch)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Replace the parser: answer every page with item 0, and append each page to the list.

    Item 0 is an edition, or an exception to raise.
    """
    given: list[Any] = [edition()]

    def read(page: Page, *, waiting: Callable[[], None]) -> dict[str, Any]:
        waiting()
        given.append(page)
        if isinstance(given[0], Exception):
            raise given[0]
        answer: dict[str, Any] = {**given[0], "source": page.name}
        return answer

    monkeypatch.setattr(client, "read", read)
    return given


@pytest.fixture
def sampled() -> AppTest:
    """The page of a visitor who chose the first sample and added it."""
    app = visit()
    app.button(key="sample_market-apart.html").click().run()
    return press(app, word("add"))


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Download button's key -> the file that it would save in the last run."""
    made: dict[str, bytes] = {}

    def button(_label: str, data: Any, *, key: str, **_looks: Any) -> None:
        made[key] = data() if callable(data) else data

    monkeypatch.setattr("streamlit.download_button", button)
    return made


@pytest.fixture
def plain_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the table's editor by nothing: Streamlit lets no test set the state of an editor."""
    monkeypatch.setattr("streamlit.data_editor", lambda *_, **__: None)
