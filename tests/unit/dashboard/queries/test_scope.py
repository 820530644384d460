"""Like with like: what is compared, for every selection of invented briefings.

The corpus holds 2031, whose questions were not captured, 2032, and a third briefing of no series,
also of 2032. In words all have Tao Jianshan's statement for the convening body: 300, 400 and 400
characters; the opening has 500 (two statements and 60 characters between them), 460 and 460.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.filters import Filters
from dashboard.queries import identifiers, selection
from dashboard.queries.scope import Scope, compared_in_time, compared_in_words, in_all
from tests.fixtures import invented_corpus
from tests.support.run import serve
from tests.unit.dashboard.features.comparison.test_pair import NEW, OLD, OTHER, tables_with_third

PAIR = (OLD, NEW)
WORDS = {"section": ("opening",), "kind": ("statement",), "slot": ("convening_body",)}
Tables = Mapping[str, pd.DataFrame]
Select = Callable[[Tables], None]


@pytest.fixture
def select(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Select:
    """Return a function that has the dashboard select from the corpus of some tables."""

    def use(tables: Tables) -> None:
        corpus = invented_corpus.corpus(tmp_path / "corpus", tables)
        serve(monkeypatch, corpus)

    return use


@pytest.fixture
def three(select: Select) -> None:
    """Have the dashboard select from the pair and a briefing of no series."""
    select(tables_with_third())


def changed(tables: Tables, name: str, briefing_id: str, **values: Any) -> Tables:
    """Return `tables` with `values` in all rows of table `name` that are of `briefing_id`."""
    frame = tables[name].copy()
    for column, value in values.items():
        frame.loc[frame["briefing_id"] == briefing_id, column] = value
    return {**tables, name: frame}


def without(tables: Tables, briefing_id: str) -> Tables:
    """Return `tables` without the rows of `briefing_id`."""
    return {
        name: frame.loc[frame["briefing_id"] != briefing_id] if "briefing_id" in frame else frame
        for name, frame in tables.items()
    }


def bases(scope: Scope) -> dict[str, int]:
    """Return briefing_id -> the characters that are the base of its rates."""
    briefings = scope.briefings()
    return dict(
        zip(briefings["briefing_id"], briefings["compared_characters"].tolist(), strict=True)
    )


def characters(scope: Scope) -> int:
    """Return the characters within the filters of `scope`."""
    return int(selection.turns(scope.filters)["characters"].sum())


# The pair -----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("selected")
def test_words_are_the_statements_of_slots_that_both_have() -> None:
    scope = compared_in_words(Filters())
    assert (scope.state, scope.compared) == ("alike", PAIR)
    assert {name: getattr(scope.base, name) for name in WORDS} == WORDS
    assert scope.filters == scope.base
    assert bases(scope) == {OLD: 300, NEW: 400}
    assert scope.blocks() == [scope]


@pytest.mark.usefixtures("selected")
def test_time_is_all_of_the_sections_that_both_have() -> None:
    scope = compared_in_time(Filters())
    assert (scope.state, scope.compared) == ("alike", PAIR)
    assert (scope.base.section, scope.base.kind, scope.base.slot) == (("opening",), (), ())
    assert bases(scope) == {OLD: 500, NEW: 460}


@pytest.mark.usefixtures("selected")
def test_everything_is_in_blocks_of_one_briefing() -> None:
    for build in (compared_in_words, compared_in_time):
        scope = build(Filters(scope="whole"))
        assert (scope.state, scope.compared) == ("whole", PAIR)
        assert bases(scope) == {OLD: 500, NEW: 1000}
        assert [bases(block) for block in scope.blocks()] == [{OLD: 500}, {NEW: 1000}]
        asked = build(Filters(scope="whole", section=("q_and_a",)))
        assert [bases(block) for block in asked.blocks()] == [{OLD: 0}, {NEW: 540}]


@pytest.mark.usefixtures("selected")
@pytest.mark.parametrize(("year", "briefing", "size"), [("2031", OLD, 300), ("2032", NEW, 400)])
def test_a_year_alone_has_the_figures_of_both(year: str, briefing: str, size: int) -> None:
    for chosen in (Filters(year=(year,)), Filters(briefing=(briefing,))):
        scope = compared_in_words(chosen)
        assert (scope.state, scope.compared) == ("alike", PAIR)
        assert bases(scope) == {briefing: size}
        assert bases(compared_in_time(chosen)) == {briefing: {OLD: 500, NEW: 460}[briefing]}


@pytest.mark.usefixtures("selected")
@pytest.mark.parametrize(
    "chosen",
    [
        Filters(kind=("statement", "answer")),
        Filters(slot=("convening_body", "press")),
        Filters(org=("kite-office",)),
        Filters(speaker=("tao-jianshan",)),
        Filters(topic=("kites",)),
        Filters(term="纸鸢", rate=180, measure="occurrences"),
    ],
)
def test_who_speaks_never_changes_the_base(chosen: Filters) -> None:
    scope = compared_in_words(chosen)
    assert scope.state == "alike"
    assert scope.base == compared_in_words(Filters()).base
    assert bases(scope) == {OLD: 300, NEW: 400}
    assert bases(compared_in_time(chosen)) == {OLD: 500, NEW: 460}


@pytest.mark.usefixtures("selected")
def test_filters_apply_within_what_both_have() -> None:
    assert characters(compared_in_words(Filters())) == 700
    assert characters(compared_in_words(Filters(kind=("statement", "answer")))) == 700
    assert characters(compared_in_words(Filters(speaker=("tao-jianshan",), year=("2032",)))) == 400
    assert characters(compared_in_time(Filters(speaker=("tao-jianshan",)))) == 700
    assert characters(compared_in_time(Filters(kind=("moderation",)))) == 120


@pytest.mark.usefixtures("selected")
@pytest.mark.parametrize(
    ("chosen", "size"),
    [
        (Filters(section=("q_and_a",)), 540),
        (Filters(kind=("question",)), 90),
        (Filters(slot=("press",)), 90),
        (Filters(speaker=("zhou-tang",)), 240),
        (Filters(org=("songling",)), 140),
        (Filters(year=("2031",), speaker=("zhou-tang",)), 140),
    ],
)
def test_filters_of_what_they_do_not_share_show_all(chosen: Filters, size: int) -> None:
    scope = compared_in_words(chosen)
    assert (scope.state, scope.compared) == ("outside", PAIR)
    assert characters(scope) == size
    assert scope.base == chosen.only("year", "briefing", "section")
    assert len(scope.blocks()) == (1 if chosen.year else 2)


@pytest.mark.usefixtures("selected")
@pytest.mark.parametrize("extent", ["statements", "whole"])
@pytest.mark.parametrize(
    "chosen",
    [
        Filters(),
        Filters(year=("2032",)),
        Filters(kind=("moderation", "statement")),
        Filters(speaker=("zhou-tang",)),
        Filters(section=("opening",), slot=("convening_body", "host_city")),
    ],
)
def test_filters_of_a_part_select_that_part(chosen: Filters, extent: str) -> None:
    """A file states them, and a link of them opens what the file holds."""
    known = {name: set(ids) for name, ids in identifiers.known_ids().items()}
    for build in (compared_in_words, compared_in_time):
        scope = build(chosen.replace(scope=extent))
        link = scope.filters.replace(scope=extent).query()
        reopened, dropped = Filters.parse(link, known)
        assert dropped == ()
        again = build(reopened)
        assert (again.filters, again.state, bases(again)) == (
            scope.filters,
            scope.state,
            bases(scope),
        )


# Nothing to compare -------------------------------------------------------------------------------


def test_a_shared_section_without_statements(select: Select) -> None:
    select(changed(invented_corpus.tables(), "turns", NEW, kind="moderation"))
    for chosen in (Filters(), Filters(year=("2032",))):
        scope = compared_in_words(chosen)
        assert (scope.state, scope.compared) == ("unlike", PAIR)
        assert bases(scope) == bases(compared_in_words(chosen.replace(scope="whole")))
    assert compared_in_time(Filters()).state == "alike"
    assert bases(compared_in_time(Filters())) == {OLD: 500, NEW: 460}


def test_statements_of_different_slots(select: Select) -> None:
    tables = changed(invented_corpus.tables(), "appearances", NEW, slot="other")
    select(tables)
    scope = compared_in_words(Filters())
    assert scope.state == "unlike"
    assert [bases(block) for block in scope.blocks()] == [{OLD: 500}, {NEW: 1000}]
    assert compared_in_time(Filters()).state == "alike"


def test_no_section_in_common(select: Select) -> None:
    select(changed(invented_corpus.tables(), "turns", NEW, section="q_and_a"))
    assert compared_in_words(Filters()).state == compared_in_time(Filters()).state == "unlike"


def test_the_only_briefing_is_alone(select: Select) -> None:
    select(without(invented_corpus.tables(), OLD))
    for build in (compared_in_words, compared_in_time):
        for chosen in (Filters(), Filters(year=("2032",)), Filters(kind=("question",))):
            scope = build(chosen)
            assert scope.state == "alone"
            assert bases(scope) == {NEW: 1000}
            assert scope.blocks() == [scope]


# A briefing of no series --------------------------------------------------------------------------


@pytest.mark.usefixtures("three")
def test_the_series_decides_and_the_others_show_its_part() -> None:
    scope = compared_in_words(Filters())
    assert (scope.state, scope.compared) == ("alike", PAIR)
    assert bases(scope) == {OLD: 300, NEW: 400, OTHER: 400}
    assert bases(compared_in_time(Filters())) == {OLD: 500, NEW: 460, OTHER: 460}
    whole = compared_in_words(Filters(scope="whole"))
    assert sorted(map(str, map(bases, whole.blocks()))) == sorted(
        str({key: size}) for key, size in ((OLD, 500), (NEW, 1000), (OTHER, 1000))
    )


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("briefing", [OLD, NEW, OTHER])
def test_a_briefing_alone_has_the_figures_of_all(briefing: str) -> None:
    alone = Filters(briefing=(briefing,))
    for build in (compared_in_words, compared_in_time):
        assert bases(build(alone)) == {briefing: bases(build(Filters()))[briefing]}
        assert build(alone).compared == PAIR


@pytest.mark.usefixtures("three")
def test_two_of_a_year_are_compared_with_each_other() -> None:
    year = Filters(year=("2032",))
    scope = compared_in_time(year)
    assert scope.state == "alike"
    assert set(scope.compared) == {NEW, OTHER}
    assert bases(scope) == {NEW: 1000, OTHER: 1000}
    # A click on one of them adds its id to the year, and its figures stay.
    for key in (NEW, OTHER):
        clicked = year.toggled([("briefing", key)])
        assert bases(compared_in_time(clicked)) == {key: 1000}


def test_an_added_one_without_that_part_is_alone(select: Select) -> None:
    select(changed(tables_with_third(), "appearances", OTHER, slot="other"))
    assert bases(compared_in_words(Filters())) == {OLD: 300, NEW: 400, OTHER: 0}
    scope = compared_in_words(Filters(briefing=(OTHER,)))
    assert (scope.state, bases(scope)) == ("alone", {OTHER: 1000})
    assert compared_in_words(Filters(briefing=(OLD,))).state == "alike"


def test_two_of_one_year_in_a_series(select: Select) -> None:
    select(changed(without(tables_with_third(), OLD), "briefings", OTHER, series="kite"))
    scope = compared_in_words(Filters())
    assert (scope.state, set(scope.compared)) == ("alike", {NEW, OTHER})
    assert bases(scope) == {NEW: 400, OTHER: 400}
    assert bases(compared_in_words(Filters(briefing=(NEW,)))) == {NEW: 400}


def test_one_of_a_series_and_one_of_none(select: Select) -> None:
    select(without(tables_with_third(year=2033), OLD))
    scope = compared_in_words(Filters())
    assert (scope.state, set(scope.compared)) == ("alike", {NEW, OTHER})
    for year, key in (("2032", NEW), ("2033", OTHER)):
        assert bases(compared_in_words(Filters(year=(year,)))) == {key: 400}


def test_what_all_have_is_in_the_order_given() -> None:
    rows = pd.DataFrame(
        {"briefing_id": ["a", "a", "b", "b", "b"], "slot": ["city", "press", "press", "city", "x"]}
    )
    assert in_all(rows, "slot", ("press", "x", "city"), 2) == ("press", "city")
    assert in_all(rows.head(2), "slot", ("press", "city"), 2) == ()
    assert in_all(rows.head(0), "slot", ("press", "city"), 0) == ()
