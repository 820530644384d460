"""The ten questions of 2023 and their answers."""

from typing import Any

import pandas as pd

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
        {name: value for name, value in exchange.items() if name != "topics"}
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


def test_lengths_equal_those_counted_in_the_pages(
    spoken: pd.DataFrame, figures: dict[str, Any]
) -> None:
    speech = spoken[spoken["year"] == 2023].groupby("turn")["text"].agg("".join)
    for exchange in figures["exchange"]:
        turn = exchange["question"]
        lengths = [sum(map(str.isalnum, speech[number])) for number in (turn, turn + 1)]
        assert lengths == [exchange["question_characters"], exchange["answer_characters"]]
