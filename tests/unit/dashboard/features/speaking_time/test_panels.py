"""Panels of speaking time on three invented briefings, two of which have answers."""

import pytest

from dashboard.features.speaking_time import panels
from dashboard.filters import Filters
from dashboard.labels.briefings import names
from loaders.corpus.store import Corpus
from tests.fixtures import invented_corpus
from tests.unit.dashboard.features.comparison.test_pair import NEW, OLD, OTHER, tables_with_third

pytestmark = pytest.mark.usefixtures("language")
WHOLE = Filters(scope="whole")


@pytest.fixture(scope="module")
def shown_corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    tables = tables_with_third(host_city="望川", host_city_en="Wangchuan")
    return invented_corpus.corpus(tmp_path_factory.mktemp("timed") / "three", tables)


def test_shares_are_of_the_sections_that_all_have() -> None:
    panel = panels.shares(Filters())
    assert {key: panel.text.takeaway.count(key) for key in ("60.0%", "87.0%")} == {
        "60.0%": 1,  # 300 of 500 characters
        "87.0%": 2,  # 400 of 460, twice
    }
    assert set(panel.frame["id"]) == {"tao-jianshan", "zhou-tang", "lin-yizhou"}


def test_shares_of_everything_are_said_of_each_apart() -> None:
    panel = panels.shares(WHOLE)
    assert panel.text.takeaway == ""
    shown = [chart.heading.replace("\\", "") for chart in panel.charts]
    headings = {
        key: heading for key in (OLD, NEW, OTHER) for heading in shown if names()[key] in heading
    }
    # 300 of 500 characters; 650 of 1,000 in both others.
    assert ["60.0%" in headings[OLD], "65.0%" in headings[NEW]] == [True, True]
    assert "65.0%" in headings[OTHER]
    assert len(set(headings.values())) == len(panel.charts) == 3


def test_answers_of_everything_are_said_of_each_apart() -> None:
    together = panels.answers(Filters()).text.takeaway
    assert [names()[key] in together for key in (OLD, NEW, OTHER)] == [False, True, True]
    panel = panels.answers(WHOLE)
    assert panel.text.takeaway == ""
    # The median answer has 100 characters, the longest 250.
    said = [("250" in chart.heading, "100" in chart.heading) for chart in panel.charts]
    assert sorted(said) == [(False, False), (True, True), (True, True)]


def test_minutes_of_everything_have_a_scale_each() -> None:
    ends = {scope: [chart.figure.layout.xaxis.range[1] for chart in
                    panels.minutes(Filters(scope=scope)).charts if chart.figure]
            for scope in ("statements", "whole")}  # fmt: skip
    assert len(set(ends["statements"])) == 1
    assert len(set(ends["whole"])) == 2


def test_everything_is_said_of_the_briefings_that_have_more() -> None:
    said = panels.everything_sentence(Filters())
    # 650 of 1,000 characters in both others; of the first nothing is left out.
    assert [names()[key] in said for key in (OLD, NEW, OTHER)] == [False, True, True]
    assert said.count("65.0%") == 2
    assert panels.everything_sentence(Filters(year=("2031",))) == ""


@pytest.mark.parametrize(
    "chosen",
    [WHOLE, Filters(section=("opening",)), Filters(kind=("statement",)), Filters(kind=("answer",))],
)
def test_nothing_is_added_where_everything_is_shown(chosen: Filters) -> None:
    assert panels.everything_sentence(chosen) == ""
