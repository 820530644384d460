"""The comparison page without a browser: which two briefings it compares, and how to choose."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from loaders.corpus.store import Corpus
from tests.app.test_invented_pages import unsound, visit
from tests.fixtures import invented_corpus
from tests.support.run import serve
from tests.unit.dashboard.features.comparison.test_pair import NEW, OLD, OTHER, tables_with_third


@pytest.fixture
def crowded(three_briefings: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the dashboard show three briefings, two of them of 2032."""
    serve(monkeypatch, three_briefings)


def said(app: AppTest) -> str:
    words = " ".join(str(each.value) for kind in (app.markdown, app.caption) for each in kind)
    return words.replace("\\", "")


def pickers(app: AppTest) -> list[str]:
    return [str(each.key) for each in app.selectbox if str(each.key).startswith("bw_compare_")]


def test_where_years_name_them_there_is_nothing_to_pick() -> None:
    app = visit("comparison", lang="en")
    assert pickers(app) == []
    assert "2022 and 2023 side by side" in said(app)
    assert "side by side: what is new and gone, who is compared, topics and terms" in said(app)
    assert "which for 2022 is the opening alone" in said(app)
    assert "What was not captured of 2022 may hold what is new." in said(app)
    assert "1,977 characters of 2022 with 1,886 of 2023" in said(app)


@pytest.mark.usefixtures("crowded")
def test_the_two_are_picked_and_stand_in_the_link() -> None:
    app = visit("comparison", lang="en")
    assert pickers(app) == ["bw_compare_earlier", "bw_compare_later"]
    earlier, later = (app.selectbox(key=key) for key in pickers(app))
    assert (earlier.value, later.value) == (OLD, NEW)
    assert len(earlier.options) == len(later.options) == 2  # neither offers the other's
    later.set_value(OTHER).run()
    assert app.query_params["briefing"] == f"{OTHER},{OLD}"
    assert app.selectbox(key="bw_compare_later").value == OTHER
    assert "2031 Qinghe and 2032 Qinghe · 2032年湖光灯会新闻发布会 side by side" in said(app)
    assert unsound(app) == []


@pytest.mark.usefixtures("crowded")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_two_of_one_year_are_compared_by_their_names(language: str) -> None:
    app = visit("comparison", year="2032", scope="whole", lang=language)
    assert pickers(app) == []  # the year holds these two
    assert "2032年风筝节新闻发布会" in said(app)
    assert "2032年湖光灯会新闻发布会" in said(app)
    assert unsound(app) == []


@pytest.mark.usefixtures("crowded")
def test_one_alone_is_told_how_to_get_another() -> None:
    app = visit("comparison", briefing=OTHER, lang="en")
    assert "A comparison needs two briefings; the filters leave one." in said(app)
    app.button(key="bw_years").click().run()
    assert "briefing" not in app.query_params
    assert len(pickers(app)) == 2


@pytest.mark.parametrize(
    ("filtered", "sentence"),
    [
        ({"year": "2022"}, "briefings of two years; the year filter leaves one."),
        ({"briefing": "civilization-conference-2022"}, "two briefings; the filters leave one."),
    ],
)
def test_the_filter_that_leaves_one_is_named(filtered: dict[str, str], sentence: str) -> None:
    app = visit("comparison", lang="en", **filtered)
    assert sentence in said(app)
    app.button(key="bw_years").click().run()
    assert not {"year", "briefing"} & set(app.query_params)


@pytest.mark.usefixtures("crowded")
def test_nothing_is_missing_of_a_first_briefing_that_is_whole() -> None:
    app = visit("comparison", year="2032", lang="en")
    assert "may hold what is new" not in said(app)


def test_names_that_are_cut_are_counted_once() -> None:
    app = visit("comparison", lang="en", scope="whole")
    assert "13 rows change direction (" in said(app)
    assert "in all)" not in said(app)


def test_without_common_statements_whole_transcripts_are_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = dict(tables_with_third())
    turns = tables["turns"]
    tables["turns"] = turns.assign(kind=turns["kind"].replace("statement", "answer"))
    corpus = invented_corpus.corpus(tmp_path / "unstated", tables)
    serve(monkeypatch, corpus)
    app = visit("comparison", year="2032", lang="en")
    assert "In these two nobody of the same role makes a statement" in said(app)
    app.button(key="bw_widen").click().run()
    assert app.query_params["scope"] == "whole"
    assert unsound(app) == []
