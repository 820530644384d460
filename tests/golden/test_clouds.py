"""Words in the clouds of the bundled corpus, against the occurrences in the pages themselves."""

import pandas as pd
import pytest

from dashboard.features.clouds import panels
from dashboard.features.topics import rates_panel as topics
from dashboard.features.topics import strips_panel
from dashboard.filters import Filters
from dashboard.labels.pair import choose_pair
from dashboard.queries import comparison_family as family
from dashboard.queries import selection, statistics
from loaders.corpus.store import Corpus
from tests.support.run import serve, show

NIU, MINORS = "niu-yibing-7c13", "minors"


@pytest.fixture(autouse=True)
def shown(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the dashboard show the bundled corpus, in English and the light theme."""
    show(monkeypatch, Filters(lang="en"))
    serve(monkeypatch, corpus)


def occurrences(chosen: Filters) -> pd.DataFrame:
    """Return the occurrences of each word, a row per word and a column per group."""
    frame = panels.clouds(chosen).frame
    return frame.pivot_table(index="term", columns="group_id", values="occurrences").fillna(0)


def test_words_inside_set_phrases_are_words_too() -> None:
    """The lexicon has longer words for every place of theirs, but several."""
    found = occurrences(Filters())
    counts = {"网信办": 13, "习近平": 10, "市委": 8, "省委": 5, "党的二十大": 4}
    assert {word: found.loc[word].sum() for word in counts} == counts


@pytest.mark.parametrize(
    "chosen",
    [Filters(speaker=(NIU,)), Filters(topic=(MINORS,)), Filters(slot=("host_province",))],
)
def test_the_largest_word_is_that_of_the_counts(chosen: Filters) -> None:
    shown = panels.clouds(chosen)
    counted = statistics.content_words(chosen.replace(section=("opening",), kind=("statement",)))
    said = counted.loc[counted["slot"].isin(["convening_body", "host_province"])]
    largest = said.groupby(["briefing_id", "term"])["occurrences"].sum()
    for _briefing, own in largest.groupby(level=0):
        assert str(own.droplevel(0).idxmax()) in shown.text.takeaway


def test_two_halves_are_one_test_as_on_the_comparison_page() -> None:
    tested = panels.clouds(Filters(size="distinctive")).frame
    solid = tested.loc[tested["conclusive"].fillna(value=False), "term"]
    pair = choose_pair(selection.briefings(Filters()), statistics.coverage(Filters()))
    assert pair
    compared = family.family(Filters(), pair).ratios["term"]["statements"]
    assert set(solid) == set(compared.loc[compared["conclusive"].astype(bool), "term"])
    assert set(solid) == {"天津", "福建"}


def test_uncaptured_questions_are_no_zeros() -> None:
    shown = topics.rates(Filters(kind=("question",)))
    assert set(shown.frame["briefing_id"]) == {"civilization-conference-2023"}
    assert "not captured" in shown.charts[0].note


def test_every_tick_of_the_questions_is_within_its_strip() -> None:
    charts = strips_panel.strips(Filters(section=("q_and_a",))).charts
    drawn = [chart.figure for chart in charts if chart.figure]
    assert drawn
    for figure in drawn:
        ends = [max(trace.x) for trace in figure.data if trace.x is not None and len(trace.x)]
        assert max(ends) <= figure.layout.xaxis.range[1]
