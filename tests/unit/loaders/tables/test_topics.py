"""Topics and their matches in paragraphs."""

import pandas as pd
import pytest

from loaders import schema
from loaders.lexicon.topics import Topic
from loaders.tables import topics
from tests.fixtures.framed_pages import with_frames

topic_hits = with_frames(topics.topic_hits)

PARAGRAPHS = pd.DataFrame(
    [
        ("b1", 1, "算法要向善,算法治理人人有责。"),
        ("b1", 2, "未成年人网络素养,未成年人要学。"),
        ("b1", 3, "今天天气很好。"),
    ],
    columns=["briefing_id", "paragraph", "text"],
).assign(kind="statement")


def test_every_topic_has_two_labels_terms_and_a_source() -> None:
    table = schema.to_pandas(topics.topics()).sort_values("topic_order")
    assert schema.to_arrow("topics", table).num_rows == len(table) >= 24
    assert table["topic_order"].tolist() == list(range(1, len(table) + 1))
    assert table["topic_id"].is_unique
    assert table["topic_id"].str.fullmatch("[a-z_]{2,30}").all()
    assert (table[["label_zh", "label_en", "terms", "source"]].map(len) > 1).all().all()
    assert table.set_index("topic_id").at["algorithms", "terms"] == "算法、信息茧房"


def test_hits_by_hand() -> None:
    found = topic_hits(PARAGRAPHS)
    assert list(found.itertuples(index=False, name=None)) == [
        ("b1", 1, "algorithms", "算法", 2),
        ("b1", 2, "literacy", "素养", 1),
        ("b1", 2, "minors", "未成年人", 2),
    ]
    assert schema.to_arrow("topic_hits", found).num_rows == 3
    assert schema.to_arrow("topic_hits", topic_hits(PARAGRAPHS.head(0))).num_rows == 0


def _hits(
    monkeypatch: pytest.MonkeyPatch, text: str, terms: list[str], exceptions: tuple[str, ...] = ()
) -> dict[str, int]:
    """Return rule -> occurrences in `text`, with the only topic of the lexicon so defined."""
    topic = Topic("sea", "海洋", "Sea", "invented", tuple(terms), exceptions)
    monkeypatch.setattr(topics, "listed_topics", lambda: (topic,))
    found = topic_hits(PARAGRAPHS.head(1).assign(text=text))
    return dict(zip(found["rule"], found["occurrences"].tolist(), strict=True))


def test_matches_of_one_topic_do_not_overlap(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _hits(monkeypatch, "海洋文明创建与文明创建", ["海洋文明", "文明创建"])
    assert found == {"海洋文明": 1, "文明创建": 1}


def test_of_two_terms_the_longer_is_matched(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _hits(monkeypatch, "筹备组,筹备工作", ["筹备", "筹备组"])
    assert found == {"筹备组": 1, "筹备": 1}


def test_a_find_inside_a_longer_word_is_no_match(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "望川网信办会同主办地办会,网上网下都上网"
    assert _hits(monkeypatch, text, ["办会", "主办", "上网"]) == {"办会": 1, "上网": 1}


def test_a_question_is_about_what_it_asks() -> None:
    asked = "算法很重要。请问,未成年人怎么学?"
    paragraphs = PARAGRAPHS.assign(text=[asked] * 3, kind=["question", "answer", "question"])
    found = topic_hits(paragraphs)
    pairs = list(zip(found["paragraph"].tolist(), found["topic_id"], strict=True))
    assert pairs == [(1, "minors"), (2, "algorithms"), (2, "minors"), (3, "minors")]


def test_a_term_inside_an_exception_is_not_a_match(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "望川社会组织联合会请社会组织看海洋,不买海洋牌"
    exceptions = ("望川社会组织联合会", "海洋牌")
    found = _hits(monkeypatch, text, ["社会组织", "海洋"], exceptions)
    assert found == {"社会组织": 1, "海洋": 1}
