"""Rows of frames as records."""

from dataclasses import dataclass

import pandas as pd
import pytest

from dashboard.filters import Filters
from dashboard.queries import selection
from dashboard.queries.rows import BriefingRow, rows_of


@dataclass(slots=True)
class Named:
    name: str | None


@dataclass(slots=True)
class Counted(Named):
    n: int


FRAME = pd.DataFrame({"n": [3, 5], "other": [0, 0], "name": pd.Series(["灯", None], dtype=object)})


def test_a_row_has_the_columns_of_its_kind() -> None:
    assert rows_of(FRAME, Counted) == [Counted("灯", 3), Counted(None, 5)]
    assert rows_of(FRAME.iloc[:0], Counted) == []


def test_a_frame_without_a_column_of_the_kind_is_an_error() -> None:
    with pytest.raises(KeyError, match="n"):
        rows_of(FRAME[["name"]], Counted)


def test_a_briefing_has_every_column_of_its_kind() -> None:
    briefings = selection.briefings(Filters())
    rows = rows_of(briefings, BriefingRow)
    assert [row.briefing_id for row in rows] == briefings["briefing_id"].tolist()
    assert [row.base_characters for row in rows] == briefings["base_characters"].tolist()
