"""Rows and sentences of the speaking time page, on the invented corpus, in both languages."""

import pandas as pd
import pytest

from dashboard.features.speaking_time import answers_view, view
from dashboard.filters import Filters
from dashboard.queries import selection, statistics
from dashboard.stats.exchanges import exchanges
from dashboard.stats.speaking_time import speaking_time

pytestmark = pytest.mark.usefixtures("language")


def spoken() -> pd.DataFrame:
    turns = selection.turns(Filters())
    return speaking_time(turns, by="speaker", base={"kite-2031": 500, "kite-2032": 1000})


def covered() -> pd.DataFrame:
    return statistics.coverage(Filters())


def test_names_are_in_the_language_of_the_run(language: str) -> None:
    rows = view.share_rows(spoken())
    assert rows["name"].iloc[0] == {"zh": "陶见山", "en": "Tao Jianshan"}[language]
    assert rows["value_text"].iloc[0].startswith("60.0%")
    assert "300" in rows["value_text"].iloc[0]


def test_input_frame_is_not_changed() -> None:
    frame = spoken()
    before = frame.copy(deep=True)
    view.share_rows(frame)
    named = view.add_names(frame)
    pd.testing.assert_frame_equal(frame, before)
    assert list(named.columns).index("name") == list(named.columns).index("id") + 1


def test_an_unanswered_question_has_no_length() -> None:
    rows = answers_view.answer_rows(exchanges(selection.turns(Filters())))
    assert rows["value"].tolist() == [250, 100, 60, 0]
    assert rows["value_text"].iloc[-1] == "—"
    assert rows["id"].tolist()[-1] == "harbour-post"


def test_groups_of_one_size_are_all_named(language: str) -> None:
    turns = selection.turns(Filters())
    equal = turns.loc[(turns["briefing_id"] == "kite-2032") & turns["turn"].isin([3, 9, 10])]
    frame = speaking_time(equal, by="kind", base={"kite-2032": 60})
    assert frame["characters"].tolist() == [40, 20]
    both = frame.assign(characters=20, share=1 / 3)
    briefings = selection.briefings(Filters(year=("2032",))).assign(base_characters=40)
    assert (
        view.leaders_sentences(both, briefings, coverage=covered(), sections=())
        == {
            "zh": "2032 青禾 开场介绍、答记者问：共 40 字，主持、提问最多，各占 33.3%。",
            "en": "2032 Qinghe, Opening, Q&A: Moderation, Question have the largest shares, "
            "33.3% each of 40 characters.",
        }[language]
    )


def test_the_share_of_a_leader_is_of_the_whole_base(language: str) -> None:
    briefings = selection.briefings(Filters())
    assert (
        view.leaders_sentences(spoken(), briefings, coverage=covered(), sections=())
        == {
            "zh": "2031 青禾 开场介绍：共 500 字，陶见山最多，占 60.0%。 "
            "2032 青禾 开场介绍、答记者问：共 1,000 字，陶见山最多，占 65.0%。",
            "en": "2031 Qinghe, Opening: Tao Jianshan has the largest share, "
            "60.0% of 500 characters. "
            "2032 Qinghe, Opening, Q&A: Tao Jianshan has the largest share, "
            "65.0% of 1,000 characters.",
        }[language]
    )
