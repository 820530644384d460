"""Keyness, against hand calculations and another form of the formula."""

import math

import pandas as pd
import pytest
from scipy.stats import chi2_contingency

from dashboard.stats.keyness import COLUMNS, keyness


def counts(**n: int) -> pd.DataFrame:
    return pd.DataFrame({"term": list(n), "n": list(n.values())})


def found(
    target: pd.DataFrame, reference: pd.DataFrame, c: int = 1000, d: int = 1000
) -> pd.DataFrame:
    return keyness(target, reference=reference, target_total=c, reference_total=d).set_index("term")


def by_entropy(a: int, b: int, c: int, d: int) -> float:
    """Return G2 of the 2 x 2 table from sums of x ln x, as Sokal and Rohlf write the G-test."""

    def total(*cells: int) -> float:
        return sum(x * math.log(x) for x in cells if x)

    cells, rows, columns = (a, b, c - a, d - b), (a + b, c + d - a - b), (c, d)
    return 2 * (total(*cells) - total(*rows) - total(*columns) + total(c + d))


def test_a_term_of_one_side_only() -> None:
    """Compare 10 with 0 in 1000: 2 (10 ln 2 + 990 ln(990/995) + 1000 ln(1000/995)) = 13.9132."""
    row = found(counts(风筝=10), counts(灯会=1)).loc["风筝"]
    assert row["g2"] == pytest.approx(13.9132, abs=1e-4)
    assert bool(row.isna()["log_ratio"])  # nothing against zero has a ratio
    # 10.5 in 1001 against 0.5 in 1001.
    assert row["log_ratio_half"] == pytest.approx(math.log2(21))
    assert row["bic"] == pytest.approx(13.9132 - math.log(2000), abs=1e-4)
    assert (row["rate"], row["reference_rate"]) == (100.0, 0.0)


@pytest.mark.parametrize(
    ("a", "b", "c", "d"),
    [(20, 10, 1000, 1000), (3, 40, 500, 9000), (1, 1, 878, 4676), (0, 7, 300, 200), (5, 0, 5, 60)],
)
def test_g2_matches_another_form_of_the_formula(a: int, b: int, c: int, d: int) -> None:
    row = found(counts(风筝=a), counts(风筝=b), c, d).loc["风筝"]
    assert abs(row["g2"]) == pytest.approx(by_entropy(a, b, c, d), abs=1e-9)
    assert (row["g2"] > 0) == (a / c > b / d)


@pytest.mark.parametrize(
    ("a", "b", "c", "d"), [(20, 10, 1000, 1000), (3, 40, 500, 9000), (0, 7, 300, 200)]
)
def test_g2_is_that_of_scipy(a: int, b: int, c: int, d: int) -> None:
    table = [[a, b], [c - a, d - b]]
    expected = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    row = found(counts(风筝=a), counts(风筝=b), c, d).loc["风筝"]
    assert abs(row["g2"]) == pytest.approx(expected, abs=1e-9)


# Worked out by the R package corpora, and published with the Python package association-measures:
# collocates of "Bundesregierung" in the debates of the Bundestag (19,720,567 words, 168,329 of them
# next to the node): lemma, next to the node, in all, log ratio.
BUNDESTAG = [
    ("eingebracht", 1189, 2157, 7.156575955874566),
    ("Entwurf", 1178, 4564, 5.3366637583593235),
    ("Gremienbericht", 5, 7, 8.181834288290867),
    ("Gesetzentwurf", 1187, 14608, 3.3608058626067567),
]


def test_the_log_ratio_is_that_of_r() -> None:
    near = counts(**{lemma: n for lemma, n, *_ in BUNDESTAG})
    far = counts(**{lemma: total - n for lemma, n, total, _ in BUNDESTAG})
    frame = found(near, far, 168_329, 19_720_567 - 168_329)
    expected = {lemma: value for lemma, *_, value in BUNDESTAG}
    assert frame["log_ratio"].to_dict() == pytest.approx(expected, abs=1e-9)


def test_half_in_every_cell_is_evert_s_log_ratio() -> None:
    # 6 and 3 of 600 and 700: 6.5 of 601 to 3.5 of 701 are 0.0108153 and 0.0049929.
    row = found(counts(风筝=6), counts(风筝=3), 600, 700).loc["风筝"]
    assert row["log_ratio_half"] == pytest.approx(math.log2(0.0108153 / 0.0049929), abs=1e-4)
    assert row["log_ratio"] == pytest.approx(math.log2(0.01 / (3 / 700)))


def test_sign_of_g2_and_log_ratio_show_the_direction() -> None:
    frame = found(counts(风筝=20, 灯会=10), counts(风筝=10, 灯会=20, 龙舟=5), 1000, 500)
    assert frame["log_ratio"].round(6).drop("龙舟").to_dict() == {"风筝": 0.0, "灯会": -2.0}
    assert frame["log_ratio"].isna().to_dict() == {"风筝": False, "灯会": False, "龙舟": True}
    assert frame["g2"].round(9).loc["风筝"] == 0.0
    assert (frame.loc[["灯会", "龙舟"], "g2"] < 0).all()
    assert frame.index[0] == "风筝"  # the largest g2 first


def test_g2_grows_with_length_and_the_log_ratio_does_not() -> None:
    """G2 grows with the text, the log ratio does not: it is the size of the difference."""
    small = found(counts(风筝=4), counts(风筝=2), 100, 100).loc["风筝"]
    large = found(counts(风筝=40), counts(风筝=20), 1000, 1000).loc["风筝"]
    assert large["g2"] == pytest.approx(10 * small["g2"])
    assert large["log_ratio"] == small["log_ratio"] == pytest.approx(1.0)


def test_rows_of_one_term_add_up_and_zero_counts_are_left_out() -> None:
    target = pd.DataFrame({"term": ["风筝", "风筝", "灯会"], "n": [2, 3, 0]})
    before = target.copy(deep=True)
    frame = found(target, counts(灯会=0))
    assert frame["n"].to_dict() == {"风筝": 5}
    pd.testing.assert_frame_equal(target, before)


def test_an_empty_reference_gives_nulls() -> None:
    frame = found(counts(风筝=5), counts(), 100, 0)
    assert (
        frame[["g2", "bic", "log_ratio", "log_ratio_half", "reference_rate"]].isna().all(axis=None)
    )
    assert frame["rate"].tolist() == [500.0]


def test_no_term_gives_no_row() -> None:
    frame = keyness(counts(), reference=counts(), target_total=100, reference_total=100)
    assert frame.empty
    assert list(frame.columns) == COLUMNS


def test_more_occurrences_than_tokens_are_no_error() -> None:
    """Occurrences of short words may overlap the tokens of longer ones."""
    g2 = found(counts(风筝=12), counts(风筝=1), 10, 100)["g2"]
    assert 0 < g2.loc["风筝"] < math.inf
