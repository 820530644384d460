"""The corpus equals a count of the pages that shares no code with loaders/ (plain_count)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.filters import Filters
from dashboard.queries import statistics
from loaders.corpus.store import Corpus
from tests.golden import plain_count
from tests.golden.plain_count import Paragraph

YEARS = (2022, 2023)
SCOPES = ("statements", "everything")
_COUNTS = """SELECT {name} AS term, b.year, (t.kind = 'statement' AND a.slot IN
        ('convening_body', 'host_province')) AS is_compared, sum(occurrences)::INT AS n,
        sum(free_occurrences)::INT AS free
    FROM {name}_counts JOIN paragraphs p USING (briefing_id, paragraph)
    JOIN turns t USING (briefing_id, turn) JOIN appearances a USING (briefing_id, speaker_id)
    JOIN briefings b USING (briefing_id) GROUP BY ALL"""


@pytest.fixture(scope="module")
def pages(folder: Path) -> list[Paragraph]:
    return plain_count.read(folder)


def within(pages: Sequence[Paragraph], scope: str, year: int) -> list[Paragraph]:
    own = [paragraph for paragraph in pages if paragraph.year == year]
    return [each for each in own if each.is_compared] if scope == "statements" else own


def test_the_pages_are_read_as_the_loaders_read_them(
    pages: list[Paragraph], spoken: pd.DataFrame
) -> None:
    assert [(p.year, p.turn, p.text) for p in pages] == [
        (year, turn, " ".join(text.split()))
        for year, turn, text in spoken[["year", "turn", "text"]].itertuples(index=False, name=None)
    ]
    sizes = {
        year: sum(map(str.isalnum, "".join(p.text for p in within(pages, "statements", year))))
        for year in YEARS
    }
    assert sizes == {2022: 1977, 2023: 1886}


@pytest.mark.parametrize("name", ["term", "phrase"])
def test_counts_of_words_and_phrases(
    name: str, pages: list[Paragraph], corpus: Corpus, figures: dict[str, Any]
) -> None:
    listed = figures["phrases"] if name == "phrase" else [*figures["terms"], *plain_count.LONGER]
    assert len(set(listed)) >= 50
    stored = corpus.query(_COUNTS.format(name=name)).set_index("term")
    for term in listed:
        rows = stored.loc[stored.index == term]
        for year in YEARS:
            own = rows.loc[rows["year"] == year]
            for scope in SCOPES:
                inside = own.loc[own["is_compared"]] if scope == "statements" else own
                texts = [each.text for each in within(pages, scope, year)]
                counted = [plain_count.count(term, text) for text in texts]
                expected = tuple(sum(column) for column in zip(*counted, strict=True))
                assert (inside["n"].sum(), inside["free"].sum()) == expected, (term, year, scope)


def test_counts_of_topics(pages: list[Paragraph], corpus: Corpus) -> None:
    query = _COUNTS.format(name="topic").replace("topic_counts", "topic_hits")
    query = query.replace("topic AS", "topic_id AS").replace("free_occurrences", "occurrences")
    stored = corpus.query(query).set_index("term")
    topics = plain_count.topics()
    assert len(topics) >= 20
    for topic, entry in topics.items():
        rows = stored.loc[stored.index == topic]
        for year in YEARS:
            own = rows.loc[rows["year"] == year]
            for scope in SCOPES:
                inside = own.loc[own["is_compared"]] if scope == "statements" else own
                expected = plain_count.count_topic(entry, within(pages, scope, year))
                assert inside["n"].sum() == expected, (topic, year, scope)


def test_topics_of_the_ten_questions(pages: list[Paragraph], figures: dict[str, Any]) -> None:
    questions = [paragraph for paragraph in pages if paragraph.kind == "question"]
    found = {
        each.turn: sorted(
            topic
            for topic, entry in plain_count.topics().items()
            if plain_count.count_topic(entry, [each])
        )
        for each in questions
    }
    assert found == {exchange["question"]: exchange["asked"] for exchange in figures["exchange"]}


def test_how_much_of_each_answer_names_what_was_asked(pages: list[Paragraph]) -> None:
    """Each of the ten questions is answered in the turn after it."""
    topics, expected = plain_count.topics(), {}
    for question in (each for each in pages if each.kind == "question"):
        asked = [entry for entry in topics.values() if plain_count.count_topic(entry, [question])]
        answer = [p for p in pages if p.year == 2023 and p.turn == question.turn + 1]
        on = [p for p in answer if any(plain_count.count_topic(entry, [p]) for entry in asked)]
        sizes = [sum(map(str.isalnum, "".join(p.text for p in each))) for each in (on, answer)]
        expected[question.turn] = (len(on), len(answer), *sizes)
    found = statistics.topic_uptake(Filters(year=("2023",))).astype({"uptake_characters": "int64"})
    names = ["uptake_paragraphs", "answer_paragraphs", "uptake_characters", "answer_characters"]
    assert (
        dict(zip(found["question"], found[names].itertuples(index=False, name=None), strict=True))
        == expected
    )
    assert [expected[turn] for turn in (6, 14)] == [(2, 9, 574, 1316), (0, 5, 0, 1270)]


def test_it_shares_no_code_with_the_loaders() -> None:
    source = Path(plain_count.__file__).read_text(encoding="utf-8")
    assert "import loaders" not in source
    assert "from loaders" not in source
