import pandas as pd

from dashboard.stats.sequence import sequence


def test_positions_match_a_hand_count(turns: pd.DataFrame) -> None:
    frame = sequence(turns)
    own = frame.loc[frame["briefing_id"] == "kite-2031"]
    spans = list(zip(own["begin"], own["finish"], strict=True))
    assert spans == [(0, 40), (40, 340), (340, 360), (360, 500)]


def test_turns_are_contiguous_in_any_input_order(
    turns: pd.DataFrame,
) -> None:
    shuffled = sequence(turns.sort_values(["year", "characters"]))
    for briefing, total in (("kite-2031", 500), ("kite-2032", 1000)):
        own = shuffled.loc[shuffled["briefing_id"] == briefing]
        assert own["turn"].is_monotonic_increasing
        assert own["begin"].tolist() == [0, *own["finish"].tolist()[:-1]]
        assert own["finish"].iloc[-1] == total


def test_nothing_gives_no_row(turns: pd.DataFrame) -> None:
    assert sequence(turns.iloc[:0]).empty
