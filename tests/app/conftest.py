"""Fixtures of pages that run without a browser."""

from collections.abc import Iterator
from functools import cache

import pytest
from streamlit.components.v2 import manifest_scanner

from loaders.corpus.store import Corpus
from tests.fixtures import invented_corpus
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
