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
    frame = speaking_time(turns, by="speaker", base={"kite-2031": 500, "kite-2032": 1000})
    return view.add_bodies(frame, statistics.bodies(Filters()))


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
    assert (rows["parameter"].iloc[-1], rows["id"].iloc[-1]) == ("passage", "kite-2032:9")


def test_groups_of_one_size_are_all_named(language: str) -> None:
    turns = selection.turns(Filters())
    equal = turns.loc[(turns["briefing_id"] == "kite-2032") & turns["turn"].isin([3, 9, 10])]
    frame = speaking_time(equal, by="kind", base={"kite-2032": 60})
    assert frame["characters"].tolist() == [40, 20]
    both = view.add_bodies(frame.assign(characters=20, share=1 / 3), statistics.bodies(Filters()))
    briefings = selection.briefings(Filters(year=("2032",))).assign(base_characters=40)
    assert (
        view.leaders_sentences(both, briefings, coverage=covered(), sections=())
        == {
            "zh": "2032 青禾 开场介绍、答记者问：共 40 字，主持、提问最多，各占 33.3%，"
            "约 0.2 分钟（0.2–0.2）、约 0.1 分钟（0.1–0.1）。",
            "en": "2032 Qinghe, Opening, Q&A: Moderation, Question have the largest shares, "
            "33.3% each of 40 characters, about 0.2 min (0.2–0.2), about 0.1 min (0.1–0.1).",
        }[language]
    )


def test_the_share_of_a_leader_is_of_the_whole_base(language: str) -> None:
    briefings = selection.briefings(Filters())
    assert (
        view.leaders_sentences(spoken(), briefings, coverage=covered(), sections=())
        == {
            "zh": "2031 青禾 开场介绍：共 500 字，"
            "陶见山（风筝节办公室）最多，占 60.0%，约 1.5 分钟（1.3–1.8）。"
            "2032 青禾 开场介绍、答记者问：共 1,000 字，"
            "陶见山（风筝节办公室）最多，占 65.0%，约 3.2 分钟（2.8–4.0）。",
            "en": "2031 Qinghe, Opening: Tao Jianshan (Kite Office) has the largest share, "
            "60.0% of 500 characters, about 1.5 min (1.3–1.8). "
            "2032 Qinghe, Opening, Q&A: Tao Jianshan (Kite Office) has the largest share, "
            "65.0% of 1,000 characters, about 3.2 min (2.8–4.0).",
        }[language]
    )


def test_speakers_have_a_body_and_other_groups_have_none(language: str) -> None:
    rows = view.share_rows(spoken())
    bodies = {"zh": "风筝节办公室", "en": "Kite Office"}
    assert rows["note"].iloc[0] == bodies[language]
    assert bodies[language] in rows["hover"].iloc[0]
    named = view.add_names(spoken())
    assert named[["organisation_zh", "organisation_en"]].iloc[0].tolist() == [*bodies.values()]
    by_slot = statistics.speaking_time(Filters(by="slot"))
    frame = view.add_bodies(by_slot, statistics.bodies(Filters()))
    assert view.share_rows(frame)["note"].eq("").all()
    assert "organisation_zh" not in view.add_names(frame)


def test_a_time_that_the_source_states_is_no_estimate(language: str) -> None:
    frame = spoken().iloc[:1].assign(minutes=2.0, minutes_low=2.0, minutes_high=2.0)
    briefings = selection.briefings(Filters(year=("2031",)))
    said = view.leaders_sentences(frame, briefings, coverage=covered(), sections=())
    assert {"zh": "2.0 分钟（按来源的时间）", "en": "2.0 min by the source's times"}[
        language
    ] in said
    assert {"zh": "约", "en": "about"}[language] not in said
