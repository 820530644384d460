"""English names of facts, facts on one subject, and which of them are wider."""

from typing import Any

import pandas as pd
import pytest

from loaders import lexicon
from loaders.errors import LexiconError
from loaders.tables import fact_names as module
from loaders.tables.fact_names import FactName, fact_names
from loaders.tables.facts import facts
from tests.fixtures.framed_pages import with_frames

OURS = {"en_source": "ours", "reason": "r"}
LISTED: dict[str, Any] = {
    "parts": {"opening": "The ceremony."},
    "fact": [
        {"value": "扎灯", "en": "Making lanterns", "match": "craft", "wider": ["灯彩技艺"], **OURS},
        {"value": "灯彩技艺", "en": "Lantern craft", "match": "craft", **OURS},
        {"value": "点灯仪式", "en": "Lighting", "match": "opening", **OURS},
        {"value": "望川大剧院", "en": "Wangchuan Theatre", "en_source": "own", "reason": "r"},
    ],
}
FILES: dict[str, dict[str, Any]] = {
    "facts": LISTED,
    "topics": {"topic": [{"topic_id": "craft"}]},
    "places": {"provinces": {"海江": "Haijiang"}, "cities": {"望川": "Wangchuan"}},
    "organisations": {
        "organisation": [
            {"name_en": "Lantern Office", "name_en_source": "reports", "aliases": ["灯彩办"]}
        ]
    },
}


def _patch_lexicon(monkeypatch: pytest.MonkeyPatch, **changed: object) -> None:
    monkeypatch.setattr(lexicon, "read", ({**FILES, "facts": {**LISTED, **changed}}).__getitem__)


def test_names_come_from_every_lexicon_file(monkeypatch: pytest.MonkeyPatch) -> None:
    _patch_lexicon(monkeypatch)
    assert fact_names() == {
        "扎灯": FactName("Making lanterns", "ours", "craft", "灯彩技艺"),
        "灯彩技艺": FactName("Lantern craft", "ours", "craft"),
        "点灯仪式": FactName("Lighting", "ours", "opening"),
        "望川大剧院": FactName("Wangchuan Theatre", "own"),
        "海江": FactName("Haijiang", "romanised"),
        "望川": FactName("Wangchuan", "romanised"),
        "灯彩办": FactName("Lantern Office", "reports"),
    }


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"value": "扎灯"}, "扎灯: listed twice"),
        ({"en": ""}, "灯谜: the English name or the reason is missing"),
        ({"reason": ""}, "灯谜: the English name or the reason is missing"),
        ({"en_source": "guess"}, "灯谜: en_source must be one of own, reports"),
        ({"match": "riddles"}, r"灯谜: the match riddles is no topic of topics\.toml"),
        ({"wider": ["点灯仪式"]}, "灯谜: the wider 点灯仪式 is not listed with the same match"),
        ({"wider": ["灯谜"]}, "灯谜: the wider 灯谜 is not listed with the same match"),
        ({"wider": ["灯市"]}, "灯谜: the wider 灯市 is not listed with the same match"),
    ],
)
def test_a_wrong_row_is_refused(
    monkeypatch: pytest.MonkeyPatch, row: dict[str, Any], sentence: str
) -> None:
    valid = {"value": "灯谜", "en": "Riddles", "match": "craft", **OURS}
    _patch_lexicon(monkeypatch, fact=[*LISTED["fact"], {**valid, **row}])
    with pytest.raises(LexiconError, match=sentence):
        fact_names()


def test_a_fact_has_its_english_name_and_match(monkeypatch: pytest.MonkeyPatch) -> None:
    _patch_lexicon(monkeypatch)
    text = "灯会由灯彩办、望川大学主办,2场分论坛围绕扎灯、灯谜等主题展开。"
    stated = with_frames(facts)(
        pd.DataFrame([("b1", 1, text)], columns=["briefing_id", "paragraph", "text"])
    )
    found = stated.astype(object).where(stated.notna(), None)
    columns = ["value", "value_en", "value_en_source", "match", "wider"]
    assert found[columns].to_numpy().tolist() == [
        ["灯彩办", "Lantern Office", "reports", None, None],
        ["望川大学", None, None, None, None],
        ["扎灯", "Making lanterns", "ours", "craft", "灯彩技艺"],
        ["灯谜", None, None, None, None],
    ]


def test_every_match_of_different_words_gives_its_reason() -> None:
    """Matches by meaning unite different words; each row states its reason in full."""
    rows = lexicon.read("facts")["fact"]
    by_match = pd.DataFrame(rows).dropna(subset="match").groupby("match")["reason"]
    for reasons in (group for _, group in by_match if len(group) > 1):
        assert reasons.str.len().min() > 20
    assert len(module.fact_names()) > len(rows)
