"""Topics and their passages."""

import pandas as pd
import pytest

from loaders import lexicon, schema, topics
from loaders.errors import LexiconError
from loaders.topics import topic_hits

PARAGRAPHS = pd.DataFrame(
    [
        ("b1", 1, "算法要向善,算法治理人人有责。"),
        ("b1", 2, "未成年人网络素养,未成年人要学。"),
        ("b1", 3, "今天天气很好。"),
    ],
    columns=["briefing_id", "paragraph", "text"],
)


def test_every_topic_has_two_labels_terms_and_a_source() -> None:
    table = topics.topics()
    assert schema.to_arrow("topics", table).num_rows == len(table) >= 14
    assert table["topic_id"].is_unique
    assert table["topic_id"].str.fullmatch("[a-z_]{2,30}").all()
    assert (table[["label_zh", "label_en", "source"]].map(len) > 1).all().all()


def test_hits_by_hand() -> None:
    found = topic_hits(PARAGRAPHS)
    assert list(found.itertuples(index=False, name=None)) == [
        ("b1", 1, "algorithms", "算法", 2),
        ("b1", 2, "literacy", "素养", 1),
        ("b1", 2, "minors", "未成年", 2),
    ]
    assert schema.to_arrow("topic_hits", found).num_rows == 3
    assert schema.to_arrow("topic_hits", topic_hits(PARAGRAPHS.head(0))).num_rows == 0


def test_a_term_inside_another_of_its_topic_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {"topic": [{"topic_id": "sea", "terms": ["海洋", "海洋馆"]}]}
    monkeypatch.setattr(lexicon, "read", lambda _: wrong)
    with pytest.raises(LexiconError, match="sea: the term 海洋 stands in the term 海洋馆"):
        topic_hits(PARAGRAPHS)
