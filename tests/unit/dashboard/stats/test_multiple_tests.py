"""Corrections for many tests, against statsmodels and a calculation by hand."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.multitest import multipletests

from dashboard.stats.multiple_tests import COLUMNS, family_size, multiple_tests


def frame(p_values: Sequence[float]) -> pd.DataFrame:
    return pd.DataFrame({"term": range(len(p_values)), "p_value": list(p_values)})


def test_a_calculation_by_hand() -> None:
    """Of m = 4: BH 4 p / rank, from the largest down; Holm p times 4, 3, 2, 1, upwards."""
    found = multiple_tests({"words": frame([0.02, 0.5, 0.01, 0.04])})["words"]
    assert found["q_value"].tolist() == pytest.approx([0.04, 0.5, 0.04, 0.16 / 3])
    assert found["holm_p"].tolist() == pytest.approx([0.06, 0.5, 0.04, 0.08])
    assert found["conclusive"].tolist() == [True, False, True, True]


@pytest.mark.parametrize("seed", range(4))
def test_both_corrections_are_those_of_statsmodels(seed: int) -> None:
    draw = np.random.default_rng(seed)
    p_values = np.round(draw.random(60) ** 3, 3).tolist()  # with ties
    found = multiple_tests({"words": frame(p_values[:25]), "topics": frame(p_values[25:])})
    joined = pd.concat([found["words"], found["topics"]])
    for column, method in (("q_value", "fdr_bh"), ("holm_p", "holm")):
        expected = multipletests(p_values, method=method)[1]
        assert joined[column].tolist() == pytest.approx(expected.tolist())
    marked = multipletests(p_values, alpha=0.1, method="fdr_bh")[0]
    assert joined["conclusive"].tolist() == marked.tolist()
    assert 0 < marked.sum() < 60


def test_all_frames_are_one_family() -> None:
    alone = multiple_tests({"topics": frame([0.04])})["topics"]
    among = multiple_tests({"topics": frame([0.04]), "words": frame([0.5] * 9)})["topics"]
    assert (alone["q_value"][0], among["q_value"][0]) == pytest.approx((0.04, 0.4))
    assert (alone["conclusive"][0], among["conclusive"][0]) == (True, False)


def test_what_was_not_tested_is_not_in_the_family() -> None:
    frames = {"words": frame([0.03, math.nan, 0.06])}
    found = multiple_tests(frames)["words"]
    assert found["q_value"].tolist() == pytest.approx([0.06, math.nan, 0.06], nan_ok=True)
    assert math.isnan(found["holm_p"][1])
    assert found["conclusive"].tolist() == [True, False, True]
    assert family_size(frames) == 2


def test_rows_of_one_test_are_corrected_once() -> None:
    """Two groups that are each other's rest: a word of both has a row in each."""
    words = pd.DataFrame({"test": ["a", "b", "a"], "p_value": [0.02, 0.03, 0.02]})
    found = multiple_tests({"words": words})["words"]
    assert found["q_value"].tolist() == pytest.approx([0.03, 0.03, 0.03])
    assert found["holm_p"].tolist() == pytest.approx([0.04, 0.04, 0.04])
    assert family_size({"words": words, "topics": frame([0.5])}) == 3


def test_nothing_tested_is_no_error() -> None:
    assert multiple_tests({}) == {}
    empty = multiple_tests({"words": frame([]), "topics": frame([math.nan])})
    assert list(empty["words"].columns) == ["term", "p_value", *COLUMNS]
    assert not empty["topics"]["conclusive"].any()


def test_frames_stay_as_they_were() -> None:
    frames = {"words": frame([0.5, 0.001])}
    before = frames["words"].copy(deep=True)
    found = multiple_tests(frames)["words"]
    pd.testing.assert_frame_equal(frames["words"], before)
    assert found["term"].tolist() == [0, 1]
