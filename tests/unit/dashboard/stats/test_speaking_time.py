from collections import defaultdict

import pandas as pd
import pytest

from dashboard.stats.speaking_time import COLUMNS, rate_range, speaking_time
from tests.fixtures import invented_corpus

BASE = {"kite-2031": 500, "kite-2032": 1000}


def shares(frame: pd.DataFrame, briefing: str) -> dict[str, float]:
    own = frame.loc[frame["briefing_id"] == briefing]
    return dict(zip(own["id"], own["share"].round(6), strict=True))


def test_shares_by_speaker_match_a_hand_calculation(turns: pd.DataFrame) -> None:
    frame = speaking_time(turns, by="speaker", base=BASE)
    assert shares(frame, "kite-2031") == {
        "tao-jianshan": 0.6,
        "zhou-tang": 0.28,
        "lin-yizhou": 0.12,
    }
    # 400 + 250, 60 + 20 + 20, 100, 30 + 40 + 20, 60: most first, and equals by id
    assert list(shares(frame, "kite-2032").items()) == [
        ("tao-jianshan", 0.65),
        ("lin-yizhou", 0.1),
        ("zhou-tang", 0.1),
        ("press", 0.09),
        ("gu-nanqiao", 0.06),
    ]


def test_shares_of_every_grouping_sum_to_one(turns: pd.DataFrame) -> None:
    for by in ("speaker", "organisation", "kind", "slot"):
        frame = speaking_time(turns, by=by, base=BASE)
        whole = frame.groupby("briefing_id")["share"].sum().round(9)
        assert whole.to_dict() == {"kite-2031": 1.0, "kite-2032": 1.0}, by


def test_kinds_agree_with_a_plain_count(turns: pd.DataFrame) -> None:
    expected: dict[tuple[str, str], int] = defaultdict(int)
    for briefing, _, _, kind, _, _, characters, _ in invented_corpus.TURNS:
        expected[briefing, kind] += characters
    frame = speaking_time(turns, by="kind", base=BASE)
    found = frame.set_index(["briefing_id", "id"])["characters"].to_dict()
    assert found == expected


def test_minutes_are_syllables_at_the_rate_and_its_range(
    turns: pd.DataFrame,
) -> None:
    row = speaking_time(turns, by="speaker", base=BASE, rate=220).iloc[0]
    assert row["id"] == "tao-jianshan"  # 330 syllables
    assert row["minutes"] == pytest.approx(1.5)
    assert row["minutes_low"] == pytest.approx(330 / 260)
    assert row["minutes_high"] == pytest.approx(330 / 180)
    assert rate_range(165) == (125, 205)


def test_a_turn_with_time_stamps_counts_its_seconds(turns: pd.DataFrame) -> None:
    timed = turns.assign(seconds_basis="timed", seconds=30.0)
    row = speaking_time(timed, by="speaker", base=BASE, rate=300).iloc[0]
    assert [row["minutes"], row["minutes_low"], row["minutes_high"]] == [0.5, 0.5, 0.5]


def test_outlets_are_one_row_unless_group_outlets_is_false(
    turns: pd.DataFrame,
) -> None:
    together = speaking_time(turns, by="speaker", base=BASE)
    press = together.loc[together["id"] == "press"].iloc[0]
    assert (press["parameter"], press["turns"], press["characters"]) == ("slot", 3, 90)
    apart = speaking_time(turns, by="speaker", base=BASE, group_outlets=False)
    outlets = apart.loc[apart["slot"] == "press"]
    assert outlets["characters"].tolist() == [40, 30, 20]
    assert set(outlets["parameter"]) == {"speaker"}


def test_a_filter_never_changes_the_denominator(turns: pd.DataFrame) -> None:
    answers = turns.loc[turns["kind"] == "answer"]
    frame = speaking_time(answers, by="speaker", base=BASE)
    assert shares(frame, "kite-2032") == {
        "tao-jianshan": 0.25,
        "zhou-tang": 0.1,
        "gu-nanqiao": 0.06,
    }


def test_no_organisation_selects_nothing(turns: pd.DataFrame) -> None:
    nowhere = turns.assign(organisation_id=None, is_outlet=False)
    frame = speaking_time(nowhere, by="organisation", base=BASE)
    assert frame[["parameter", "id"]].drop_duplicates().to_numpy().tolist() == [["", ""]]


def test_nothing_gives_no_row_and_a_base_of_zero_no_infinity(turns: pd.DataFrame) -> None:
    nothing = speaking_time(turns.iloc[:0], by="speaker", base=BASE)
    assert nothing.empty
    assert list(nothing.columns) == COLUMNS
    assert speaking_time(turns, by="kind", base={})["share"].tolist() == [0.0] * 6


def test_input_frame_is_not_changed(turns: pd.DataFrame) -> None:
    before = turns.copy(deep=True)
    speaking_time(turns, by="organisation", base=BASE)
    pd.testing.assert_frame_equal(turns, before)
