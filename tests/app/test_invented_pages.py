"""The pages on two invented corpora: one with every optional column null, and a complete one.

A missing value never shows as Python prints it, and a file states the filters that made it.
"""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import registry
from loaders.corpus.store import Corpus
from loaders.schema import TABLES
from tests.fixtures import invented_corpus
from tests.support.app import open_page
from tests.support.run import serve

# Missing values as Python prints them, with the characters around them.
UNKNOWN = re.compile(r".{0,40}(?<![a-zA-Z_])(nan|NaN|None|NaT|<NA>)(?![a-zA-Z_]).{0,40}")


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return invented_corpus.corpus(
        tmp_path_factory.mktemp("corpus") / "bare", invented_corpus.tables_without_optional()
    )


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return invented_corpus.corpus(tmp_path_factory.mktemp("corpus") / "full")


def visit(slug: str, **query: str) -> AppTest:
    return open_page(slug, **query)


def words(app: AppTest) -> list[str]:
    """Return every text that the page shows, with the cells of tables and the data of charts."""
    plain = (app.title, app.subheader, app.caption, app.markdown, app.text, app.metric, app.code)
    said = [str(each.value) for kind in plain for each in kind]
    cells = [str(cell) for each in app.table for cell in each.value.to_numpy().ravel()]
    charts = [str(getattr(each, "proto", "")) for each in app.get("plotly_chart")]
    return [*said, *cells, *charts]


def unsound(app: AppTest) -> list[str]:
    """Return each missing value that the page shows as Python prints it; fail if the run failed."""
    failed = [each.value for each in app.text if each.value]
    assert (failed, [each.message for each in app.exception]) == ([], [])
    shown = words(app)
    assert len(shown) > 4
    return [found[0] for each in shown if (found := UNKNOWN.search(each))]


def test_nothing_optional_is_known_of_the_bare_corpus(bare: Corpus) -> None:
    for name, table in TABLES.items():
        optional = [field.name for field in table.fields if field.nullable]
        assert bare.table(name)[optional].isna().all(axis=None), name
    assert len(bare.table("turns")) == len(invented_corpus.TURNS)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", registry.PAGES, ids=lambda page: page.slug)
def test_every_page_shows_what_is_known(
    page: registry.Page, language: str, bare: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, bare)
    app = visit(page.slug, lang=language)
    assert unsound(app) == []
    tables = [button.key for button in app.button if (button.key or "").startswith("table_")]
    for key in filter(None, tables):
        app.button(key=key).click().run()
        assert unsound(app) == []


@pytest.mark.parametrize("name", ["briefings", "appearances", "speakers", "paragraphs", "facts"])
def test_every_table_shows_what_is_known(
    name: str, bare: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, bare)
    assert unsound(visit("sources", table=name)) == []


Rows = list[dict[str, str]]


class Opened:
    """A stand-in for a popover that is always open."""

    open = True

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        return None


@pytest.fixture
def saved(full: Corpus, monkeypatch: pytest.MonkeyPatch) -> dict[str, Rows]:
    """Download button's key -> rows of its CSV file, filled when a page is visited."""
    files: dict[str, Rows] = {}

    def button(_label: str, data: Any, *, key: str, **_looks: Any) -> None:
        text = data().decode("utf-8-sig")
        files[key] = list(csv.DictReader(io.StringIO(text, newline="")))

    serve(monkeypatch, full)
    monkeypatch.setattr(st, "download_button", button)
    # A file is made when a reader opens the list of files: here every list is open.
    monkeypatch.setattr(st, "popover", lambda *_, **__: Opened())
    return files


def stated(saved: dict[str, Rows]) -> dict[str, set[str]]:
    return {key: {row["filters"] for row in rows} for key, rows in saved.items()}


def test_a_file_of_a_panel_states_what_its_figures_depend_on(saved: dict[str, Rows]) -> None:
    view = {"year": "2032", "rate": "180", "by": "kind", "table": "facts", "lang": "en"}
    visit("speaking-time", scope="whole", **view)
    assert stated(saved) == {
        "csv_share": {"year=2032&rate=180&by=kind&scope=whole"},
        "csv_minutes": {"year=2032&rate=180&by=kind&scope=whole"},
        "csv_answers": {"year=2032&rate=180"},
        "csv_ribbon": {"year=2032"},
    }
    visit("speaking-time", **view)
    alike = {"year=2032&section=opening&rate=180&by=kind"}
    assert stated(saved)["csv_share"] == stated(saved)["csv_minutes"] == alike


def test_a_file_of_a_table_states_the_filters_that_cut_it(saved: dict[str, Rows]) -> None:
    app = visit("sources", year="2031", kind="answer", rate="180", table="facts", lang="en")
    assert stated(saved)["csv_tables"] == stated(saved)["csv_repairs"] == {"year=2031"}
    assert len(saved["csv_tables"]) == 3
    assert [c.value for c in app.caption if "Kind of turn" in c.value] != []


def test_a_file_of_a_whole_vocabulary_names_every_source_and_gap(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, saved: dict[str, Rows]
) -> None:
    term = invented_corpus.tables()["terms"].reindex([0]).assign(term="纸鸢", is_stopword=False)
    whole = invented_corpus.corpus(tmp_path / "terms", {**invented_corpus.tables(), "terms": term})
    serve(monkeypatch, whole)
    visit("sources", year="2032", table="terms", lang="en")
    (row,) = saved["csv_tables"]
    assert row["filters"] == "all"
    assert "2031" in row["source"]
    assert "2031" in row["caveat"]
