"""Nested forms of one wording, on invented counts."""

import pandas as pd
import pytest

from dashboard.stats.nested_forms import drop_nested_terms, nested_forms


def found(places: tuple[str, ...] = (), /, **counts: int) -> dict[str, str]:
    suffixed = {f"{place}市": place for place in places}
    frame = pd.DataFrame({"term": list(counts), "occurrences": list(counts.values())})
    rows = nested_forms(frame, by="term", suffixed=suffixed, bound={"论坛": ["分论坛"]})
    return {str(form): row for form, row in rows.items()}


@pytest.mark.parametrize(("inside", "nested"), [(3, True), (4, True), (2, False)])
def test_three_quarters_inside_are_nested(inside: int, nested: bool) -> None:
    assert found(风筝=4, 风筝节=inside) == ({"风筝": "风筝节"} if nested else {})


def test_a_form_that_holds_another_twice_counts_it_twice() -> None:
    assert found(风风=8, 风风雨风风=3) == {"风风": "风风雨风风"}  # six of eight


def test_a_place_keeps_its_row_and_takes_its_suffix() -> None:
    assert found(("清河",), 清河=24, 清河市=6) == {"清河市": "清河"}
    assert found(("清河",), 清河=7, 清河市=7) == {"清河市": "清河"}
    assert found((), 清河=24, 清河市=6) == {}
    assert found(("清河",), 清河=24, 清河市委=6) == {}  # a body, not the place


def test_the_outermost_form_has_the_row() -> None:
    assert found(风筝=4, 风筝节=4, 大风筝节=4) == {"风筝": "大风筝节", "风筝节": "大风筝节"}


def test_of_several_longer_forms_the_most_frequent_counts() -> None:
    assert found(风筝=8, 风筝节=7, 放风筝=6)["风筝"] == "风筝节"


def test_rows_of_a_form_add_up_and_nothing_is_nested_in_nothing() -> None:
    frame = pd.DataFrame({"term": ["风筝", "风筝", "风筝节"], "occurrences": [2, 2, 3]})
    assert nested_forms(frame, by="term", suffixed={}, bound={}).to_dict() == {"风筝": "风筝节"}
    assert nested_forms(frame.iloc[:0], by="term", suffixed={}, bound={}).empty


@pytest.mark.parametrize(
    ("long", "nested"), [("分论坛", False), ("二号分论坛", False), ("论坛会场", True)]
)
def test_what_is_no_occurrence_inside_a_word_is_not_nested_in_it(long: str, nested: bool) -> None:
    assert found(论坛=4, **{long: 4}) == ({"论坛": long} if nested else {})


def test_terms_only_within_one_longer_term_are_dropped() -> None:
    frame = pd.DataFrame(
        [("甲", "风筝", 5), ("甲", "大风筝", 5), ("甲", "筝节", 2), ("甲", "风筝节", 3),
         ("乙", "风筝", 6), ("乙", "大风筝", 5)],
        columns=["group", "term", "occurrences"],
    )  # fmt: skip
    kept = drop_nested_terms(frame, bound={})[["group", "term"]].to_numpy().tolist()
    assert ["甲", "风筝"] not in kept  # 5 times, always in 大风筝
    assert ["乙", "风筝"] in kept  # once alone
    assert ["甲", "筝节"] in kept  # fewer than 风筝节: an occurrence elsewhere, by other rules
    assert len(kept) == 5
    assert drop_nested_terms(frame.iloc[:0], bound={}).empty
    assert len(drop_nested_terms(frame, bound={"风筝": {"大风筝"}})) == 6  # no occurrence inside it
