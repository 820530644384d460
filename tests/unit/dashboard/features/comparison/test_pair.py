"""Which two briefings are compared, and what they are called, where a year has several.

The invented corpus, and beside its two years a third briefing of 2032, of no series.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from dashboard import i18n, theme
from dashboard.charts.palette import DARK, LIGHT
from dashboard.features.comparison import panels
from dashboard.features.comparison.pair import Pair, named, pair
from dashboard.features.search.occurrences import found
from dashboard.filters import Filters
from dashboard.labels import briefings, provenance
from dashboard.queries import selection, statistics
from loaders.corpus.store import Corpus
from loaders.schema import TABLES
from tests.fixtures import invented_corpus

OLD, NEW, OTHER = "kite-2031", "kite-2032", "added-2032-06-01-0a1b2c3d"
BY_BRIEFING = ("appearances", "turns", "paragraphs", "facts")


def beside(**changes: Any) -> Mapping[str, pd.DataFrame]:
    """The invented tables with the briefing of 2032 twice, its copy as `changes` say."""
    filled = dict(invented_corpus.tables())
    for name in BY_BRIEFING:
        own = filled[name].loc[filled[name]["briefing_id"] == NEW]
        filled[name] = pd.concat([filled[name], own.assign(briefing_id=OTHER)], ignore_index=True)
    own = filled["briefings"].loc[filled["briefings"]["briefing_id"] == NEW]
    added = {"briefing_id": OTHER, "series": "added", "date_held": "2032-06-01", **changes}
    filled["briefings"] = pd.concat([filled["briefings"], own.assign(**added)], ignore_index=True)
    counted = pd.DataFrame(
        [(OLD, 2, "纸鸢", 6), (NEW, 2, "纸鸢", 9), (OTHER, 2, "纸鸢", 40)],
        columns=["briefing_id", "paragraph", "term", "occurrences"],
    )
    counted = counted.assign(tokens_jieba=0, tokens_lexicon=0)
    filled["term_counts"] = counted[TABLES["term_counts"].columns]
    filled["terms"] = pd.DataFrame({"term": ["纸鸢"], "is_stopword": False, "part_of_speech": "n"})
    return filled


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    content = beside(title="2032年湖光灯会新闻发布会")
    return invented_corpus.corpus(tmp_path_factory.mktemp("pair") / "crowded", content)


@pytest.fixture(params=["zh", "en"], autouse=True)
def language(
    request: pytest.FixtureRequest, crowded: Corpus, monkeypatch: pytest.MonkeyPatch
) -> str:
    for module in (i18n, provenance):
        monkeypatch.setattr(module, "language", lambda: request.param)
    monkeypatch.setattr(selection, "corpus", lambda: crowded)
    monkeypatch.setattr(theme, "palette", lambda: LIGHT)
    chosen: str = request.param
    return chosen


def two_of(chosen: Filters) -> Pair:
    two = pair(selection.scope(chosen), statistics.covered(chosen))
    assert two is not None
    return two


# Which they are ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chosen", "compared"),
    [
        (Filters(), (OLD, NEW)),  # of the series
        (Filters(briefing=(OLD, OTHER)), (OLD, OTHER)),
        (Filters(briefing=(OTHER, NEW)), (NEW, OTHER)),  # in April, and in June
        (Filters(year=("2032",)), (NEW, OTHER)),
        (Filters(year=("2031", "2032"), briefing=(OLD, OTHER)), (OLD, OTHER)),
    ],
)
def test_two_are_compared_that_were_chosen(chosen: Filters, compared: tuple[str, str]) -> None:
    assert tuple(two_of(chosen).ids.values()) == compared


@pytest.mark.parametrize("chosen", [Filters(year=("2031",)), Filters(briefing=(OTHER,))])
def test_one_is_not_a_pair(chosen: Filters) -> None:
    assert pair(selection.scope(chosen), statistics.covered(chosen)) is None


def test_what_belongs_to_no_series_is_none() -> None:
    every = selection.scope(Filters())
    both = pd.concat([every, every.loc[every["briefing_id"] == OTHER].assign(year=2029)])
    two = pair(both, statistics.covered(Filters()))
    assert two is not None
    assert two.ids["earlier"] == OLD


def test_no_row_of_another_briefing_of_the_year_is_compared() -> None:
    two = two_of(Filters())
    inside = panels.compared(Filters(scope="whole"), two, "whole")
    assert set(selection.turns(inside)["briefing_id"]) == {OLD, NEW}
    assert set(panels.slots(Filters(), two).frame["briefing_id"]) == {OLD, NEW}
    within = panels.listed(Filters(scope="whole", term="纸鸢"), two)
    assert len(found(within).frame) == 6 + 9
    row = panels.terms(Filters(scope="whole"), two).frame.query("scope == 'whole'").iloc[0]
    assert (row["earlier_occurrences"], row["later_occurrences"]) == (6, 9)
    assert (row["earlier_briefing"], row["later_briefing"]) == (OLD, NEW)
    other = two_of(Filters(briefing=(NEW, OTHER)))
    chosen = Filters(briefing=(NEW, OTHER), scope="whole", term="纸鸢")
    assert len(found(panels.listed(chosen, other)).frame) == 9 + 40


def test_a_file_states_the_two_where_more_were_selected() -> None:
    two = two_of(Filters())
    applied = panels.slots(Filters(), two).applied
    assert applied is not None
    assert applied.query() == {"year": "2031,2032", "briefing": f"{OLD},{NEW}"}
    chosen = Filters(briefing=(OLD, OTHER))
    assert panels.facts(chosen, two_of(chosen)).applied == chosen


# What they are called ---------------------------------------------------------------------------


def test_names_tell_briefings_of_one_year_and_city_apart(language: str) -> None:
    city = {"zh": "青禾", "en": "Qinghe"}[language]
    assert briefings.names() == {
        OLD: f"2031 {city}",
        NEW: f"2032 {city} · 2032年风筝节新闻发布会",
        OTHER: f"2032 {city} · 2032年湖光灯会新闻发布会",
    }


@pytest.mark.parametrize(
    ("changes", "new", "other"),
    [
        ({}, "2032-04-01", "2032-06-01"),  # one title, two days
        ({"date_held": "2032-04-01"}, NEW, OTHER),  # one title, one day
    ],
)
def test_what_titles_do_not_tell_apart_days_do_or_else_ids(
    changes: dict[str, Any], new: str, other: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    alike = invented_corpus.corpus(tmp_path / "alike", beside(**changes))
    monkeypatch.setattr(selection, "corpus", lambda: alike)
    names = briefings.names()
    assert len(set(names.values())) == 3
    assert names[NEW].endswith(new)
    assert names[OTHER].endswith(other)


def test_years_name_what_they_name_alone(language: str) -> None:
    assert briefings.alone(OLD) == ("year", "2031")
    assert briefings.alone(NEW) == ("briefing", NEW)
    two = two_of(Filters())
    assert not two.by_year
    assert two.heads == two.names == tuple(briefings.names()[key] for key in (OLD, NEW))
    assert two.words["units"] == {"zh": "场", "en": "briefings"}[language]
    assert named(Filters(briefing=(NEW, OTHER))) == tuple(
        briefings.names()[key] for key in (NEW, OTHER)
    )
    # One that is left alone is spoken of with what it would be compared with.
    assert named(Filters(year=("2031",))) == two.heads


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_two_of_a_year_have_two_colours(palette: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme, "palette", lambda: palette)
    earlier, later = two_of(Filters(briefing=(NEW, OTHER))).colours
    assert later == palette.year(2032)
    assert earlier in palette.other_years
    assert earlier != later
    assert two_of(Filters()).colours == (palette.year(2031), palette.year(2032))


def test_no_sentence_speaks_of_years_where_one_year_is_compared(language: str) -> None:
    chosen = Filters(briefing=(NEW, OTHER), scope="whole", slot=("host_city",))
    two = two_of(chosen)
    every = [
        panels.banner(chosen, two),
        *(
            said
            for build in (panels.slots, panels.topics, panels.terms, panels.facts)
            for panel in [build(chosen, two)]
            for said in (panel.words.title, panel.words.reading, panel.words.caveat)
        ),
    ]
    wrong = {"zh": ("两年", "一年", "2032 年"), "en": ("year",)}[language]
    assert [said for said in every if any(word in said for word in wrong)] == []


def test_facts_stand_beside_facts_alone(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert panels.stated(two_of(Filters(briefing=(OLD, OTHER))))
    tables = dict(beside(title="Lanterns"))
    tables["facts"] = tables["facts"].loc[tables["facts"]["briefing_id"] != OTHER]
    corpus = invented_corpus.corpus(tmp_path / "stated", tables)
    monkeypatch.setattr(selection, "corpus", lambda: corpus)
    assert not panels.stated(two_of(Filters(briefing=(OLD, OTHER))))
    assert panels.stated(two_of(Filters(briefing=(OLD, NEW))))


@pytest.mark.parametrize(("han", "told"), [(1000, False), (500, False), (499, True)])
def test_a_text_in_another_language_is_said_to_be_so(
    han: int, told: bool, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = invented_corpus.corpus(
        tmp_path / "foreign", beside(title="Lanterns", han_characters=han)
    )
    monkeypatch.setattr(selection, "corpus", lambda: corpus)
    chosen = Filters(briefing=(NEW, OTHER))
    text = panels.banner(chosen, two_of(chosen))
    assert (i18n.t("comparison.foreign", names=briefings.names()[OTHER]) in text) == told


def test_an_order_that_nobody_knows_is_said_to_be_none(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    undated = beside(date_held=None, published_at=None, title="2032年灯会")
    corpus = invented_corpus.corpus(tmp_path / "undated", undated)
    dated = two_of(Filters(briefing=(NEW, OTHER)))
    assert i18n.t("comparison.no_order") not in panels.banner(Filters(), dated)
    monkeypatch.setattr(selection, "corpus", lambda: corpus)
    two = two_of(Filters(briefing=(NEW, OTHER)))
    assert not two.dated
    assert i18n.t("comparison.no_order") in panels.banner(Filters(), two)
