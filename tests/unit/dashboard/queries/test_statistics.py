import pytest

from dashboard.filters import Filters
from dashboard.queries import statistics

pytestmark = pytest.mark.usefixtures("selected")


def test_shares_are_of_the_selected_sections() -> None:
    frame = statistics.spoken(Filters(section=("q_and_a",)))
    # 540 characters: 250, 100, 90, 60 and twice 20 of the moderator
    assert frame["id"].tolist() == [
        "tao-jianshan",
        "zhou-tang",
        "press",
        "gu-nanqiao",
        "lin-yizhou",
    ]
    assert frame["share"].iloc[0] == pytest.approx(250 / 540)


def test_outlets_stand_apart_once_they_are_all_that_is_selected() -> None:
    together = statistics.spoken(Filters(year=("2032",)))
    assert "press" in together["id"].tolist()
    apart = statistics.spoken(Filters(slot=("press",)))
    assert apart["id"].tolist() == ["kite-central", "morning-news", "harbour-post"]


def test_a_rate_is_never_mistaken_for_another() -> None:
    slow = statistics.spoken(Filters(rate=150))
    assert statistics.spoken(Filters(rate=300))["minutes"].iloc[0] == pytest.approx(1.1)
    assert slow["minutes"].iloc[0] == pytest.approx(2.2)  # 330 syllables
    assert statistics.asked(Filters(rate=150))["minutes"].iloc[0] == pytest.approx(275 / 150)


def test_exchanges_keep_their_question_when_the_answer_alone_is_selected() -> None:
    frame = statistics.asked(Filters(speaker=("gu-nanqiao",)))
    assert frame[["question", "answer"]].to_numpy().tolist() == [[6, 8]]


def test_what_depends_on_the_year_alone_ignores_the_rest() -> None:
    narrowed = Filters(year=("2032",), slot=("press",), section=("opening",))
    assert len(statistics.order(narrowed)) == 10
    assert statistics.covered(narrowed)["characters"].tolist() == [460, 540]
    assert statistics.outlets(narrowed)["outlets"].sum() == 3


def test_a_view_that_changes_no_figure_costs_nothing() -> None:
    seen = Filters(lang="en", table="facts")
    assert statistics.spoken(seen) is statistics.spoken(Filters())
    assert statistics.asked(seen.replace(by="kind")) is statistics.asked(Filters())
    assert statistics.spoken(Filters(by="kind")) is not statistics.spoken(Filters())
