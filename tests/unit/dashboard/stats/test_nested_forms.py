"""Nested forms of one wording, on invented counts."""

import pandas as pd
import pytest

from dashboard.stats.nested_forms import nested_forms


def found(places: tuple[str, ...] = (), **counts: int) -> dict[str, str]:
    suffixed = {f"{place}市": place for place in places}
    frame = pd.DataFrame({"term": list(counts), "occurrences": list(counts.values())})
    return {
        str(form): row for form, row in nested_forms(frame, by="term", suffixed=suffixed).items()
    }


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
    assert nested_forms(frame, by="term", suffixed={}).to_dict() == {"风筝": "风筝节"}
    assert nested_forms(frame.iloc[:0], by="term", suffixed={}).empty
