"""Fifty terms in each section of both years, as counted by a search of the pages."""

from typing import Any

import pandas as pd

from dashboard.queries import vocabulary
from dashboard.stats.term_frequency import single_year
from loaders.corpus.store import Corpus

SECTIONS = [(2022, "opening"), (2023, "opening"), (2023, "q_and_a")]


def test_there_are_fifty(figures: dict[str, Any]) -> None:
    assert len(figures["terms"]) == 50


def test_corpus_counts_equal_the_expected_counts(corpus: Corpus, figures: dict[str, Any]) -> None:
    counted = corpus.query(
        "SELECT term, year, section, sum(occurrences)::INT AS n FROM term_counts "
        "JOIN paragraphs USING (briefing_id, paragraph) JOIN turns USING (briefing_id, turn) "
        "JOIN briefings USING (briefing_id) GROUP BY ALL"
    )
    found = counted.set_index(["term", "year", "section"])["n"]
    assert figures["terms"] == {
        term: [int(found.get((term, *section), 0)) for section in SECTIONS]
        for term in figures["terms"]
    }


def test_a_term_and_the_equal_phrase_have_the_same_count(corpus: Corpus) -> None:
    differing = corpus.query(
        "SELECT term, t.occurrences AS as_term, p.occurrences AS as_phrase "
        "FROM term_counts t JOIN phrase_counts p "
        "ON t.briefing_id = p.briefing_id AND t.paragraph = p.paragraph AND term = phrase "
        "WHERE t.occurrences <> p.occurrences"
    )
    assert differing.empty


def test_page_counts_equal_the_expected_counts(
    spoken: pd.DataFrame, figures: dict[str, Any]
) -> None:
    texts = spoken.groupby(["year", "section"])["text"].agg("\n".join)
    assert figures["terms"] == {
        term: [texts[section].count(term) for section in SECTIONS] for term in figures["terms"]
    }


def test_a_word_inside_a_longer_one_was_said_that_year(corpus: Corpus) -> None:
    """系列 is a word of its own in 2023 alone, and a part of 一系列 in 2022 as well."""
    free = corpus.query(
        "SELECT DISTINCT year FROM term_counts JOIN briefings USING (briefing_id) "
        "WHERE term = '系列' AND free_occurrences > 0"
    )
    assert free["year"].tolist() == [2023]
    assert single_year(vocabulary.term_years("term"))["系列"] == 0


def test_listed_names_are_single_tokens(corpus: Corpus) -> None:
    wanted = ["中央网信办", "网络综合治理体系", "习近平新时代中国特色社会主义思想", "未成年人模式"]
    tokens = corpus.query(
        "SELECT term, sum(tokens_jieba)::INT AS plain, sum(tokens_lexicon)::INT AS listed "
        "FROM term_counts WHERE term IN (SELECT unnest($wanted)) GROUP BY term",
        {"wanted": wanted},
    ).set_index("term")
    assert (tokens["listed"] > 0).all()
    assert (tokens["plain"] == 0).all()
    assert sorted(tokens.index) == sorted(wanted)
