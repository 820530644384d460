"""The choice of the two briefings that are compared, and their names if a year has several.

The tests use the invented corpus with a third briefing, of 2032 and of no series.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from dashboard import i18n
from dashboard.charts.palette import DARK, LIGHT
from dashboard.features.comparison import panels, places
from dashboard.features.search.occurrences import occurrences_panel
from dashboard.filters import Filters
from dashboard.labels import briefings
from dashboard.labels.pair import Pair, choose_pair, pair_headings
from dashboard.queries import comparison_family as family
from dashboard.queries import selection, statistics
from dashboard.queries.rows import BriefingRow, rows_of
from loaders.corpus.store import Corpus
from loaders.schema import TABLES
from tests.fixtures import invented_corpus
from tests.support.run import serve, show

pytestmark = pytest.mark.usefixtures("language")

OLD, NEW, OTHER = "kite-2031", "kite-2032", "added-2032-06-01-0a1b2c3d"
BY_BRIEFING = ("appearances", "turns", "paragraphs", "facts")


def tables_with_third(**changes: Any) -> Mapping[str, pd.DataFrame]:
    """Return the invented tables with a copy of the briefing of 2032, changed by `changes`.

    changes: column of table briefings -> value of the copy.
    """
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
    filled["term_counts"] = counted.reindex(columns=TABLES["term_counts"].columns)
    filled["terms"] = pd.DataFrame({"term": ["纸鸢"], "is_stopword": False, "part_of_speech": "n"})
    return filled


@pytest.fixture(scope="module")
def shown_corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    content = tables_with_third(title="2032年湖光灯会新闻发布会")
    return invented_corpus.corpus(tmp_path_factory.mktemp("pair") / "crowded", content)


def pair_of(chosen: Filters) -> Pair:
    pair = choose_pair(selection.briefings(chosen), statistics.coverage(chosen))
    assert pair is not None
    return pair


# The choice of the pair -------------------------------------------------------------------------


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
def test_the_chosen_two_are_compared(chosen: Filters, compared: tuple[str, str]) -> None:
    assert tuple(pair_of(chosen).ids.values()) == compared


@pytest.mark.parametrize("chosen", [Filters(year=("2031",)), Filters(briefing=(OTHER,))])
def test_one_is_not_a_pair(chosen: Filters) -> None:
    assert choose_pair(selection.briefings(chosen), statistics.coverage(chosen)) is None


def test_briefings_outside_of_any_series_are_not_one() -> None:
    every = selection.briefings(Filters())
    both = pd.concat([every, every.loc[every["briefing_id"] == OTHER].assign(year=2029)])
    pair = choose_pair(both, statistics.coverage(Filters()))
    assert pair is not None
    assert pair.ids["earlier"] == OLD


def test_no_row_of_another_briefing_of_the_year_is_compared() -> None:
    pair = pair_of(Filters())
    inside = family.compared_filters(Filters(scope="whole"), pair, "whole")
    assert set(selection.turns(inside)["briefing_id"]) == {OLD, NEW}
    assert set(panels.slots(Filters(), pair).frame["briefing_id"]) == {OLD, NEW}
    within = places.listed_filters(Filters(scope="whole", term="纸鸢"), pair)
    assert len(occurrences_panel(within).frame) == 6 + 9
    row = panels.terms(Filters(scope="whole"), pair).frame.query("scope == 'whole'").iloc[0]
    assert (row["earlier_occurrences"], row["later_occurrences"]) == (6, 9)
    assert (row["earlier_briefing"], row["later_briefing"]) == (OLD, NEW)
    other = pair_of(Filters(briefing=(NEW, OTHER)))
    chosen = Filters(briefing=(NEW, OTHER), scope="whole", term="纸鸢")
    assert len(occurrences_panel(places.listed_filters(chosen, other)).frame) == 9 + 40


def test_a_file_states_the_pair_if_more_were_selected() -> None:
    pair = pair_of(Filters())
    applied = panels.slots(Filters(), pair).applied
    assert applied is not None
    assert applied.query() == {"year": "2031,2032", "briefing": f"{OLD},{NEW}"}
    chosen = Filters(briefing=(OLD, OTHER))
    assert panels.facts(chosen, pair_of(chosen)).applied == chosen


# Names and colours ------------------------------------------------------------------------------


def test_titles_distinguish_briefings_of_one_year_and_city(language: str) -> None:
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
def test_equal_titles_are_distinguished_by_day_or_id(
    changes: dict[str, Any], new: str, other: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    alike = invented_corpus.corpus(tmp_path / "alike", tables_with_third(**changes))
    serve(monkeypatch, alike)
    names = briefings.names()
    assert len(set(names.values())) == 3
    assert names[NEW].endswith(new)
    assert names[OTHER].endswith(other)


def test_a_year_names_a_briefing_only_if_unique(language: str) -> None:
    assert briefings.selecting_filter(OLD) == ("year", "2031")
    assert briefings.selecting_filter(NEW) == ("briefing", NEW)
    pair = pair_of(Filters())
    assert not pair.is_named_by_year
    assert pair.headings == pair.names == tuple(briefings.names()[key] for key in (OLD, NEW))
    assert pair.placeholders["units"] == {"zh": "场", "en": "briefings"}[language]
    assert pair_headings(Filters(briefing=(NEW, OTHER))) == tuple(
        briefings.names()[key] for key in (NEW, OTHER)
    )
    # Of one alone nothing is compared, so no other is named.
    assert pair_headings(Filters(year=("2031",))) == (
        i18n.t("comparison.any.first"), i18n.t("comparison.any.last"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "tags"),
    [
        ({"host_city": "松岭", "host_city_en": "Songling"}, [{}, {"zh": "松岭", "en": "Songling"}]),
        ({"host_city": None, "host_city_en": None}, [{}, "2032-06-01"]),
        ({}, ["2032-04-01", "2032-06-01"]),
        (
            {"host_city": None, "host_city_en": None, "date_held": "2032-04-01"},
            [{}, "2032年风筝节新闻发布会"],
        ),
        ({"date_held": "2032-04-01"}, [NEW, OTHER]),
    ],
    ids=["city", "no city", "one city", "no city, one day", "nothing"],
)
def test_a_year_alone_never_names_one_of_two(
    changes: dict[str, Any],
    tags: list[Any],
    language: str,
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shared = invented_corpus.corpus(tmp_path / "shared", tables_with_third(**changes))
    serve(monkeypatch, shared)
    names = briefings.names()
    assert len(set(names.values())) == 3
    assert "2032" not in names.values()
    rows = rows_of(selection.briefings(Filters()), BriefingRow)
    found_tags = {row.briefing_id: briefings.tag(row) for row in rows}
    assert len(set(found_tags.values())) == 3
    assert found_tags[OLD] == "2031"
    assert "2032" not in found_tags.values()
    city = {"zh": "2032 青禾", "en": "2032 Qinghe"}[language]
    for found, wanted in zip((found_tags[NEW], found_tags[OTHER]), tags, strict=True):
        expected = wanted if isinstance(wanted, str) else wanted.get(language, city)
        assert found.endswith(expected)
    assert briefings.key_columns() == ["year", "briefing_id"]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_two_briefings_of_a_year_have_two_colours(
    palette: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(monkeypatch, palette=palette)
    earlier, later = pair_of(Filters(briefing=(NEW, OTHER))).colours
    assert earlier == palette.year(2032)
    assert later in palette.other_years
    assert earlier != later
    rows = {row.briefing_id: row for row in rows_of(selection.briefings(Filters()), BriefingRow)}
    assert [briefings.colour(rows[key]) for key in (NEW, OTHER)] == [earlier, later]
    assert pair_of(Filters()).colours == (palette.year(2031), palette.year(2032))


def test_no_sentence_speaks_of_years_within_one_year(language: str) -> None:
    chosen = Filters(briefing=(NEW, OTHER), scope="whole", slot=("host_city",))
    pair = pair_of(chosen)
    every = [
        panels.banner(chosen, pair),
        *(
            said
            for build in (panels.slots, panels.topics, panels.terms, panels.facts)
            for panel in [build(chosen, pair)]
            for said in (panel.text.title, panel.text.takeaway, panel.text.caveat)
        ),
    ]
    wrong = {"zh": ("两年", "一年", "2032 年"), "en": ("year",)}[language]
    assert [said for said in every if any(word in said for word in wrong)] == []


def test_facts_are_compared_only_if_both_have_some(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert panels.has_facts(pair_of(Filters(briefing=(OLD, OTHER))))
    tables = dict(tables_with_third(title="Lanterns"))
    tables["facts"] = tables["facts"].loc[tables["facts"]["briefing_id"] != OTHER]
    corpus = invented_corpus.corpus(tmp_path / "stated", tables)
    serve(monkeypatch, corpus)
    assert not panels.has_facts(pair_of(Filters(briefing=(OLD, OTHER))))
    assert panels.has_facts(pair_of(Filters(briefing=(OLD, NEW))))


@pytest.mark.parametrize(("han", "is_noted"), [(1000, False), (500, False), (499, True)])
def test_a_text_in_another_language_is_noted(
    han: int, is_noted: bool, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = invented_corpus.corpus(
        tmp_path / "foreign", tables_with_third(title="Lanterns", han_characters=han)
    )
    serve(monkeypatch, corpus)
    chosen = Filters(briefing=(NEW, OTHER))
    text = panels.banner(chosen, pair_of(chosen))
    assert (i18n.t("panel.foreign", names=briefings.names()[OTHER]) in text) == is_noted


def test_an_unknown_order_is_noted(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    undated = tables_with_third(date_held=None, published_at=None, title="2032年灯会")
    corpus = invented_corpus.corpus(tmp_path / "undated", undated)
    dated = pair_of(Filters(briefing=(NEW, OTHER)))
    assert i18n.t("comparison.no_order") not in panels.banner(Filters(), dated)
    serve(monkeypatch, corpus)
    pair = pair_of(Filters(briefing=(NEW, OTHER)))
    assert not pair.is_order_known
    assert i18n.t("comparison.no_order") in panels.banner(Filters(), pair)
