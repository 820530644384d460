"""Announcements of invented briefings: what is one thing, and what became of it, by hand."""

import doctest
from typing import Any

import pandas as pd
import pytest

from dashboard.stats import announcement_series as module
from dashboard.stats.announcement_series import (
    COLUMNS,
    PLACE_COLUMNS,
    Counterparts,
    announcement_series,
    counterparts,
)

# 2031 and 2032 have an opening; the questions of 2031 were announced and not captured.
COVERAGE = pd.DataFrame(
    [
        ("b1", "opening", "captured"), ("b1", "q_and_a", "not_captured"),
        ("b2", "opening", "captured"), ("b2", "q_and_a", "captured"),
    ],
    columns=["briefing_id", "section", "state"],
)  # fmt: skip
SERIES = pd.DataFrame({"briefing_id": ["b1", "b2"], "series": "kites"})


def place(briefing_id: str, mention: int, name: str, **more: object) -> dict[str, object]:
    """Return a place of a document named `name`, in the opening unless `more` says otherwise."""
    return {
        "briefing_id": briefing_id, "mention": mention, "paragraph": mention, "section": "opening",
        "kind": "document", "surface": name, "title_key": name.rstrip("0123456789"),
        "speaker_id": "lin", **more,
    }  # fmt: skip


def figure(briefing_id: str, mention: int, value: float, counted: str | None) -> dict[str, object]:
    own = {"kind": "figure", "low": value, "high": value, "counted": counted, "title_key": None}
    return place(briefing_id, mention, f"{value:g}个", **own)


def series(
    *places: dict[str, object],
    of: list[dict[str, object]] | None = None,
    said: list[tuple[str, str]] | None = None,
    briefings: pd.DataFrame = SERIES,
    coverage: pd.DataFrame = COVERAGE,
) -> list[dict[str, Any]]:
    """Return the rows for `places`; `of` are those of all briefings, `said` words that are none."""
    listed = pd.DataFrame(list(places)).reindex(columns=PLACE_COLUMNS)
    everywhere = listed if of is None else pd.DataFrame(of).reindex(columns=PLACE_COLUMNS)
    names = everywhere.loc[everywhere["kind"].ne("figure")].assign(is_name=True)
    words = pd.DataFrame(said or [], columns=["briefing_id", "title_key"])
    words = words.assign(surface=words["title_key"], is_name=False)
    columns = ["briefing_id", "title_key", "surface", "is_name"]
    said_there = pd.concat([names[columns], words[columns]])
    known = counterparts(everywhere, said=said_there, coverage=coverage, briefings=briefings)
    found = announcement_series(listed, known)
    plain = found.astype(object).where(found.notna(), None)
    return [dict(zip(plain.columns, row, strict=True)) for row in plain.to_numpy().tolist()]


def told(rows: list[dict[str, Any]], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


def test_doctests() -> None:
    found = doctest.testmod(module)
    assert (found.failed, found.attempted > 0) == (0, True)


def test_the_same_name_of_two_years_is_again_on_both_sides() -> None:
    rows = series(place("b1", 1, "书目2031"), place("b2", 1, "书目2032"))
    assert told(rows, "series_status", "counterpart_briefing_id", "counterpart_surface") == [
        ("again", "b2", "书目2032"),
        ("again", "b1", "书目2031"),
    ]


def test_new_not_again_and_not_captured() -> None:
    rows = series(
        place("b1", 1, "灯谱"),
        place("b2", 1, "歌"),
        place("b2", 2, "守则", section="q_and_a"),
    )
    assert told(rows, "surface", "series_status", "compared_briefing_id") == [
        ("灯谱", "not_again", "b2"),
        ("歌", "new", "b1"),
        ("守则", "not_captured", "b1"),
    ]


def test_a_part_that_no_page_announces_hides_nothing() -> None:
    coverage = COVERAGE.replace("not_captured", "not_announced")
    rows = series(
        place("b1", 1, "书"), place("b2", 2, "守则", section="q_and_a"), coverage=coverage
    )
    assert rows[1]["series_status"] == "new"


def test_said_in_the_opening_too_it_could_have_been_there() -> None:
    rows = series(place("b2", 1, "歌"), place("b2", 2, "歌", section="q_and_a"))
    assert told(rows, "series_status", "times", "places") == [("new", 2, "1、2")]


def test_words_that_are_no_name_there_decide_nothing() -> None:
    rows = series(
        place("b2", 1, "诚信"), place("b2", 2, "守则", section="q_and_a"),
        said=[("b1", "诚信"), ("b1", "守则")],
    )  # fmt: skip
    assert told(rows, "series_status") == [("not_counted",), ("not_captured",)]


def test_a_filter_changes_no_status() -> None:
    both = [place("b1", 1, "书目2031"), place("b2", 1, "书目2032")]
    (row,) = series(both[1], of=both)
    assert (row["series_status"], row["counterpart_surface"]) == ("again", "书目2031")


def test_a_briefing_without_a_series_is_compared_with_none() -> None:
    alone = SERIES.iloc[:0]
    rows = series(place("b1", 1, "书目2031"), place("b2", 1, "书目2032"), briefings=alone)
    assert told(rows, "series_status", "compared_briefing_id") == [(None, None), (None, None)]


def test_of_three_briefings_the_nearest_earlier_one_counts() -> None:
    briefings = pd.DataFrame({"briefing_id": ["b1", "b2", "b3"], "series": "kites"})
    third = [("b3", "opening", "captured")]
    coverage = pd.concat([COVERAGE, pd.DataFrame(third, columns=COVERAGE.columns)])
    rows = series(
        place("b1", 1, "书目1"), place("b2", 1, "书目2"), place("b3", 1, "书目3"),
        place("b1", 2, "歌"), place("b3", 2, "歌"), place("b2", 3, "灯谱"),
        briefings=briefings, coverage=coverage,
    )  # fmt: skip
    assert told(rows, "briefing_id", "surface", "series_status", "counterpart_briefing_id") == [
        ("b1", "书目1", "again", "b2"),
        ("b1", "歌", "again", "b3"),
        ("b2", "书目2", "again", "b1"),
        ("b2", "灯谱", "new", None),
        ("b3", "书目3", "again", "b2"),
        ("b3", "歌", "again", "b1"),
    ]


def test_a_thing_of_a_middle_briefing_is_new_and_not_again() -> None:
    briefings = pd.DataFrame({"briefing_id": ["b1", "b2", "b3"], "series": "kites"})
    third = [("b3", "opening", "captured"), ("b3", "q_and_a", "not_captured")]
    coverage = pd.concat([COVERAGE, pd.DataFrame(third, columns=COVERAGE.columns)])
    rows = series(
        place("b1", 1, "书目1"), place("b2", 1, "书目2"),
        place("b2", 2, "灯谱"), place("b2", 3, "风铃", section="q_and_a"), place("b2", 4, "纸鸢"),
        place("b2", 5, "歌"), place("b3", 1, "歌"),
        said=[("b3", "纸鸢")], briefings=briefings, coverage=coverage,
    )  # fmt: skip
    columns = ("surface", "series_status", "compared_briefing_id", "later_status")
    assert told(rows, *columns, "later_briefing_id") == [
        ("书目1", "again", "b2", "again", "b2"),
        ("书目2", "again", "b1", "not_again", "b3"),
        ("灯谱", "new", "b1", "not_again", "b3"),
        ("风铃", "not_captured", "b1", "not_captured", "b3"),
        ("纸鸢", "new", "b1", "not_counted", "b3"),
        ("歌", "again", "b1", "again", "b3"),
        ("歌", "again", "b2", None, None),
    ]


def test_tense_and_date_of_several_places() -> None:
    (row,) = series(
        place("b1", 1, "歌", date_start="2031-06-11", date_end="2031-06-20", date_basis="stated"),
        place("b1", 2, "歌", speaker_id="gu", verb="发布", tense="promised"),
        place("b1", 3, "歌", verb="出版", tense="done", date_start="2031-06-15",
              date_end="2031-06-15", date_basis="stated"),
        place("b1", 4, "歌", date_start="2031-06-16", date_end="2031-06-16",
              date_basis="conference"),
    )  # fmt: skip
    assert (row["paragraph"], row["verb"], row["tense"]) == (1, "出版", "done")
    assert (row["date_start"], row["date_basis"], row["times"]) == ("2031-06-15", "stated", 4)


def test_who_asks_announces_nothing_that_another_says() -> None:
    asked = {"speaker_id": "press", "is_question": True, "verb": "印发", "tense": "promised"}
    rows = series(
        place("b1", 1, "歌", **asked), place("b1", 2, "灯谱"),
        place("b1", 3, "歌", verb="发布", tense="done"), place("b1", 4, "书", **asked),
    )  # fmt: skip
    assert told(rows, "surface", "speaker_id", "paragraph", "tense", "places") == [
        ("灯谱", "lin", 2, None, "2"),
        ("歌", "lin", 3, "done", "1、3"),
        ("书", "press", 4, "promised", "4"),
    ]


def test_figures_that_count_the_same() -> None:
    rows = series(
        figure("b1", 1, 10, "分论坛"), figure("b1", 2, 10, "分论坛"), figure("b1", 3, 5, None),
        figure("b1", 4, 5, None), figure("b2", 1, 12, "分论坛"), figure("b2", 2, 8, "部门"),
        figure("b1", 5, 41, "部门"),
    )  # fmt: skip
    assert told(rows, "surface", "times", "series_status", "counterpart_surface") == [
        ("10个", 2, "again", "12个"),
        ("5个", 1, "not_counted", None),
        ("5个", 1, "not_counted", None),
        ("41个", 1, "not_counted", None),
        ("12个", 1, "again", "10个"),
        ("8个", 1, "not_counted", None),
    ]


def test_a_figure_of_what_the_other_briefing_does_not_count() -> None:
    """It is new or not again; not captured, if that part of the other briefing was not captured."""
    rows = series(
        figure("b1", 1, 5, "志愿者"), figure("b2", 1, 7, "工作组"),
        {**figure("b2", 2, 61, "阅读量"), "section": "q_and_a"},
    )  # fmt: skip
    assert told(rows, "surface", "series_status") == [
        ("5个", "not_again"), ("7个", "new"), ("61个", "not_captured"),
    ]  # fmt: skip


def test_what_says_too_little_is_matched_on_neither_side() -> None:
    rows = series(figure("b1", 1, 41, "部门"), {**figure("b2", 1, 8, "部门"), "section": "q_and_a"})
    assert told(rows, "series_status") == [("not_counted",), ("not_counted",)]


def test_two_figures_of_one_thing_are_no_counterpart() -> None:
    rows = series(figure("b1", 1, 10, "分论坛"), figure("b1", 2, 11, "分论坛"),
                  figure("b2", 1, 12, "分论坛"))  # fmt: skip
    assert told(rows, "counterpart_surface", "series_status") == [
        ("12个", "again"), ("12个", "again"), (None, "not_counted"),
    ]  # fmt: skip


@pytest.mark.parametrize(("low", "high"), [(5.0, None), (None, 5.0), (None, None)])
def test_a_bound_that_no_figure_has_is_nan(low: float | None, high: float | None) -> None:
    row = {**figure("b1", 1, 5, "分论坛"), "low": low, "high": high}
    listed = pd.DataFrame([row]).reindex(columns=PLACE_COLUMNS).astype(object)
    found = announcement_series(listed.where(listed.notna(), None), Counterparts())
    bounds = found[["low", "high"]]
    assert [*bounds.dtypes] == [float, float]
    assert bounds.notna().to_numpy().tolist() == [[low is not None, high is not None]]


def test_nothing_gives_no_row() -> None:
    empty = pd.DataFrame(columns=PLACE_COLUMNS)
    said = pd.DataFrame(columns=["briefing_id", "title_key", "surface", "is_name"])
    known = counterparts(empty, said=said, coverage=COVERAGE, briefings=SERIES)
    found = announcement_series(empty, known)
    assert (len(found), list(found.columns)) == (0, COLUMNS)
    assert [*found[["low", "high"]].dtypes] == [float, float]
