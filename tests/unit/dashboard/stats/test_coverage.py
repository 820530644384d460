import pandas as pd
import pytest

from dashboard.stats.coverage import COLUMNS, coverage, outlets_by_class
from loaders.corpus.store import Corpus
from loaders.schema import OUTLET_CLASSES, SECTIONS


@pytest.fixture
def briefings(corpus: Corpus) -> pd.DataFrame:
    return corpus.table("briefings")


def test_what_was_not_captured_has_no_counts(briefings: pd.DataFrame, turns: pd.DataFrame) -> None:
    frame = coverage(briefings, turns=turns, sections=SECTIONS)
    rows = frame.drop(columns=["briefing_id"]).astype(object)
    assert rows.where(rows.notna(), None).to_numpy().tolist() == [
        [2031, "opening", "captured", 4, 0, 500, 0],
        [2031, "q_and_a", "not_captured", None, None, None, None],
        [2032, "opening", "captured", 2, 0, 460, 0],
        [2032, "q_and_a", "captured", 8, 3, 540, 3],
    ]


def test_a_section_not_announced_is_not_missing(
    briefings: pd.DataFrame, turns: pd.DataFrame
) -> None:
    alone = briefings.assign(sections_announced="opening").iloc[:1]
    states = coverage(alone, turns=turns, sections=SECTIONS)["state"].tolist()
    assert states == ["captured", "not_announced"]


def test_outlets_are_counted_once_and_absent_classes_are_named(turns: pd.DataFrame) -> None:
    twice = pd.concat([turns, turns.loc[turns["speaker_id"] == "kite-central"]])
    frame = outlets_by_class(twice, classes=OUTLET_CLASSES)
    assert set(frame["briefing_id"]) == {"kite-2032"}
    found = dict(zip(frame["outlet_class"], frame["outlets"], strict=True))
    assert found == {
        "central": 1,
        "provincial": 1,
        "metropolitan_commercial": 0,
        "hong_kong_macau": 1,
        "foreign": 0,
        "unlisted": 0,
    }


def test_nothing_gives_no_row(briefings: pd.DataFrame, turns: pd.DataFrame) -> None:
    nothing = coverage(briefings.iloc[:0], turns=turns.iloc[:0], sections=SECTIONS)
    assert nothing.empty
    assert list(nothing.columns) == COLUMNS
    assert outlets_by_class(turns.iloc[:0], classes=OUTLET_CLASSES).empty
