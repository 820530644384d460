"""Statuses of invented wordings, each decided by hand from where it is said."""

from itertools import product

import pandas as pd
import pytest

from dashboard.stats.wording_changes import (
    COLUMNS,
    longer_wordings,
    wholly_nested,
    wording_changes,
)

BOTH = {"old": ["opening", "q_and_a"], "new": ["opening", "q_and_a"]}
ONE = {"old": ["opening"], "new": ["opening", "q_and_a"]}
ASKED_ONLY = {"old": ["opening"], "new": ["q_and_a"]}

Place = tuple[str, str, bool, int]  # briefing, section, whether it is compared, occurrences


def rows(*places: Place, wording: str = "挂灯") -> pd.DataFrame:
    columns = ["briefing_id", "section", "is_compared", "occurrences"]
    return pd.DataFrame(places, columns=columns).assign(wording=wording)


def changes(*places: Place, captured: dict[str, list[str]]) -> list[object]:
    found = wording_changes(rows(*places), older="old", newer="new", captured=captured)
    return found.iloc[0].tolist()[1:]


@pytest.mark.parametrize(
    ("places", "captured", "expected"),
    [
        ([("new", "opening", True, 2)], ONE, ["new", 0, 2, 0, 2]),
        ([("new", "opening", False, 1)], ONE, ["new", 0, 0, 0, 1]),
        ([("new", "opening", True, 1), ("new", "q_and_a", False, 3)], ONE, ["new", 0, 1, 0, 4]),
        ([("new", "q_and_a", False, 3)], ONE, ["qa_only", 0, 0, 0, 3]),
        ([("new", "q_and_a", False, 3)], BOTH, ["qa_only", 0, 0, 0, 3]),
        ([("old", "q_and_a", False, 1)], BOTH, ["qa_only", 0, 0, 1, 0]),
        ([("old", "opening", True, 1)], ONE, ["gone", 1, 0, 1, 0]),
        ([("old", "opening", False, 1)], BOTH, ["gone", 0, 0, 1, 0]),
        ([("old", "opening", True, 1), ("new", "opening", True, 1)], ONE, ["kept", 1, 1, 1, 1]),
        # Said in both, though in different parts: neither gone nor new.
        ([("old", "opening", True, 1), ("new", "q_and_a", False, 2)], ONE, ["kept", 1, 0, 1, 2]),
        ([("old", "opening", False, 1), ("new", "opening", True, 1)], ONE, ["kept", 0, 1, 1, 1]),
        # The newer page has no opening, so that nothing of the older's is gone.
        ([("old", "opening", False, 1)], ASKED_ONLY, ["not_captured", 0, 0, 1, 0]),
        (
            [("new", "opening", False, 1)],
            {"old": ["q_and_a"], "new": ["opening"]},
            ["not_captured", 0, 0, 0, 1],
        ),
    ],
)
def test_the_first_rule_that_applies(
    places: list[Place], captured: dict[str, list[str]], expected: list[object]
) -> None:
    assert changes(*places, captured=captured) == expected


def test_what_was_not_counted_in_one_of_the_two_is_not_known() -> None:
    counts = rows(("new", "opening", True, 2))
    found = wording_changes(
        counts, older="old", newer="new", captured=ONE, uncounted=["挂灯"], unheld=["old"]
    ).iloc[0]
    assert found["status"] == "not_counted"
    assert found["older_all"] is pd.NA
    assert found["older_compared"] is pd.NA
    assert (found["newer_all"], found["newer_compared"]) == (2, 2)
    # Elsewhere it was not counted, but in both of these it was.
    both_held = wording_changes(
        counts, older="old", newer="new", captured=ONE, uncounted=["挂灯"], unheld=["third"]
    )
    assert both_held["status"].tolist() == ["new"]


def test_nothing_comparable_has_no_compared_counts() -> None:
    counts = rows(("old", "opening", False, 1))
    found = wording_changes(
        counts, older="old", newer="new", captured=ASKED_ONLY, is_comparable=False
    ).iloc[0]
    assert found["older_compared"] is pd.NA
    assert found["older_all"] == 1


def test_a_third_briefing_changes_nothing() -> None:
    counts = pd.concat(
        [rows(("new", "opening", True, 1)), rows(("third", "opening", True, 5), wording="放灯")]
    )
    found = wording_changes(counts, older="old", newer="new", captured=ONE)
    assert found["wording"].tolist() == ["挂灯"]
    assert found["status"].tolist() == ["new"]


def test_nothing_gives_no_row() -> None:
    found = wording_changes(rows(), older="old", newer="new", captured=ONE)
    assert found.columns.tolist() == COLUMNS
    assert found.empty


def test_longer_wordings_are_those_of_all_pairs() -> None:
    """Compare with a look at every pair, on all words of three of the characters 灯 and 会."""
    words = ["".join(each) for n in (1, 2, 3) for each in product("灯会", repeat=n)] + ["看灯会灯"]
    bound = {"灯": {"会灯"}, "会": {"灯会"}}
    expected = {}
    for short in words:
        longer = [
            each
            for each in words
            if short in each and short != each and not any(b in each for b in bound.get(short, ()))
        ]
        if longer:
            expected[short] = [x for x in longer if not any(y in x for y in longer if x != y)]
    assert longer_wordings(words, bound=bound) == expected


def test_tens_of_thousands_of_wordings_are_no_pairs_to_look_at() -> None:
    words = [chr(0x4E00 + n % 20_000) + chr(0x4E00 + n // 4) for n in range(60_000)]
    assert longer_wordings([*words, words[0] + "灯"], bound={})[words[0]] == [words[0] + "灯"]


def counted(**by_paragraph: dict[int, int]) -> pd.DataFrame:
    listed = [
        (wording, "b", paragraph, n)
        for wording, places in by_paragraph.items()
        for paragraph, n in places.items()
    ]
    return pd.DataFrame(listed, columns=["wording", "briefing_id", "paragraph", "occurrences"])


def test_nested_in_one_longer_wording_or_in_several_on_one_side() -> None:
    one = counted(灯会={1: 2}, 迎灯会={1: 2}, 喜迎灯会={1: 2})
    assert wholly_nested(one, bound={}) == {"灯会", "迎灯会"}
    several = counted(灯会={1: 1, 2: 1}, 迎灯会={1: 1}, 办灯会={2: 1})
    assert wholly_nested(several, bound={}) == {"灯会"}
    twice = counted(灯={1: 2}, 灯上灯={1: 1})
    assert wholly_nested(twice, bound={}) == {"灯"}


def test_what_is_said_by_itself_once_is_not_nested() -> None:
    assert wholly_nested(counted(灯会={1: 2}, 迎灯会={1: 1}), bound={}) == set()
    assert wholly_nested(counted(灯会={1: 1, 2: 1}, 迎灯会={1: 2}), bound={}) == set()
    # Longer on either side: one place of 灯会 may be in both, another in none.
    either = counted(灯会={1: 2}, 迎灯会={1: 1}, 灯会节={1: 1})
    assert wholly_nested(either, bound={}) == set()
    # Inside a longer word it is no occurrence, so that word accounts for none.
    assert wholly_nested(counted(灯办={1: 1}, 灯办网={1: 1}), bound={"灯办": {"灯办网"}}) == set()
