"""Shared fixtures of the golden tests: the bundled corpus, its pages, and expected figures."""

import os
import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from loaders.briefing import read_briefing
from loaders.corpus.store import Corpus, open_corpus
from loaders.tables.sources import catalogue_entry, find_sources


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return open_corpus()


@pytest.fixture(scope="session")
def figures() -> dict[str, Any]:
    """Expected figures of figures.toml, which states how each was counted by other means."""
    return tomllib.loads(Path(__file__).with_name("figures.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def folder() -> Path:
    """The folder of the real pages, $BRIEFING_SOURCES; if unset, skip the test, or fail in CI."""
    named = os.environ.get("BRIEFING_SOURCES")
    if named:
        return Path(named)
    if os.environ.get("CI") == "true":
        pytest.fail("CI has to read the real pages: set BRIEFING_SOURCES to their folder.")
    pytest.skip(
        "The real pages are not at hand; set BRIEFING_SOURCES to the folder that holds them."
    )


@pytest.fixture(scope="session")
def spoken(folder: Path) -> pd.DataFrame:
    """A row for every paragraph of the real pages: year, section, turn, text."""
    rows = []
    for document in find_sources(folder):
        briefing = read_briefing(document, catalogue_entry(document))
        rows += [
            (briefing.entry.year, turn.section, number, line.text)
            for number, turn in briefing.numbered_turns()
            for line in turn.paragraphs
        ]
    return pd.DataFrame(rows, columns=["year", "section", "turn", "text"])
