"""Rows and sentences of the speaking time page, on the invented corpus, in both languages."""

import pandas as pd
import pytest

from dashboard import i18n
from dashboard.features.speaking_time import answers_view, view
from dashboard.filters import Filters
from dashboard.queries import selection
from dashboard.stats.exchanges import exchanges
from dashboard.stats.speaking_time import speaking_time

pytestmark = pytest.mark.usefixtures("language")


def spoken() -> pd.DataFrame:
    turns = selection.turns(Filters())
    return speaking_time(turns, by="speaker", base={"kite-2031": 500, "kite-2032": 1000})


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


def test_the_sentence_on_answers_has_median_and_longest() -> None:
    briefings = selection.briefings(Filters())
    sentence = answers_view.exchange_sentence(exchanges(selection.turns(Filters())), briefings)
    for figure in ("3", "100", "250"):  # questions, median of 60, 100 and 250, longest
        assert figure in sentence
    nobody = exchanges(selection.turns(Filters()).iloc[:0])
    assert answers_view.exchange_sentence(nobody, briefings) == ""


def test_each_briefing_with_answers_has_a_sentence(language: str) -> None:
    second = exchanges(selection.turns(Filters()))
    # The same turn numbers in another briefing: two of the questions and two of the answers_view.
    first = second.iloc[:2].assign(briefing_id="kite-2031", year=2031)
    both = pd.concat([first, second], ignore_index=True)
    sentence = answers_view.exchange_sentence(both, selection.briefings(Filters()))
    city, tao, news = {
        "zh": ("青禾", "陶见山", "青禾晨报"),
        "en": ("Qinghe", "Tao Jianshan", "Qinghe Morning News"),
    }[language]
    words = {"characters": 250, "answerer": tao, "outlet": news}
    key = "speaking_time.answers_reading"
    assert sentence == " ".join(
        [
            i18n.t(key, briefing=f"2031 {city}", questions=2, median=175, **words),
            i18n.t(key, briefing=f"2032 {city}", questions=3, median=100, **words),
        ]
    )
