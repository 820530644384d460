"""Topic counts of both years, compared with a character-by-character search."""

import tomllib
from typing import Any

import pandas as pd
import pytest

from loaders.corpus.store import Corpus
from loaders.lexicon import FOLDER

TOPICS = {
    entry["topic_id"]: entry
    for entry in tomllib.loads((FOLDER / "topics.toml").read_text(encoding="utf-8"))["topic"]
}


@pytest.fixture(scope="module")
def hits(corpus: Corpus) -> pd.DataFrame:
    return corpus.query(
        "SELECT year, paragraph, topic_id, occurrences FROM topic_hits "
        "JOIN briefings USING (briefing_id)"
    )


def test_corpus_counts_equal_the_expected_counts(
    hits: pd.DataFrame, figures: dict[str, Any]
) -> None:
    assert len(figures["topics"]) == 20
    found = hits.groupby(["topic_id", "year"])["occurrences"].sum()
    assert figures["topics"] == {
        topic: [int(found.get((topic, year), 0)) for year in (2022, 2023)]
        for topic in figures["topics"]
    }


def test_no_topic_covers_more_than_a_third(corpus: Corpus, hits: pd.DataFrame) -> None:
    paragraphs = len(corpus.table("paragraphs"))
    covered = hits.drop_duplicates(["year", "paragraph", "topic_id"]).groupby("topic_id").size()
    assert covered.max() / paragraphs <= 1 / 3


def test_topics_cover_all_but_courtesies(corpus: Corpus, hits: pd.DataFrame) -> None:
    """All but 4.9 % of the characters: greetings and handovers."""
    paragraphs = corpus.query(
        "SELECT year, paragraph, p.characters FROM paragraphs p JOIN briefings USING (briefing_id)"
    )
    about = set(zip(hits["year"], hits["paragraph"], strict=True))
    rows = zip(paragraphs["year"], paragraphs["paragraph"], strict=True)
    covered = paragraphs[[row in about for row in rows]]
    assert len(paragraphs) - len(covered) == 18
    assert 1 - covered["characters"].sum() / paragraphs["characters"].sum() < 0.05


def test_the_corpus_keeps_the_order_of_the_file(corpus: Corpus) -> None:
    ordered = corpus.table("topics").sort_values("topic_order")
    assert ordered["topic_id"].tolist() == list(TOPICS)
    assert len(TOPICS) >= 24


def test_names_claim_no_more_than_their_terms() -> None:
    names = {
        "civic_progress": ("精神文明与文明创建", "Cultural and ethical advancement"),
        "thought": ("思想引领", "Ideological guidance"),
        "instructions": ("贺信、讲话与重要指示", "Leaders' letters, speeches and instructions"),
        "hosts": ("主办与承办", "Hosting and undertaking"),
    }
    shown = {topic: (TOPICS[topic]["label_zh"], TOPICS[topic]["label_en"]) for topic in names}
    assert shown == names
