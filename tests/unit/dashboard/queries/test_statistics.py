import pytest

from dashboard.filters import Filters
from dashboard.queries import statistics

pytestmark = pytest.mark.usefixtures("selected")


def test_shares_are_of_the_selected_sections() -> None:
    frame = statistics.speaking_time(Filters(section=("q_and_a",)))
    # 540 characters: 250, 100, 90, 60 and twice 20 of the moderator
    assert frame["id"].tolist() == [
        "tao-jianshan",
        "zhou-tang",
        "press",
        "gu-nanqiao",
        "lin-yizhou",
    ]
    assert frame["share"].iloc[0] == pytest.approx(250 / 540)


def test_outlets_are_separate_if_only_outlets_are_selected() -> None:
    together = statistics.speaking_time(Filters(year=("2032",)))
    assert "press" in together["id"].tolist()
    apart = statistics.speaking_time(Filters(slot=("press",)))
    assert apart["id"].tolist() == ["kite-central", "morning-news", "harbour-post"]


def test_a_rate_is_never_mistaken_for_another() -> None:
    slow = statistics.speaking_time(Filters(rate=150))
    assert statistics.speaking_time(Filters(rate=300))["minutes"].iloc[0] == pytest.approx(1.1)
    assert slow["minutes"].iloc[0] == pytest.approx(2.2)  # 330 syllables
    assert statistics.exchanges(Filters(rate=150))["minutes"].iloc[0] == pytest.approx(275 / 150)


def test_a_selected_answer_brings_its_question() -> None:
    frame = statistics.exchanges(Filters(speaker=("gu-nanqiao",)))
    assert frame[["question", "answer"]].to_numpy().tolist() == [[6, 8]]


def test_statistics_of_years_ignore_other_filters() -> None:
    narrowed = Filters(year=("2032",), slot=("press",), section=("opening",))
    assert len(statistics.turn_order(narrowed)) == 10
    assert statistics.coverage(narrowed)["characters"].tolist() == [460, 540]


def test_an_irrelevant_view_is_served_from_the_cache() -> None:
    seen = Filters(lang="en", table="facts")
    assert statistics.speaking_time(seen) is statistics.speaking_time(Filters())
    assert statistics.exchanges(seen.replace(by="kind")) is statistics.exchanges(Filters())
    assert statistics.speaking_time(Filters(by="kind")) is not statistics.speaking_time(Filters())
