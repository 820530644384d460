"""The words of data/lexicon/mentions.toml."""

from typing import get_args

from loaders.lexicon.mentions import VerbUse, mention_words


def test_every_verb_has_a_use_and_every_use_a_verb() -> None:
    assert set(mention_words().verbs.values()) == set(get_args(VerbUse))
    assert mention_words().verbs["发布"] == "release"
    assert mention_words().deliverables["公约"] is False


def test_passive_verbs_are_verbs() -> None:
    assert set(mention_words().passives) < set(mention_words().verbs)
