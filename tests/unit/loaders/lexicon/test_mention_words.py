"""The checks of data/lexicon/mentions.toml."""

from collections.abc import Iterator
from typing import Any

import pytest

from loaders import lexicon
from loaders.errors import LexiconError
from loaders.lexicon.mentions import USES, mention_words


@pytest.fixture(autouse=True)
def reread() -> Iterator[None]:
    mention_words.cache_clear()
    yield
    mention_words.cache_clear()


def _altered(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
    listed = {**lexicon.read("mentions"), **changes}
    monkeypatch.setattr(lexicon, "read", lambda _: listed)


def test_every_verb_has_a_use_and_every_use_a_verb() -> None:
    assert set(mention_words().verbs.values()) == set(USES)
    assert mention_words().verbs["发布"] == "release"
    assert mention_words().deliverables["公约"] is False


def test_passive_verbs_are_verbs() -> None:
    assert set(mention_words().passives) < set(mention_words().verbs)


@pytest.mark.parametrize(
    ("group", "reason"),
    [
        ({"use": "hold", "passive": True, "words": ["办"]}, "has no reason"),
        ({"use": "gift", "passive": True, "words": ["送"], "reason": "x"}, "has the use gift"),
        (
            {"use": "hold", "passive": True, "words": ["办", "办"], "reason": "x"},
            "办 is listed twice",
        ),
    ],
)
def test_a_faulty_group_is_refused(
    monkeypatch: pytest.MonkeyPatch, group: dict[str, Any], reason: str
) -> None:
    _altered(monkeypatch, verb=[group])
    with pytest.raises(LexiconError, match=reason):
        mention_words()
