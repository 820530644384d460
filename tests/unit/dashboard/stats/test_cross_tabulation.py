import pandas as pd
import pytest

from dashboard.stats.cross_tabulation import COLUMNS, cross_tabulation

# The ten exchanges of a briefing: class of the outlet, who answered.
ASKED = [
    ("central", "niu"), ("central", "zhang"), ("hong_kong_macau", "wu"), ("central", "niu"),
    ("hong_kong_macau", "xue"), ("provincial", "zhao"), ("metropolitan", "zhang"),
    ("metropolitan", "xue"), ("central", "wu"), ("metropolitan", "niu"),
]  # fmt: skip


@pytest.fixture
def asked() -> pd.DataFrame:
    return pd.DataFrame(ASKED, columns=["class", "who"]).assign(briefing_id="b")


def table(frame: pd.DataFrame, *order: str) -> pd.DataFrame:
    return cross_tabulation(frame, rows="class", columns="who", order=order)


def test_ten_exchanges_match_a_hand_count(asked: pd.DataFrame) -> None:
    found = table(asked, "central", "provincial", "metropolitan", "hong_kong_macau", "foreign")
    grid = found.pivot(index="row", columns="column", values="n")
    assert grid.loc["central"].to_dict() == {"niu": 2, "zhang": 1, "wu": 1, "xue": 0, "zhao": 0}
    assert grid.loc["metropolitan"].to_dict() == {
        "niu": 1,
        "zhang": 1,
        "xue": 1,
        "wu": 0,
        "zhao": 0,
    }
    assert grid.loc["hong_kong_macau"].to_dict() == {
        "wu": 1, "xue": 1, "niu": 0, "zhang": 0, "zhao": 0,
    }  # fmt: skip
    assert grid.loc["provincial", "zhao"] == 1
    assert grid.loc["foreign"].sum() == 0
    assert found["n"].sum() == 10
    assert set(found["base"]) == {10}


def test_totals_are_those_of_the_rows_and_columns(asked: pd.DataFrame) -> None:
    found = table(asked)
    by_row = found.groupby("row")["n"].sum()
    by_column = found.groupby("column")["n"].sum()
    assert (found["row"].map(by_row) == found["row_total"]).all()
    assert (found["column"].map(by_column) == found["column_total"]).all()


def test_expected_counts_of_unrelated_codes(asked: pd.DataFrame) -> None:
    found = table(asked).set_index(["row", "column"])["expected"]
    assert found["central", "niu"] == pytest.approx(4 * 3 / 10)
    assert found["provincial", "zhao"] == pytest.approx(0.1)
    assert found.sum() == pytest.approx(10)


def test_rows_follow_the_order_and_columns_falling_totals(asked: pd.DataFrame) -> None:
    found = table(asked, "foreign", "central")
    assert found["row"].drop_duplicates().tolist() == [
        "foreign", "central", "hong_kong_macau", "provincial", "metropolitan",
    ]  # fmt: skip
    # Three, then two each in the order in which they first answer, then one.
    assert found["column"].drop_duplicates().tolist() == ["niu", "zhang", "wu", "xue", "zhao"]


def test_ten_rows_are_insufficient_and_a_hundred_sufficient(asked: pd.DataFrame) -> None:
    assert not table(asked)["sufficient"].any()
    # Two by two with 40, 10, 10, 40: the smallest expected count is 50 * 50 / 100 = 25.
    pairs = [("a", "x")] * 40 + [("a", "y")] * 10 + [("b", "x")] * 10 + [("b", "y")] * 40
    many = pd.DataFrame(pairs, columns=["class", "who"]).assign(briefing_id="b")
    assert table(many)["sufficient"].all()
    assert table(many, "foreign")["sufficient"].all(), "a code that never occurs is ignored"


# Rows of x and y; expected counts of a row with t of 100: t * 50 / 100.
@pytest.mark.parametrize(
    ("totals", "sufficient"),
    [
        ((20, 20, 20, 20, 20), True),  # all expected 10
        ((4, 24, 24, 24, 24), True),  # a fifth of them expected 2: as many as may miss
        ((4, 4, 44, 24, 24), False),  # two fifths
        ((1, 24, 25, 25, 25), False),  # one expected 0.5
    ],
)
def test_the_bounds_of_cochran(totals: tuple[int, ...], sufficient: bool) -> None:
    rows = [str(place) for place, total in enumerate(totals) for _ in range(total)]
    frame = pd.DataFrame({"briefing_id": "b", "class": rows, "who": ["x", "y"] * 50})
    assert set(table(frame)["sufficient"]) == {sufficient}


def test_each_briefing_has_a_separate_table(asked: pd.DataFrame) -> None:
    both = pd.concat([asked.iloc[:2].assign(briefing_id="z"), asked], ignore_index=True)
    found = table(both)
    assert found["briefing_id"].drop_duplicates().tolist() == ["z", "b"]
    assert found.groupby("briefing_id")["base"].first().to_dict() == {"z": 2, "b": 10}
    assert set(found.loc[found["briefing_id"] == "z", "column"]) == {"niu", "zhang"}


def test_a_missing_code_is_a_code(asked: pd.DataFrame) -> None:
    unanswered = asked.assign(who=asked["who"].where(asked["who"] != "niu", None))
    found = table(unanswered).set_index(["row", "column"])["n"]
    assert found["central", ""] == 2
    assert found["metropolitan", ""] == 1


def test_nothing_gives_no_row(asked: pd.DataFrame) -> None:
    before = asked.copy(deep=True)
    none = table(asked.iloc[:0], "central")
    assert none.empty
    assert list(none.columns) == COLUMNS
    pd.testing.assert_frame_equal(asked, before)
