from collections.abc import Sequence

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.stats.dispersion import dispersion


def frames(
    sizes: Sequence[int], counts: Sequence[int], *, briefing: str = "b"
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return hits and parts of the topic "kites": `counts` hits in turns of `sizes` characters."""
    turns = range(1, len(sizes) + 1)
    parts = pd.DataFrame({"briefing_id": briefing, "turn": turns, "characters": list(sizes)})
    hits = parts.assign(topic_id="kites", occurrences=list(counts))
    columns = ["briefing_id", "turn", "topic_id", "occurrences"]
    return hits.loc[hits["occurrences"] > 0, columns], parts


def dp(sizes: Sequence[int], counts: Sequence[int]) -> float:
    hits, parts = frames(sizes, counts)
    return float(dispersion(hits, topics=["kites"], parts=parts)["dp"].iloc[0])


def test_the_worked_example_of_the_paper() -> None:
    # Gries's toy corpus: five parts of 9, 10, 10, 10 and 11 words, "a" in them 1 to 5 times.
    # DP = 0.18; the smallest part is 9/50 = 0.18, so DPnorm = 0.18 / 0.82.
    assert dp([9, 10, 10, 10, 11], [1, 2, 3, 4, 5]) == pytest.approx(0.18 / 0.82)
    hits, parts = frames([9, 10, 10, 10, 11], [1, 2, 3, 4, 5])
    row = dispersion(hits, topics=["kites"], parts=parts).iloc[0]
    assert row["dp_unnormalised"] == pytest.approx(0.18)


def test_in_proportion_to_length_is_zero() -> None:
    assert dp([50, 30, 20], [5, 3, 2]) == pytest.approx(0)


def test_all_in_the_shortest_turn_is_one() -> None:
    assert dp([50, 30, 20], [0, 0, 8]) == pytest.approx(1)


def test_all_in_the_longest_turn_is_less_than_one() -> None:
    # DP = (0.5 + 0.3 + 0.2) / 2 = 0.5; over 1 - 0.2 that is 0.625.
    assert dp([50, 30, 20], [8, 0, 0]) == pytest.approx(0.625)


PARTS = st.lists(st.tuples(st.integers(1, 400), st.integers(0, 9)), min_size=2, max_size=12)


@given(PARTS.filter(lambda turns: any(count for _, count in turns)))
def test_it_matches_the_formula_on_any_frame(turns: list[tuple[int, int]]) -> None:
    sizes, counts = [size for size, _ in turns], [count for _, count in turns]
    total = 0.0
    for size, count in turns:
        total += abs(count / sum(counts) - size / sum(sizes))
    expected = total / 2 / (1 - min(sizes) / sum(sizes))
    assert dp(sizes, counts) == pytest.approx(expected)
    assert -1e-9 <= expected <= 1 + 1e-9


def test_parts_are_per_briefing_and_topics_keep_their_order() -> None:
    one, two = frames([40, 60], [3, 1], briefing="b"), frames([10, 90], [0, 6], briefing="a")
    found = dispersion(
        pd.concat([one[0], two[0]]), topics=["rain", "kites"], parts=pd.concat([one[1], two[1]])
    )
    assert found[["briefing_id", "topic_id"]].to_numpy().tolist() == [
        ["b", "rain"], ["b", "kites"], ["a", "rain"], ["a", "kites"],
    ]  # fmt: skip
    assert found["occurrences"].tolist() == [0, 4, 0, 6]
    assert found["parts"].tolist() == [2, 2, 2, 2]
    assert found["parts_hit"].tolist() == [0, 2, 0, 1]
    assert found["sufficient"].tolist() == [False, False, False, True]
    # (0.35 + 0.35) / 2 / 0.6 and (0.1 + 0.1) / 2 / 0.9.
    assert found["dp"].tolist()[1::2] == pytest.approx([0.35 / 0.6, 0.1 / 0.9])


def test_several_rows_of_a_turn_are_added_up() -> None:
    hits, parts = frames([40, 60], [3, 1])
    split = pd.concat([hits.assign(occurrences=1), hits.iloc[:1].assign(occurrences=2)])
    assert dispersion(split, topics=["kites"], parts=parts)["dp"].iloc[0] == pytest.approx(
        dp([40, 60], [3, 1])
    )


def test_dp_is_null_for_one_turn_and_without_occurrences() -> None:
    hits, parts = frames([50], [7])
    found = dispersion(hits, topics=["kites", "rain"], parts=parts)
    assert found["dp"].isna().all()
    assert found["occurrences"].tolist() == [7, 0]
    assert dispersion(hits.iloc[:0], topics=["kites"], parts=parts)["dp"].isna().all()
    assert dispersion(hits, topics=["kites"], parts=parts.iloc[:0]).empty
    assert dispersion(hits, topics=[], parts=parts).empty


def test_input_frames_are_not_changed() -> None:
    hits, parts = frames([40, 60], [3, 1])
    before = hits.copy(deep=True), parts.copy(deep=True)
    dispersion(hits, topics=["kites"], parts=parts)
    pd.testing.assert_frame_equal(hits, before[0])
    pd.testing.assert_frame_equal(parts, before[1])
