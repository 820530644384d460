"""The policy lexicon: entries with variants, and the error for each wrong entry."""

from collections.abc import Iterator
from typing import Any

import pytest

from loaders import lexicon
from loaders.errors import LexiconError
from loaders.schema import PHRASE_KINDS
from loaders.text import set_phrases as module
from loaders.text.measures import han_characters
from loaders.text.set_phrases import SetPhrase, family, set_phrases

LANTERNS = {
    "phrase": "湖光灯会",
    "kind": "event",
    "variants": ["灯会", "喜迎湖光灯会"],
    "reason": "A festival.",
}
OFFICE = {"phrase": "灯彩办", "kind": "body", "reason": "Its office."}


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """The entries of an invented lexicon of phrases, empty until the test adds some."""
    entries: list[dict[str, Any]] = []
    monkeypatch.setattr(lexicon, "read", lambda _: {"phrase": entries})
    module.set_phrases.cache_clear()
    module._family_finder.cache_clear()
    yield entries
    module.set_phrases.cache_clear()
    module._family_finder.cache_clear()


def test_variants_are_rows_of_the_heads_family(entries: list[dict[str, Any]]) -> None:
    entries += [LANTERNS, OFFICE]
    assert set_phrases() == (
        SetPhrase("湖光灯会", "event", "湖光灯会"),
        SetPhrase("灯会", "event", "湖光灯会"),
        SetPhrase("喜迎湖光灯会", "event", "湖光灯会"),
        SetPhrase("灯彩办", "body", None),
    )


def test_the_longest_member_decides_the_family(entries: list[dict[str, Any]]) -> None:
    library = {"phrase": "灯会图书馆", "kind": "term", "variants": ["灯会书屋"], "reason": "r"}
    entries += [LANTERNS, library]
    assert family("望川灯会") == "湖光灯会"
    assert family("望川灯会图书馆") == "灯会图书馆"
    assert family("灯会书屋") == "灯会图书馆"
    assert family("图书馆") is None


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ({"kind": "festival"}, "湖光灯会 has the kind festival"),
        ({"kind": None}, "湖光灯会 has the kind None"),
        ({"reason": ""}, "湖光灯会 has no reason"),
        ({"variants": ["灯会", "灯会"]}, "灯会 is listed twice"),
        ({"variants": ["灯"]}, "灯 does not have 2 to 23 Han characters"),
        ({"variants": ["灯" * 24]}, "does not have 2 to 23 Han characters"),
        ({"variants": ["灯彩办"]}, "灯彩办 is listed twice"),
    ],
)
def test_a_wrong_entry_is_refused(
    entries: list[dict[str, Any]], entry: dict[str, Any], sentence: str
) -> None:
    entries += [OFFICE, {**LANTERNS, **entry}]
    with pytest.raises(LexiconError, match=sentence):
        set_phrases()


def test_the_lexicon_has_the_required_phrases() -> None:
    names = [row.phrase for row in set_phrases()]
    assert len(lexicon.read("phrases")["phrase"]) >= 200
    assert max(map(han_characters, names)) <= 23
    assert {row.kind for row in set_phrases()} == set(PHRASE_KINDS)
    required = {"网络文明", "未成年", "未成年人", "二十大", "喜迎党的二十大", "中央网信办"}
    required |= {"网络综合治理体系", "习近平新时代中国特色社会主义思想", "未成年人模式"}
    assert required <= set(names)


def test_entries_have_only_known_keys() -> None:
    known = {"phrase", "kind", "variants", "reason"}
    assert {key for entry in lexicon.read("phrases")["phrase"] for key in entry} == known
