"""The order of figures, by hand."""

import pandas as pd

from dashboard.stats.announcement_series import figures_in_order


def order(figures: pd.DataFrame) -> pd.DataFrame:
    return figures_in_order(figures, times=["年", "届"], no_counts=["元"])


def figures(*rows: tuple[str, str, float | None, float | None, str | None]) -> pd.DataFrame:
    columns = ["briefing_id", "surface", "low", "high", "unit"]
    typed = {"low": float, "high": float}
    return pd.DataFrame(list(rows), columns=columns).astype(typed)


def test_the_latest_briefing_comes_first_and_in_it_the_largest() -> None:
    found = order(
        figures(
            ("2031", "900家", 900, 900, "家"),
            ("2032", "20余项", 20, 30, "项"),
            ("2032", "近30万", None, 3e5, None),
            ("2032", "25家", 25, 25, "家"),
        )
    )
    assert found["surface"].tolist() == ["近30万", "25家", "20余项", "900家"]
    assert not found["is_small"].any()


def test_what_counts_few_is_small_and_times_come_last() -> None:
    found = order(
        figures(
            ("2031", "三十年", 30, 30, "年"),
            ("2031", "9家", 9, 9, "家"),
            ("2031", "5元", 5, 5, "元"),
            ("2031", "10家", 10, 10, "家"),
            ("2031", "第一", None, None, None),
        )
    )
    assert found["surface"].tolist() == ["10家", "5元", "第一", "9家", "三十年"]
    assert found["is_small"].tolist() == [False, False, False, True, True]


def test_equal_figures_keep_the_order_of_their_places() -> None:
    found = order(figures(("2031", "10家", 10, 10, "家"), ("2031", "10个", 10, 10, "个")))
    assert found["surface"].tolist() == ["10家", "10个"]


def test_nothing_gives_no_row() -> None:
    found = order(figures())
    assert found.empty
    assert "is_small" in found
