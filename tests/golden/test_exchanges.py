"""The ten questions of 2023 and their answers."""

from typing import Any

import pandas as pd

from dashboard.features.questions import asked_about
from dashboard.filters import Filters
from loaders.corpus.store import Corpus


def test_who_asks_and_who_answers(corpus: Corpus, figures: dict[str, Any]) -> None:
    found = corpus.query(
        "SELECT q.turn AS question, q.speaker_id AS outlet, o.outlet_class, s.name AS answerer, "
        "q.characters AS question_characters, a.characters AS answer_characters "
        "FROM turns q JOIN turns a ON a.briefing_id = q.briefing_id AND a.reply_to = q.turn "
        "JOIN speakers o ON o.speaker_id = q.speaker_id "
        "JOIN speakers s ON s.speaker_id = a.speaker_id WHERE q.kind = 'question' ORDER BY q.turn"
    )
    assert found.to_dict("records") == [
        {name: value for name, value in exchange.items() if name not in ("topics", "asked")}
        for exchange in figures["exchange"]
    ]


def test_topics_of_each_exchange(corpus: Corpus, figures: dict[str, Any]) -> None:
    found = corpus.query(
        "SELECT coalesce(reply_to, turn) AS question, topic_id, sum(occurrences)::INT AS n "
        "FROM topic_hits JOIN paragraphs USING (briefing_id, paragraph) "
        "JOIN turns USING (briefing_id, turn) WHERE kind IN ('question', 'answer') GROUP BY ALL"
    )
    for exchange in figures["exchange"]:
        counts = found[found["question"] == exchange["question"]].set_index("topic_id")["n"]
        expected = exchange["topics"]
        assert counts[list(expected)].to_dict() == expected
        assert (counts.drop(list(expected)) < min(expected.values())).all(), exchange["outlet"]


def test_a_question_is_about_what_it_asks(corpus: Corpus, figures: dict[str, Any]) -> None:
    found = corpus.query(
        "SELECT turn, list_sort(list(DISTINCT topic_id)) AS topics FROM topic_hits "
        "JOIN paragraphs USING (briefing_id, paragraph) "
        "JOIN turns USING (briefing_id, turn) WHERE kind = 'question' GROUP BY turn"
    )
    asked = dict(zip(found["turn"].tolist(), map(list, found["topics"]), strict=True))
    assert asked == {exchange["question"]: exchange["asked"] for exchange in figures["exchange"]}


def test_what_statements_repeat_and_no_question_asks(figures: dict[str, Any]) -> None:
    """The page's two lists; no question of the ten asks about one of these four."""
    counts = asked_about.frequencies(Filters()).pivot(
        index="topic_id", columns="kind", values="occurrences"
    )
    asked = {topic for exchange in figures["exchange"] for topic in exchange["asked"]}
    assert set(counts.index[counts["question"] > 0]) == asked
    unasked = {"culture", "local_character", "publicity", "releases"}
    assert set(counts.index[counts["question"] == 0]) == unasked


def test_lengths_equal_those_counted_in_the_pages(
    spoken: pd.DataFrame, figures: dict[str, Any]
) -> None:
    speech = spoken[spoken["year"] == 2023].groupby("turn")["text"].agg("".join)
    for exchange in figures["exchange"]:
        turn = exchange["question"]
        lengths = [sum(map(str.isalnum, speech[number])) for number in (turn, turn + 1)]
        assert lengths == [exchange["question_characters"], exchange["answer_characters"]]
